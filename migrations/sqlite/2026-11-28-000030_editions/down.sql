drop table visits;
drop table chain_editions;
