-- Stages of the pipeline, and how long deals stood in them.

-- name: deal_stage_find
-- By key before by name.
select id, key, kind, requires from deal_stages
where site = :site and (key = :text or name = :text or name_key = :folded)
order by case when key = :text then 0 when name = :text then 1 else 2 end, position, id limit 1;

-- name: deal_stage_first
select key from deal_stages where site = :site and kind = 'open' order by position, id limit 1;

-- name: deal_stage_first_of_kind
-- What a deal that ends without being moved is asked: as if it were moved to the first of them.
select id, key, kind, requires from deal_stages
where site = :site and kind = :kind order by position, id limit 1;

-- name: deal_stages_all
select id, key, name, position, kind, probability, stall_days, requires from deal_stages
where site = :site
order by case kind when 'open' then 0 when 'won' then 1 else 2 end, position, id;

-- name: deal_stage_place
update deal_stages set position = :position, version = version + 1, changed_at = :now
where site = :site and id = :id;

-- name: deal_stage_last_position
select coalesce(max(position), 0) from deal_stages where site = :site and kind = 'open';

-- name: deal_stage_count
select count(*) from deal_stages where site = :site;

-- name: deal_stage_left_of_kind
select count(*) from deal_stages where site = :site and kind = :kind;

-- name: deal_stage_used
select count(*) from deals where site = :site and stage = :key and outcome = 'open';

-- name: deal_stays_last
-- The newest stay and the one before it.
select id, stage, entered_at, left_at from deal_stage_stamps
where site = :site and deal = :deal order by id desc limit 2;

-- name: deal_stay_add
insert into deal_stage_stamps (site, id, deal, stage, entered_at, exact, actor)
values (:site, :id, :deal, :stage, :entered_at, :exact, :actor);

-- name: deal_stay_end
update deal_stage_stamps set left_at = :left_at where site = :site and id = :id;

-- name: deal_stay_drop
delete from deal_stage_stamps where site = :site and id = :id;
