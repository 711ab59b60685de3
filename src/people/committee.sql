-- The committee of a deal.

-- name: deal_member_same
select m.id from deal_members m
where m.site = :site and m.deal = :deal and m.contact = :contact and m.role = :role and m.id <> :id
    and m.left_at is null;

-- name: committee_members
select m.id, m.version, m.role, m.since_at, m.left_at, c.id, c.name, c.email, c.job_title
from deal_members m
join contacts c on c.site = m.site and c.id = m.contact
where m.site = :site and m.deal = :deal
order by case when m.left_at is null then 0 else 1 end, m.id;
