-- Which channel suits whom.

-- name: channel_fit_other
select id from channel_fits where site = :site and channel = :channel and audience = :audience and id <> :id;
