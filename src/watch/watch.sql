-- What is watched, how it looked, and which servers were asked.

-- name: watch_due
-- Of all sites. What a scenario copied is watched in its plan.
select site, id from watch_sources where active = 1 and next_at is not null and next_at <= :now
    and not exists (select 1 from competitors c join plans p on p.site = c.site and p.id = c.plan
        where c.site = watch_sources.site and c.id = watch_sources.competitor and p.scenario_of is not null)
order by next_at limit 200;

-- name: watch_queued
update watch_sources set asked_at = :now, next_at = :next_at where site = :site and id = :id;

-- name: watch_waits
-- The server is asked by somebody else just now.
update watch_sources set next_at = :next_at where site = :site and id = :id;

-- name: watch_ended
update watch_sources set asked_at = null, checked_at = :now, next_at = :next_at, last_state = :state,
    failures = :failures, error = :error, error_params = :error_params,
    changed_page_at = case when :changed = 1 then :now else changed_page_at end
where site = :site and id = :id;

-- name: watch_set_aside
update watch_sources set asked_at = null where site = :site and id = :id;

-- name: watch_state_get
select etag, modified, snapshot from watch_states where site = :site and source = :source;

-- name: watch_state_put
insert into watch_states (site, source, etag, modified, snapshot)
values (:site, :source, :etag, :modified, :snapshot)
on conflict (site, source) do update set etag = excluded.etag, modified = excluded.modified,
    snapshot = excluded.snapshot;

-- name: watch_state_drop
delete from watch_states where site = :site and source = :source;

-- name: watch_host_get
select robots, robots_status, robots_at, free_at from watch_hosts where site = :site and origin = :origin;

-- name: watch_host_claim
-- A row comes back when the server may be asked now; from then on it is taken until free_at.
insert into watch_hosts (site, origin, free_at) values (:site, :origin, :free_at)
on conflict (site, origin) do update set free_at = excluded.free_at
where watch_hosts.free_at is null or watch_hosts.free_at <= :now
returning free_at;

-- name: watch_host_free
update watch_hosts set free_at = :free_at where site = :site and origin = :origin;

-- name: watch_host_robots
insert into watch_hosts (site, origin, robots, robots_status, robots_at)
values (:site, :origin, :robots, :robots_status, :now)
on conflict (site, origin) do update set robots = excluded.robots,
    robots_status = excluded.robots_status, robots_at = excluded.robots_at;

-- name: watch_hosts_tidy
-- Of all sites: servers that nobody asked for a month.
delete from watch_hosts
where coalesce(free_at, robots_at, 0) < :before and coalesce(robots_at, 0) < :before;

-- name: watch_of_competitor
select s.id, n.n from watch_sources s
left join (select watch, count(*) as n from competitor_notes
    where site = :site and watch is not null group by watch) n on n.watch = s.id
where s.site = :site and s.competitor = :competitor order by s.id;
