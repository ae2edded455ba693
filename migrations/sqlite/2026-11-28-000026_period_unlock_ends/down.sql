create table period_unlocks_before (
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
insert into period_unlocks_before select id, period, city, until, reason, granter, granted_by, granted_at from period_unlocks;
drop table period_unlocks;
alter table period_unlocks_before rename to period_unlocks;
create index period_unlocks_of_city on period_unlocks (period, city);
