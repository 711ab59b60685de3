-- Who bought, what and for how long; company by company.

-- name: retention_deals
select d.account, d.closed_at, d.amount_minor, coalesce(d.currency, :currency), d.contract_ends_on
from deals d
where d.site = :site and d.outcome = 'won' and d.account is not null and d.closed_at is not null
order by d.account, d.closed_at, d.id;

-- name: retention_churns
select account, churned_on from churns where site = :site order by account, churned_on;

-- name: retention_name
select coalesce(name, domain) from accounts where site = :site and id = :id;
