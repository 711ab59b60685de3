-- Answers to "would you recommend us?".

-- name: nps_invite_put
insert into nps_invites (site, contact, period, created_at, expires_at)
values (:site, :contact, :period, :now, :expires_at)
on conflict (site, contact, period) do update set expires_at = excluded.expires_at;

-- name: nps_of_list
select m.contact from list_members m
where m.site = :site and m.list = :id and m.status = 'subscribed' and m.contact > :after
order by m.contact limit :most;

-- name: nps_of_segment
-- Its people, or those of its companies.
select c.id from contacts c
where c.site = :site and c.id > :after
    and (exists (select 1 from segment_members m where m.site = c.site and m.segment = :id and m.record = c.id)
        or exists (select 1 from segment_members m where m.site = c.site and m.segment = :id and m.record = c.account))
order by c.id limit :most;

-- name: nps_of_customers
-- People of companies that bought and did not leave since.
select c.id from contacts c
where c.site = :site and c.id > :after and c.account is not null
    and exists (select 1 from deals d where d.site = c.site and d.account = c.account and d.outcome = 'won'
        and not exists (select 1 from churns h where h.site = c.site and h.account = c.account
            and h.created_at > d.closed_at))
order by c.id limit :most;

-- name: nps_get
select a.id, a.contact, a.account, a.period, a.score, a.comment, a.answered_at, a.testimonial, a.testimonial_at
from nps_answers a where a.site = :site and a.contact = :contact and a.period = :period;

-- name: nps_put
insert into nps_answers (site, id, contact, account, period, score, comment, answered_at, changed_at)
values (:site, :id, :contact, (select c.account from contacts c where c.site = :site and c.id = :contact), :period,
    :score, :comment, :now, :now)
on conflict (site, contact, period) do update set score = excluded.score, comment = excluded.comment,
    changed_at = excluded.changed_at;

-- name: nps_testimonial_put
update nps_answers set testimonial = :words, testimonial_at = :at
where site = :site and contact = :contact and period = :period;

-- name: nps_page
select a.id, a.contact, a.account, a.period, a.score, a.comment, a.answered_at, a.testimonial, a.testimonial_at,
    coalesce(c.name, c.email), m.name
from nps_answers a
join contacts c on c.site = a.site and c.id = a.contact
left join accounts m on m.site = a.site and m.id = a.account
where a.site = :site and a.answered_at >= :from_at and a.answered_at < :until_at
    and a.score >= :low and a.score <= :high
    and (:after = 0 or a.answered_at < (select b.answered_at from nps_answers b where b.site = :site and b.id = :after)
        or (a.id < :after
            and a.answered_at = (select b.answered_at from nps_answers b where b.site = :site and b.id = :after)))
    and (:contact = 0 or a.contact = :contact)
order by a.answered_at desc, a.id desc limit :most;

-- name: nps_counts
select coalesce(sum(case when l.score >= 9 then 1 else 0 end), 0),
    coalesce(sum(case when l.score >= 7 and l.score < 9 then 1 else 0 end), 0),
    coalesce(sum(case when l.score < 7 then 1 else 0 end), 0),
    (select count(*) from nps_invites i where i.site = :site and i.created_at >= :from_at and i.created_at < :until_at)
from nps_answers l
where l.site = :site and l.answered_at >= :from_at and l.answered_at < :until_at
    and not exists (select 1 from nps_answers n where n.site = l.site and n.contact = l.contact
        and n.answered_at < :until_at
        and (n.answered_at > l.answered_at or (n.answered_at = l.answered_at and n.id > l.id)));
