-- Whom people named.

-- name: referrals_lately
select count(*) from referrals
where site = :site and referrer = :referrer and source = 'page' and created_at >= :since_at;
