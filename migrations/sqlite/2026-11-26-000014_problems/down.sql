drop table problem_replies;
drop table problems;
create table new_notices (
  id integer primary key autoincrement not null,
  kind text not null check (kind in ('opening', 'return', 'publication', 'correction', 'unlock', 'unlock_end',
    'cancellation')),
  quarter text not null references lists (quarter),
  -- of the published list
  version integer,
  project_id bigint references projects (id),
  -- whom it tells
  division text not null references divisions (code),
  -- JSON object: what it says, without words, so that each reader reads it in her language
  content text not null,
  created_at timestamp not null,
  created_by bigint references users (id),
  -- her name as it was then
  sender text not null
);
create table new_receipts (
  notice_id bigint not null references new_notices (id),
  user_id bigint not null references users (id),
  -- her name as it was then
  reader text not null,
  read_at timestamp not null,
  primary key (notice_id, user_id)
);
insert into new_notices (id, kind, quarter, version, project_id, division, content, created_at, created_by, sender)
  select id, kind, quarter, version, project_id, division, content, created_at, created_by, sender from notices
  where quarter is not null;
insert into new_receipts select notice_id, user_id, reader, read_at from notice_receipts
  where notice_id in (select id from new_notices);
drop table notice_receipts;
drop table notices;
alter table new_notices rename to notices;
alter table new_receipts rename to notice_receipts;
create index notices_of_division on notices (division, id);
create index notices_of_quarter on notices (quarter, kind);
