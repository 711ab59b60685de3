-- name: attribution_deals
-- won 1: only those; 0: all but renewals, which are no new chance. The person of the deal may belong to another company, or to none:
-- the fourth column is the company they were of when it was closed, or opened.
select d.id, d.account, d.contact,
    coalesce((select p.account from past_companies p where p.site = c.site and p.contact = c.id
        and p.until_at > case when cast(:won as bigint) = 1 then d.closed_at else d.opened_at end
        order by p.until_at, p.id limit 1), c.account), d.name, d.amount_minor, d.currency, d.opened_at, d.closed_at, c.heard_of_us
from deals d left join contacts c on c.site = d.site and c.id = d.contact
where d.site = :site and ((cast(:won as bigint) = 1 and d.outcome = 'won')
        or (cast(:won as bigint) = 0 and coalesce(d.type, 'new') <> 'renewal'))
order by d.id;

-- name: attribution_name_account
select coalesce(name, external_id, '') from accounts where site = :site and id = :id;

-- name: attribution_name_contact
select coalesce(name, email, external_id, '') from contacts where site = :site and id = :id;
