-- Deals in the order they were opened, company by company, as it was then; of a person who belongs to none, person by person.

-- name: early_first_deals
select coalesce(d.account, (select p.account from past_companies p where p.site = c.site and p.contact = c.id
        and p.until_at > d.opened_at order by p.until_at, p.id limit 1), c.account, d.contact) as unit, d.opened_at,
    coalesce(nullif(c.channel_key, '(none)'), '') as channel_key
from deals d
left join contacts c on c.site = d.site and c.id = d.contact
where d.site = :site and d.opened_at is not null and coalesce(d.type, 'new') <> 'renewal'
    and coalesce(d.account, c.account, d.contact) is not null
order by 1, d.opened_at, d.id;
