-- What assets brought: the assets, what ties them to campaigns, and the leads of a period with what became of them.

-- name: outcome_assets
select id, name, kind, url, topic, format, utm_content from assets where site = :site order by id limit :most;

-- name: outcome_asset_uses
-- Campaigns by id, each with the assets it shows.
select u.campaign, u.asset, c.utm_campaign, c.utm_content
from campaign_assets u join campaigns c on c.site = u.site and c.id = u.campaign
where u.site = :site
order by u.campaign, u.asset;

-- name: outcome_campaign_spend
select s.campaign, s.amount_minor, case when coalesce(s.currency, :currency) = cast(:currency as text) then 1 else 0 end,
    s.spent_on, s.until_on
from spend_lines s
where s.site = :site and s.campaign is not null and s.spent_on <= :to_day and coalesce(s.until_on, s.spent_on) >= :from_day
order by s.id;

-- name: outcome_leads
-- Who did not go back can be told from where they stand now.
select c.id, c.first_contact_at,
    case when c.lifecycle in ('mql', 'sal', 'sql', 'opportunity', 'customer', 'advocate') then 1 else 0 end
from contacts c
where c.site = :site and c.first_contact_at >= :from_at and c.first_contact_at < :until_at
    and coalesce(c.lifecycle, 'lead') <> 'subscriber'
order by c.id;

-- name: outcome_deals
-- Won and open ones of everybody, the amount when it is in the site's currency; leads are in memory by then (see report_wins).
select contact, case when outcome = 'won' then 1 else 0 end, closed_at,
    case when coalesce(currency, :currency) = cast(:currency as text) then amount_minor end
from deals
where site = :site and contact is not null and coalesce(outcome, 'open') in ('won', 'open')
order by contact, id;
