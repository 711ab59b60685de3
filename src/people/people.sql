-- Lifecycle stamps. Each says what moved the contact, and what it was before, so that what is undone steps back.

-- name: lifecycle_now
select lifecycle from contacts where site = :site and id = :contact;

-- name: lifecycle_set
-- The version stays: nobody edited the person, and an edit under way must not be refused for it.
update contacts set lifecycle = :stage, changed_at = :now
where site = :site and id = :contact;

-- name: lifecycle_committee
-- Who was there when the deal was opened or closed, or came later.
select contact, max(since_at) from deal_members
where site = :site and deal = :deal and (left_at is null or left_at > :at)
group by contact order by min(id);

-- name: stamp_add
insert into lifecycle_stamps (site, id, contact, stage, before_stage, at, deal, actor, cause, cause_id, cause_name, run)
values (:site, :id, :contact, :stage, :before_stage, :at, :deal, :actor, :cause, :cause_id, :cause_name, :run);

-- name: stamps_of_deal
select contact, stage, before_stage from lifecycle_stamps
where site = :site and deal = :deal order by id desc;

-- name: stamps_drop
delete from lifecycle_stamps where site = :site and deal = :deal;

-- name: stamp_last
-- The newest stamp of a contact, and whether it has one of this stage. +id: by the index of the contact, not through all stamps
-- of the site from the newest on.
select id, stage, before_stage,
    (select count(*) from lifecycle_stamps t where t.site = :site and t.contact = :contact and t.stage = :stage), cause
from lifecycle_stamps where site = :site and contact = :contact order by +id desc limit 1;

-- name: stamp_drop
delete from lifecycle_stamps where site = :site and id = :id;

-- name: stamps_of_run
select id, contact, stage, before_stage from lifecycle_stamps
where site = :site and run = :run order by id desc limit :most;

-- name: lifecycle_of_account
-- The person of a company who came furthest.
select c.id, coalesce(c.name, c.email, c.external_id, ''), coalesce(c.lifecycle, 'lead')
from contacts c where c.site = :site and c.account = :account
order by case coalesce(c.lifecycle, 'lead') when 'advocate' then 0 when 'customer' then 1 when 'opportunity' then 2 when 'sql' then 3
    when 'sal' then 4 when 'mql' then 5 when 'lead' then 6 else 7 end, c.id
limit 1;

-- name: account_has_bought
-- By a deal, its own or of one of its people, or because one of them is known to be a customer.
select 1 from accounts a where a.site = :site and a.id = :account
    and (exists (select 1 from deals d where d.site = a.site and d.account = a.id and d.outcome = 'won')
        or exists (select 1 from contacts c where c.site = a.site and c.account = a.id
            and (c.lifecycle in ('customer', 'advocate')
                or exists (select 1 from deals d where d.site = c.site and d.contact = c.id
                    and d.outcome = 'won'))));
