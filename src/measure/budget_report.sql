-- The budget of a plan, planned against actual.

-- name: budget_span
-- First and last month of the plan's lines.
select min(month), max(month) from budget_lines where site = :site and plan = :plan;

-- name: budget_channels
select id, name, kind, matches from channels where site = :site and plan = :plan order by name_key, id;

-- name: budget_lines
select channel, month, id, planned_minor, planned_hours from budget_lines
where site = :site and plan = :plan order by id;

-- name: budget_hours
select h.channel, h.month, h.hours from hours_lines h
join channels c on c.site = h.site and c.id = h.channel
where h.site = :site and c.plan = :plan;

-- name: budget_spend
select channel_key, amount_minor, currency, spent_on, until_on from spend_lines
where site = :site and spent_on <= :to_day and coalesce(until_on, spent_on) >= :from_day;

-- name: budget_reasons
select month, id, reason, reasoned_by, reasoned_at from budget_months where site = :site and plan = :plan;
