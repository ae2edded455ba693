drop table list_entries;
drop table list_versions;
drop table nominations;
drop table lists;
drop function refuse_nomination_change;
drop function refuse_sealed_entry;
drop function refuse_change;
