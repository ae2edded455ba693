-- What a list's keeper may take back: a list opened by mistake, a city let in for too long; and whom a reason against
-- counting twice was given about.

-- Taken back: no list any more, until its quarter is opened again.
alter table lists add column cancelled_at timestamp;
drop trigger lists_stay_published;
create trigger lists_stay_published before update on lists
when old.state = 'published' and (new.state <> old.state or new.target <> old.target
    or new.nominate_by <> old.nominate_by or new.publish_by <> old.publish_by
    or new.opened_by is distinct from old.opened_by or new.opened_at <> old.opened_at
    or new.cancelled_at is not null)
begin select raise(abort, 'a published list never changes'); end;
-- The move that took it back.
alter table list_moves add column cancelled boolean not null default false;

alter table list_unlocks add column ended_at timestamp;
-- who ended it early, by name at that time
alter table list_unlocks add column ender text;
alter table list_unlocks add column ended_by bigint references users (id);
alter table list_unlocks add column end_reason text;

-- A reason is about two entries, the lower id first; about one alone, both are that one. Of an earlier reason it is not
-- known whom it was about: what is remarked about two is asked again.
create table list_reasons (
  quarter text not null references lists (quarter),
  code text not null,
  project_id bigint not null references projects (id),
  other_id bigint not null references projects (id),
  reason text not null,
  -- her name as it was then
  author text not null,
  justified_by bigint references users (id),
  justified_at timestamp not null,
  primary key (quarter, code, project_id, other_id)
);
insert into list_reasons (quarter, code, project_id, other_id, reason, author, justified_by, justified_at)
  select quarter, code, project_id, project_id, reason, author, justified_by, justified_at from list_justifications;
drop table list_justifications;
alter table list_reasons rename to list_justifications;

-- Two more kinds of notice. SQLite alters no check, so the table is made anew, and its receipts with it.
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
insert into new_notices select id, kind, quarter, version, project_id, division, content, created_at, created_by, sender
  from notices;
insert into new_receipts select notice_id, user_id, reader, read_at from notice_receipts;
drop table notice_receipts;
drop table notices;
alter table new_notices rename to notices;
alter table new_receipts rename to notice_receipts;
create index notices_of_division on notices (division, id);
create index notices_of_quarter on notices (quarter, kind);
