-- Whose touches they are. Columns: id, company, first contact, its channel, campaign (as links name it) and landing page, since when a
-- lead (null: a subscriber), how they heard of us. By id.

-- name: touch_people
select c.id, c.account, c.first_contact_at, c.channel, coalesce(p.utm_campaign, p.name), c.landing_page,
    case when coalesce(c.lifecycle, 'lead') <> 'subscriber' then
        coalesce((select min(s.at) from lifecycle_stamps s
            where s.site = c.site and s.contact = c.id and s.stage = 'lead'), c.first_contact_at, c.created_at) end,
    c.heard_of_us
from contacts c left join campaigns p on p.site = c.site and p.id = c.campaign
where c.site = :site
order by c.id;

-- name: touch_merged
-- Who answers for those that went into another record.
select gone, kept from merged_ids where site = :site and kind = 'contact' order by gone;

-- name: touch_past
-- The companies that people left.
select contact, account, until_at from past_companies where site = :site order by contact, until_at, id;
