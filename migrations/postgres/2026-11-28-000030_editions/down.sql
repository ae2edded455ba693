drop table visits;
drop table chain_editions;
drop function refuse_other_edition;
