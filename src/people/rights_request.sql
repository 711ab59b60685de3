-- What people asked for about their own data.

-- name: rights_requests_of
select id, contact, kind, state, created_at, due_at, note, channel, assigned, actor, answer, closed_at,
    closed_by, erasure, null, null
from rights_requests where site = :site and contact = :contact and state = 'open' order by id;

-- name: rights_request_get
select r.id, r.contact, r.kind, r.state, r.created_at, r.due_at, r.note, r.channel, r.assigned, r.actor,
    r.answer, r.closed_at, r.closed_by, r.erasure, c.name, c.email
from rights_requests r left join contacts c on c.site = r.site and c.id = r.contact
where r.site = :site and r.id = :id;

-- name: rights_requests_open
-- By the day they are due; they are few, and stand on one page.
select r.id, r.contact, r.kind, r.state, r.created_at, r.due_at, r.note, r.channel, r.assigned, r.actor,
    r.answer, r.closed_at, r.closed_by, r.erasure, c.name, c.email
from rights_requests r left join contacts c on c.site = r.site and c.id = r.contact
where r.site = :site and r.state = 'open' and (r.contact = :contact or :anybody = 1)
order by r.due_at, r.id limit :limit;

-- name: rights_requests_ended
select r.id, r.contact, r.kind, r.state, r.created_at, r.due_at, r.note, r.channel, r.assigned, r.actor,
    r.answer, r.closed_at, r.closed_by, r.erasure, c.name, c.email
from rights_requests r left join contacts c on c.site = r.site and c.id = r.contact
where r.site = :site and r.state in ('done', 'refused', 'erased') and r.id < :before
    and (r.contact = :contact or :anybody = 1)
order by r.id desc limit :limit;

-- name: rights_request_add
insert into rights_requests (site, id, contact, kind, state, created_at, due_at, note, channel, actor)
values (:site, :id, :contact, :kind, 'open', :now, :due_at, :note, :channel, :actor);

-- name: rights_request_assign
update rights_requests set assigned = :assigned where site = :site and id = :id and state = 'open';

-- name: rights_request_close
update rights_requests set state = :state, answer = :answer, closed_at = :now, closed_by = :closed_by
where site = :site and id = :id and state = 'open';

-- name: rights_requests_due
select count(case when due_at < :now then 1 end), count(case when due_at >= :now and due_at < :soon then 1 end)
from rights_requests where site = :site and state = 'open';
