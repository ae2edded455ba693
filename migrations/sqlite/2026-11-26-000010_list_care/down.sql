create table old_notices (
  id integer primary key autoincrement not null,
  kind text not null check (kind in ('opening', 'return', 'publication', 'correction', 'unlock')),
  quarter text not null references lists (quarter),
  version integer,
  project_id bigint references projects (id),
  division text not null references divisions (code),
  content text not null,
  created_at timestamp not null,
  created_by bigint references users (id),
  sender text not null
);
create table old_receipts (
  notice_id bigint not null references old_notices (id),
  user_id bigint not null references users (id),
  reader text not null,
  read_at timestamp not null,
  primary key (notice_id, user_id)
);
insert into old_notices select id, kind, quarter, version, project_id, division, content, created_at, created_by, sender
  from notices where kind not in ('unlock_end', 'cancellation');
insert into old_receipts select notice_id, user_id, reader, read_at from notice_receipts
  where notice_id in (select id from old_notices);
drop table notice_receipts;
drop table notices;
alter table old_notices rename to notices;
alter table old_receipts rename to notice_receipts;
create index notices_of_division on notices (division, id);
create index notices_of_quarter on notices (quarter, kind);

create table old_justifications (
  quarter text not null references lists (quarter),
  project_id bigint not null references projects (id),
  code text not null,
  reason text not null,
  author text not null,
  justified_by bigint references users (id),
  justified_at timestamp not null,
  primary key (quarter, project_id, code)
);
insert into old_justifications (quarter, project_id, code, reason, author, justified_by, justified_at)
  select quarter, project_id, code, reason, author, justified_by, justified_at from list_justifications
  where project_id = other_id;
drop table list_justifications;
alter table old_justifications rename to list_justifications;

create table old_unlocks (
  id integer primary key autoincrement not null,
  quarter text not null references lists (quarter),
  city text not null references divisions (code),
  until timestamp not null,
  reason text not null,
  granter text not null,
  granted_by bigint references users (id),
  granted_at timestamp not null
);
insert into old_unlocks select id, quarter, city, coalesce(ended_at, until), reason, granter, granted_by, granted_at
  from list_unlocks;
drop table list_unlocks;
alter table old_unlocks rename to list_unlocks;
create index list_unlocks_of_city on list_unlocks (quarter, city);

alter table list_moves drop column cancelled;
drop trigger lists_stay_published;
alter table lists drop column cancelled_at;
create trigger lists_stay_published before update on lists
when old.state = 'published' and (new.state <> old.state or new.target <> old.target
    or new.nominate_by <> old.nominate_by or new.publish_by <> old.publish_by
    or new.opened_by is distinct from old.opened_by or new.opened_at <> old.opened_at)
begin select raise(abort, 'a published list never changes'); end;
