-- name: purchase_step_last
select coalesce(max(position), 0), count(*) from purchase_steps where site = :site and audience = :audience;

-- name: purchase_step_ids
select id from purchase_steps where site = :site and audience = :audience order by position, id;
