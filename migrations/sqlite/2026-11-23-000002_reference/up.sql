-- What the province, its industries and its parks are called: data, loaded once from the built-in set, then edited
-- by the administrator. Nothing is deleted: a row that no longer holds is switched off.

create table divisions (
  code text primary key not null,
  name_zh text not null,
  name_en text not null,
  level text not null check (level in ('province', 'city', 'county')),
  parent_code text references divisions (code),
  lng_e6 bigint,
  lat_e6 bigint,
  -- where an abolished division went (371200 to 370100)
  successor text references divisions (code),
  active boolean not null
);
create index divisions_of_parent on divisions (parent_code);

create table industries (
  code text primary key not null,
  group_code text not null check (group_code in ('traditional', 'advantageous', 'emerging', 'future')),
  name_zh text not null,
  name_en text not null,
  -- the plan's year this name stands in, and the last year it stood in
  valid_from integer not null,
  valid_to integer,
  position integer not null,
  active boolean not null
);

create table chains (
  id integer primary key autoincrement not null,
  name_zh text not null,
  name_en text not null,
  position integer not null,
  active boolean not null
);
create unique index chains__name_zh on chains (name_zh);

create table gb4754_divisions (
  code text primary key not null,
  name_zh text not null,
  name_en text not null,
  active boolean not null
);

create table parks (
  id integer primary key autoincrement not null,
  name text not null,
  division text not null references divisions (code),
  kind text not null,
  -- the statistical code of a development zone (fifth digit 7), which is no GB/T 2260 division
  stat_code text,
  area_m2 bigint,
  note text not null,
  active boolean not null
);
create unique index parks__name on parks (name);

-- Words of real workbooks for a stage (DOMAIN section 4). A word without a stage speaks of a plan (计划开工): it is kept
-- and the stage stays empty.
create table stage_words (
  word text primary key not null,
  stage text,
  -- speaks of one phase of the project only: the stage beside it is what may be said of the whole
  partial boolean not null,
  active boolean not null
);
