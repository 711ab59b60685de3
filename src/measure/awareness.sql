-- How well a brand is known.

-- name: awareness_terms
-- Searches of exports that lie in the days whole.
select query_key, min(query), cast(sum(clicks) as bigint), cast(sum(impressions) as bigint),
    cast(sum(position_milli * impressions) as bigint)
from search_terms
where site = :site and first_day >= :first and last_day <= :last and query_key <> ''
group by query_key order by 4 desc, query_key;

-- name: awareness_exports
-- Stretches of searches that lie in the days whole, those that are cut by their edge, and the days of the first kind.
select count(distinct case when first_day >= :first and last_day <= :last then first_day * 1000000 + last_day end),
    count(distinct case when first_day < :first or last_day > :last then first_day * 1000000 + last_day end),
    min(case when first_day >= :first and last_day <= :last then first_day end),
    max(case when first_day >= :first and last_day <= :last then last_day end)
from search_terms
where site = :site and last_day >= :first and first_day <= :last and query_key <> '';

-- name: awareness_direct
select cast(coalesce(sum(visits), 0) as bigint), cast(coalesce(sum(known), 0) as bigint),
    cast(coalesce(sum(returned), 0) as bigint)
from direct_days where site = :site and day >= :first and day <= :last;

-- name: awareness_accounts
-- Companies with an industry, by when anybody in them was first met or first known as a visitor.
select a.id, a.name, a.industry, a.industry_key, s.first_at
from accounts a
join (
    select x.account as account, min(x.at) as first_at from (
        select c.account as account, c.first_contact_at as at from contacts c
        where c.site = :site and c.account is not null and c.first_contact_at is not null
        union all
        select c.account as account, l.linked_at as at from visitor_links l
        join contacts c on c.site = l.site and c.id = l.contact
        where l.site = :site and c.account is not null and l.undone_at is null
    ) x group by x.account
) s on s.account = a.id
where a.site = :site and a.industry_key is not null and s.first_at >= :from_at and s.first_at < :until_at
order by s.first_at desc, a.id desc;

-- name: awareness_audiences
select name, industry from audiences
where site = :site and industry is not null and industry <> ''
    and plan in (select p.id from plans p where p.site = :site and p.scenario_of is null)
order by id;

-- name: awareness_sites
select id from sites order by id;

-- name: direct_last
select max(day) from direct_days where site = :site;

-- name: direct_put
insert into direct_days (site, day, visits, known, returned)
values (:site, :day, :visits, :known, :returned)
on conflict (site, day) do update set visits = excluded.visits, known = excluded.known,
    returned = excluded.returned;
