-- The quarterly list. `lists` and `nominations` are the work in progress; `list_versions` and `list_entries` are the
-- published document, which nobody can alter: entries go in first, the version row seals them, and triggers refuse
-- every later change. "Superseded" is derived from a higher version, so no published row ever needs an update.

create table lists (
  quarter text primary key not null,
  state text not null check (state in ('collecting', 'reviewing', 'published')),
  target integer not null,
  nominate_by date not null,
  publish_by date not null,
  -- bumped first by every deed on the list: one row lock puts both engines in order
  revision bigint not null,
  opened_by bigint references users (id),
  opened_at timestamp not null
);

create table nominations (
  id integer primary key autoincrement not null,
  quarter text not null references lists (quarter),
  project_id bigint not null references projects (id),
  state text not null check (state in ('nominated', 'accepted', 'returned', 'declined', 'withdrawn')),
  section text,
  class text not null check (class in ('implementation', 'preparation')),
  reason text,
  version bigint not null,
  nominated_by bigint references users (id),
  nominated_at timestamp not null,
  decided_by bigint references users (id),
  decided_at timestamp
);
create unique index nominations__quarter__project_id on nominations (quarter, project_id);
create index nominations_of_project on nominations (project_id);

create table list_versions (
  quarter text not null references lists (quarter),
  version integer not null,
  number text not null,
  reason text,
  data_as_of date not null,
  -- her name as it was then
  publisher text not null,
  published_by bigint references users (id),
  published_at timestamp not null,
  -- RFC 8785 canonical JSON, exactly the bytes that are hashed
  document text not null,
  hash text not null,
  previous_hash text,
  primary key (quarter, version)
);
create unique index list_versions__number__version on list_versions (number, version);

create table list_entries (
  quarter text not null references lists (quarter),
  version integer not null,
  serial integer not null,
  project_id bigint not null references projects (id),
  project_version bigint not null,
  section text,
  class text not null check (class in ('implementation', 'preparation')),
  change text not null check (change in ('addition', 'to_implementation', 'to_preparation', 'carried')),
  division text not null,
  name text not null,
  unit text,
  project_code text,
  industry text,
  nature text,
  stage text,
  total_investment_yuan bigint not null,
  annual_plan_yuan bigint,
  ytd_investment_yuan bigint,
  cumulative_investment_yuan bigint,
  planned_start text,
  planned_finish text,
  scope_text text,
  responsible_unit text,
  responsible_person text,
  primary key (quarter, version, project_id),
  foreign key (project_id, project_version) references project_versions (project_id, version)
);
create unique index list_entries__quarter__version__serial on list_entries (quarter, version, serial);
create index list_entries_of_project on list_entries (project_id);

-- `before insert` also stops INSERT OR REPLACE, which deletes without asking the delete triggers.
create trigger list_versions_are_final_update before update on list_versions
begin select raise(abort, 'a published list never changes'); end;
create trigger list_versions_are_final_delete before delete on list_versions
begin select raise(abort, 'a published list never changes'); end;
create trigger list_versions_follow before insert on list_versions
when new.version <> 1 + coalesce((select max(v.version) from list_versions v where v.quarter = new.quarter), 0)
  or not exists (select 1 from list_entries e where e.quarter = new.quarter and e.version = new.version)
begin select raise(abort, 'a published list never changes: only the next version with its entries is added'); end;
create trigger list_entries_are_final_update before update on list_entries
begin select raise(abort, 'a published list never changes'); end;
create trigger list_entries_are_final_delete before delete on list_entries
begin select raise(abort, 'a published list never changes'); end;
create trigger list_entries_are_sealed before insert on list_entries
when new.version <> 1 + coalesce((select max(v.version) from list_versions v where v.quarter = new.quarter), 0)
begin select raise(abort, 'a published list never changes: entries belong to the next version'); end;
create trigger lists_begin_collecting before insert on lists
when new.state <> 'collecting'
  or exists (select 1 from lists l where l.quarter = new.quarter and l.state = 'published')
begin select raise(abort, 'a list begins by collecting, and only once'); end;
create trigger lists_stay_published before update on lists
when old.state = 'published' and (new.state <> old.state or new.target <> old.target
    or new.nominate_by <> old.nominate_by or new.publish_by <> old.publish_by
    or new.opened_by is distinct from old.opened_by or new.opened_at <> old.opened_at)
begin select raise(abort, 'a published list never changes'); end;
create trigger lists_keep_their_quarter before update on lists
when new.quarter <> old.quarter
begin select raise(abort, 'a list keeps its quarter'); end;
create trigger lists_are_published_whole before update on lists
when new.state = 'published' and not exists (select 1 from list_versions v where v.quarter = new.quarter)
begin select raise(abort, 'a list is published with its document'); end;
create trigger lists_stay before delete on lists
begin select raise(abort, 'a list is never deleted'); end;
create trigger nominations_are_closed before insert on nominations
when exists (select 1 from lists l where l.state = 'published' and (l.quarter = new.quarter
    or l.quarter = (select n.quarter from nominations n where n.id = new.id)))
begin select raise(abort, 'a published list never changes'); end;
create trigger nominations_are_final before update on nominations
when exists (select 1 from lists l where l.state = 'published' and l.quarter in (old.quarter, new.quarter))
begin select raise(abort, 'a published list never changes'); end;
create trigger nominations_stay before delete on nominations
begin select raise(abort, 'a nomination is never deleted'); end;
