-- The outbox: every letter that was ever to be sent, posted in the transaction of the deed that it tells of, and what
-- became of it.
create table letters (
  id integer primary key autoincrement not null,
  -- what it is, once: posting it again is harmless
  key text not null,
  kind text not null,
  -- to whom; her name and address as they were then
  user_id bigint references users (id),
  name text not null,
  address text not null,
  -- where she belongs: whose administrators see the letter
  division text not null references divisions (code),
  lang text not null check (lang in ('zh-CN', 'en')),
  -- whether its words were fixed when it was posted; else it is written anew whenever it leaves
  is_fixed boolean not null,
  -- as it was written last; empty until then
  subject text not null,
  body_text text,
  body_html text,
  state text not null check (state in ('queued', 'claimed', 'handed', 'sent', 'failed', 'unknown', 'held', 'dropped')),
  -- how often it was tried
  attempts integer not null,
  next_at timestamp not null,
  -- who has claimed it, and until when
  lease text,
  lease_until timestamp,
  message_id text not null,
  -- what was said when it last did not leave
  error text,
  created_at timestamp not null,
  -- just before its content went to the server
  handed_at timestamp,
  sent_at timestamp
);
create unique index letters__key on letters (key);
create index letters_waiting on letters (state, next_at);
create index letters_of_person on letters (address, handed_at);

create table letter_files (
  id integer primary key autoincrement not null,
  letter_id bigint not null references letters (id),
  name text not null,
  media_type text not null,
  bytes blob not null
);
create index letter_files_of_letter on letter_files (letter_id);

-- What happened to a letter; only ever added to.
create table letter_steps (
  id integer primary key autoincrement not null,
  letter_id bigint not null references letters (id),
  at timestamp not null,
  -- the state that it came to
  state text not null check (state in ('queued', 'claimed', 'handed', 'sent', 'failed', 'unknown', 'held', 'dropped')),
  -- what the server said, or why a person did it
  said text,
  -- her name as it was then; null for what happened by itself
  by_name text,
  by_id bigint references users (id)
);
create index letter_steps_of_letter on letter_steps (letter_id, id);

-- The switch that holds all mail; the newest row counts.
create table mail_switches (
  id integer primary key autoincrement not null,
  at timestamp not null,
  is_held boolean not null,
  reason text,
  by_name text,
  by_id bigint references users (id)
);

-- Where this database may send from: a copy elsewhere holds its mail until somebody lets it in.
create table mail_homes (
  home text primary key not null,
  since timestamp not null,
  by_name text
);
