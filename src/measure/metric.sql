-- Figures by closing date. channel_key NULL is all; '' is blank.

-- name: metric_closed
-- Deals closed in the period: won, lost, won with an amount of the site's currency, and the sum of those.
select
    coalesce(sum(case when d.outcome = 'won' then 1 else 0 end), 0),
    coalesce(sum(case when d.outcome = 'lost' then 1 else 0 end), 0),
    coalesce(sum(case when d.outcome = 'won' and d.amount_minor is not null
        and coalesce(d.currency, :currency) = cast(:currency as text) then 1 else 0 end), 0),
    cast(coalesce(sum(case when d.outcome = 'won'
        and coalesce(d.currency, :currency) = cast(:currency as text)
        then d.amount_minor end), 0) as bigint),
    (select count(*) from deals e where e.site = :site and e.outcome = 'lost')
from deals d
where d.site = :site and d.outcome in ('won', 'lost')
    and d.closed_at >= :from_at and d.closed_at < :until_at
    and (cast(:channel_key as text) is null
        or coalesce(nullif((select c.channel_key from contacts c
            where c.site = d.site and c.id = d.contact), '(none)'), '') = :channel_key);

-- name: metric_cycles
select d.opened_at, d.closed_at from deals d
where d.site = :site and d.outcome = 'won' and d.opened_at is not null
    and d.closed_at >= :from_at and d.closed_at < :until_at
    and (cast(:channel_key as text) is null
        or coalesce(nullif((select c.channel_key from contacts c
            where c.site = d.site and c.id = d.contact), '(none)'), '') = :channel_key);

-- name: metric_open
-- Open deals, those of them with an amount, and the sum; and those that are in no other currency.
select count(*),
    coalesce(sum(case when d.amount_minor is not null
        and coalesce(d.currency, :currency) = cast(:currency as text) then 1 else 0 end), 0),
    cast(coalesce(sum(case when coalesce(d.currency, :currency) = cast(:currency as text)
        then d.amount_minor end), 0) as bigint),
    coalesce(sum(case when d.amount_minor is null
        or coalesce(d.currency, :currency) = cast(:currency as text) then 1 else 0 end), 0)
from deals d
where d.site = :site and d.outcome = 'open'
    and (cast(:channel_key as text) is null
        or coalesce(nullif((select c.channel_key from contacts c
            where c.site = d.site and c.id = d.contact), '(none)'), '') = :channel_key);

-- name: metric_referrals
select count(*) from referrals
where site = :site and created_at >= :from_at and created_at < :until_at;
