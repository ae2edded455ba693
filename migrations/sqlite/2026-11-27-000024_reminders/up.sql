-- How people stand to each other: whom is told when somebody is late, and who reads her letters while she is away.
create table person_standings (
  user_id bigint primary key not null references users (id),
  superior_id bigint references users (id),
  deputy_id bigint references users (id),
  away_from date,
  away_until date
);

-- What each reminder says: a debt at one of its rungs, of one person, to one reader. Nobody is told the same twice; whoever
-- stands in for a person and is her superior, too, is told it as either.
create table letter_items (
  id integer primary key autoincrement not null,
  letter_id bigint not null references letters (id),
  -- what is owed, by its key; it has no row of its own
  debt text not null,
  rung text not null,
  -- whose debt it is
  ower_id bigint not null references users (id),
  -- who reads it: herself, her deputy, her superior
  reader_id bigint not null references users (id),
  to_superior boolean not null
);
create unique index letter_items__debt__rung__ower_id__reader_id__to_superior
  on letter_items (debt, rung, ower_id, reader_id, to_superior);
create index letter_items_of_letter on letter_items (letter_id);

-- Reminders by telephone, beside the letters.
create table phone_calls (
  id integer primary key autoincrement not null,
  user_id bigint not null references users (id),
  said text not null,
  called_at timestamp not null,
  -- who called, by her name as it was then
  by_name text not null,
  by_id bigint references users (id)
);
create index phone_calls_of_person on phone_calls (user_id, called_at);
