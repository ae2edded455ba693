drop table light_suspensions;
drop table light_rules;
