-- What people asked for about their own data.

-- name: rights_requests_of
select id, contact, kind, state, created_at, due_at, note from rights_requests
where site = :site and contact = :contact and state = 'open' order by id;

-- name: rights_request_add
insert into rights_requests (site, id, contact, kind, state, created_at, due_at, note)
values (:site, :id, :contact, :kind, 'open', :now, :due_at, :note);
