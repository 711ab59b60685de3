-- Companies by domain.

-- name: account_of_domain
select a.id from accounts a where a.site = :site and a.domain = :domain
union all
select d.account from account_domains d where d.site = :site and d.domain = :domain;
