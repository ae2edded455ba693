drop table digest_secrets;
drop table digest_stops;
drop table digest_copies;
drop table digests;
