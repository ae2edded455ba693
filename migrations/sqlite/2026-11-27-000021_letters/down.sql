drop table mail_homes;
drop table mail_switches;
drop table letter_steps;
drop table letter_files;
drop table letters;
