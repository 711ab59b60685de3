-- Codes that people type, and who did.

-- name: promo_use_there
select id from promo_uses
where site = :site and code = :code and ((deal is not null and deal = :deal) or (deal is null and cast(:deal as bigint) is null and contact = :contact));

-- name: promo_use_add
insert into promo_uses (site, id, code, contact, account, deal, at, how, loaded)
values (:site, :id, :code, :contact, :account, :deal, :at, :how, :loaded);

-- name: promo_use_other
-- Codes that a deal had before.
select code from promo_uses where site = :site and deal = :deal and code <> :code;

-- name: promo_use_drop
delete from promo_uses where site = :site and deal = :deal and code <> :code;

-- name: promo_code_count
update promo_codes set last_at = :now,
    uses = (select count(*) from promo_uses u where u.site = promo_codes.site and u.code = promo_codes.id)
where site = :site and id = :code;

-- name: promo_uses_unloaded
select u.id, u.code, u.contact, u.at, u.account, c.channel, c.code, c.campaign, coalesce(g.utm_campaign, g.name)
from promo_uses u join promo_codes c on c.site = u.site and c.id = u.code
left join campaigns g on g.site = c.site and g.id = c.campaign
where u.loaded = 0 and u.site = :site and u.contact is not null
order by u.id limit :most;

-- name: promo_use_loaded
update promo_uses set loaded = 1 where site = :site and id = :id;

-- name: promo_uses_unloaded_sites
select distinct site from promo_uses where loaded = 0 and contact is not null;
