-- The monthly bulletin: a numbered, hashed document of a month's figures, which nobody can alter. "Superseded" is derived
-- from a higher version, so no published row ever needs an update.
create table bulletins (
  period text not null references reporting_periods (period),
  version integer not null,
  number text not null,
  reason text,
  -- her name as it was then
  publisher text not null,
  published_by bigint references users (id),
  published_at timestamp not null,
  -- RFC 8785 canonical JSON, exactly the bytes that are hashed
  document text not null,
  hash text not null,
  previous_hash text,
  primary key (period, version)
);
create unique index bulletins__number__version on bulletins (number, version);

create function refuse_other_bulletin() returns trigger language plpgsql as $$
begin
  if new.version <> 1 + coalesce((select max(b.version) from bulletins b where b.period = new.period), 0)
    or exists (select 1 from bulletins b where b.period = new.period and b.number <> new.number)
  then
    raise exception 'a published bulletin never changes: only its next version is added, under its number'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger bulletins_are_final before update or delete on bulletins
  for each row execute function refuse_change('a published bulletin never changes');
create trigger bulletins_stay before truncate on bulletins
  for each statement execute function refuse_change('a published bulletin never changes');
create trigger bulletins_follow before insert on bulletins
  for each row execute function refuse_other_bulletin();

-- What was known at an instant is found from that instant on, however much has been recorded since.
create index project_versions_by_time on project_versions (project_id, recorded_at, version);
create index project_figures_by_time on project_figures (project_id, recorded_at, id);

-- Cities are told of bulletins too. The kinds of notices grow with the program, whose own type refuses any other, so the
-- table no longer lists them.
alter table notices drop constraint notices_kind_check;
