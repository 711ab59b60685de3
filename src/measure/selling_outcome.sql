-- How deals were sold.

-- name: selling_deals
-- Closed in the period, or open now. how: the deal's own word, else its partner's.
select coalesce(d.sold_through, p.kind, 'direct'), d.partner, d.outcome, d.amount_minor, d.currency, d.opened_at, d.closed_at,
    p.commission
from deals d left join partners p on p.site = d.site and p.id = d.partner
where d.site = :site and (coalesce(d.outcome, 'open') = 'open' or (d.closed_at >= :from_at and d.closed_at < :until_at))
order by d.id;

-- name: selling_partners
select p.id, p.name, p.kind, p.active, p.commission,
    (select count(*) from deal_registrations r where r.site = p.site and r.partner = p.id
        and r.created_at >= :from_at and r.created_at < :until_at),
    (select count(*) from deal_registrations r where r.site = p.site and r.partner = p.id and r.state = 'new'),
    (select count(*) from deal_registrations r where r.site = p.site and r.partner = p.id and r.state = 'accepted'
        and r.created_at >= :from_at and r.created_at < :until_at)
from partners p where p.site = :site order by p.name_key, p.id limit 500;
