drop table import_rows;
drop table import_fixes;
drop table imports;
