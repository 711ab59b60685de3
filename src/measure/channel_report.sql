-- The channel report. Leads are grouped in the program, where time zones and percentiles are.

-- name: report_leads
-- What a lead is grouped by, and how it is called. The companies are looked up inside the case, so that no engine reads
-- them for a report that does not need them.
select case cast(:by as text) when 'channel' then c.channel_key
        when 'landing_page' then c.landing_page when 'industry' then (select a.industry_key from accounts a
            where a.site = c.site and a.id = c.account)
        when 'campaign' then cast(c.campaign as text) end,
    case cast(:by as text) when 'channel' then c.channel when 'landing_page' then c.landing_page
        when 'industry' then (select a.industry from accounts a
            where a.site = c.site and a.id = c.account)
        when 'campaign' then (select ca.name from campaigns ca
            where ca.site = c.site and ca.id = c.campaign) end,
    c.first_contact_at, c.id
from contacts c
where c.site = :site and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber';

-- name: report_wins
-- Every won deal of a lead, the deals of one lead together, its first win first. The leads are in memory by then: joining
-- them here is a gamble on the planner where nothing was analysed yet.
select contact, closed_at, amount_minor, currency from deals
where site = :site and outcome = 'won' and contact is not null
order by contact, closed_at, id;

-- name: report_spend
select s.channel_key, s.channel, s.campaign, ca.name, s.kind, s.amount_minor, s.currency,
    s.spent_on, s.until_on
from spend_lines s
left join campaigns ca on ca.site = s.site and ca.id = s.campaign
where s.site = :site and s.spent_on <= :to_day and coalesce(s.until_on, s.spent_on) >= :from_day
order by s.id;

-- name: report_oddities
-- Contacts that stand in no cohort, wins that belong to no lead, and the first win there is.
select
    (select count(*) from contacts
        where site = :site and first_contact_at is null
            and coalesce(lifecycle, 'lead') <> 'subscriber'),
    (select count(*) from deals
        where site = :site and outcome = 'won' and contact is null
            and closed_at >= :from_at and closed_at < :until_at),
    (select min(closed_at) from deals where site = :site and outcome = 'won');
