-- Imports that come by themselves, and what came.

-- name: import_sources_due
-- Of all sites: those that should run now.
select site, id from import_sources where active = 1 and next_at is not null and next_at <= :now
order by next_at limit 200;

-- name: import_sources_waiting
-- Of all sites: webhooks that got something that nobody is at work on, though they have a map.
select s.site, s.id from import_sources s
where s.origin = 'webhook' and s.active = 1 and s.map is not null and exists (
    select 1 from import_deliveries d
    where d.site = s.site and d.source = s.id and d.state in ('waiting', 'running'))
limit 200;

-- name: import_source_plan
update import_sources set next_at = :next_at where site = :site and id = :id;

-- name: import_source_ended
update import_sources set last_at = :now, last_state = :state, failures = :failures
where site = :site and id = :id;

-- name: import_source_key_row
insert into import_source_keys (site, source) values (:site, :source)
on conflict (site, source) do nothing;

-- name: import_source_key_get
select token_hash, secret, etag, modified from import_source_keys
where site = :site and source = :source;

-- name: import_source_key_token
update import_source_keys set token_hash = :token_hash where site = :site and source = :source;

-- name: import_source_key_secret
update import_source_keys set secret = :secret where site = :site and source = :source;

-- name: import_source_key_seen
update import_source_keys set etag = :etag, modified = :modified
where site = :site and source = :source;

-- name: import_source_of_token
-- Of any site: a token names one.
select k.site, k.source, k.secret from import_source_keys k
join import_sources s on s.site = k.site and s.id = k.source
where k.token_hash = :token_hash and s.active = 1 and s.origin = 'webhook';

-- name: import_delivery_add
-- No row when it is there already.
insert into import_deliveries (site, id, source, state, name, same_key, bytes, body, import, received_at)
values (:site, :id, :source, :state, :name, :same_key, :bytes, :body, :import, :now)
on conflict (site, source, same_key) do nothing
returning id;

-- name: import_delivery_same
select id from import_deliveries
where site = :site and source = :source and same_key = :same_key;

-- name: import_deliveries_list
select id, source, state, name, same_key, bytes, null, import, row_from, n_rows, error, params,
    received_at, ended_at
from import_deliveries
where site = :site and source = :source and id < :below
order by id desc limit :most;

-- name: import_delivery_by_id
select id, source, state, name, same_key, bytes, body, import, row_from, n_rows, error, params,
    received_at, ended_at
from import_deliveries where site = :site and id = :id;

-- name: import_deliveries_in
-- The oldest first, with their bodies.
select id, source, state, name, same_key, bytes, body, import, row_from, n_rows, error, params,
    received_at, ended_at
from import_deliveries
where site = :site and source = :source and state = :state
order by id limit :most;

-- name: import_deliveries_bodies
-- The newest that still have one.
select id, source, state, name, same_key, bytes, body, import, row_from, n_rows, error, params,
    received_at, ended_at
from import_deliveries
where site = :site and source = :source and body is not null
order by id desc limit :most;

-- name: import_deliveries_of_import
select id, source, state, name, same_key, bytes, null, import, row_from, n_rows, error, params,
    received_at, ended_at
from import_deliveries
where site = :site and source = :source and import = :import
order by id limit 1000;

-- name: import_delivery_takes
update import_deliveries set state = 'running', import = :import, row_from = :row_from,
    n_rows = :n_rows, error = null, params = null, ended_at = null
where site = :site and id = :id;

-- name: import_delivery_ends
update import_deliveries set state = :state, error = :error, params = :params, ended_at = :now
where site = :site and id = :id;

-- name: import_delivery_rows
update import_deliveries set n_rows = :n_rows where site = :site and id = :id;

-- name: import_delivery_again
update import_deliveries set state = :state, error = null, params = null, ended_at = null
where site = :site and id = :id and state in ('done', 'partly', 'failed');

-- name: import_delivery_drop
delete from import_deliveries where site = :site and id = :id;

-- name: import_drop
delete from imports where site = :site and id = :id and at_row = 0;

-- name: import_errors_between
-- How many rows of a range are wrong, and the first of their errors.
select count(distinct at_row), min(at_row) from import_errors
where site = :site and import = :import and at_row >= :low and at_row < :high;

-- name: import_deliveries_tidy
-- Bodies whose days are over; of all sites.
update import_deliveries set body = null
where body is not null and ended_at is not null and ended_at < :now - 86400000 * (
    select coalesce(s.keep_days, 30) from import_sources s
    where s.site = import_deliveries.site and s.id = import_deliveries.source);
