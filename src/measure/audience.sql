-- name: audience_accounts
-- Members, those with a lead or a deal, those won, those with an open deal.
select count(*), coalesce(sum(case when x.leads > 0 or x.deals > 0 then 1 else 0 end), 0),
    coalesce(sum(case when x.won > 0 then 1 else 0 end), 0), coalesce(sum(case when x.open > 0 then 1 else 0 end), 0)
from (
    select (select count(*) from contacts c where c.site = m.site and c.account = m.record and c.first_contact_at is not null) as leads,
        (select count(*) from deals d where d.site = m.site and d.account = m.record) as deals,
        (select count(*) from deals d where d.site = m.site and d.account = m.record and d.outcome = 'won') as won,
        (select count(*) from deals d where d.site = m.site and d.account = m.record and d.outcome = 'open') as open
    from segment_members m where m.site = :site and m.segment = :segment
) x;

-- name: audience_deal_sums
-- Open, won and lost; won with an amount of the site's currency, won without, the sum; whether the site records lost deals at all.
select coalesce(sum(case when d.outcome = 'open' then 1 else 0 end), 0),
    coalesce(sum(case when d.outcome = 'won' then 1 else 0 end), 0),
    coalesce(sum(case when d.outcome = 'lost' then 1 else 0 end), 0),
    coalesce(sum(case when d.outcome = 'won' and d.amount_minor is not null
        and coalesce(d.currency, :currency) = cast(:currency as text) then 1 else 0 end), 0),
    cast(coalesce(sum(case when d.outcome = 'won' and coalesce(d.currency, :currency) = cast(:currency as text)
        then d.amount_minor end), 0) as bigint),
    (select count(*) from deals e where e.site = :site and e.outcome = 'lost')
from segment_members m join deals d on d.site = m.site and d.account = m.record
where m.site = :site and m.segment = :segment;

-- name: audience_spend
select min(s.spent_on), cast(coalesce(sum(s.amount_minor), 0) as bigint)
from spend_lines s join campaigns c on c.site = s.site and c.id = s.campaign
where s.site = :site and c.audience = :audience and coalesce(s.currency, :currency) = cast(:currency as text);

-- name: audience_won_since
select count(distinct d.account)
from segment_members m join deals d on d.site = m.site and d.account = m.record
where m.site = :site and m.segment = :segment and d.outcome = 'won' and d.closed_at >= :from_at;

-- name: audience_deals_list
select d.id, d.account, d.amount_minor, d.closed_at, d.name, a.name, d.outcome, d.currency
from segment_members m join deals d on d.site = m.site and d.account = m.record
    join accounts a on a.site = d.site and a.id = d.account
where m.site = :site and m.segment = :segment
order by coalesce(d.closed_at, d.opened_at, d.created_at) desc, d.id desc limit :most;

-- name: audience_roles
select distinct buying_role from personas where site = :site and audience = :audience and buying_role is not null;

-- name: audience_changes
-- What was changed in the audiences of a plan, newest first.
select t.record, t.at, t.diff from audit t join audiences a on a.site = t.site and a.id = t.record
where t.site = :site and t.model = 'audience' and t.action = 'change' and a.plan = :plan and t.diff is not null
order by t.id desc limit 100;
