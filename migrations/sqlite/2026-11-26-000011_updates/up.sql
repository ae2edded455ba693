-- The monthly reports get a room. What the registry keeps of a project's money through time becomes its own table
-- (`project_figures`), and `updates` the reports as they are written, handed in, returned and accepted.

-- Append-only: what was stated of a project's investment, newest last. The month says which year the year-to-date
-- belongs to.
create table project_figures (
  id integer primary key autoincrement not null,
  project_id bigint not null references projects (id),
  period text not null,
  ytd_investment_yuan bigint,
  cumulative_investment_yuan bigint,
  recorded_at timestamp not null
);
insert into project_figures (project_id, period, ytd_investment_yuan, cumulative_investment_yuan, recorded_at)
  select project_id, period, ytd_investment_yuan, cumulative_investment_yuan, recorded_at
  from updates where state = 'accepted' order by period, id;
create index project_figures_of_project on project_figures (project_id, id);
drop table updates;

-- A month for which reports are owed, from the day it is over: by when, because of which list, and whether late ones
-- are still taken.
create table reporting_periods (
  period text primary key not null,
  due_at timestamp not null,
  -- the newest published version at the month's end; null when none was published
  quarter text,
  list_version integer,
  opened_at timestamp not null,
  closed_at timestamp,
  closed_by bigint references users (id),
  -- her name as it was then
  closer text
);

-- Who owes a report, fixed when the month is over.
create table obligations (
  period text not null references reporting_periods (period),
  project_id bigint not null references projects (id),
  -- where the project lay then
  division text not null references divisions (code),
  reporter_id bigint references users (id),
  -- suspended when the month was over, or let off by the province
  excuse text check (excuse in ('suspended', 'granted')),
  excuse_reason text,
  excused_by bigint references users (id),
  -- her name as it was then
  excuser text,
  excused_at timestamp,
  primary key (period, project_id)
);
create index obligations_of_division on obligations (division, period);

-- One city let in again after a month was closed, until a named time. It runs out by itself and is never deleted.
create table period_unlocks (
  id integer primary key autoincrement not null,
  period text not null references reporting_periods (period),
  city text not null references divisions (code),
  until timestamp not null,
  reason text not null,
  -- her name as it was then
  granter text not null,
  granted_by bigint references users (id),
  granted_at timestamp not null
);
create index period_unlocks_of_city on period_unlocks (period, city);

-- One report of a project for a month. What was returned stays as it was; the next one is a row of its own.
create table updates (
  id integer primary key autoincrement not null,
  project_id bigint not null references projects (id),
  period text not null,
  -- rises with every change
  version bigint not null,
  state text not null check (state in ('draft', 'submitted', 'returned', 'accepted')),
  stage text,
  cumulative_investment_yuan bigint,
  ytd_investment_yuan bigint,
  progress_text text,
  enrolled boolean,
  planned_finish text,
  -- JSON array: what stands in the way
  problems text not null,
  -- JSON array: what needed a reason, with its figures
  flags text not null,
  -- JSON object: field -> reason
  justifications text not null,
  no_change boolean not null,
  -- names as they were then
  writer text not null,
  written_by bigint references users (id),
  written_at timestamp not null,
  approver text,
  approved_by bigint references users (id),
  -- when it went up; null while only its city knows it
  handed_at timestamp,
  decider text,
  decided_by bigint references users (id),
  decided_at timestamp,
  reason text
);
-- of a month at most one is on its way or accepted
create unique index updates__project_id__period on updates (project_id, period) where state <> 'returned';
create index updates_of_project on updates (project_id, period, id);
create index updates_of_period on updates (period, project_id);
