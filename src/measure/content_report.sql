-- What companies reached, and who they are. A unit is a company, or the person who belongs to none.

-- name: content_stamps
-- The company is that of the moment. Columns: unit, 1 MQL, 2 opportunity, 3 won, when, the amount of a won deal in the
-- site's currency; of one in another that currency and the amount.
select coalesce((select p.account from past_companies p where p.site = c.site and p.contact = c.id
        and p.until_at > m.first_at order by p.until_at, p.id limit 1), c.account, c.id) as unit, 1 as stage, m.first_at as at, cast(null as bigint) as amount,
    cast(null as text) as other_currency, cast(null as bigint) as other_amount from (
    select s.contact, min(s.at) as first_at from lifecycle_stamps s
    where s.site = :site and s.stage = 'mql' and coalesce(s.cause, '') <> 'import'
    group by s.contact) m
join contacts c on c.site = :site and c.id = m.contact
where m.first_at >= :from_at and m.first_at < :until_at
union all
select coalesce(d.account, (select p.account from past_companies p where p.site = c.site and p.contact = c.id
        and p.until_at > d.opened_at order by p.until_at, p.id limit 1), c.account, d.contact), 2, d.opened_at, cast(null as bigint), cast(null as text), cast(null as bigint)
from deals d left join contacts c on c.site = d.site and c.id = d.contact
where d.site = :site and d.opened_at >= :from_at and d.opened_at < :until_at
    and coalesce(d.type, 'new') <> 'renewal' and coalesce(d.account, c.account, d.contact) is not null
union all
select coalesce(d.account, (select p.account from past_companies p where p.site = c.site and p.contact = c.id
        and p.until_at > d.closed_at order by p.until_at, p.id limit 1), c.account, d.contact), 3, d.closed_at,
    case when coalesce(nullif(d.currency, ''), :currency) = cast(:currency as text) then d.amount_minor end,
    case when d.amount_minor is not null and d.currency <> '' and d.currency <> cast(:currency as text)
        then d.currency end,
    d.amount_minor
from deals d left join contacts c on c.site = d.site and c.id = d.contact
where d.site = :site and d.outcome = 'won' and d.closed_at >= :from_at and d.closed_at < :until_at
    and coalesce(d.account, c.account, d.contact) is not null
order by 1, 3, 2;

-- name: content_unit
-- Its name, and 1 for a company.
select a.name, 1 from accounts a where a.site = :site and a.id = :unit
union all
select coalesce(c.name, c.email), 0 from contacts c where c.site = :site and c.id = :unit
limit 1;
