-- Campaigns by the names that bills give them.

-- name: spend_campaign_find
-- At most two: of two by name, neither is meant. utm_campaign comes first.
select c.id, case when lower(c.utm_campaign) = cast(:key as text) then 1 else 0 end as exact
from campaigns c
where c.site = :site and c.plan in (select p.id from plans p where p.site = :site and p.scenario_of is null)
    and (lower(c.utm_campaign) = cast(:key as text) or c.name_key = cast(:key as text))
order by exact desc, c.id limit 2;

-- name: spend_campaign_names
select min(s.campaign_name), case when min(s.channel) = max(s.channel) then min(s.channel) end,
    count(*), cast(coalesce(sum(case when s.currency = cast(:currency as text) then s.amount_minor end), 0) as bigint)
        as amount,
    min(s.spent_on), max(coalesce(s.until_on, s.spent_on))
from spend_lines s
where s.site = :site and s.campaign is null and s.campaign_name_key is not null
group by s.campaign_name_key
order by amount desc, s.campaign_name_key limit 200;

-- name: spend_campaign_tie
update spend_lines set campaign = :campaign
where site = :site and campaign is null and campaign_name_key = :key;

-- name: spend_campaign_first
select min(spent_on), min(campaign_name) from spend_lines
where site = :site and campaign is null and campaign_name_key = :key;

-- name: spend_campaign_plan
select id from plans where site = :site and scenario_of is null
order by case when state = 'draft' then 0 when state = 'archived' then 2 else 1 end, created_at desc, id desc limit 1;
