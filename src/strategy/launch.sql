-- The gate of a campaign.

-- name: launch_assets
-- Assets of a campaign that are in use, and how many of them are ready.
select count(*), count(case when a.state = 'ready' then 1 end)
from campaign_assets c join assets a on a.site = c.site and a.id = c.asset
where c.site = :site and c.campaign = :campaign and coalesce(a.state, 'draft') <> 'retired';

-- name: launch_pages
select a.url from campaign_assets c join assets a on a.site = c.site and a.id = c.asset
where c.site = :site and c.campaign = :campaign and a.url is not null and coalesce(a.state, 'draft') <> 'retired'
order by a.id;

-- name: launch_budget
-- Lines of a channel in the months of a campaign; months as YYYY-MM.
select count(*) from budget_lines
where site = :site and channel = :channel
    and substr(month, 1, 7) >= cast(:from_month as text) and substr(month, 1, 7) <= cast(:to_month as text);

-- name: launch_move_add
insert into campaign_moves (site, id, campaign, moved_at, actor, origin, from_state, to_state, reason, missing, unready)
values (:site, :id, :campaign, :now, :actor, :origin, :from_state, :to_state, :reason, :missing, :unready);

-- name: launch_moves
select id, moved_at, actor, origin, from_state, to_state, reason, missing, unready
from campaign_moves where site = :site and campaign = :campaign order by id desc limit :most;

-- name: launch_holds
-- What came of a campaign and outlives it.
select
    (select count(*) from spend_lines where site = :site and campaign = :campaign),
    (select count(*) from deals where site = :site and campaign = :campaign),
    (select count(*) from contacts where site = :site and campaign = :campaign),
    (select count(*) from short_links where site = :site and campaign = :campaign),
    (select count(*) from chat_links where site = :site and campaign = :campaign),
    (select count(*) from promo_codes where site = :site and campaign = :campaign);
