-- What happened, by quarters of an hour: those add up to days in every time zone. channel_key NULL is all; '' is blank.

-- name: weeks_leads
select c.first_contact_at / 900000, cast(count(*) as bigint)
from contacts c
where c.site = :site and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
    and (cast(:channel_key as text) is null
        or coalesce(nullif(c.channel_key, '(none)'), '') = :channel_key)
group by c.first_contact_at / 900000;

-- name: weeks_won
select d.closed_at / 900000, cast(count(*) as bigint),
    cast(coalesce(sum(case when coalesce(d.currency, :currency) = cast(:currency as text)
        then d.amount_minor end), 0) as bigint)
from deals d
where d.site = :site and d.outcome = 'won'
    and d.closed_at >= :from_at and d.closed_at < :until_at
    and (cast(:channel_key as text) is null
        or coalesce(nullif((select c.channel_key from contacts c
            where c.site = d.site and c.id = d.contact), '(none)'), '') = :channel_key)
group by d.closed_at / 900000;

-- name: weeks_mqls
select m.first_at / 900000, cast(count(*) as bigint)
from (select s.contact, min(s.at) as first_at from lifecycle_stamps s
    where s.site = :site and s.stage = 'mql' and coalesce(s.cause, '') <> 'import'
    group by s.contact) m
join contacts c on c.site = :site and c.id = m.contact
where m.first_at >= :from_at and m.first_at < :until_at
    and (cast(:channel_key as text) is null
        or coalesce(nullif(c.channel_key, '(none)'), '') = :channel_key)
group by m.first_at / 900000;

-- name: weeks_opportunities
select d.opened_at / 900000, cast(count(*) as bigint)
from deals d
where d.site = :site and d.opened_at >= :from_at and d.opened_at < :until_at
    and coalesce(d.type, 'new') <> 'renewal'
    and (cast(:channel_key as text) is null
        or coalesce(nullif((select c.channel_key from contacts c
            where c.site = d.site and c.id = d.contact), '(none)'), '') = :channel_key)
group by d.opened_at / 900000;

-- name: weeks_won_amounts
-- What won deals brought, the latest first.
select d.amount_minor
from deals d
where d.site = :site and d.outcome = 'won' and d.amount_minor is not null
    and coalesce(d.currency, :currency) = cast(:currency as text)
    and d.closed_at >= :from_at and d.closed_at < :until_at
    and (cast(:channel_key as text) is null
        or coalesce(nullif((select c.channel_key from contacts c
            where c.site = d.site and c.id = d.contact), '(none)'), '') = :channel_key)
order by d.closed_at desc, d.id desc
limit :limit;
