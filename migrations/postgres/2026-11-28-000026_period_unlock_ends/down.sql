alter table period_unlocks drop column end_reason;
alter table period_unlocks drop column ender;
alter table period_unlocks drop column ended_by;
alter table period_unlocks drop column ended_at;
