drop table ticks;
drop table job_lines;
