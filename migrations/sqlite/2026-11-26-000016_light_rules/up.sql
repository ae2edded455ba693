-- The rules of the lights are data with a span in which they hold. The configuration gives the ones that hold where
-- nothing else was said; what is entered here holds from its first month on. Nothing is altered: who wants another
-- figure enters another set, and a set that was wrong is withdrawn with a reason.
create table light_rules (
  id integer primary key autoincrement not null,
  -- the first month and the last one; without a last one until another set begins
  valid_from text not null,
  valid_until text,
  start_yellow_months bigint not null,
  start_red_months bigint not null,
  progress_yellow_points bigint not null,
  progress_red_points bigint not null,
  progress_slack text not null check (progress_slack in ('green', 'yellow')),
  enrolment_yellow_months bigint not null,
  enrolment_red_months bigint not null,
  unreported_red_months bigint not null,
  -- the document or practice that they come from
  source text not null,
  -- names as they were then
  author text not null,
  created_by bigint references users (id),
  created_at timestamp not null,
  withdrawn_at timestamp,
  withdrawn_by bigint references users (id),
  withdrawer text,
  withdraw_reason text
);

-- 正当理由: what a city asks not to be counted against a project until a day, and what the province said to it.
create table light_suspensions (
  id integer primary key autoincrement not null,
  -- rises with every change
  version bigint not null,
  project_id bigint not null references projects (id),
  family text not null check (family in ('start', 'progress', 'enrolment')),
  state text not null check (state in ('asked', 'approved', 'declined', 'ended')),
  -- the first month that it covers, and the day until which months that end by then are covered
  since text not null,
  until text not null,
  reason text not null,
  -- names as they were then
  asker text not null,
  asked_by bigint references users (id),
  asked_at timestamp not null,
  decider text,
  decided_by bigint references users (id),
  decided_at timestamp,
  decision_reason text
);
create index light_suspensions_of_project on light_suspensions (project_id, family);
-- of a family at most one is asked for or holds
create unique index light_suspensions__project_id__family on light_suspensions (project_id, family)
  where state in ('asked', 'approved');
