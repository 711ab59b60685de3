-- Imports, their wrong rows and their changes. The columns of an import stand in one order everywhere.

-- name: import_insert
insert into imports (site, id, kind, state, name, bytes, sha256, shape, map, skip_errors, actor,
    created_at, source)
values (:site, :id, :kind, 'draft', :name, :bytes, :sha256, :shape, :map, :skip_errors, :actor, :now,
    :source);

-- name: import_by_id
select id, kind, state, name, bytes, sha256, shape, map, checked_map, skip_errors, n_rows, n_added,
    n_changed, n_same, n_skipped, n_failed, n_kept, at_offset, at_row, at_line, warnings, error, job,
    actor, created_at, started_at, ended_at, source
from imports where site = :site and id = :id;

-- name: imports_recent
select id, kind, state, name, bytes, sha256, null, null, null, skip_errors, n_rows, n_added,
    n_changed, n_same, n_skipped, n_failed, n_kept, at_offset, at_row, at_line, warnings, error, job,
    actor, created_at, started_at, ended_at, source
from imports where site = :site and source is null order by created_at desc, id desc limit 200;

-- name: import_begun
select id, kind, state, name, bytes, sha256, shape, map, checked_map, skip_errors, n_rows, n_added,
    n_changed, n_same, n_skipped, n_failed, n_kept, at_offset, at_row, at_line, warnings, error, job,
    actor, created_at, started_at, ended_at, source
from imports
where site = :site and kind = :kind and sha256 = :sha256 and map = :map and state = 'running'
order by id desc limit 1;

-- name: import_update_map
update imports set map = :map, skip_errors = :skip_errors
where site = :site and id = :id
    and state in ('draft', 'simulating', 'simulated', 'failed', 'undone');

-- name: import_update_job
update imports set job = :job, state = :state, error = null where site = :site and id = :id;

-- name: import_update_state
update imports set state = :state, error = :error, started_at = coalesce(started_at, :now),
    ended_at = :ended_at
where site = :site and id = :id;

-- name: import_restart
update imports set state = :state, error = null, n_rows = 0, n_added = 0, n_changed = 0, n_same = 0,
    n_skipped = 0, n_failed = 0, n_kept = 0, at_offset = 0, at_row = 0, at_line = 0,
    warnings = :warnings, started_at = :now, ended_at = null
where site = :site and id = :id and at_row = 0;

-- name: import_update_progress
-- Nothing changes when it was stopped meanwhile, or when somebody else has brought it further.
update imports set n_rows = :n_rows, n_added = :n_added, n_changed = :n_changed, n_same = :n_same,
    n_skipped = :n_skipped, n_failed = :n_failed, at_offset = :at_offset, at_row = :at_row,
    at_line = :at_line
where site = :site and id = :id and state = 'running' and at_row = :from_row;

-- name: import_update_kept
update imports set n_kept = :n_kept where site = :site and id = :id;

-- name: import_update_kept_again
-- What an undo could not take back yet will be counted anew.
update imports set n_kept = n_kept - (select count(*) from import_changes c
    where c.site = imports.site and c.import = imports.id)
where site = :site and id = :id and state = 'undone';

-- name: import_simulated
update imports set state = :state, checked_map = map, warnings = :warnings, n_rows = :n_rows,
    n_added = :n_added, n_changed = :n_changed, n_same = :n_same, n_skipped = :n_skipped,
    n_failed = :n_failed, at_offset = :at_offset, ended_at = :now
where site = :site and id = :id;

-- name: import_undone
-- As if it had never run: the next run begins with a simulation.
update imports set state = 'undone', checked_map = null, at_offset = 0, at_row = 0, at_line = 0,
    n_kept = :n_kept, ended_at = :now
where site = :site and id = :id;

-- name: import_error_add
insert into import_errors (site, import, at_row, n, line, field, code, params)
values (:site, :import, :at_row, :n, :line, :field, :code, :params)
on conflict (site, import, at_row, n) do nothing;

-- name: import_errors_drop
delete from import_errors where site = :site and import = :import;

-- name: import_errors_list
select at_row, line, field, code, params from import_errors
where site = :site and import = :import order by at_row, n limit :most;

-- name: import_error_rows
select distinct at_row from import_errors where site = :site and import = :import order by at_row;

-- name: import_change_add
insert into import_changes (site, import, n, action, model, record, version_after, before)
values (:site, :import, :n, :action, :model, :record, :version_after, :before);

-- name: import_change_again
-- A record that this import already touched: undo goes back to before the first touch.
update import_changes set version_after = :version_after
where site = :site and import = :import and record = :record and action <> 'link';

-- name: import_of_line
-- The newest import, still standing, that brought or changed a line of spend.
select max(i.id) from imports i
join import_changes x on x.site = i.site and x.import = i.id and x.record = :line
where i.site = :site and i.kind = 'spend' and i.state = 'done';

-- name: import_changes_last
select n, action, model, record, version_after, before from import_changes
where site = :site and import = :import and n < :below order by n desc limit :most;

-- name: import_change_drop
delete from import_changes where site = :site and import = :import and n = :n;

-- name: import_changes_count
select count(*) from import_changes where site = :site and import = :import;

-- name: contact_unlink_account
update contacts set account = null, changed_at = :now
where site = :site and id = :contact and account = :account;

-- name: contact_link_account
-- The version stays: this is a link that an import made, not an edit of the person.
update contacts set account = :account, changed_at = :now where site = :site and id = :contact;

-- name: import_emails_there @postgres
-- Of these addresses, those that somebody has.
select c.email from contacts c
where c.site = :site and c.email in (select jsonb_array_elements_text(cast(:emails as jsonb)))
union all
select f.email from contact_emails f
where f.site = :site and f.email in (select jsonb_array_elements_text(cast(:emails as jsonb)));

-- name: import_emails_there @sqlite
select c.email from contacts c
where c.site = :site and c.email in (select value from json_each(:emails))
union all
select f.email from contact_emails f
where f.site = :site and f.email in (select value from json_each(:emails));
