-- Scenarios of plans, and what was copied from what.

-- name: plan_copy_add
insert into plan_copies (site, plan, copy, origin) values (:site, :plan, :copy, :origin);

-- name: plan_copies_of
select copy, origin from plan_copies where site = :site and plan = :plan order by copy;

-- name: plan_copies_drop
delete from plan_copies where site = :site and plan = :plan;
