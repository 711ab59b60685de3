-- Lines of spend by the campaign they are of, tied or only named.

-- name: spend_spans
-- Of the campaigns that have a line over several days.
select s.id, coalesce(s.campaign_name_key, c.name_key), coalesce(s.campaign_name, c.name), s.channel,
    coalesce(s.kind, 'media'), s.currency, s.external_id, s.spent_on, coalesce(s.until_on, s.spent_on), s.amount_minor
from spend_lines s left join campaigns c on c.site = s.site and c.id = s.campaign
where s.site = :site and coalesce(s.campaign_name_key, c.name_key) in (
    select coalesce(l.campaign_name_key, d.name_key)
    from spend_lines l left join campaigns d on d.site = l.site and d.id = l.campaign
    where l.site = :site and l.until_on > l.spent_on);

-- name: spend_spans_of
select s.id, coalesce(s.campaign_name_key, c.name_key), coalesce(s.campaign_name, c.name), s.channel,
    coalesce(s.kind, 'media'), s.currency, s.external_id, s.spent_on, coalesce(s.until_on, s.spent_on), s.amount_minor
from spend_lines s left join campaigns c on c.site = s.site and c.id = s.campaign
where s.site = :site and (s.campaign_name_key = cast(:key as text)
    or (s.campaign_name_key is null and c.name_key = cast(:key as text)));
