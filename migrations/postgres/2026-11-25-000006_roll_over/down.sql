drop table list_justifications;
drop table list_unlocks;
drop table list_moves;
drop table nomination_versions;
alter table nominations drop column into_projects;
alter table nominations drop column decision;
alter table nominations drop column renewed;
alter table nominations drop column carried;
