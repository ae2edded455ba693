-- Enterprises that are here (现有企业): where each sits, what it makes, and on which segments of which chains it stands.
create table enterprises (
  id integer primary key autoincrement not null,
  -- rises with every change
  version bigint not null,
  name text not null,
  -- what the name comes down to: one enterprise of a name
  name_key text not null,
  -- 统一社会信用代码: one enterprise of a code
  credit_code text,
  -- a county, or a city where no county is known
  division text not null references divisions (code),
  park_id bigint references parks (id),
  products text,
  note text,
  -- where it stands written
  source text,
  -- the day on which the facts were looked at last
  verified_on date not null,
  -- gone, and not deleted: what was said of it keeps its name
  active boolean not null,
  -- of the last change, her name as it was then
  author text not null,
  written_by bigint references users (id),
  written_at timestamp not null
);
create unique index enterprises__name_key on enterprises (name_key);
create unique index enterprises__credit_code on enterprises (credit_code);
create index enterprises_of_division on enterprises (division);

-- On which segments an enterprise stands: many, with a role on each, and where that is known from.
create table enterprise_positions (
  id integer primary key autoincrement not null,
  enterprise_id bigint not null references enterprises (id),
  segment_id bigint not null references segments (id),
  role text not null check (role in ('leading', 'core', 'main', 'participating')),
  source text,
  verified_on date not null
);
create unique index enterprise_positions__enterprise_id__segment_id on enterprise_positions (enterprise_id, segment_id);
create index enterprise_positions_of_segment on enterprise_positions (segment_id);

-- Targets (目标企业): enterprises elsewhere that could fill a segment; whose list they are on is a city or the province.
create table targets (
  id integer primary key autoincrement not null,
  -- rises with every change
  version bigint not null,
  segment_id bigint not null references segments (id),
  division text not null references divisions (code),
  name text not null,
  name_key text not null,
  credit_code text,
  -- where it sits now, in words
  home text,
  products text,
  priority text not null check (priority in ('high', 'medium', 'low')),
  status text not null check (status in ('open', 'landed', 'dropped')),
  -- why it could come here
  reasons text not null,
  -- what it would need: land in 亩, energy in 吨标准煤 a year
  land_mu bigint,
  energy_tce bigint,
  source text,
  verified_on date not null,
  author text not null,
  written_by bigint references users (id),
  written_at timestamp not null
);
create unique index targets__segment_id__division__name_key on targets (segment_id, division, name_key);

-- Which enterprises that are here a target supplies, or is supplied by.
create table target_ties (
  id integer primary key autoincrement not null,
  target_id bigint not null references targets (id),
  enterprise_id bigint not null references enterprises (id)
);
create unique index target_ties__target_id__enterprise_id on target_ties (target_id, enterprise_id);

-- Carriers (承载园区): what a park of the reference data can offer.
create table carriers (
  park_id bigint primary key not null references parks (id),
  -- rises with every change
  version bigint not null,
  -- land that can be given, in 亩
  land_mu bigint,
  -- energy that can be given, in 吨标准煤 a year
  energy_tce bigint,
  -- leading industries in words, beside the chains below
  leading_industries text,
  conditions text,
  -- CGCS2000, in millionths of a degree
  lng_e6 bigint,
  lat_e6 bigint,
  source text,
  verified_on date not null,
  author text not null,
  written_by bigint references users (id),
  written_at timestamp not null
);

-- The chains that lead in a park.
create table carrier_chains (
  id integer primary key autoincrement not null,
  park_id bigint not null references parks (id),
  chain_id bigint not null references chains (id)
);
create unique index carrier_chains__park_id__chain_id on carrier_chains (park_id, chain_id);

-- The segment that a lead would fill, and the target that it came from.
alter table leads add column segment_id bigint references segments (id);
alter table leads add column target_id bigint references targets (id);
