-- Who sells for us.

-- name: partner_uses
select (select count(*) from deals where site = :site and partner = :partner)
    + (select count(*) from deal_registrations where site = :site and partner = :partner)
    + (select count(*) from promo_codes where site = :site and partner = :partner)
    + (select count(*) from short_links where site = :site and partner = :partner);

-- name: partner_of_person
-- Whose code the person used last.
select c.partner from promo_uses u join promo_codes c on c.site = u.site and c.id = u.code
where u.site = :site and u.contact = :contact and c.partner is not null
order by u.at desc, u.id desc limit 1;
