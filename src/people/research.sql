-- Companies whose people look around.

-- name: research_account_of
select account from contacts where site = :site and id = :id and account is not null;

-- name: research_lately
select id from research_alerts where site = :site and account = :account and at > :since_at limit 1;

-- name: research_add
insert into research_alerts (site, id, account, at, days) values (:site, :id, :account, :now, :days);

-- name: research_add_person
insert into research_people (site, alert, contact, views) values (:site, :alert, :contact, :views);

-- name: research_open
select r.id, r.account, r.at, r.days, r.dismissed_at, coalesce(a.name, a.domain)
from research_alerts r join accounts a on a.site = r.site and a.id = r.account
where r.site = :site and r.dismissed_at is null and r.at > :now - r.days * 86400000
order by r.at desc, r.id desc limit 20;

-- name: research_of
select r.id, r.account, r.at, r.days, r.dismissed_at, coalesce(a.name, a.domain)
from research_alerts r join accounts a on a.site = r.site and a.id = r.account
where r.site = :site and r.account = :account
order by r.at desc, r.id desc limit 20;

-- name: research_people_of
select p.contact, p.views, coalesce(c.name, c.email)
from research_people p join contacts c on c.site = p.site and c.id = p.contact
where p.site = :site and p.alert = :alert order by p.views desc, p.contact limit 20;

-- name: research_dismiss
update research_alerts set dismissed_at = :at, dismissed_by = :by where site = :site and id = :id;
