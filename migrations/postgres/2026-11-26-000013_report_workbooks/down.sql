alter table import_fixes drop column against;
delete from import_rows where import_id in (select id from imports where kind = 'updates');
delete from import_fixes where import_id in (select id from imports where kind = 'updates');
delete from imports where kind = 'updates';
alter table imports drop constraint imports_kind_check;
alter table imports add constraint imports_kind_check check (kind in ('projects'));
drop table report_workbook_rows;
drop table report_workbooks;
