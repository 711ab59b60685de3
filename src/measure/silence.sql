-- Queries of sites that fell silent.

-- name: silence_get
select since, last_at, expected from site_silences where site = :site;

-- name: silence_put
insert into site_silences (site, last_at, since, expected) values (:site, :last_at, :now, :expected)
on conflict (site) do nothing;

-- name: silence_end
delete from site_silences where site = :site;

-- name: silence_sites
select id from sites where is_demo = 0 order by id;
