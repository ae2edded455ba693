-- Days off and make-up working days as the State Council's yearly notice declares them: what deadlines in working days
-- are counted with. Loaded once from the built-in set, then edited by the administrator like all reference data; a year
-- without a notice simply has weekends.

create table holidays (
  day date primary key not null,
  kind text not null check (kind in ('holiday', 'makeup')),
  name_zh text not null,
  name_en text not null,
  active boolean not null
);
