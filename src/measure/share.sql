-- Links that open something without an account, and their openings (migrations/0083).

-- name: share_link_add
insert into share_links (site, id, kind, target, edition, digest, note, actor, created_at, expires_at)
values (:site, :id, :kind, :target, :edition, :digest, :note, :actor, :now, :expires_at);

-- name: share_links_of
select id, kind, target, edition, note, actor, created_at, expires_at, revoked_at, opened_count, opened_at, confirmed_by, confirmed_at
from share_links where site = :site and kind = :kind and target = :target order by id desc;

-- name: share_link_by_id
select id, kind, target, edition, note, actor, created_at, expires_at, revoked_at, opened_count, opened_at, confirmed_by, confirmed_at
from share_links where site = :site and id = :id;

-- name: share_link_by_digest
select id, kind, target, edition, note, actor, created_at, expires_at, revoked_at, opened_count, opened_at, confirmed_by, confirmed_at
from share_links where site = :site and digest = :digest;

-- name: share_link_revoke
update share_links set revoked_at = :now where site = :site and id = :id and revoked_at is null;

-- name: share_link_count
update share_links set opened_count = opened_count + 1, opened_at = :now where site = :site and id = :id;

-- name: share_link_confirm
-- The first who says so is kept.
update share_links set confirmed_by = :confirmed_by, confirmed_at = :now where site = :site and id = :id and confirmed_at is null;

-- name: share_links_orphans
-- What they opened is gone; of all sites.
delete from share_links where
    (kind = 'report' and not exists (select 1 from saved_reports r where r.site = share_links.site and r.id = share_links.target))
    or (kind = 'plan' and not exists (select 1 from plans p where p.site = share_links.site and p.id = share_links.target))
    or (kind = 'positioning' and not exists (select 1 from positionings p where p.site = share_links.site and p.id = share_links.target));

-- name: share_opening_add
insert into share_openings (site, id, link, opened_at, device, browser, robot)
values (:site, :id, :link, :now, :device, :browser, :robot);

-- name: share_openings_trim
-- All but the newest ones.
delete from share_openings where site = :site and link = :link and id not in (
    select id from share_openings where site = :site and link = :link order by id desc limit :keep);

-- name: share_openings_of
select id, opened_at, device, browser, robot from share_openings where site = :site and link = :link order by id desc;
