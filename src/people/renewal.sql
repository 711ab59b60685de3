-- Contracts that end.

-- name: renewals_due
select d.id, d.account, coalesce(d.owner, a.owner), d.amount_minor, d.name, coalesce(a.name, a.domain), d.currency,
    d.contract_ends_on, n.id, n.outcome
from deals d
left join accounts a on a.site = d.site and a.id = d.account
left join deal_renewals r on r.site = d.site and r.renews = d.id
left join deals n on n.site = r.site and n.id = r.deal
where d.site = :site and d.outcome = 'won' and d.contract_ends_on >= :from_day and d.contract_ends_on <= :to_day
    and (n.id is null or n.outcome = 'open')
    and (:owner = 0 or coalesce(d.owner, a.owner) = :owner)
    and not exists (select 1 from deals l where l.site = d.site and l.account = d.account and l.outcome = 'won'
        and l.contract_ends_on > d.contract_ends_on)
    and not exists (select 1 from churns c where c.site = d.site and c.account = d.account and c.created_at > d.closed_at)
order by d.contract_ends_on, d.id limit :most;

-- name: renewal_of
select deal from deal_renewals where site = :site and renews = :renews;

-- name: renewal_put
insert into deal_renewals (site, deal, renews, created_at) values (:site, :deal, :renews, :now);
