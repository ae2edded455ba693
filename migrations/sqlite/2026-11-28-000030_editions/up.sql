-- Editions of a chain (图谱版本): what it was said to be on a day, 1.0, 2.0 and so on; an edition never changes.
create table chain_editions (
  id integer primary key autoincrement not null,
  chain_id bigint not null references chains (id),
  -- 1 is 1.0
  number integer not null,
  -- what is new in it, in its maker's words
  note text,
  -- RFC 8785 canonical JSON, exactly the bytes that are hashed
  document text not null,
  hash text not null,
  -- her name as it was then
  author text not null,
  written_by bigint references users (id),
  written_at timestamp not null
);
create unique index chain_editions__chain_id__number on chain_editions (chain_id, number);
create trigger chain_editions_are_final_update before update on chain_editions
begin select raise(abort, 'an edition of a chain never changes'); end;
create trigger chain_editions_are_final_delete before delete on chain_editions
begin select raise(abort, 'an edition of a chain never changes'); end;
-- `before insert` also stops INSERT OR REPLACE, which deletes without asking the delete triggers.
create trigger chain_editions_follow before insert on chain_editions
when new.number <> 1 + coalesce((select max(e.number) from chain_editions e where e.chain_id = new.chain_id), 0)
begin select raise(abort, 'an edition of a chain follows the one before'); end;

-- Visits (外出招商, 来访): who went or came, when, and what came of it.
create table visits (
  id integer primary key autoincrement not null,
  -- rises with every change
  version bigint not null,
  kind text not null check (kind in ('outbound', 'inbound')),
  visited_on date not null,
  -- whose visit it is: a city's, or the province's
  division text not null references divisions (code),
  -- the enterprise or place that was visited, or that came
  target text not null,
  -- who led it
  leader text,
  -- who was there
  people text not null,
  -- what came of it
  result text not null,
  lead_id bigint references leads (id),
  -- of the last change, her name as it was then
  author text not null,
  written_by bigint references users (id),
  written_at timestamp not null
);
create index visits_of_division on visits (division, visited_on);
create index visits_by_day on visits (visited_on, id);
