drop table updates;
drop table project_years;
drop table amounts;
drop table project_versions;
drop table projects;
