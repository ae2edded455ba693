drop table supervised_replies;
drop table supervised_tasks;
