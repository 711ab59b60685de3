-- Jobs, schedules, settings, node leases, and answers once given.

-- name: job_insert
-- No row comes back when a job of this kind with the same only_one is already waiting or running.
insert into jobs (id, site, kind, args, state, only_one, run_at, actor, created_at)
values (:id, :of_site, :kind, :args, 'waiting', :only_one, :run_at, :actor, :now)
on conflict (site, kind, only_one) do nothing
returning id;

-- name: job_only_one
select id from jobs where site = :of_site and kind = :kind and only_one = :only_one;

-- name: job_get
select id, site, kind, args, state, run_at, attempts, progress, result, error, actor, created_at,
    ended_at
from jobs where id = :id and site = :of_site;

-- name: job_claim @sqlite
update jobs set state = 'running', attempts = attempts + 1, lease_id = :lease_id,
    lease_until = :lease_until
where id = (select id from jobs
            where (state = 'waiting' and run_at <= :now)
               or (state = 'running' and lease_until < :now)
            order by run_at limit 1)
returning id, site, kind, args, state, run_at, attempts, progress, result, error, actor, created_at,
    ended_at;

-- name: job_claim @postgres
update jobs set state = 'running', attempts = attempts + 1, lease_id = :lease_id,
    lease_until = :lease_until
where id = (select id from jobs
            where (state = 'waiting' and run_at <= :now)
               or (state = 'running' and lease_until < :now)
            order by run_at limit 1 for update skip locked)
returning id, site, kind, args, state, run_at, attempts, progress, result, error, actor, created_at,
    ended_at;

-- name: job_claim_one
update jobs set state = 'running', attempts = attempts + 1, lease_id = :lease_id,
    lease_until = :lease_until
where id = :id and state = 'waiting' and run_at <= :now
returning id, site, kind, args, state, run_at, attempts, progress, result, error, actor, created_at,
    ended_at;

-- name: jobs_free
update jobs set lease_until = 0 where state = 'running';

-- name: job_progress
-- Nothing changes when the lease was lost to another worker.
update jobs set progress = :progress, lease_until = :lease_until
where id = :id and lease_id = :lease_id and state = 'running';

-- name: job_release
update jobs set only_one = null where id = :id and lease_id = :lease_id;

-- name: job_end
-- An ended job gives its only_one back, so that the next may be added.
update jobs set state = :state, result = :result, error = :error, ended_at = :now, only_one = null,
    lease_id = null, lease_until = null
where id = :id and lease_id = :lease_id;

-- name: job_retry
update jobs set state = 'waiting', run_at = :run_at, error = :error, lease_id = null,
    lease_until = null
where id = :id and lease_id = :lease_id;

-- name: jobs_forget_kind
delete from jobs where site = :of_site and kind = :kind and state = 'done' and ended_at < :before;

-- name: jobs_forget
delete from jobs where state in ('done', 'failed') and ended_at < :before;

-- name: jobs_counts
select state, count(*) from jobs group by state;

-- name: schedule_claim
-- A row comes back once per period, whichever process asks first.
insert into schedules (key, next_at, last_at) values (:key, :next_at, :now)
on conflict (key) do update set next_at = excluded.next_at, last_at = excluded.last_at
where schedules.next_at <= excluded.last_at
returning key;

-- name: settings_all
select key, value from settings where site = :of_site;

-- name: setting_put
insert into settings (site, key, value, changed_at) values (:of_site, :key, :value, :now)
on conflict (site, key) do update set value = excluded.value, changed_at = excluded.changed_at;

-- name: setting_drop
delete from settings where site = :of_site and key = :key;

-- name: nodes_held
select node from id_nodes where until_at > :now order by node;

-- name: node_take
insert into id_nodes (node, holder, until_at) values (:node, :holder, :until_at)
on conflict (node) do update set holder = excluded.holder, until_at = excluded.until_at
where id_nodes.until_at <= :now
returning node;

-- name: node_keep
update id_nodes set until_at = :until_at where node = :node and holder = :holder;

-- name: node_give_back
-- Free a second from now: by then no id of its last millisecond can be made again.
update id_nodes set until_at = :until_at where node = :node and holder = :holder;

-- name: once_get
select request_hash, status, answer from idempotency
where site = :site and actor = :actor and key = :key;

-- name: once_put
insert into idempotency (site, actor, key, request_hash, status, answer, at)
values (:site, :actor, :key, :request_hash, :status, :answer, :now);

-- name: once_forget
delete from idempotency where at < :before;

-- name: secret_get
select value from secrets where name = :name;

-- name: secret_put
-- Who comes second keeps the first one's.
insert into secrets (name, value, created_at) values (:name, :value, :now)
on conflict (name) do nothing;
