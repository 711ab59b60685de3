-- Lists and who is on them.

-- name: list_member_get
select m.list, m.contact, m.status, m.source, m.asked, m.pending_at, m.subscribed_at, m.unsubscribed_at, m.changed_at
from list_members m where m.site = :site and m.list = :list and m.contact = :contact;

-- name: list_member_put
insert into list_members (site, list, contact, status, source, asked, pending_at, subscribed_at, unsubscribed_at,
    changed_at)
values (:site, :list, :contact, :status, :source, :asked, :pending_at, :subscribed_at, :unsubscribed_at, :now)
on conflict (site, list, contact) do update set status = excluded.status, source = excluded.source,
    asked = excluded.asked, pending_at = excluded.pending_at, subscribed_at = excluded.subscribed_at,
    unsubscribed_at = excluded.unsubscribed_at, changed_at = excluded.changed_at;

-- name: lists_of
select l.id, m.contact, m.status, m.source, m.asked, m.pending_at, m.subscribed_at, m.unsubscribed_at, m.changed_at,
    l.name, l.description, l.public, l.double_opt_in, l.purpose
from lists l
left join list_members m on m.site = l.site and m.list = l.id and m.contact = :contact
where l.site = :site and (:public_only = 0 or l.public = 1)
order by l.name_key, l.id;

-- name: list_members_page
select m.list, m.contact, m.status, m.source, m.asked, m.pending_at, m.subscribed_at, m.unsubscribed_at, m.changed_at,
    c.name, c.email
from list_members m
join contacts c on c.site = m.site and c.id = m.contact
where m.site = :site and m.list = :list and m.contact > :after
order by m.contact limit :most;

-- name: list_members_page_of_status
select m.list, m.contact, m.status, m.source, m.asked, m.pending_at, m.subscribed_at, m.unsubscribed_at, m.changed_at,
    c.name, c.email
from list_members m
join contacts c on c.site = m.site and c.id = m.contact
where m.site = :site and m.list = :list and m.status = :status and m.contact > :after
order by m.contact limit :most;

-- name: list_counts
select list, sum(case when status = 'subscribed' then 1 else 0 end),
    sum(case when status = 'pending' then 1 else 0 end),
    sum(case when status = 'unsubscribed' then 1 else 0 end)
from list_members where site = :site group by list;

-- name: lists_leave
update list_members set status = 'unsubscribed', source = :source, unsubscribed_at = :now, changed_at = :now
where site = :site and contact = :contact and status <> 'unsubscribed'
    and (:purpose = 0 or list in (select l.id from lists l where l.site = :site and l.purpose = :purpose));

-- name: lists_part
-- Who left a list while two were one has left it as both.
update list_members set status = 'unsubscribed', changed_at = :now,
    unsubscribed_at = (select k.unsubscribed_at from list_members k where k.site = list_members.site
        and k.list = list_members.list and k.contact = :kept)
where site = :site and contact = :gone and status <> 'unsubscribed'
    and exists (select 1 from list_members k where k.site = list_members.site and k.list = list_members.list
        and k.contact = :kept and k.status = 'unsubscribed' and k.unsubscribed_at >= :since);

-- name: lists_join
-- unsubscribed before pending before subscribed.
update list_members set
    status = (select g.status from list_members g where g.site = list_members.site and g.list = list_members.list
        and g.contact = :goes),
    unsubscribed_at = (select g.unsubscribed_at from list_members g where g.site = list_members.site
        and g.list = list_members.list and g.contact = :goes),
    changed_at = :now
where site = :site and contact = :stays
    and exists (select 1 from list_members g where g.site = list_members.site and g.list = list_members.list
        and g.contact = :goes
        and case g.status when 'unsubscribed' then 2 when 'pending' then 1 else 0 end
            > case list_members.status when 'unsubscribed' then 2 when 'pending' then 1 else 0 end);
