-- name: positioning_rival_same
select count(*) from positioning_rivals
where site = :site and positioning = :positioning and competitor = :competitor and id <> :id;

-- name: positioning_version_keep
insert into positioning_versions (site, positioning, version, saved_at, actor, text)
values (:site, :positioning, :version, :saved_at, :actor, :text)
on conflict (site, positioning, version) do nothing;

-- name: positioning_versions_list
select v.version, v.saved_at, v.actor, u.name, v.text
from positioning_versions v left join users u on u.id = v.actor
where v.site = :site and v.positioning = :positioning order by v.version desc limit 200;

-- name: positioning_version_get
select text from positioning_versions
where site = :site and positioning = :positioning and version = :version;

-- name: positioning_rivals_of
select r.id, r.version, r.competitor, c.name, c.website, r.notes
from positioning_rivals r join competitors c on c.site = r.site and c.id = r.competitor
where r.site = :site and r.positioning = :positioning order by r.id;
