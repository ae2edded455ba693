-- Lines by which jobs run, as administrators wrote them; the newest of a job counts, an empty one gives the job back to the
-- configuration.
create table job_lines (
  id integer primary key autoincrement not null,
  job text not null,
  line text not null,
  at timestamp not null,
  by_name text not null,
  by_id bigint references users (id)
);
create index job_lines_of_job on job_lines (job, id);

-- Every run of a job, under the instant at which it was due: nobody runs it twice.
create table ticks (
  id integer primary key autoincrement not null,
  job text not null,
  due_at timestamp not null,
  state text not null check (state in ('done', 'failed')),
  -- how many runs before this one nobody ran
  missed integer not null,
  attempts integer not null,
  ran_at timestamp not null,
  -- when one that failed is tried again
  next_at timestamp,
  -- what the job said, as JSON
  report text,
  error text
);
create unique index ticks__job__due_at on ticks (job, due_at);
create index ticks_newest on ticks (due_at);
