create table new_imports (
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
create table new_fixes (
  import_id bigint not null references new_imports (id),
  sheet text not null,
  cell text not null,
  kind text not null check (kind in ('replace', 'keep_text')),
  value text not null,
  primary key (import_id, sheet, cell)
);
create table new_rows (
  import_id bigint not null references new_imports (id),
  sheet text not null,
  row_number integer not null,
  project_id bigint not null references projects (id),
  outcome text not null check (outcome in ('new', 'changed', 'unchanged')),
  primary key (import_id, sheet, row_number)
);
insert into new_imports select id, kind, file_name, file_hash, bytes, city, period, scope, division, uploaded_by,
  uploaded_at, applied_at, applied_by, outcome from imports
  where kind = 'projects';
insert into new_fixes (import_id, sheet, cell, kind, value) select import_id, sheet, cell, kind, value
  from import_fixes
  where import_id in (select id from new_imports);
insert into new_rows select import_id, sheet, row_number, project_id, outcome from import_rows
  where import_id in (select id from new_imports);
drop table import_rows;
drop table import_fixes;
drop table imports;
alter table new_imports rename to imports;
alter table new_fixes rename to import_fixes;
alter table new_rows rename to import_rows;
create index imports_by_division on imports (division, id);
create index import_rows_of_project on import_rows (project_id);
drop table report_workbook_rows;
drop table report_workbooks;
