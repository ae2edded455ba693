-- A justified reason that held until its day and ran out: it covers its months for ever, unlike one that a person ended.
alter table light_suspensions add column lapsed boolean not null default false;
