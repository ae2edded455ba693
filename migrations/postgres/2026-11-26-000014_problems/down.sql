delete from notice_receipts where notice_id in (select id from notices where quarter is null);
delete from notices where quarter is null;
alter table notices drop constraint notices_kind_check;
alter table notices add constraint notices_kind_check check (kind in ('opening', 'return', 'publication', 'correction', 'unlock', 'unlock_end',
  'cancellation'));
alter table notices drop column period;
alter table notices alter column quarter set not null;
drop table problem_replies;
drop table problems;
