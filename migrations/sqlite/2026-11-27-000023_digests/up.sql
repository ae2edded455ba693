-- The leaders' digests: one row for each quarter or month and each version of the list that it is bound to.
create table digests (
  id integer primary key autoincrement not null,
  kind text not null check (kind in ('quarterly', 'monthly')),
  -- whose: 2026Q3, 2026-10
  period text not null,
  -- the published list that it is bound to; none, and version 0, while none is published
  quarter text,
  version integer not null,
  hash text,
  state text not null check (state in ('waiting', 'proposed', 'approved', 'dropped')),
  -- rises with every preparation; what a person approves
  revision bigint not null,
  -- of what it was prepared: another one, and it is prepared anew
  basis text not null,
  due_on date not null,
  prepared_at timestamp,
  -- when it is approved without a person; null where a person must
  goes_by_itself_at timestamp,
  -- her name as it was then; null for what went by itself
  approver text,
  approved_by bigint references users (id),
  approved_at timestamp
);
create unique index digests__kind__period__version on digests (kind, period, version);

-- What each reader gets, to the byte: what was looked at is what is sent.
create table digest_copies (
  id integer primary key autoincrement not null,
  digest_id bigint not null references digests (id),
  user_id bigint not null references users (id),
  -- as they were when it was prepared
  name text not null,
  address text not null,
  division text not null references divisions (code),
  scope text not null,
  lang text not null check (lang in ('zh-CN', 'en')),
  subject text not null,
  body_text text not null,
  body_html text not null,
  file_name text not null,
  file_type text not null,
  file_bytes blob not null,
  -- what she is told, for the next one's "since your last"
  told text not null
);
create unique index digest_copies__digest_id__user_id on digest_copies (digest_id, user_id);

-- Who wants none, since when, and how she said so; on again, and the row has its end.
create table digest_stops (
  id integer primary key autoincrement not null,
  user_id bigint not null references users (id),
  stopped_at timestamp not null,
  how text not null check (how in ('link', 'page')),
  resumed_at timestamp
);
create index digest_stops_of_person on digest_stops (user_id, resumed_at);

-- What the links are signed with by which a digest is stopped; made once.
create table digest_secrets (
  name text primary key not null,
  secret text not null,
  made_at timestamp not null
);
