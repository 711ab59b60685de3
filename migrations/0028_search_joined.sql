-- Joining what the index of the search was written in is no part of a change any more: the job search.fill does it, in steps whose
-- length it chooses itself (src/people/search_index.c). So pages may have their usual size again. Only where nobody joins for
-- very long, as where no server runs, does a change do it, once in five hundred.

-- @sqlite
insert into search_index (search_index, rank) values ('pgsz', 4050);
insert into search_index (search_index, rank) values ('automerge', 0);
insert into search_index (search_index, rank) values ('usermerge', 8);
insert into search_index (search_index, rank) values ('crisismerge', 500);

-- @postgres
select 1;
