-- Behaviours that rules name, who keeps them, and counts by contact and local day.

-- name: behaviour_revision
select revision from behaviour_worlds where site = :site;

-- name: behaviour_revision_put
insert into behaviour_worlds (site, revision) values (:site, :revision)
on conflict (site) do update set revision = excluded.revision;

-- name: behaviour_keys
select id, counted, state, from_position, key from behaviour_keys where site = :site order by counted;

-- name: behaviour_key_id
select id from behaviour_keys where site = :site and key = :key;

-- name: behaviour_key_add
insert into behaviour_keys (site, id, key, counted, state, from_position, created_at)
values (:site, :id, :key, :id, 'new', 0, :now);

-- name: behaviour_key_put
update behaviour_keys set counted = :counted, state = :state, from_position = :from_position
where site = :site and id = :id;

-- name: behaviour_keys_restart
update behaviour_keys set state = 'new' where site = :site;

-- name: behaviour_keys_forget
-- Those that nobody keeps.
delete from behaviour_keys where site = :site
    and not exists (select 1 from behaviour_owners o where o.site = behaviour_keys.site and o.behaviour = behaviour_keys.id);

-- name: behaviour_owner_drop
delete from behaviour_owners where site = :site and owner_kind = :owner_kind and owner = :owner;

-- name: behaviour_owner_add
insert into behaviour_owners (site, owner_kind, owner, behaviour) values (:site, :owner_kind, :owner, :behaviour)
on conflict (site, owner_kind, owner, behaviour) do nothing;

-- name: behaviour_add
insert into behaviour_days (site, contact, counted, day, n) values (:site, :contact, :counted, :day, :n)
on conflict (site, contact, counted, day) do update set n = behaviour_days.n + excluded.n;

-- name: behaviour_counts_of_contact
-- Theirs and those of who went into them. "cross join": in this order, whatever the planner believes of table sizes.
select counted, day, cast(sum(n) as bigint) from (
    select d.counted, d.day, d.n from behaviour_days d where d.site = :site and d.contact = :record
    union all
    select d.counted, d.day, d.n from merged_ids m cross join behaviour_days d
    where m.site = :site and m.kind = 'contact' and m.kept = :record and d.site = m.site and d.contact = m.gone) x
group by counted, day order by counted, day;

-- name: behaviour_counts_of_account
select counted, day, cast(sum(n) as bigint) from (
    select d.counted, d.day, d.n from contacts c cross join behaviour_days d
    where c.site = :site and c.account = :record and d.site = c.site and d.contact = c.id
    union all
    select d.counted, d.day, d.n from contacts c cross join merged_ids m cross join behaviour_days d
    where c.site = :site and c.account = :record and m.site = c.site and m.kind = 'contact' and m.kept = c.id
        and d.site = m.site and d.contact = m.gone) x
group by counted, day order by counted, day;

-- name: behaviour_contacts_after
select contact from behaviour_days where site = :site and contact > :after group by contact order by contact limit :most;

-- name: behaviour_sweep
delete from behaviour_days where site = :site and contact > :after and contact <= :last
    and counted not in (select k.counted from behaviour_keys k where k.site = :site);

-- name: behaviour_sites_waiting
select site from behaviour_keys where state <> 'live' group by site order by site limit 100;

-- name: journal_position
select position from journal_followers where name = :name;

-- name: journal_position_begin
insert into journal_followers (name, position) values (:name, 0)
on conflict (name) do nothing;

-- name: journal_position_put
-- Nothing changes when another was faster.
update journal_followers set position = :to where name = :name and position = :from;

-- name: behaviour_days_drop
delete from behaviour_days where site = :site and contact = :contact and counted = :counted;

-- name: recount_put
insert into behaviour_recounts (site, contact, position) values (:site, :contact, :position)
on conflict (site, contact) do update set position = excluded.position;

-- name: recount_of
select position from behaviour_recounts where site = :site and contact = :contact;

-- name: recounts_drop
delete from behaviour_recounts where position < :position;
