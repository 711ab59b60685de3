-- The companies that people left. What happened before until_at happened in the first of them that was left later.

-- name: past_companies_of
select p.id, p.account, p.until_at, a.name from past_companies p
join accounts a on a.site = p.site and a.id = p.account
where p.site = :site and p.contact = :contact order by p.until_at desc, p.id desc;

-- name: past_company_move
update past_companies set until_at = :until_at where site = :site and id = :id;

-- name: past_company_add
insert into past_companies (site, id, contact, account, until_at)
values (:site, :id, :contact, :account, :now);

-- name: past_company_drop
delete from past_companies where site = :site and id = :id;
