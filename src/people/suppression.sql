-- Addresses that get nothing.

-- name: suppression_by_hash
select id, hash, email, reason, source, created_at, actor from suppressions where site = :site and hash = :hash;

-- name: suppression_get
select id, hash, email, reason, source, created_at, actor from suppressions where site = :site and id = :id;

-- name: suppression_put
insert into suppressions (site, id, hash, email, reason, source, created_at, actor)
values (:site, :id, :hash, :email, :reason, :source, :now, :actor)
on conflict (site, hash) do nothing
returning id;

-- name: suppression_harden
update suppressions set reason = :reason, source = :source, created_at = :now, actor = :actor
where site = :site and hash = :hash;

-- name: suppression_drop
delete from suppressions where site = :site and id = :id;

-- name: suppression_blank
update suppressions set email = null, source = null where site = :site and hash = :hash;

-- name: suppressions_page
select id, hash, email, reason, source, created_at, actor from suppressions
where site = :site and (:after = 0 or id < :after) and (:reason = '' or reason = :reason)
order by id desc limit :most;
