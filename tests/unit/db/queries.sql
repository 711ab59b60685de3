-- name: thing_add
insert into things (id, site, name, amount, rate, bytes, made_at)
values (:id, :site, :name, :amount, :rate, :bytes, :now);

-- name: thing_get
select id, site, name, amount, rate, bytes, made_at from things where site = :site and id = :id;

-- name: thing_list
select id, name from things where site = :site order by id;

-- name: thing_rename
update things set name = :name where site = :site and id = :id;

-- name: thing_count
select count(*), sum(amount), avg(amount), count(*) > 0 from things;

-- name: thing_first
-- A comment with an apostrophe: it's left out, as this :one.
select /* and :this /* nested */ one */ 'a:b', ':site' || :word, cast(:n as bigint) - 5
from (select 1) as x where 'it''s' <> ';';

-- name: part_add
insert into parts (id, site, thing) values (:id, :site, :thing);

-- name: engine_name @sqlite
select 'sqlite', :word;
-- name: engine_name @postgres
select $tag$post'gres:x$tag$, :word::text, E'\':no', 1::bigint;
