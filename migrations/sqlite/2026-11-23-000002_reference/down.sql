drop table stage_words;
drop table parks;
drop table gb4754_divisions;
drop table chains;
drop table industries;
drop table divisions;
