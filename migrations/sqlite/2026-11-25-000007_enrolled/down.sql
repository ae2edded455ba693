alter table project_versions drop column enrolled;
