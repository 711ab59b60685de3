-- Customers with what their health is made of.

-- name: customers
-- account 0: all of them.
select a.id, coalesce(a.name, a.domain), a.owner, w.first_at, w.last_at, w.revenue, w.ends_on, t.last_at, t.issues, t.n,
    r.n, h.churned_on, p.score
from (
    select d.account as account, min(d.closed_at) as first_at, max(d.closed_at) as last_at,
        max(d.contract_ends_on) as ends_on,
        cast(coalesce(sum(case when d.closed_at >= :year_ago and coalesce(d.currency, :currency) = cast(:currency as text)
            then d.amount_minor end), 0) as bigint) as revenue
    from deals d
    where d.site = :site and d.outcome = 'won' and d.account is not null and d.closed_at is not null
        and (:account = 0 or d.account = :account)
    group by d.account
) w
join accounts a on a.site = :site and a.id = w.account
left join (
    select v.account as account, max(case when v.kind in ('call', 'meeting', 'mail', 'whatsapp') then v.at end) as last_at,
        sum(case when v.kind = 'issue' and v.is_open = 1 then 1 else 0 end) as issues, count(*) as n
    from activities v where v.site = :site and v.account is not null and (:account = 0 or v.account = :account)
    group by v.account
) t on t.account = w.account
left join (
    select d.account as account, count(*) as n from deals d
    where d.site = :site and d.outcome = 'open' and d.type = 'renewal' and (:account = 0 or d.account = :account)
    group by d.account
) r on r.account = w.account
left join (
    select c.account as account, max(c.churned_on) as churned_on from churns c
    where c.site = :site and (:account = 0 or c.account = :account) group by c.account
) h on h.account = w.account
left join (
    select n.account as account, cast(sum(n.score) * 10 as bigint) / count(*) as score from nps_answers n
    where n.site = :site and n.account is not null and n.answered_at >= :year_ago
        and (:account = 0 or n.account = :account)
    group by n.account
) p on p.account = w.account
where (:owner = 0 or a.owner = :owner)
order by a.id limit 20000;
