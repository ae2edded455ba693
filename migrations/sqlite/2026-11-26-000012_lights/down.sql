drop table project_lights;
