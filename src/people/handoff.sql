-- Leads passed to sales.

-- name: handoff_next_seller
-- Who has got none for longest.
select m.user_id
from memberships m
join users u on u.id = m.user_id
left join (select seller, max(id) as last from handoffs where site = :site group by seller) h on h.seller = m.user_id
where m.site = :site and m.role = 'sales' and u.disabled_at is null
order by coalesce(h.last, 0), m.user_id limit 1;

-- name: handoff_sellers
select m.user_id, coalesce(nullif(u.name, ''), u.email),
    (select count(*) from handoffs h where h.site = :site and h.seller = m.user_id and h.state = 'waiting'),
    (select count(*) from handoffs h where h.site = :site and h.seller = m.user_id and h.state = 'waiting' and h.due_at < :now)
from memberships m
join users u on u.id = m.user_id
where m.site = :site and m.role in ('sales', 'marketer', 'owner') and u.disabled_at is null
order by case m.role when 'sales' then 0 else 1 end, u.name, m.user_id;

-- name: handoff_waiting_of
select id from handoffs where site = :site and contact = :contact and state = 'waiting' limit 1;

-- name: handoff_add
insert into handoffs (site, id, contact, seller, asked_by, asked_at, due_at, message, channel, channel_key, state)
values (:site, :id, :contact, :seller, :asked_by, :now, :due_at, :message, :channel, :channel_key, 'waiting');

-- name: handoff_answer
update handoffs set state = :state, answered_at = :now, answered_by = :answered_by, reason = :reason, note = :note
where site = :site and id = :id and state = 'waiting';

-- name: handoff_get
select h.id, h.contact, h.seller, h.asked_by, h.asked_at, h.due_at, h.message, h.channel, h.state, h.answered_at,
    h.answered_by, h.reason, h.note, coalesce(nullif(s.name, ''), s.email), coalesce(nullif(u.name, ''), u.email),
    c.name, c.email, c.phone, c.job_title, c.lifecycle, a.name, a.industry, c.account, a.employees, c.first_contact_at
from handoffs h
join contacts c on c.site = h.site and c.id = h.contact
left join accounts a on a.site = c.site and a.id = c.account
left join users s on s.id = h.seller
left join users u on u.id = h.asked_by
where h.site = :site and h.id = :id;

-- name: handoffs_waiting
select h.id, h.contact, h.seller, h.asked_by, h.asked_at, h.due_at, h.message, h.channel, h.state, h.answered_at,
    h.answered_by, h.reason, h.note, coalesce(nullif(s.name, ''), s.email), coalesce(nullif(u.name, ''), u.email),
    c.name, c.email, c.phone, c.job_title, c.lifecycle, a.name, a.industry, c.account, a.employees, c.first_contact_at
from handoffs h
join contacts c on c.site = h.site and c.id = h.contact
left join accounts a on a.site = c.site and a.id = c.account
left join users s on s.id = h.seller
left join users u on u.id = h.asked_by
where h.site = :site and h.state = 'waiting'
    and (:seller = 0 or h.seller = :seller) and (:contact = 0 or h.contact = :contact)
    and (cast(:channel_key as text) is null or coalesce(h.channel_key, '') = :channel_key)
    and h.asked_at >= :from_at and h.asked_at < :until_at and h.due_at < :late_at
    and (h.due_at > :after_at or (h.due_at = :after_at and h.id > :after_id))
order by h.due_at, h.id limit :most;

-- name: handoffs_any
select h.id, h.contact, h.seller, h.asked_by, h.asked_at, h.due_at, h.message, h.channel, h.state, h.answered_at,
    h.answered_by, h.reason, h.note, coalesce(nullif(s.name, ''), s.email), coalesce(nullif(u.name, ''), u.email),
    c.name, c.email, c.phone, c.job_title, c.lifecycle, a.name, a.industry, c.account, a.employees, c.first_contact_at
from handoffs h
join contacts c on c.site = h.site and c.id = h.contact
left join accounts a on a.site = c.site and a.id = c.account
left join users s on s.id = h.seller
left join users u on u.id = h.asked_by
where h.site = :site and (:state = '' or h.state = :state) and (:reason = '' or h.reason = :reason)
    and (:seller = 0 or h.seller = :seller) and (:contact = 0 or h.contact = :contact)
    and (cast(:channel_key as text) is null or coalesce(h.channel_key, '') = :channel_key)
    and h.asked_at >= :from_at and h.asked_at < :until_at
    and h.id < :after_id
order by h.id desc limit :most;
