delete from notice_receipts where notice_id in (select id from notices where kind in ('unlock_end', 'cancellation'));
delete from notices where kind in ('unlock_end', 'cancellation');
alter table notices drop constraint notices_kind_check;
alter table notices add constraint notices_kind_check check (kind in ('opening', 'return', 'publication', 'correction',
  'unlock'));

create table old_justifications (
  quarter text not null references lists (quarter),
  project_id bigint not null references projects (id),
  code text not null,
  reason text not null,
  author text not null,
  justified_by bigint references users (id),
  justified_at timestamp not null,
  primary key (quarter, project_id, code)
);
insert into old_justifications (quarter, project_id, code, reason, author, justified_by, justified_at)
  select quarter, project_id, code, reason, author, justified_by, justified_at from list_justifications
  where project_id = other_id;
drop table list_justifications;
alter table old_justifications rename to list_justifications;

update list_unlocks set until = ended_at where ended_at is not null;
alter table list_unlocks drop column end_reason;
alter table list_unlocks drop column ended_by;
alter table list_unlocks drop column ender;
alter table list_unlocks drop column ended_at;

alter table list_moves drop column cancelled;
drop trigger lists_stay_published on lists;
alter table lists drop column cancelled_at;
create trigger lists_stay_published before update on lists for each row
  when (old.state = 'published' and (new.state <> old.state or new.target <> old.target
    or new.nominate_by <> old.nominate_by or new.publish_by <> old.publish_by
    or new.opened_by is distinct from old.opened_by or new.opened_at <> old.opened_at))
  execute function refuse_change('a published list never changes');
