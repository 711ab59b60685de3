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

-- name: report_segment_leads
-- A lead as often as there are segments it is in: of people, or of companies with its own among them; once with nothing
-- where there is none. All rows of a lead stand together.
select cast(s.id as text) as segment, s.name, c.first_contact_at, c.id
from contacts c
join segment_members m on m.site = c.site and m.record = c.id
join segments s on s.site = m.site and s.id = m.segment and s.subject = 'contact'
where c.site = :site and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
union all
select cast(s.id as text), s.name, c.first_contact_at, c.id
from contacts c
join segment_members m on m.site = c.site and m.record = c.account
join segments s on s.site = m.site and s.id = m.segment and s.subject = 'account'
where c.site = :site and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
union all
select null, null, c.first_contact_at, c.id
from contacts c
where c.site = :site and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
    and not exists (select 1 from segment_members m join segments s on s.site = m.site and s.id = m.segment
        where m.site = c.site and m.record = c.id and s.subject = 'contact')
    and not exists (select 1 from segment_members m join segments s on s.site = m.site and s.id = m.segment
        where m.site = c.site and m.record = c.account and s.subject = 'account')
order by 4, 1;

-- name: report_wins
-- Every won deal of a lead, the deals of one lead together, its first win first. The leads are in memory by then: joining
-- them here is a gamble on the planner where nothing was analysed yet.
select contact, closed_at, amount_minor, currency from deals
where site = :site and outcome = 'won' and contact is not null
order by contact, closed_at, id;

-- name: report_given_up
-- Leads that are open no longer though they did not buy: all their deals were lost, or somebody called them unfit.
select d.contact as id from deals d
where d.site = :site and d.contact is not null
group by d.contact
having max(case when d.outcome = 'lost' then 1 else 0 end) = 1 and max(case when d.outcome = 'lost' then 0 else 1 end) = 0
union
select c.id from contacts c
where c.site = :site and c.lead_status = 'unfit'
    and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and not exists (select 1 from deals d where d.site = c.site and d.contact = c.id and d.outcome = 'won');

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
