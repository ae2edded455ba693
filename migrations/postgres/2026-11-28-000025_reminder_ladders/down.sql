drop table reminder_ladders;
