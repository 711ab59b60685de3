-- The records behind one number of the channel report, by id. The filter is written out for each dimension, so that
-- each engine can compare it as it is stored; "all" is every row of the report, "" the key of what is blank.

-- name: rows_contacts
select c.id, c.external_id, c.name, c.email, c.channel, c.landing_page, c.first_contact_at,
    (select min(d.closed_at) from deals d
        where d.site = c.site and d.contact = c.id and d.outcome = 'won')
from contacts c
left join accounts a on a.site = c.site and a.id = c.account
where c.site = :site and c.id > :after
    and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
    and (cast(:by as text) = 'all'
        or (cast(:by as text) = 'channel' and coalesce(nullif(c.channel_key, '(none)'), '') = :key)
        or (cast(:by as text) = 'landing_page' and coalesce(nullif(c.landing_page, '(none)'), '') = :key)
        or (cast(:by as text) = 'industry' and coalesce(nullif(a.industry_key, '(none)'), '') = :key)
        or (cast(:by as text) = 'campaign' and coalesce(cast(c.campaign as text), '') = :key))
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
    and (cast(:by as text) = 'all'
        or (cast(:by as text) = 'channel' and coalesce(nullif(c.channel_key, '(none)'), '') = :key)
        or (cast(:by as text) = 'landing_page' and coalesce(nullif(c.landing_page, '(none)'), '') = :key)
        or (cast(:by as text) = 'industry' and coalesce(nullif(a.industry_key, '(none)'), '') = :key)
        or (cast(:by as text) = 'campaign' and coalesce(cast(c.campaign as text), '') = :key))
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

-- name: rows_spend
-- which: 'all' or 'media', in the site's currency; 'foreign' in another.
select s.id, s.external_id, s.channel, s.kind, s.amount_minor, s.currency, s.note, s.spent_on,
    s.until_on
from spend_lines s
where s.site = :site and s.id > :after
    and s.spent_on <= :to_day and coalesce(s.until_on, s.spent_on) >= :from_day
    and (cast(:by as text) = 'all'
        or (cast(:by as text) = 'channel' and coalesce(nullif(s.channel_key, '(none)'), '') = :key)
        or (cast(:by as text) = 'campaign' and coalesce(cast(s.campaign as text), '') = :key))
    and case cast(:which as text)
        when 'media' then s.currency = cast(:currency as text) and s.kind = 'media'
        when 'foreign' then s.currency <> cast(:currency as text)
        else s.currency = cast(:currency as text) end
order by s.id
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
