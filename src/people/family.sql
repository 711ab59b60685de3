-- The family of a company: its line upwards, its daughters, and what the whole tree below has.

-- name: family_parents
with recursive up (id, parent, n) as (
    select a.id, a.parent, 0 from accounts a where a.site = :site and a.id = :account
    union all
    select a.id, a.parent, u.n + 1 from accounts a join up u on a.id = u.parent
    where a.site = :site and u.n < :depth
)
select a.id, a.name, a.domain from up u join accounts a on a.site = :site and a.id = u.id
where u.n > 0 order by u.n;

-- name: family_children
select a.id, a.name, a.domain,
    (select count(*) from contacts c where c.site = a.site and c.account = a.id),
    (select count(*) from deals d where d.site = a.site and d.account = a.id and d.outcome = 'open'),
    (select count(*) from deals d where d.site = a.site and d.account = a.id and d.outcome = 'won')
from accounts a where a.site = :site and a.parent = :account
order by a.name_key, a.id limit :most;

-- name: family_tree
-- Ids from the company down, level by level.
with recursive down (id, n) as (
    select a.id, 0 from accounts a where a.site = :site and a.id = :account
    union all
    select a.id, d.n + 1 from accounts a join down d on a.parent = d.id
    where a.site = :site and d.n < :depth
)
select id from down order by n, id limit :most;

-- name: family_contacts
select count(*) from contacts where site = :site and account = :account;

-- name: family_deals
select coalesce(currency, ''), outcome, count(*),
    coalesce(sum(cast(amount_minor as double precision)), 0)
from deals where site = :site and account = :account and outcome in ('open', 'won')
group by coalesce(currency, ''), outcome;
