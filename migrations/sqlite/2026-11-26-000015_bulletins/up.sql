-- The monthly bulletin: a numbered, hashed document of a month's figures, which nobody can alter. "Superseded" is derived
-- from a higher version, so no published row ever needs an update.
create table bulletins (
  period text not null references reporting_periods (period),
  version integer not null,
  number text not null,
  reason text,
  -- her name as it was then
  publisher text not null,
  published_by bigint references users (id),
  published_at timestamp not null,
  -- RFC 8785 canonical JSON, exactly the bytes that are hashed
  document text not null,
  hash text not null,
  previous_hash text,
  primary key (period, version)
);
create unique index bulletins__number__version on bulletins (number, version);

create trigger bulletins_are_final_update before update on bulletins
begin select raise(abort, 'a published bulletin never changes'); end;
create trigger bulletins_are_final_delete before delete on bulletins
begin select raise(abort, 'a published bulletin never changes'); end;
-- `before insert` also stops INSERT OR REPLACE, which deletes without asking the delete triggers.
create trigger bulletins_follow before insert on bulletins
when new.version <> 1 + coalesce((select max(b.version) from bulletins b where b.period = new.period), 0)
  or exists (select 1 from bulletins b where b.period = new.period and b.number <> new.number)
begin select raise(abort, 'a published bulletin never changes: only its next version is added, under its number'); end;

-- What was known at an instant is found from that instant on, however much has been recorded since.
create index project_versions_by_time on project_versions (project_id, recorded_at, version);
create index project_figures_by_time on project_figures (project_id, recorded_at, id);

-- Cities are told of bulletins too. The kinds of notices grow with the program, whose own type refuses any other, so the
-- table no longer lists them. SQLite alters no check: the table is made anew, and its receipts with it.
create table new_notices (
  id integer primary key autoincrement not null,
  kind text not null,
  quarter text references lists (quarter),
  -- the month of the reports; null for a notice about a list
  period text,
  -- of the published list or bulletin
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
insert into new_notices (id, kind, quarter, period, version, project_id, division, content, created_at, created_by, sender)
  select id, kind, quarter, period, version, project_id, division, content, created_at, created_by, sender from notices;
insert into new_receipts select notice_id, user_id, reader, read_at from notice_receipts;
drop table notice_receipts;
drop table notices;
alter table new_notices rename to notices;
alter table new_receipts rename to notice_receipts;
create index notices_of_division on notices (division, id);
create index notices_of_quarter on notices (quarter, kind);
