-- The registry. `projects` is identity plus what is filtered and sorted by; `project_versions` is append-only and
-- holds every fact of every version; both are written by one function. Money that has a history of its own
-- (several sources, one plan a year, one report a month) stands beside, bound to the version it entered with.

create table projects (
  id integer primary key autoincrement not null,
  version bigint not null,
  division text not null references divisions (code),
  name text not null,
  name_key text not null,
  unit text,
  -- what two spellings of a name have in common; to find the same project and suspected duplicates
  unit_key text,
  project_code text,
  industry text references industries (code),
  chain_id bigint references chains (id),
  segment_id bigint,
  park_id bigint references parks (id),
  nature text,
  class text,
  stage text,
  side_state text not null,
  planned_start text,
  planned_finish text,
  -- the adopted whole total of `amounts`, repeated here to sort and sum by
  total_investment_yuan bigint,
  parent_id bigint references projects (id),
  merged_into bigint references projects (id),
  search text not null,
  -- names of the facts that a nomination or the stage still needs, each between commas: ,unit,nature,
  missing text not null,
  -- accepted reasons for warnings: a JSON object field -> reason
  justifications text not null,
  -- one submission of a person: equal facts of one person within a minute; null for imports
  submission text,
  reporter_id bigint references users (id),
  created_by bigint references users (id),
  created_at timestamp not null,
  updated_at timestamp not null
);
create index projects_by_division on projects (division, id);
create index projects_by_name_key on projects (name_key);
create index projects_by_unit_key on projects (unit_key);
create unique index projects__submission on projects (submission);
create index projects_by_project_code on projects (project_code);
create index projects_by_total on projects (total_investment_yuan, id);
create index projects_by_updated on projects (updated_at, id);
create index projects_by_parent on projects (parent_id);

create table project_versions (
  project_id bigint not null references projects (id),
  version bigint not null,
  recorded_at timestamp not null,
  name text not null,
  unit text,
  credit_code text,
  project_code text,
  division text not null,
  address text,
  park_id bigint,
  lng_e6 bigint,
  lat_e6 bigint,
  industry text,
  gb4754 text not null,
  chain_id bigint,
  segment_id bigint,
  nature text,
  class text,
  stage text,
  stage_text text,
  planned_start text,
  planned_finish text,
  actual_start text,
  actual_finish text,
  in_production_on text,
  scope_text text,
  parent_id bigint,
  side_state text not null,
  responsible_unit text,
  responsible_person text,
  sponsor_leader text,
  primary key (project_id, version)
);

-- Every statement of an amount with its source. At most one whole total is adopted at a time; adopted from one
-- version of the project until another, so that any version can be read with its money.
create table amounts (
  id integer primary key autoincrement not null,
  project_id bigint not null references projects (id),
  kind text not null check (kind in ('total_investment')),
  scope text not null check (scope in ('whole', 'phase', 'group')),
  label text,
  yuan bigint,
  currency text not null,
  text text,
  source text not null,
  stated_on text,
  recorded_at timestamp not null,
  -- the last word of its source so far
  latest boolean not null,
  adopted_from bigint,
  adopted_until bigint
);
create unique index amounts__project_id__kind on amounts (project_id, kind)
  where scope = 'whole' and adopted_from is not null and adopted_until is null;
create index amounts_of_project on amounts (project_id);
-- what stands now, so that reading a project does not depend on how long its history is; for years and updates too
create index amounts_standing on amounts (project_id) where latest;

create table project_years (
  project_id bigint not null references projects (id),
  year integer not null,
  annual_plan_yuan bigint not null,
  from_version bigint not null,
  until_version bigint,
  primary key (project_id, year, from_version)
);
create index project_years_standing on project_years (project_id, year) where until_version is null;

-- One report of a project for a month: year-to-date and cumulative belong to a period, never to the project.
create table updates (
  id integer primary key autoincrement not null,
  project_id bigint not null references projects (id),
  period text not null,
  state text not null check (state in ('draft', 'submitted', 'returned', 'accepted')),
  stage text,
  cumulative_investment_yuan bigint,
  ytd_investment_yuan bigint,
  progress_text text,
  recorded_by bigint references users (id),
  recorded_at timestamp not null
);
create index updates_of_project on updates (project_id, state, period, id);
