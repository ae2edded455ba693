-- The lights, one row for a project and month, as the rules had it when it was computed; the newest month's is the
-- project's light.
create table project_lights (
  project_id bigint not null references projects (id),
  period text not null,
  colour text not null check (colour in ('green', 'yellow', 'red', 'unreported')),
  -- JSON array, the worst first: family, colour, one sentence in each language
  reasons text not null,
  computed_at timestamp not null,
  primary key (project_id, period)
);
