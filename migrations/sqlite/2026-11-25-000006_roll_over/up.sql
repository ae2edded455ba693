-- The whole cycle of a list: what is carried over from quarter to quarter, how it stood on any day, which city was let
-- in again until when, and which remarks about counting twice were answered.

alter table nominations add column carried boolean not null default false;
-- whether its city has nominated a carried one again of its own accord
alter table nominations add column renewed boolean not null default false;
alter table nominations add column decision text check (decision in ('accept', 'return', 'decline', 'withdraw',
  'continue', 'graduate', 'drop', 'merge', 'split'));
-- the projects that a merged or split one lives on in: a JSON array of ids
alter table nominations add column into_projects text not null default '[]';

-- The guard of published nominations is lifted for this one statement, which tells no nomination anything new.
drop trigger nominations_are_final;
update nominations set decision = case state when 'accepted' then 'accept' when 'returned' then 'return'
  when 'declined' then 'decline' when 'withdrawn' then 'withdraw' end;
create trigger nominations_are_final before update on nominations
when exists (select 1 from lists l where l.state = 'published' and l.quarter in (old.quarter, new.quarter))
begin select raise(abort, 'a published list never changes'); end;

-- Append-only: a nomination as it stood from an instant on, so that a list can be shown as of any day.
create table nomination_versions (
  nomination_id bigint not null references nominations (id),
  version bigint not null,
  recorded_at timestamp not null,
  state text not null,
  section text,
  class text not null,
  decision text,
  reason text,
  into_projects text not null,
  primary key (nomination_id, version)
);
insert into nomination_versions (nomination_id, version, recorded_at, state, section, class, decision, reason, into_projects)
  select id, version, coalesce(decided_at, nominated_at), state, section, class, decision, reason, into_projects
  from nominations;

-- Append-only: when a list came into which state. The revision is the list's at that moment.
create table list_moves (
  quarter text not null references lists (quarter),
  revision bigint not null,
  state text not null check (state in ('collecting', 'reviewing', 'published')),
  at timestamp not null,
  primary key (quarter, revision)
);
insert into list_moves (quarter, revision, state, at) select quarter, 0, 'collecting', opened_at from lists;
insert into list_moves (quarter, revision, state, at)
  select l.quarter, l.revision, l.state, coalesce(
    (select v.published_at from list_versions v where v.quarter = l.quarter and v.version = 1), l.opened_at)
  from lists l where l.state <> 'collecting' and l.revision > 0;

-- One city let in again after the deadline or during review, until a named time. It runs out by itself and is never deleted.
create table list_unlocks (
  id integer primary key autoincrement not null,
  quarter text not null references lists (quarter),
  city text not null references divisions (code),
  until timestamp not null,
  reason text not null,
  -- her name as it was then
  granter text not null,
  granted_by bigint references users (id),
  granted_at timestamp not null
);
create index list_unlocks_of_city on list_unlocks (quarter, city);

-- Answers to what a list's check remarks about counting twice (DOMAIN section 2.4).
create table list_justifications (
  quarter text not null references lists (quarter),
  project_id bigint not null references projects (id),
  code text not null,
  reason text not null,
  -- her name as it was then
  author text not null,
  justified_by bigint references users (id),
  justified_at timestamp not null,
  primary key (quarter, project_id, code)
);

create trigger nomination_versions_are_final_update before update on nomination_versions
begin select raise(abort, 'what a nomination was never changes'); end;
create trigger nomination_versions_are_final_delete before delete on nomination_versions
begin select raise(abort, 'what a nomination was never changes'); end;
create trigger list_moves_are_final_update before update on list_moves
begin select raise(abort, 'when a list moved never changes'); end;
create trigger list_moves_are_final_delete before delete on list_moves
begin select raise(abort, 'when a list moved never changes'); end;
