-- What a chain consists of. Its name is reference data (chains); here is who leads it, and which version of it people see.
create table chain_cards (
  chain_id bigint primary key not null references chains (id),
  -- rises with every change
  version bigint not null,
  -- 链长: the office that leads it
  chief text,
  -- 链主: the enterprise around which it is built
  leader text,
  policies text
);

-- Segments (环节): the links of a chain. A segment may be divided into others of the same chain.
create table segments (
  id integer primary key autoincrement not null,
  -- rises with every change
  version bigint not null,
  chain_id bigint not null references chains (id),
  -- the segment that it is a part of
  parent_id bigint references segments (id),
  name_zh text not null,
  name_en text not null,
  -- what the Chinese name comes down to: one of a name in a chain
  name_key text not null,
  -- where it stands in this chain; what it is for is another question
  tier text not null check (tier in ('upstream', 'midstream', 'downstream')),
  function text check (function in ('equipment', 'raw_material', 'auxiliary_material', 'auxiliary_equipment', 'process',
    'technical_service', 'product', 'sales_channel')),
  position integer not null,
  note text,
  -- switched off and never deleted: projects and judgements keep its name
  active boolean not null
);
create unique index segments__chain_id__name_key on segments (chain_id, name_key);

-- Which segment supplies which, within a chain; never in a circle.
create table supply_edges (
  id integer primary key autoincrement not null,
  from_id bigint not null references segments (id),
  to_id bigint not null references segments (id)
);
create unique index supply_edges__from_id__to_id on supply_edges (from_id, to_id);

-- How strong a segment is in a place: what somebody has judged, on what evidence; never altered. The newest of a segment and
-- place stands. The province has judgements of its own, which are not made of its cities'.
create table strengths (
  id integer primary key autoincrement not null,
  segment_id bigint not null references segments (id),
  division text not null references divisions (code),
  strength text not null check (strength in ('strong', 'ordinary', 'weak', 'missing')),
  evidence text not null,
  source text,
  -- the day on which the facts were looked at last
  verified_on date not null,
  -- her name as it was then
  author text not null,
  written_by bigint references users (id),
  written_at timestamp not null
);
create index strengths_of_segment on strengths (segment_id, division, id);
