-- Leads (招商线索): an enterprise that might come, where to, who follows it, and what is to be done next. The same enterprise
-- may be registered by several cities; whoever was first goes on, the others wait.
create table leads (
  id integer primary key autoincrement not null,
  -- rises with every change
  version bigint not null,
  -- where it would come: a county, a city, or the province while that is open
  division text not null references divisions (code),
  -- the city of that place, or the province
  city text not null references divisions (code),
  target text not null,
  -- what the name comes down to: the same enterprise is found by it, or by its code
  target_key text not null,
  credit_code text,
  chain_id bigint references chains (id),
  park_id bigint references parks (id),
  -- where it was heard of
  source text,
  -- what it would build
  scope_text text,
  intended_yuan bigint,
  status text not null check (status in ('identified', 'contacted', 'visiting', 'negotiating', 'signed', 'converted', 'lost')),
  -- who follows it
  owner_id bigint not null references users (id),
  next_action text,
  next_on text,
  -- the days on which the steps of the reply clock were taken; null for one that is owed
  responded_on text,
  assessed_on text,
  answered_on text,
  -- the day of the last entry
  spoke_on text not null,
  signed_on text,
  -- what it has become
  project_id bigint references projects (id),
  -- her name as it was then
  registrar text not null,
  registered_by bigint references users (id),
  registered_at timestamp not null,
  -- since when the enterprise is claimed under this name in this city: who comes back, or calls a lead by another name, comes
  -- behind the others
  claimed_at timestamp not null,
  -- the day from which the reply clock runs: of the registration, or of the day on which the lead could go on
  began_on text not null,
  moved_at timestamp not null
);
-- within one city an enterprise has one lead at a time, by its name and by its code
create unique index leads__city__target_key on leads (city, target_key) where status not in ('converted', 'lost');
create unique index leads__city__credit_code on leads (city, credit_code) where status not in ('converted', 'lost');
create unique index leads__project_id on leads (project_id);
create index leads_of_division on leads (division, status);

-- What was done about a lead; never altered.
create table lead_entries (
  id integer primary key autoincrement not null,
  lead_id bigint not null references leads (id),
  -- the step of the reply clock that it was
  step text check (step in ('response', 'assessment', 'feedback')),
  -- the status it was moved to; null where it stayed
  status text check (status in ('identified', 'contacted', 'visiting', 'negotiating', 'signed', 'converted', 'lost')),
  text text not null,
  -- her name as it was then
  author text not null,
  written_by bigint references users (id),
  written_at timestamp not null
);
create index lead_entries_of_lead on lead_entries (lead_id, id);
