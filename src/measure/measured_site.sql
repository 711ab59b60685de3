-- Queries of how sites are measured.

-- name: measured_sites
select s.id, k.key, s.name, s.time_zone,
    (select t.value from settings t where t.site = s.id and t.key = 'measure.count_refusing')
from sites s join site_keys k on k.site = s.id order by s.id;

-- name: measured_hosts_all
select site, host from site_hosts order by site, host;

-- name: measured_hosts
select host from site_hosts where site = :site order by host;

-- name: measured_hosts_clear
delete from site_hosts where site = :site;

-- name: measured_host_add
insert into site_hosts (site, host, created_at) values (:site, :host, :now)
on conflict (site, host) do nothing;

-- name: visitor_salts_all
select site, day, salt from visitor_salts order by site, day;

-- name: visitor_salt_add
insert into visitor_salts (site, day, salt) values (:of_site, :day, :salt)
on conflict (site, day) do nothing;

-- name: visitor_salts_end
delete from visitor_salts where site = :of_site and day < :day;
