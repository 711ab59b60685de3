-- The index of the search writes in smaller steps: its work of joining what was written before comes in bursts of 64 of its pages,
-- within whatever transaction is just writing, and that one should not hold the others up for more than 20 ms. Pages are a
-- quarter as large, and eight parts are joined instead of four, which costs an import less.

-- @sqlite
insert into search_index (search_index, rank) values ('pgsz', 1000);
insert into search_index (search_index, rank) values ('automerge', 8);
insert into search_index (search_index, rank) values ('crisismerge', 64);

-- @postgres
select 1;
