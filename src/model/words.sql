-- The index of words (migrations/0021).

-- name: search_unfilled_has
select 1 from search_unfilled where site = :site and kind = :kind;

-- name: search_common @sqlite
-- A row when more than :most records answer.
select 1 from search_index where search_index match :match limit 1 offset :most;

-- name: search_common @postgres
select 1 from search_entries where vector @@ cast(:match as tsquery) limit 1 offset :most;

-- name: search_count @sqlite
select count(*) from (select 1 from search_index where search_index match :match limit :most) x;

-- name: search_count @postgres
select count(*) from (select 1 from search_entries where vector @@ cast(:match as tsquery) limit :most) x;
