drop table lead_entries;
drop table leads;
