-- Companies by domain.

-- name: account_of_domain
select a.id from accounts a where a.site = :site and a.domain = :domain
union all
select d.account from account_domains d where d.site = :site and d.domain = :domain;

-- name: account_domains_all
select a.domain from accounts a where a.site = :site and a.id = :account and a.domain is not null
union all
select d.domain from account_domains d where d.site = :site and d.account = :account;

-- name: contacts_unlinked
-- Whose address ends in the domain or below it; the index has them all.
select c.id, c.email from contacts c
where c.site = :site and c.account is null and c.email is not null
    and substr(c.email, length(c.email) - length(:domain) + 1) = :domain
    and substr(c.email, length(c.email) - length(:domain), 1) in ('@', '.')
order by c.email limit :most;
