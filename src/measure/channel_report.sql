-- The channel report. Leads are grouped in the program, where time zones and percentiles are.

-- name: report_leads
-- What a lead is grouped by, how it is written, and what it is called.
select case cast(:by as text) when 'channel' then c.channel_key
        when 'landing_page' then c.landing_page when 'industry' then a.industry_key
        when 'campaign' then cast(c.campaign as text) end,
    case cast(:by as text) when 'channel' then c.channel when 'landing_page' then c.landing_page
        when 'industry' then a.industry when 'campaign' then ca.name end,
    c.first_contact_at
from contacts c
left join accounts a on a.site = c.site
    and a.id = case cast(:by as text) when 'industry' then c.account end
left join campaigns ca on ca.site = c.site
    and ca.id = case cast(:by as text) when 'campaign' then c.campaign end
where c.site = :site and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber';

-- name: report_wins
-- Every won deal of those leads, the deals of one lead together, its first win first.
select case cast(:by as text) when 'channel' then c.channel_key
        when 'landing_page' then c.landing_page when 'industry' then a.industry_key
        when 'campaign' then cast(c.campaign as text) end,
    case cast(:by as text) when 'channel' then c.channel when 'landing_page' then c.landing_page
        when 'industry' then a.industry when 'campaign' then ca.name end,
    c.first_contact_at, d.contact, d.closed_at, d.amount_minor, d.currency
from deals d
join contacts c on c.site = d.site and c.id = d.contact
left join accounts a on a.site = c.site
    and a.id = case cast(:by as text) when 'industry' then c.account end
left join campaigns ca on ca.site = c.site
    and ca.id = case cast(:by as text) when 'campaign' then c.campaign end
where d.site = :site and d.outcome = 'won'
    and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
order by d.contact, d.closed_at, d.id;

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
