-- The days on which people are told of what they owe are data with a span in which they hold, by the day that a debt is
-- due. The configuration gives the ladder that holds where nothing else was said. Nothing is altered: who wants other
-- days enters another ladder, and one that was wrong is withdrawn with a reason.
create table reminder_ladders (
  id integer primary key autoincrement not null,
  -- the first due day and the last one; without a last one until another ladder begins
  valid_from date not null,
  valid_until date,
  -- days before and after, as figures with spaces between them
  before_days text not null,
  on_the_day boolean not null,
  after_days text not null,
  -- 0 for never
  superior_days bigint not null,
  repeat_days bigint not null,
  milestone_days bigint not null,
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
