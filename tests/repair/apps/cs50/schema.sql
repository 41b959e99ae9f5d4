CREATE TABLE holdings (user_id integer, symbol text, shares integer);
INSERT INTO holdings VALUES (1, 'NFLX', 3);
