-- How deals end when a competitor is after them too. A competitor stands in each plan that names it, so deals count by its name.

-- name: rival_outcomes
select c.id,
    count(distinct case when d.outcome = 'won' then d.id end),
    count(distinct case when d.outcome = 'lost' then d.id end),
    count(distinct case when d.outcome = 'open' then d.id end)
from competitors c
left join competitors k on k.site = c.site and k.name_key = c.name_key
left join deal_competitors r on r.site = k.site and r.competitor = k.id
left join deals d on d.site = r.site and d.id = r.deal
where c.site = :site and c.plan = :plan
group by c.id order by c.id;

-- name: rival_own_outcomes
-- Of all deals, whoever was after them.
select coalesce(sum(case when outcome = 'won' then 1 else 0 end), 0),
    coalesce(sum(case when outcome = 'lost' then 1 else 0 end), 0),
    coalesce(sum(case when outcome = 'open' then 1 else 0 end), 0)
from deals where site = :site;

-- name: rival_deals
select d.id, d.name, d.outcome, d.amount_minor, d.currency, d.reason, d.opened_at, d.closed_at
from deals d
where d.site = :site and exists (
    select 1 from competitors c
    join competitors k on k.site = c.site and k.name_key = c.name_key
    join deal_competitors r on r.site = k.site and r.competitor = k.id
    where c.site = :site and c.id = :competitor and r.deal = d.id)
order by case when d.outcome = 'open' then 0 else 1 end, d.closed_at desc, d.id desc limit 300;

-- name: rival_noticed
select c.id,
    (select count(*) from competitor_notes n where n.site = c.site and n.competitor = c.id),
    (select count(*) from competitor_notes n where n.site = c.site and n.competitor = c.id
        and n.alert = 1 and n.seen_at is null),
    (select max(noted_on) from competitor_notes n where n.site = c.site and n.competitor = c.id),
    (select count(*) from watch_sources w where w.site = c.site and w.competitor = c.id),
    (select count(*) from watch_sources w where w.site = c.site and w.competitor = c.id
        and w.active = 1 and w.last_state = 'failed')
from competitors c where c.site = :site and c.plan = :plan order by c.id;
