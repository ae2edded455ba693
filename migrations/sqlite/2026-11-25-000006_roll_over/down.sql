drop table list_justifications;
drop table list_unlocks;
drop table list_moves;
drop table nomination_versions;
drop trigger nominations_are_final;
alter table nominations drop column into_projects;
alter table nominations drop column decision;
alter table nominations drop column renewed;
alter table nominations drop column carried;
create trigger nominations_are_final before update on nominations
when exists (select 1 from lists l where l.state = 'published' and l.quarter in (old.quarter, new.quarter))
begin select raise(abort, 'a published list never changes'); end;
