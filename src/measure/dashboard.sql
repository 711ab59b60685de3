-- What the first page shows beside the channel report.

-- name: dashboard_lifecycle
select coalesce(lifecycle, 'lead'), count(*) from contacts
where site = :site group by coalesce(lifecycle, 'lead');

-- name: dashboard_wins
select closed_at, amount_minor, currency from deals
where site = :site and outcome = 'won' and closed_at >= :from_at and closed_at < :until_at;

-- name: dashboard_goals
-- Goals that run, or ended a fortnight ago at most, of plans that are not put away.
select g.id from goals g
join plans p on p.site = g.site and p.id = g.plan
where g.site = :site and coalesce(p.state, 'draft') <> 'archived' and p.scenario_of is null and g.due_on >= :since_day
order by g.due_on, g.id limit 6;

-- name: dashboard_imports_failed
select i.id, i.name from imports i
where i.site = :site and i.state = 'failed' and i.source is null and i.created_at >= :since_at
order by i.id desc limit 3;

-- name: dashboard_sources_failed
-- Imports that should come by themselves, and did not the last time.
select s.id, s.name from import_sources s
where s.site = :site and s.active = 1 and s.last_state in ('failed', 'partly')
order by s.last_at desc, s.id limit 3;

-- name: dashboard_rivals
-- Competitors that showed something new that nobody has looked at; a scenario's copies of them are the same competitors.
select c.id, c.name, count(*), max(n.id) from competitor_notes n
join competitors c on c.site = n.site and c.id = n.competitor
join plans p on p.site = c.site and p.id = c.plan and p.scenario_of is null
where n.site = :site and n.alert = 1 and n.seen_at is null
group by c.id, c.name order by max(n.id) desc limit 3;

-- name: dashboard_deals_waiting
-- Open deals that nobody touched since then, and open deals with a committee but nobody in it who pays.
select
    (select count(*) from deals
        where site = :site and outcome = 'open' and changed_at < :since_at),
    (select count(*) from deals d
        where d.site = :site and d.outcome = 'open'
            and exists (select 1 from deal_members m where m.site = d.site and m.deal = d.id)
            and not exists (select 1 from deal_members m
                where m.site = d.site and m.deal = d.id and m.role = 'payer'
                    and m.left_at is null));

-- name: dashboard_follow_ups
-- Open tasks, problems and days to come back, due before this moment: how many, and how many of this person.
select count(*), coalesce(sum(case when owner = :owner then 1 else 0 end), 0) from activities
where site = :site and is_open = 1 and follow_up_at < :until_at;

-- name: dashboard_handoffs_late
-- Waiting beyond what was due: all, and those of the reader.
select count(*), coalesce(sum(case when seller = :me then 1 else 0 end), 0)
from handoffs where site = :site and state = 'waiting' and due_at < :now;
