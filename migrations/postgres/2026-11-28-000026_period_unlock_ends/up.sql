-- What lets a city in again may be ended before its time; who ended it, when and why stays readable.
alter table period_unlocks add column ended_at timestamp;
alter table period_unlocks add column ended_by bigint references users (id);
alter table period_unlocks add column ender text;
alter table period_unlocks add column end_reason text;
