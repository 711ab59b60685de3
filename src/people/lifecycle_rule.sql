-- Rules that move people.

-- name: lifecycle_rules_stamp
select id, version from lifecycle_rules where site = :site and active = 1 order by id;

-- name: lifecycle_rules_active
select id, name, stage, rule from lifecycle_rules
where site = :site and active = 1 order by position, id;

-- name: lifecycle_shown
select name, email, lifecycle from contacts where site = :site and id = :contact;

-- name: lifecycle_contacts_of
-- People whose company is this one.
select id from contacts where site = :site and account = :account order by id limit :most;

-- name: lifecycle_contact_of_deal
select contact from deals where site = :site and id = :deal and contact is not null;
