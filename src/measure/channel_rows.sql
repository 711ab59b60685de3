-- The records behind one number of the channel report, by id. The filter has a line for each dimension, so that
-- each engine can compare it as it is stored; "all" is every row of the report, "" the key of what is blank.

-- part: of_lead
cast(:by as text) = 'all'
or (cast(:by as text) = 'channel' and coalesce(nullif(c.channel_key, '(none)'), '') = :key)
or (cast(:by as text) = 'campaign' and coalesce(cast(c.campaign as text), '') = :key)

-- part: of_page
or (cast(:by as text) = 'landing_page' and coalesce(nullif(c.landing_page, '(none)'), '') = :key)

-- part: of_industry
or (cast(:by as text) = 'industry' and coalesce(nullif(a.industry_key, '(none)'), '') = :key)

-- part: member
-- Of the segments that hold the contact or its company.
select 1 from segment_members m join segments s on s.site = m.site and s.id = m.segment
where m.site = c.site and m.record in (c.id, c.account)
    and m.record = case s.subject when 'account' then c.account else c.id end

-- part: of_segment
or (cast(:by as text) = 'segment' and case when :key = '' then not exists (@{member})
    else exists (@{member} and cast(m.segment as text) = :key) end)

-- name: rows_contacts
-- which 'open': only leads that did not buy and were not given up, as report_given_up says; 'mql': that came to be one or further.
select c.id, c.external_id, c.name, c.email, c.channel, c.landing_page, c.first_contact_at,
    (select min(d.closed_at) from deals d
        where d.site = c.site and d.contact = c.id and d.outcome = 'won')
from contacts c
left join accounts a on a.site = c.site and a.id = c.account
where c.site = :site and c.id > :after
    and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
    and (@{of_lead} @{of_page} @{of_industry} @{of_segment})
    and (coalesce(cast(:which as text), '') <> 'open' or (coalesce(c.lead_status, '') <> 'unfit'
        and not exists (select 1 from deals d where d.site = c.site and d.contact = c.id and d.outcome = 'won')
        and (not exists (select 1 from deals d where d.site = c.site and d.contact = c.id and d.outcome = 'lost')
            or exists (select 1 from deals d where d.site = c.site and d.contact = c.id
                and coalesce(d.outcome, 'open') <> 'lost'))))
    and (coalesce(cast(:which as text), '') <> 'mql'
        or c.lifecycle in ('mql', 'sal', 'sql', 'opportunity', 'customer', 'advocate'))
order by c.id
limit :most;

-- name: rows_deals
-- which: 'first' one deal for each won lead; 'paid' every deal with an amount in the site's currency; 'foreign' in
-- another; 'unpriced' without. The left join with coalesce keeps the deals first: the planner would walk the contacts.
select d.id, d.external_id, d.name, d.contact, d.account, c.channel, c.landing_page,
    c.first_contact_at, d.closed_at, d.amount_minor, d.currency
from deals d
left join contacts c on c.site = d.site and c.id = d.contact
left join accounts a on a.site = c.site and a.id = c.account
where d.site = :site and d.outcome = 'won' and d.id > :after
    and coalesce(c.first_contact_at, cast(:until_at as bigint))
        between :from_at and cast(:until_at as bigint) - 1
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
    and (@{of_lead} @{of_page} @{of_industry} @{of_segment})
    and case cast(:which as text)
        when 'paid' then d.amount_minor is not null and d.currency = cast(:currency as text)
        when 'foreign' then d.amount_minor is not null and d.currency <> cast(:currency as text)
        when 'unpriced' then d.amount_minor is null
        else not exists (select 1 from deals e
                where e.site = d.site and e.contact = d.contact and e.outcome = 'won'
                    and (e.closed_at < d.closed_at
                        or (e.closed_at = d.closed_at and e.id < d.id)))
        end
order by d.id
limit :most;

-- name: rows_open_deals
-- Open deals with an amount of the leads of the period.
select d.id, d.external_id, d.name, d.contact, d.account, c.channel, c.landing_page,
    c.first_contact_at, d.closed_at, d.amount_minor, d.currency
from deals d
join contacts c on c.site = d.site and c.id = d.contact
where d.site = :site and coalesce(d.outcome, 'open') = 'open' and d.id > :after
    and d.amount_minor is not null and d.currency = cast(:currency as text)
    and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
    and (@{of_lead} @{of_page})
order by d.id
limit :most;

-- name: rows_spend
-- which: 'all' or 'media', in the site's currency; 'foreign' in another.
select s.id, s.external_id, s.channel, s.kind, s.amount_minor, s.currency, s.note, s.spent_on,
    s.until_on, s.campaign
from spend_lines s
where s.site = :site and s.id > :after
    and s.spent_on <= :to_day and coalesce(s.until_on, s.spent_on) >= :from_day
    and (cast(:by as text) = 'all'
        or (cast(:by as text) = 'channel' and coalesce(nullif(s.channel_key, '(none)'), '') = :key)
        or (cast(:by as text) = 'campaign' and coalesce(cast(s.campaign as text), '') = :key))
    and case cast(:which as text)
        when 'media' then s.currency = cast(:currency as text) and s.kind = 'media'
        when 'people' then s.currency = cast(:currency as text) and s.kind = 'people'
        when 'tools' then s.currency = cast(:currency as text) and s.kind = 'tools'
        when 'commission' then s.currency = cast(:currency as text) and s.kind = 'commission'
        when 'other' then s.currency = cast(:currency as text)
            and coalesce(s.kind, 'other') not in ('media', 'people', 'tools', 'commission')
        when 'foreign' then s.currency <> cast(:currency as text)
        else s.currency = cast(:currency as text) end
order by s.id
limit :most;

-- name: rows_mqls
-- People who became an MQL for the first time in the period, as economics_mqls counts them.
select c.id, c.external_id, c.name, c.email, c.channel, c.landing_page, c.first_contact_at,
    (select min(d.closed_at) from deals d
        where d.site = c.site and d.contact = c.id and d.outcome = 'won')
from contacts c
where c.site = :site and c.id > :after
    and (select min(t.at) from lifecycle_stamps t where t.site = c.site and t.contact = c.id and t.stage = 'mql'
        and coalesce(t.cause, '') <> 'import') between :from_at and cast(:until_at as bigint) - 1
    and (@{of_lead} @{of_segment})
order by c.id
limit :most;

-- name: rows_opportunities
-- Deals opened in the period, as economics_opportunities counts them.
select d.id, d.external_id, d.name, d.contact, d.account, c.channel, c.landing_page,
    c.first_contact_at, d.closed_at, d.amount_minor, d.currency
from deals d
left join contacts c on c.site = d.site and c.id = d.contact
where d.site = :site and d.id > :after and d.opened_at >= :from_at and d.opened_at < :until_at
    and coalesce(d.type, 'new') <> 'renewal'
    and (@{of_lead} @{of_segment})
order by d.id
limit :most;

-- name: rows_no_first_contact
select c.id, c.external_id, c.name, c.email, c.channel, c.landing_page, c.first_contact_at,
    (select min(d.closed_at) from deals d
        where d.site = c.site and d.contact = c.id and d.outcome = 'won')
from contacts c
where c.site = :site and c.id > :after and c.first_contact_at is null
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
order by c.id
limit :most;

-- name: rows_won_no_lead
select d.id, d.external_id, d.name, d.contact, d.account, null, null, null, d.closed_at,
    d.amount_minor, d.currency
from deals d
where d.site = :site and d.outcome = 'won' and d.contact is null and d.id > :after
    and d.closed_at >= :from_at and d.closed_at < :until_at
order by d.id
limit :most;
