-- Versions of a plan. There is no statement that changes one, and the schema refuses it.

-- name: plan_version_next
select coalesce(max(number), 0) + 1 from plan_versions where site = :site and plan = :plan and kind = :kind;

-- name: plan_version_add
insert into plan_versions (site, id, plan, kind, number, digest, note, reason, missing, actor, made_at, snapshot)
values (:site, :id, :plan, :kind, :number, :digest, :note, :reason, :missing, :actor, :now, :snapshot);

-- name: plan_version_list
select id, plan, kind, number, digest, note, reason, missing, actor, made_at from plan_versions
where site = :site and plan = :plan order by made_at desc, id desc limit 500;

-- name: plan_version_get
select id, plan, kind, number, digest, note, reason, missing, actor, made_at, snapshot from plan_versions
where site = :site and plan = :plan and kind = :kind and number = :number;

-- name: plan_version_drop
-- Only with the plan itself: of a scenario that is thrown away.
delete from plan_versions where site = :site and plan = :plan;
