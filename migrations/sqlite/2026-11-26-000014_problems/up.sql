-- Problems (存在问题, 需协调事项) are records with a life of their own: a report names one month after month, and it stays
-- the same one, with whoever takes care of it, until when, and what was answered.
create table problems (
  id integer primary key autoincrement not null,
  project_id bigint not null references projects (id),
  -- rises with every change
  version bigint not null,
  kind text not null check (kind in ('land', 'funds', 'energy', 'environment', 'permits', 'labour', 'market', 'other')),
  text text not null,
  -- what the words come down to: the same problem told again is found by it
  text_key text not null,
  -- who is asked to solve it
  level text not null check (level in ('county', 'city', 'province')),
  state text not null check (state in ('open', 'coordinating', 'resolved', 'reopened')),
  -- who takes care of it, in words; nobody yet
  owner text,
  due_on text,
  -- the months that first and last reported it; none for one that was entered by hand
  first_period text,
  last_period text,
  -- her name as it was then
  raiser text not null,
  raised_by bigint references users (id),
  raised_at timestamp not null,
  moved_at timestamp not null
);
create index problems_of_project on problems (project_id, state);
-- told again it is the same one, as long as it is not solved
create unique index problems__project_id__kind__text_key on problems (project_id, kind, text_key)
  where state <> 'resolved';

-- What was said and done about a problem; never altered.
create table problem_replies (
  id integer primary key autoincrement not null,
  problem_id bigint not null references problems (id),
  -- the state it was moved to; null where something was only said
  state text check (state in ('open', 'coordinating', 'resolved', 'reopened')),
  text text not null,
  -- her name as it was then
  author text not null,
  written_by bigint references users (id),
  written_at timestamp not null
);
create index problem_replies_of_problem on problem_replies (problem_id, id);

-- A notice may be about a month, or about a problem. SQLite alters no column, so the table is made anew, and its
-- receipts with it.
create table new_notices (
  id integer primary key autoincrement not null,
  kind text not null check (kind in ('opening', 'return', 'publication', 'correction', 'unlock', 'unlock_end',
    'cancellation', 'report_return', 'month_unlock', 'problem')),
  quarter text references lists (quarter),
  -- the month of the reports; null for a notice about a list
  period text,
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
  select id, kind, quarter, version, project_id, division, content, created_at, created_by, sender from notices;
insert into new_receipts select notice_id, user_id, reader, read_at from notice_receipts;
drop table notice_receipts;
drop table notices;
alter table new_notices rename to notices;
alter table new_receipts rename to notice_receipts;
create index notices_of_division on notices (division, id);
create index notices_of_quarter on notices (quarter, kind);
