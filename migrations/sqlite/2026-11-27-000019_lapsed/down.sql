alter table light_suspensions drop column lapsed;
