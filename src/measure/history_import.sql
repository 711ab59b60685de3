-- Imports of visits and searches. The columns of an import stand in one order everywhere.

-- name: history_insert
insert into history_imports (site, id, format, state, name, bytes, sha256, options, actor, created_at)
values (:site, :id, :format, 'draft', :name, :bytes, :sha256, :options, :actor, :now);

-- name: history_by_id
select id, format, state, name, bytes, sha256, options, until_ms, salt, n_rows, n_taken, n_refused,
    n_covered, n_outside, n_assets, n_failures, n_others, n_visits, n_views, n_robots, n_totals,
    reports, first_day, last_day, bytes_done, at_row, error, job, actor, created_at, started_at, ended_at
from history_imports where site = :site and id = :id;

-- name: history_recent
select id, format, state, name, bytes, sha256, options, until_ms, salt, n_rows, n_taken, n_refused,
    n_covered, n_outside, n_assets, n_failures, n_others, n_visits, n_views, n_robots, n_totals,
    reports, first_day, last_day, bytes_done, at_row, error, job, actor, created_at, started_at, ended_at
from history_imports where site = :site order by created_at desc, id desc limit 200;

-- name: history_begun
-- The same file, killed while it ran.
select id, format, state, name, bytes, sha256, options, until_ms, salt, n_rows, n_taken, n_refused,
    n_covered, n_outside, n_assets, n_failures, n_others, n_visits, n_views, n_robots, n_totals,
    reports, first_day, last_day, bytes_done, at_row, error, job, actor, created_at, started_at, ended_at
from history_imports
where site = :site and sha256 = :sha256 and format = :format and state = 'running'
order by id desc limit 1;

-- name: history_same_file
-- One that took nothing stands in nobody's way.
select name, created_at from history_imports
where site = :site and sha256 = :sha256 and id <> :id and state in ('running', 'done', 'undoing')
    and (state <> 'done' or n_taken > 0)
order by id limit 1;

-- name: history_others
-- What other imports hold, by days.
select format, reports, first_day, last_day from history_imports
where site = :site and id <> :id and state in ('running', 'done', 'undoing', 'failed')
    and first_day is not null;

-- name: history_update_options
update history_imports set options = :options
where site = :site and id = :id and state in ('draft', 'simulating', 'simulated', 'failed', 'undone');

-- name: history_update_job
update history_imports set job = :job, state = :state, error = null where site = :site and id = :id;

-- name: history_update_state
update history_imports set state = :state, error = :error, ended_at = :ended_at
where site = :site and id = :id;

-- name: history_start
update history_imports set state = :state, error = null, until_ms = :until_ms, salt = :salt,
    started_at = :now, ended_at = null
where site = :site and id = :id;

-- name: history_progress
update history_imports set n_rows = :n_rows, n_taken = :n_taken, n_refused = :n_refused,
    n_covered = :n_covered, n_outside = :n_outside, n_assets = :n_assets, n_failures = :n_failures,
    n_others = :n_others, reports = :reports, first_day = :first_day, last_day = :last_day,
    bytes_done = :bytes_done
where site = :site and id = :id;

-- name: history_end
update history_imports set state = :state, salt = null, n_visits = :n_visits, n_views = :n_views,
    n_robots = :n_robots, n_totals = :n_totals, bytes_done = bytes, ended_at = :now
where site = :site and id = :id;

-- name: history_at_row
update history_imports set at_row = :at_row where site = :site and id = :id and at_row = :from_row;

-- name: history_undone
update history_imports set state = 'undone', at_row = 0, salt = null, until_ms = null, reports = 0,
    first_day = null, last_day = null, n_visits = 0, n_views = 0, n_robots = 0, n_totals = 0, ended_at = :now
where site = :site and id = :id;

-- name: history_delete
delete from history_imports
where site = :site and id = :id and state in ('draft', 'simulated', 'failed', 'undone') and at_row = 0;

-- name: history_refusal_add
insert into history_refusals (site, import, n, file, line, code)
values (:site, :import, :n, :file, :line, :code);

-- name: history_refusals_drop
delete from history_refusals where site = :site and import = :import;

-- name: history_refusals_list
select file, line, code from history_refusals
where site = :site and import = :import order by n limit :most;

-- name: history_periods
-- What of the past a statistic may hold.
select format, reports, first_day, last_day from history_imports
where site = :site and state in ('running', 'done', 'undoing', 'failed') and first_day is not null
    and format <> 'search'
order by first_day;

-- name: search_term_add
insert into search_terms (site, import, n, first_day, last_day, query, query_key, clicks, impressions,
    position_milli)
values (:site, :import, :n, :first_day, :last_day, :query, :query_key, :clicks, :impressions,
    :position_milli);

-- name: search_terms_drop
delete from search_terms where site = :site and import = :import;
