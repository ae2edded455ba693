drop table list_entries;
drop table list_versions;
drop table nominations;
drop table lists;
