-- Further addresses of contacts and further domains of accounts.

-- name: contact_emails_of
select id, email, added_at from contact_emails where site = :site and contact = :record order by id;

-- name: contact_email_add
insert into contact_emails (site, id, contact, email, added_at, actor)
values (:site, :id, :record, :value, :now, :actor);

-- name: contact_email_drop
delete from contact_emails where site = :site and contact = :record and id = :id;

-- name: account_domains_of
select id, domain, added_at from account_domains
where site = :site and account = :record order by id;

-- name: account_domain_add
insert into account_domains (site, id, account, domain, added_at, actor)
values (:site, :id, :record, :value, :now, :actor);

-- name: account_domain_drop
delete from account_domains where site = :site and account = :record and id = :id;
