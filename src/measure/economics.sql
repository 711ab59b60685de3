-- What was reached in a period, and what customers brought. channel_key NULL is all; '' is blank.

-- name: economics_mqls
-- People who became an MQL for the first time in the period. What a file brought says no time.
select count(*) from (
    select s.contact, min(s.at) as first_at from lifecycle_stamps s
    where s.site = :site and s.stage = 'mql' and coalesce(s.cause, '') <> 'import'
    group by s.contact) m
join contacts c on c.site = :site and c.id = m.contact
where m.first_at >= :from_at and m.first_at < :until_at
    and (cast(:channel_key as text) is null
        or coalesce(nullif(c.channel_key, '(none)'), '') = :channel_key);

-- name: economics_opportunities
-- Deals opened in the period; a renewal is no new chance.
select count(*) from deals d
where d.site = :site and d.opened_at >= :from_at and d.opened_at < :until_at
    and coalesce(d.type, 'new') <> 'renewal'
    and (cast(:channel_key as text) is null
        or coalesce(nullif((select c.channel_key from contacts c
            where c.site = d.site and c.id = d.contact), '(none)'), '') = :channel_key);

-- name: economics_customers
-- Won deals of companies, company by company; of an amount in another currency that currency and the amount.
select d.account, d.closed_at,
    case when coalesce(nullif(d.currency, ''), :currency) = cast(:currency as text) then d.amount_minor end,
    case when d.amount_minor is not null and d.currency <> '' and d.currency <> cast(:currency as text)
        then d.currency end,
    d.amount_minor
from deals d
where d.site = :site and d.outcome = 'won' and d.account is not null and d.closed_at is not null
order by d.account, d.closed_at, d.id;

-- name: economics_mql_rows
-- The same people, one by one, with what a report may group them by.
select m.contact, m.first_at, c.channel_key, c.channel, cast(c.campaign as text) as campaign, ca.name from (
    select s.contact, min(s.at) as first_at from lifecycle_stamps s
    where s.site = :site and s.stage = 'mql' and coalesce(s.cause, '') <> 'import'
    group by s.contact) m
join contacts c on c.site = :site and c.id = m.contact
left join campaigns ca on ca.site = c.site and ca.id = c.campaign
where m.first_at >= :from_at and m.first_at < :until_at
order by m.contact;

-- name: economics_opportunity_rows
select d.contact, d.opened_at, c.channel_key, c.channel, cast(c.campaign as text) as campaign, ca.name
from deals d
left join contacts c on c.site = d.site and c.id = d.contact
left join campaigns ca on ca.site = c.site and ca.id = c.campaign
where d.site = :site and d.opened_at >= :from_at and d.opened_at < :until_at
    and coalesce(d.type, 'new') <> 'renewal'
order by d.id;

-- name: economics_memberships
-- Who is in which segment: by themselves, or by their company.
select c.id, cast(s.id as text) as segment, s.name
from segments s
join segment_members m on m.site = s.site and m.segment = s.id
join contacts c on c.site = m.site and c.id = m.record
where s.site = :site and s.subject = 'contact'
union
select c.id, cast(s.id as text), s.name
from segments s
join segment_members m on m.site = s.site and m.segment = s.id
join contacts c on c.site = m.site and c.account = m.record
where s.site = :site and s.subject = 'account'
order by 1, 2;

-- name: economics_cohort_leads
-- Leads by the time of their first contact, for the months of a heat map.
select c.id, c.first_contact_at from contacts c
where c.site = :site and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
order by c.id;

-- name: economics_cohort_wins
select d.contact, d.closed_at,
    case when coalesce(d.currency, :currency) = cast(:currency as text) then d.amount_minor end
from deals d
where d.site = :site and d.outcome = 'won' and d.contact is not null and d.closed_at is not null
order by d.contact, d.closed_at, d.id;
