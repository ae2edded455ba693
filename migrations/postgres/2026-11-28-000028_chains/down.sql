drop table strengths;
drop table supply_edges;
drop table segments;
drop table chain_cards;
