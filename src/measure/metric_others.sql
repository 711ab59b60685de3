-- What the money figures leave out. channel_key NULL is all; '' is blank.

-- name: metric_others_deals
-- Deals with an amount in another currency: open ones, whenever they were opened, or won ones closed in the period.
select d.currency, cast(sum(d.amount_minor) as bigint), cast(count(*) as bigint)
from deals d
where d.site = :site and d.outcome = cast(:outcome as text) and d.amount_minor is not null
    and d.currency <> '' and d.currency <> cast(:currency as text)
    and (cast(:outcome as text) = 'open' or (d.closed_at >= :from_at and d.closed_at < :until_at))
    and (cast(:channel_key as text) is null
        or coalesce(nullif((select c.channel_key from contacts c
            where c.site = d.site and c.id = d.contact), '(none)'), '') = :channel_key)
group by d.currency
order by count(*) desc, d.currency;

-- name: metric_others_any
-- Whether there is a deal with an amount in another currency at all.
select 1 from deals
where site = :site and amount_minor is not null and currency <> '' and currency <> cast(:currency as text)
limit 1;
