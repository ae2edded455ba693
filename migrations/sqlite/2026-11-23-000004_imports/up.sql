-- Workbooks as they came, what a person mended in the browser, and what became of each row.

create table imports (
  id integer primary key autoincrement not null,
  kind text not null check (kind in ('projects')),
  file_name text not null,
  file_hash text not null,
  bytes blob not null,
  city text references divisions (code),
  period text,
  -- whose workbook it is: the scope of the person who sent it, and the smallest division around that scope
  scope text not null,
  division text not null references divisions (code),
  uploaded_by bigint references users (id),
  uploaded_at timestamp not null,
  applied_at timestamp,
  applied_by bigint references users (id),
  -- JSON object: the counts at the moment of applying
  outcome text
);
create index imports_by_division on imports (division, id);

create table import_fixes (
  import_id bigint not null references imports (id),
  sheet text not null,
  cell text not null,
  kind text not null check (kind in ('replace', 'keep_text')),
  value text not null,
  primary key (import_id, sheet, cell)
);

create table import_rows (
  import_id bigint not null references imports (id),
  sheet text not null,
  row_number integer not null,
  project_id bigint not null references projects (id),
  outcome text not null check (outcome in ('new', 'changed', 'unchanged')),
  primary key (import_id, sheet, row_number)
);
create index import_rows_of_project on import_rows (project_id);
