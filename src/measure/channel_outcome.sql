-- What reached us by each channel besides visits.

-- name: outcome_mqls
-- People who became an MQL for the first time in the period, by channel. What a file brought says no time.
select coalesce(nullif(c.channel_key, '(none)'), ''), count(*) from (
    select s.contact, min(s.at) as first_at from lifecycle_stamps s
    where s.site = :site and s.stage = 'mql' and coalesce(s.cause, '') <> 'import'
    group by s.contact) m
join contacts c on c.site = :site and c.id = m.contact
where m.first_at >= :from_at and m.first_at < :until_at
group by 1;

-- name: outcome_links
select l.channel, sum(d.hits) from short_links l
join short_link_days d on d.site = l.site and d.link = l.id
where l.site = :site and d.day >= :from_day and d.day <= :to_day group by l.channel;

-- name: outcome_codes
select p.channel, count(*) from promo_uses u join promo_codes p on p.site = u.site and p.id = u.code
where u.site = :site and u.at >= :from_at and u.at < :until_at group by p.channel;

-- name: outcome_calls
select channel, count(*) from activities
where site = :site and channel is not null and at >= :from_at and at < :until_at group by channel;
