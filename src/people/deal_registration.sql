-- Sales that partners register.

-- name: registrations_today
select count(*) from deal_registrations
where site = :site and partner = :partner and source = 'page' and created_at >= :since_at;

-- name: registration_rivals
-- Those that still count and came before, of the same company.
select r.id, p.name, r.partner, r.expires_at from deal_registrations r
join partners p on p.site = r.site and p.id = r.partner
where r.site = :site and r.id < :before and r.state in ('new', 'accepted') and r.expires_at > :now
    and (r.tax_number = :tax_number or r.domain = :domain)
order by r.id;

-- name: registration_deals
select id, name, outcome from deals
where site = :site and account = :account and outcome in ('open', 'won') and id <> :but
order by case outcome when 'open' then 0 else 1 end, id desc limit 20;

-- name: registrations_expire
-- Of every site.
update deal_registrations set state = 'expired', version = version + 1, changed_at = :now
where state = 'new' and expires_at <= :now;

-- name: registrations_forget
-- Of every site: whom a registration named that came to nothing.
update deal_registrations set contact_name = null, email = null, phone = null, notes = null
where state in ('declined', 'expired') and changed_at < :before_at
    and (contact_name is not null or email is not null or phone is not null or notes is not null);
