-- What stands beside a record: files (the bytes lie in a folder, named by their hash), remarks, and what a city is told
-- and confirms having read. Nothing is deleted: void with a reason.

create table attachments (
  id integer primary key autoincrement not null,
  -- what it is attached to: nomination_sheet 2026Q3/370100
  subject_kind text not null,
  subject_id text not null,
  division text not null references divisions (code),
  -- SHA-256 of the bytes, 64 hex digits
  hash text not null,
  file_name text not null,
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  bytes bigint not null,
  uploaded_by bigint references users (id),
  -- her name as it was then
  uploader text not null,
  uploaded_at timestamp not null,
  voided_at timestamp,
  -- who voided it, by name at that time
  voided_by text,
  void_reason text
);
create index attachments_of_subject on attachments (subject_kind, subject_id);

create table comments (
  id integer primary key autoincrement not null,
  -- what it is about: nomination 2026Q3/12
  subject_kind text not null,
  subject_id text not null,
  division text not null references divisions (code),
  author_id bigint references users (id),
  -- her name as it was then
  author text not null,
  body text not null,
  at timestamp not null,
  -- taken back by its author
  voided_at timestamp
);
create index comments_of_subject on comments (subject_kind, subject_id);

create table notices (
  id integer primary key autoincrement not null,
  kind text not null check (kind in ('opening', 'return', 'publication', 'correction', 'unlock')),
  quarter text not null references lists (quarter),
  -- of the published list
  version integer,
  project_id bigint references projects (id),
  -- whom it tells
  division text not null references divisions (code),
  -- JSON object: what it says, without words, so that each reader reads it in her language
  content text not null,
  created_at timestamp not null,
  created_by bigint references users (id),
  -- her name as it was then
  sender text not null
);
create index notices_of_division on notices (division, id);
create index notices_of_quarter on notices (quarter, kind);

create table notice_receipts (
  notice_id bigint not null references notices (id),
  user_id bigint not null references users (id),
  -- her name as it was then
  reader text not null,
  read_at timestamp not null,
  primary key (notice_id, user_id)
);
