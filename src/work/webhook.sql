-- Subscriptions to events, and what was sent to them.

-- name: webhooks_heard
-- Those that may hear of something.
select id, events, bulk from webhooks where site = :site and active = 1 order by id;

-- name: webhooks_count
select count(*) from webhooks where site = :site;

-- name: webhooks_paused
select count(*) from webhooks where site = :site and active = 0 and paused_at is not null;

-- name: webhook_delivery_add
insert into webhook_deliveries (site, id, webhook, event_id, event, record, body, state, created_at,
    next_at)
values (:site, :id, :webhook, :event_id, :event, :record, :body, 'waiting', :now, :now);

-- name: webhook_claim
-- The first that waits, unless somebody is sending it or its time has not come: those behind it wait with it.
update webhook_deliveries set lease_until = :lease_until, attempts = attempts + 1,
    first_at = coalesce(first_at, :now)
where site = :site and id = (
        select id from webhook_deliveries
        where site = :site and webhook = :webhook and state = 'waiting'
            and (event = 'ping' or cast(:pings_only as bigint) = 0)
        order by case when event = 'ping' then 0 else 1 end, id limit 1)
    and next_at <= :now and (lease_until is null or lease_until < :now)
returning id, event_id, event, body, attempts, first_at;

-- name: webhook_outcome
update webhook_deliveries set state = :state, next_at = :next_at, lease_until = null, tried_at = :now,
    status = :status, duration_ms = :duration_ms, answer = :answer, error = :error
where site = :site and id = :id and lease_until = :lease_until;

-- name: webhooks_due
-- Of all sites: what has waited longer than its job should have let it.
select distinct d.site, d.webhook from webhook_deliveries d
join webhooks h on h.site = d.site and h.id = d.webhook
where d.state = 'waiting' and d.next_at <= :now and (h.active = 1 or d.event = 'ping')
    and (d.lease_until is null or d.lease_until < :now);

-- name: webhook_deliveries_page
select id, webhook, event_id, record, event, null, state, created_at, next_at, tried_at, attempts, status,
    duration_ms, answer, error
from webhook_deliveries
where site = :site and webhook = :webhook and state between :state_from and :state_to and id < :before
order by id desc limit :limit;

-- name: webhook_delivery_get
select id, webhook, event_id, record, event, body, state, created_at, next_at, tried_at, attempts, status,
    duration_ms, answer, error
from webhook_deliveries where site = :site and webhook = :webhook and id = :id;

-- name: webhook_again
update webhook_deliveries set state = 'waiting', next_at = :now, first_at = null, attempts = 0
where site = :site and webhook = :webhook and id = :id
    and (lease_until is null or lease_until < :now);

-- name: webhook_log_forget
-- Of all sites, each by its own setting; a thousand at a time.
delete from webhook_deliveries where (site, id) in (
    select d.site, d.id from webhook_deliveries d
    left join settings s on s.site = d.site and s.key = 'webhook.log_days'
    where d.created_at < :now - coalesce(cast(s.value as bigint), :days) * 86400000
    limit 1000);

-- name: webhook_jobs_forget
delete from jobs where kind = 'webhook.send' and state in ('done', 'failed') and ended_at < :before;
