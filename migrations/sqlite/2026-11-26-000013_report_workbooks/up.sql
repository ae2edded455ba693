-- Monthly reports come back as workbooks. What a workbook was handed out with is kept, because a merge of three sides
-- needs the first: the file itself is in other hands and comes back re-saved, copied and cut.

create table report_workbooks (
  id integer primary key autoincrement not null,
  period text not null references reporting_periods (period),
  -- whose rows: the scope of the person who took it
  scope text not null,
  issued_at timestamp not null,
  issued_by bigint references users (id)
);

-- The values that a row was handed out with.
create table report_workbook_rows (
  workbook_id bigint not null references report_workbooks (id),
  project_id bigint not null references projects (id),
  -- JSON object: the figures, and the problems in words
  stood text not null,
  primary key (workbook_id, project_id)
);

-- One more kind of workbook. SQLite alters no check, so the table is made anew, and what hangs on it with it.
create table new_imports (
  id integer primary key autoincrement not null,
  kind text not null check (kind in ('projects', 'updates')),
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
  -- what was on record when this decided a conflict
  against text,
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
  uploaded_at, applied_at, applied_by, outcome from imports;
insert into new_fixes (import_id, sheet, cell, kind, value) select import_id, sheet, cell, kind, value
  from import_fixes;
insert into new_rows select import_id, sheet, row_number, project_id, outcome from import_rows;
drop table import_rows;
drop table import_fixes;
drop table imports;
alter table new_imports rename to imports;
alter table new_fixes rename to import_fixes;
alter table new_rows rename to import_rows;
create index imports_by_division on imports (division, id);
create index import_rows_of_project on import_rows (project_id);
