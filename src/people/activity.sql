-- Activities that have to become events.

-- name: touch_queue
insert into activity_touches (site, activity, ready_at) values (:site, :activity, :ready_at)
on conflict (site, activity) do nothing;

-- name: touch_unqueue
-- It does not touch anybody any more, and was no event yet.
delete from activity_touches where site = :site and activity = :activity and sent_at is null;

-- name: touches_ready
select a.id, a.kind, a.at, a.contact, a.account, a.direction, a.channel
from activity_touches t join activities a on a.site = t.site and a.id = t.activity
where t.site = :site and t.sent_at is null and t.ready_at <= :now
order by t.activity limit :most;

-- name: touch_sent
update activity_touches set sent_at = :now where site = :site and activity = :id;

-- name: activity_deal_of
select account, contact from deals where site = :site and id = :id;

-- name: activity_account_of
select account from contacts where site = :site and id = :id;
