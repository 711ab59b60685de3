-- Times between stages, and hand-offs.

-- name: funnel_reached
-- Where the people of the cohort stand.
select coalesce(lifecycle, 'lead'), count(*) from contacts
where site = :site and coalesce(first_contact_at, created_at) >= :from_at
    and coalesce(first_contact_at, created_at) < :until_at
group by coalesce(lifecycle, 'lead');

-- name: funnel_stamps
-- The first stamp of each stage, person by person.
select s.contact, s.stage, min(s.at), min(coalesce(c.first_contact_at, c.created_at))
from lifecycle_stamps s
join contacts c on c.site = s.site and c.id = s.contact
where s.site = :site and coalesce(s.cause, '') <> 'import'
    and coalesce(c.first_contact_at, c.created_at) >= :from_at
    and coalesce(c.first_contact_at, c.created_at) < :until_at
group by s.contact, s.stage
order by s.contact;

-- name: funnel_stays
select s.stage, s.entered_at, s.left_at
from deal_stage_stamps s
join deals d on d.site = s.site and d.id = s.deal
where s.site = :site and s.exact = 1 and s.stage not in ('won', 'lost')
    and s.left_at >= :from_at and s.left_at < :until_at
    and (cast(:channel_key as text) is null
        or coalesce(nullif((select c.channel_key from contacts c
            where c.site = d.site and c.id = d.contact), '(none)'), '') = :channel_key);

-- name: funnel_handoffs
select coalesce(h.channel_key, ''), h.channel, h.state, h.reason, h.asked_at, h.answered_at, h.due_at
from handoffs h
where h.site = :site and h.state <> 'withdrawn' and h.asked_at >= :from_at and h.asked_at < :until_at
order by coalesce(h.channel_key, ''), h.id;

-- name: metric_handoffs
-- Answers of the period.
select coalesce(sum(case when h.state = 'accepted' then 1 else 0 end), 0),
    coalesce(sum(case when h.state = 'returned' then 1 else 0 end), 0)
from handoffs h
where h.site = :site and h.state in ('accepted', 'returned')
    and h.answered_at >= :from_at and h.answered_at < :until_at
    and (cast(:channel_key as text) is null or coalesce(nullif(h.channel_key, '(none)'), '') = :channel_key);
