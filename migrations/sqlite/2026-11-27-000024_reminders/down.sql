drop table phone_calls;
drop table letter_items;
drop table person_standings;
