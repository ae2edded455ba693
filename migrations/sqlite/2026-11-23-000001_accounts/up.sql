-- People, their sessions and tokens, and the record of every deed.

-- One row: which installation this is. A restored copy gets a new id and therefore holds its mail.
create table instance (
  -- always 1: there is one row
  slot integer primary key not null check (slot = 1),
  id text not null,
  created_at timestamp not null,
  demonstration boolean not null
);

create table users (
  id integer primary key autoincrement not null,
  email text not null,
  name text not null,
  role text not null check (role in ('administrator', 'reviewer', 'officer', 'city', 'leader', 'auditor')),
  scope text not null,
  lang text not null check (lang in ('zh-CN', 'en')),
  password_hash text,
  disabled_at timestamp,
  created_at timestamp not null
);
create unique index users__email on users (email);

create table sessions (
  id integer primary key autoincrement not null,
  user_id bigint not null references users (id),
  token_hash text not null,
  csrf_token text not null,
  address text not null,
  agent text not null,
  created_at timestamp not null,
  seen_at timestamp not null,
  expires_at timestamp not null,
  revoked_at timestamp
);
create unique index sessions__token_hash on sessions (token_hash);
create index sessions_of_user on sessions (user_id);

create table api_tokens (
  id integer primary key autoincrement not null,
  user_id bigint not null references users (id),
  name text not null,
  token_hash text not null,
  created_at timestamp not null,
  expires_at timestamp,
  used_at timestamp,
  revoked_at timestamp
);
create unique index api_tokens__token_hash on api_tokens (token_hash);

-- A one-time link to set a password. Without a user it makes the first administrator.
create table invitations (
  id integer primary key autoincrement not null,
  user_id bigint references users (id),
  token_hash text not null,
  created_at timestamp not null,
  expires_at timestamp not null,
  used_at timestamp
);
create unique index invitations__token_hash on invitations (token_hash);

-- Failed sign-ins, counted per account and per address; old rows are swept by the counter itself.
create table sign_in_attempts (
  id integer primary key autoincrement not null,
  subject text not null,
  at timestamp not null
);
create index sign_in_attempts_by_subject on sign_in_attempts (subject, at);

create table audit_records (
  id integer primary key autoincrement not null,
  at timestamp not null,
  actor_id bigint,
  actor text not null,
  deed text not null,
  subject_kind text not null,
  subject_id text not null,
  division text not null,
  changes text not null,
  reason text,
  request_id text
);
create index audit_records_of_subject on audit_records (subject_kind, subject_id, id);
create index audit_records_of_actor on audit_records (actor_id, id);
