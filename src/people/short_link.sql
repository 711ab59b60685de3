-- Short addresses.

-- name: short_link_of_code
-- Of any site: a code names one.
select site, id from short_links where code = :code;

-- name: short_link_pair
-- Another that gives the same words another channel.
select name, channel from short_links
where site = :site and source = :source and medium = :medium and channel <> :channel and id <> :id limit 1;

-- name: short_link_words
select (select coalesce(c.utm_campaign, c.name) from campaigns c where c.site = l.site and c.id = l.campaign),
    (select p.code from promo_codes p where p.site = l.site and p.id = l.promo)
from short_links l where l.site = :site and l.id = :link;

-- name: short_link_counted
-- The version stays: nobody edited it.
update short_links set hits = coalesce(hits, 0) + :human, robot_hits = coalesce(robot_hits, 0) + :robot, last_at = :now
where site = :site and id = :link;

-- name: short_link_day
insert into short_link_days (site, link, day, hits, robots) values (:site, :link, :day, :human, :robot)
on conflict (site, link, day) do update set
    hits = short_link_days.hits + excluded.hits, robots = short_link_days.robots + excluded.robots;

-- name: short_link_days
select day, hits, robots from short_link_days
where site = :site and link = :link order by day desc limit :most;
