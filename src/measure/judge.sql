-- name: judge_channel_rules
-- The owner's own, in their order, then what the words of short links mean.
select channel, host, source, medium, campaign, click, id from (
    select 0 as part, position, channel, host, source, medium, campaign, click, id from channel_rules
    where site = :site and active = 1
    union all
    select 1, 0, channel, cast(null as text), source, medium, cast(null as text), cast(null as text), min(id)
    from short_links where site = :site and source is not null group by channel, source, medium) rules
order by part, position, id limit 2000;

-- name: judge_campaigns
select utm_campaign, id from campaigns
where site = :site and utm_campaign is not null and utm_campaign <> '' limit 10000;
