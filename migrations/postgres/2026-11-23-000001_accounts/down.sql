drop table audit_records;
drop table sign_in_attempts;
drop table invitations;
drop table api_tokens;
drop table sessions;
drop table users;
drop table instance;
