-- 督办: what the province wants done about a project, by when, and what was answered. A light that stays red begins one
-- by itself; a person begins one by a remark (批示).
create table supervised_tasks (
  id integer primary key autoincrement not null,
  project_id bigint not null references projects (id),
  -- rises with every change
  version bigint not null,
  cause text not null check (cause in ('red_light', 'remark')),
  -- the first and the last month of the red lights; none for a remark
  first_period text,
  last_period text,
  text text not null,
  -- who is to answer, in words; nobody named
  owner text,
  due_on text not null,
  state text not null check (state in ('open', 'answered', 'closed')),
  -- her name as it was then
  raiser text not null,
  raised_by bigint references users (id),
  raised_at timestamp not null,
  moved_at timestamp not null
);
create index supervised_tasks_of_project on supervised_tasks (project_id, state);
-- red lights begin no second task while one is open
create unique index supervised_tasks__project_id on supervised_tasks (project_id)
  where cause = 'red_light' and state <> 'closed';

-- What was answered and said about a task; never altered.
create table supervised_replies (
  id integer primary key autoincrement not null,
  task_id bigint not null references supervised_tasks (id),
  -- the state it was moved to; null where something was only said
  state text check (state in ('open', 'answered', 'closed')),
  text text not null,
  -- her name as it was then
  author text not null,
  written_by bigint references users (id),
  written_at timestamp not null
);
create index supervised_replies_of_task on supervised_replies (task_id, id);
