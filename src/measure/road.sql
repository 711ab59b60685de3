-- What the road asks besides records of models.

-- name: road_trail
-- Who wrote what into these records, oldest first.
select record, at, actor, diff from audit
where site = :site and model = :model and record >= :low and record <= :high and diff is not null
    and action in ('add', 'change')
order by id;

-- name: road_proofs
select id, question, about, created_at, link, note from answer_evidence
where site = :site and plan = :plan order by id;

-- name: road_spend
-- What was spent on channels, in the site's currency, on days that touch these.
select s.channel_key, s.amount_minor, s.spent_on, s.until_on from spend_lines s
where s.site = :site and s.spent_on <= :to_day and coalesce(s.until_on, s.spent_on) >= :from_day
    and s.channel_key is not null and coalesce(s.currency, :currency) = cast(:currency as text)
order by s.id;

-- name: road_reached
-- Companies of an industry that were first in touch within these moments, and those of them that ever won a deal.
select count(*),
    coalesce(sum(case when exists (select 1 from deals d
        where d.site = a.site and d.account = a.id and d.outcome = 'won') then 1 else 0 end), 0)
from accounts a
where a.site = :site and a.industry_key = :industry
    and (select min(c.first_contact_at) from contacts c where c.site = a.site and c.account = a.id) >= :from_at
    and (select min(c.first_contact_at) from contacts c where c.site = a.site and c.account = a.id) < :until_at;

-- name: road_campaign_results
select
    (select count(*) from contacts where site = :site and campaign = :campaign),
    (select count(*) from deals where site = :site and campaign = :campaign);

-- name: road_plans
-- A scenario promises nothing that could drift.
select id from plans where site = :site and coalesce(state, 'draft') <> 'archived' and scenario_of is null order by id;

-- name: road_plan_now
select id from plans where site = :site and scenario_of is null
order by
    case when coalesce(state, 'draft') = 'published' and starts_on <= :today
            and (ends_on is null or ends_on >= :today) then 0
        when coalesce(state, 'draft') <> 'archived' and starts_on <= :today
            and (ends_on is null or ends_on >= :today) then 1
        when coalesce(state, 'draft') <> 'archived' then 2
        else 3 end,
    id desc
limit 1;

-- name: road_standing
select key, since from plan_drifts where site = :site and plan = :plan order by key;

-- name: road_standing_count
select count(*) from plan_drifts d
join plans p on p.site = d.site and p.id = d.plan
where d.site = :site and d.code not in ('goal_behind', 'goal_missed') and coalesce(p.state, 'draft') <> 'archived'
    and p.scenario_of is null;

-- name: road_stands
insert into plan_drifts (site, plan, key, code, since) values (:site, :plan, :key, :code, :now)
on conflict (site, plan, key) do nothing;

-- name: road_gone
delete from plan_drifts where site = :site and plan = :plan and key = :key;

-- name: road_archived
-- A plan that was put away has no drifts, nor has a scenario.
delete from plan_drifts where site = :site
    and plan in (select id from plans where site = :site and (state = 'archived' or scenario_of is not null));

-- name: road_sites
select id from sites order by id;
