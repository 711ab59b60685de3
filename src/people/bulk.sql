-- Many records changed at once.

-- name: bulk_insert
insert into bulk_actions (site, id, model, action, selection, state, n_all, actor, created_at)
values (:site, :id, :model, :action, :selection, :state, :n_all, :actor, :now);

-- name: bulk_by_id
select id, model, action, selection, state, n_all, n_changes, n_same, n_refused, n_done, n_kept, n_undone, at_n, cursor,
    error, job, actor, created_at, started_at, ended_at
from bulk_actions where site = :site and id = :id;

-- name: bulks_recent
select id, model, action, selection, state, n_all, n_changes, n_same, n_refused, n_done, n_kept, n_undone, at_n, cursor,
    error, job, actor, created_at, started_at, ended_at
from bulk_actions where site = :site and state not in ('gathering', 'counting', 'counted')
order by created_at desc, id desc limit 20;

-- name: bulk_update
update bulk_actions set state = :state, selection = :selection, n_all = :n_all, n_changes = :n_changes, n_same = :n_same, n_refused = :n_refused,
    n_done = :n_done, n_kept = :n_kept, n_undone = :n_undone, at_n = :at_n, cursor = :cursor, error = :error,
    job = :job, started_at = :started_at, ended_at = :ended_at
where site = :site and id = :id;

-- name: bulk_item_add
insert into bulk_items (site, bulk, n, model, record, state) values (:site, :bulk, :n, :model, :record, 'waits');

-- name: bulk_items_next
select n, record, version_after, before from bulk_items
where site = :site and bulk = :bulk and state = :state and n > :after order by n limit :most;

-- name: bulk_items_last
select n, record, version_after, before from bulk_items
where site = :site and bulk = :bulk and state = :state and n < :below order by n desc limit :most;

-- name: bulk_item_set
update bulk_items set state = :state, reason = :reason, field = :field, params = :params, version_after = :version_after,
    before = :before
where site = :site and bulk = :bulk and n = :n;

-- name: bulk_reasons
select reason, field, min(params), count(*) from bulk_items
where site = :site and bulk = :bulk and state = :state group by reason, field order by count(*) desc, reason, field limit 20;

-- name: bulk_refused
select n, record, reason, field, params from bulk_items
where site = :site and bulk = :bulk and state in ('refused', 'kept') and n > :after order by n limit :most;
