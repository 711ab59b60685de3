-- Which visitor is which person.

-- name: visitor_link_open
select id, contact from visitor_links where site = :site and visitor = :visitor and ended_at is null and undone_at is null;

-- name: visitor_link_person
select l.contact, c.account, l.basis from visitor_links l
join contacts c on c.site = l.site and c.id = l.contact
where l.site = :site and l.visitor = :visitor and l.ended_at is null and l.undone_at is null;

-- name: visitor_link_any
select 1 from visitor_links where site = :site and visitor = :visitor limit 1;

-- name: visitor_link_count
select count(*) from visitor_links where site = :site and contact = :contact;

-- name: visitor_link_again
-- The one that was undone before, if there is one: it is taken up again.
select id from visitor_links where site = :site and visitor = :visitor and contact = :contact and undone_at is not null
order by id desc limit 1;

-- name: visitor_link_add
insert into visitor_links (site, id, visitor, contact, how, basis, linked_at, linked_by)
values (:site, :id, :visitor, :contact, :how, :basis, :now, :actor);

-- name: visitor_link_revive
update visitor_links set how = :how, basis = :basis, linked_at = :now, linked_by = :actor, ended_at = null, undone_at = null,
    undone_by = null
where site = :site and id = :id;

-- name: visitor_link_end
update visitor_links set ended_at = :now where site = :site and id = :id;

-- name: visitor_link_undo
update visitor_links set undone_at = :now, undone_by = :actor where site = :site and id = :id and undone_at is null;

-- name: visitor_link_get
select id, visitor, contact, how, basis, linked_at, linked_by, ended_at, undone_at, undone_by
from visitor_links where site = :site and id = :id and contact = :contact;

-- name: visitor_links_of
select id, visitor, contact, how, basis, linked_at, linked_by, ended_at, undone_at, undone_by
from visitor_links where site = :site and contact = :contact order by id desc limit :most;

-- name: visitor_links_standing
-- What is tied to a person, or to anybody by a visitor.
select id, visitor, contact, how, basis, linked_at, linked_by, ended_at, undone_at, undone_by
from visitor_links where site = :site and contact = :contact and undone_at is null order by id;

-- name: visitor_links_of_visitor
select id, visitor, contact, how, basis, linked_at, linked_by, ended_at, undone_at, undone_by
from visitor_links where site = :site and visitor = :visitor and undone_at is null order by id;

-- name: visitor_send_add
insert into visitor_link_sends (site, id, visitor, subject, undo) values (:site, :id, :visitor, :subject, :undo);

-- name: visitor_sends_waiting
select s.id, s.visitor, s.subject, s.undo, c.account
from visitor_link_sends s left join contacts c on c.site = s.site and c.id = s.subject
where s.site = :site order by s.id limit :most;

-- name: visitor_send_drop
delete from visitor_link_sends where site = :site and id = :id;
