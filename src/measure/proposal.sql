-- What proposals are made of, and the proposals themselves (migrations/0069).

-- name: power_last_lead
select max(first_contact_at) from contacts
where site = :site and first_contact_at <= :now and coalesce(lifecycle, 'lead') <> 'subscriber';

-- name: power_amounts
-- What the won deals of a cohort brought. The key as the channel report groups by it.
select case cast(:by as text) when 'channel' then c.channel_key when 'campaign' then cast(c.campaign as text)
        when 'landing_page' then c.landing_page end,
    d.amount_minor
from contacts c
join deals d on d.site = c.site and d.contact = c.id and d.outcome = 'won'
where c.site = :site and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber' and d.amount_minor is not null
    and coalesce(d.currency, :currency) = cast(:currency as text)
order by d.id;

-- name: power_course
-- How many of a cohort came to be an MQL or further, and the open deals of it. A lead with two deals is one lead, so the deals are summed apart.
select case cast(:by as text) when 'channel' then c.channel_key when 'campaign' then cast(c.campaign as text)
        when 'landing_page' then c.landing_page end,
    cast(sum(case when c.lifecycle in ('mql', 'sal', 'sql', 'opportunity', 'customer', 'advocate') then 1 else 0 end) as bigint),
    cast(coalesce(sum((select sum(d.amount_minor) from deals d where d.site = c.site and d.contact = c.id
        and coalesce(d.outcome, 'open') = 'open' and coalesce(d.currency, :currency) = cast(:currency as text))), 0) as bigint)
from contacts c
where c.site = :site and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
group by 1;

-- name: power_leads
-- By quarters of an hour: those add up to days in every time zone.
select c.channel_key, min(c.channel), c.first_contact_at / 900000, cast(count(*) as bigint)
from contacts c
where c.site = :site and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
group by c.channel_key, c.first_contact_at / 900000
order by c.channel_key;

-- name: power_spend
select s.channel_key, s.channel, s.amount_minor, s.spent_on, s.until_on
from spend_lines s
where s.site = :site and s.spent_on <= :to_day and coalesce(s.until_on, s.spent_on) >= :from_day
    and s.channel_key is not null and coalesce(s.currency, :currency) = cast(:currency as text)
order by s.id;

-- name: power_hours
-- What the published plans gave in hours.
select c.matches, b.month, cast(sum(b.planned_hours) as bigint)
from budget_lines b
join plans p on p.site = b.site and p.id = b.plan and p.state = 'published'
join channels c on c.site = b.site and c.id = b.channel
where b.site = :site and b.planned_hours > 0 and c.matches is not null and b.month >= :from_day and b.month < :to_day
group by c.matches, b.month
order by c.matches, b.month;

-- name: proposal_sites
select id from sites order by id;

-- name: proposals_of_state
select id from proposals where site = :site and state = cast(:state as text) order by weight desc, id desc limit :limit;

-- name: proposals_live
-- Those that a new one may have to give way to.
select id from proposals
where site = :site and (state = 'open' or (state = 'accepted' and outcome is null)
    or (state = 'dismissed' and decided_at >= :since_at))
order by id;

-- name: proposals_due
select id from proposals
where site = :site and state = 'accepted' and outcome is null and review_on <= :day
order by id;

-- name: proposal_hits
select
    cast(coalesce(sum(case when outcome = 'came_true' then 1 else 0 end), 0) as bigint),
    cast(coalesce(sum(case when outcome = 'did_not' then 1 else 0 end), 0) as bigint),
    cast(coalesce(sum(case when outcome = 'cannot_tell' then 1 else 0 end), 0) as bigint),
    cast(coalesce(sum(case when state = 'accepted' and outcome is null then 1 else 0 end), 0) as bigint),
    cast(coalesce(sum(case when state = 'open' then 1 else 0 end), 0) as bigint)
from proposals where site = :site;

-- name: goals_running
-- Goals of plans that are not over, begun and not due yet; scenarios aim at nothing.
select g.id from goals g
join plans p on p.site = g.site and p.id = g.plan and p.state <> 'archived' and p.scenario_of is null
where g.site = :site and g.starts_on <= :day and g.due_on >= :day
order by g.id limit :limit;

-- name: goal_children
select id from goals where site = :site and parent = :goal order by due_on, id;

-- name: goal_milestones
select id from milestones where site = :site and goal = :goal order by due_on, id;

-- name: shift_channel
select id from channels where site = :site and plan = :plan and matches is not null order by id;

-- name: shift_line
select id from budget_lines where site = :site and plan = :plan and channel = :channel and month = :month order by id;

-- name: review_cohort
-- Leads of a stretch of days and how many of them had bought by its end, so that two stretches of one length had the same time.
-- key NULL: all.
select cast(count(*) as bigint), cast(coalesce(sum(case when exists (select 1 from deals d
        where d.site = c.site and d.contact = c.id and d.outcome = 'won' and d.closed_at < :until_at) then 1 else 0 end), 0) as bigint)
from contacts c
where c.site = :site and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
    and (cast(:key as text) is null
        or case cast(:by as text) when 'channel' then coalesce(nullif(c.channel_key, '(none)'), '')
            when 'campaign' then coalesce(cast(c.campaign as text), '')
            when 'landing_page' then coalesce(c.landing_page, '') end = :key);
