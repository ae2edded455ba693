alter table leads drop column target_id;
alter table leads drop column segment_id;
drop table carrier_chains;
drop table carriers;
drop table target_ties;
drop table targets;
drop table enterprise_positions;
drop table enterprises;
