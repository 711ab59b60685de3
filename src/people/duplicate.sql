-- Pairs that may be one.

-- name: duplicate_contacts_page
select id, name_key, email, phone, account from contacts
where site = :site and id > :after order by id limit :most;

-- name: duplicate_emails_page
select e.id, e.contact, e.email, c.account from contact_emails e
join contacts c on c.site = e.site and c.id = e.contact
where e.site = :site and e.id > :after order by e.id limit :most;

-- name: duplicate_accounts_page
select id, name, domain, tax_number from accounts
where site = :site and id > :after order by id limit :most;

-- name: duplicate_domains_page
select id, account, domain from account_domains
where site = :site and id > :after order by id limit :most;

-- name: duplicate_put
insert into duplicates (site, id, kind, one, other, reasons, score, run, found_at)
values (:site, :id, :kind, :one, :other, :reasons, :score, :run, :now)
on conflict (site, kind, one, other) do update set reasons = excluded.reasons,
    score = excluded.score, run = excluded.run;

-- name: duplicates_forget
-- What this search did not find again. What somebody said stays said.
delete from duplicates
where site = :site and kind = :kind and run <> :run and dismissed_at is null;

-- name: duplicates_open
select id, one, other, reasons, score, found_at, dismissed_at from duplicates
where site = :site and kind = :kind and dismissed_at is null
    and (score < :score or (score = :score and id < :id))
order by score desc, id desc limit :most;

-- name: duplicates_dismissed
select id, one, other, reasons, score, found_at, dismissed_at from duplicates
where site = :site and kind = :kind and dismissed_at is not null
    and (score < :score or (score = :score and id < :id))
order by score desc, id desc limit :most;

-- name: duplicates_with
select id, one, other, reasons, score, found_at, dismissed_at from duplicates
where site = :site and kind = :kind and (one = :record or other = :record) and dismissed_at is null
    and (score < :score or (score = :score and id < :id))
order by score desc, id desc limit :most;

-- name: duplicate_set_dismissed
update duplicates set dismissed_at = :at, dismissed_by = :by where site = :site and id = :id;
