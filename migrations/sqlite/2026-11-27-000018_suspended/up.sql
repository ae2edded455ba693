-- 停缓建 and 复审: what was said about a project's standstill, and by when somebody looks at it again; never altered. The
-- standstill itself is the project's side state.
create table suspension_reviews (
  id integer primary key autoincrement not null,
  project_id bigint not null references projects (id),
  -- counted for each project, so that of two reviews at once one is written
  step bigint not null,
  outcome text not null check (outcome in ('begins', 'stays', 'resumes', 'leaves')),
  reason text not null,
  -- by when it is reviewed again; null where it stands still no longer
  review_on text,
  -- her name as it was then
  author text not null,
  written_by bigint references users (id),
  written_at timestamp not null
);
create unique index suspension_reviews__project_id__step on suspension_reviews (project_id, step);
