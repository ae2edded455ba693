drop table updates;
drop table period_unlocks;
drop table obligations;
drop table reporting_periods;
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
insert into updates (project_id, period, state, ytd_investment_yuan, cumulative_investment_yuan, recorded_at)
  select project_id, period, 'accepted', ytd_investment_yuan, cumulative_investment_yuan, recorded_at
  from project_figures order by id;
drop table project_figures;
