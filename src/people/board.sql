-- The board. Filters: owner 0 is anyone and -1 nobody; pattern '%' is all; missing '' is all.

-- name: board_sums
-- How many, and the money, of each stage and currency.
select d.outcome, d.stage, d.currency, count(*), cast(coalesce(sum(d.amount_minor), 0) as bigint),
    sum(case when d.amount_minor is null then 0 else 1 end)
from deals d
left join accounts a on a.site = d.site and a.id = d.account
where d.site = :site
    and (:owner = 0 or coalesce(d.owner, -1) = :owner)
    and (d.name_key like :pattern escape '\' or a.name_key like :pattern escape '\' or :pattern = '%')
    and ((d.outcome = 'open' and coalesce(d.opened_at, d.created_at) >= :open_from
            and coalesce(d.opened_at, d.created_at) < :open_until)
        or (d.outcome <> 'open' and d.closed_at >= :ended_from and d.closed_at < :ended_until))
    and (:missing = '' or not exists (select 1 from deal_members m
        where m.site = d.site and m.deal = d.id and m.role = :missing and m.left_at is null))
group by d.outcome, d.stage, d.currency
order by d.outcome, d.stage, d.currency;

-- name: board_cards
-- The first of each stage: what is next to be done, then the larger ones.
select t.id, t.version, t.name, t.account, t.account_name, t.amount_minor, t.currency, t.type, t.outcome, t.stage,
    s.entered_at, s.exact, t.next_step, t.next_step_on, t.owner, u.name, t.closed_at, t.reason,
    case when t.outcome <> 'open' then '' else
        (select coalesce(max('1'), '0') from deal_members m where m.site = :site and m.deal = t.id and m.role = 'champion'
            and m.left_at is null)
        || (select coalesce(max('1'), '0') from deal_members m where m.site = :site and m.deal = t.id
            and m.role = 'decider' and m.left_at is null)
        || (select coalesce(max('1'), '0') from deal_members m where m.site = :site and m.deal = t.id
            and m.role = 'payer' and m.left_at is null)
        || (select coalesce(max('1'), '0') from deal_members m where m.site = :site and m.deal = t.id
            and m.role = 'user' and m.left_at is null)
    end
from (
    select d.id, d.version, d.name, d.account, coalesce(nullif(a.name, ''), a.domain) as account_name, d.amount_minor, d.currency, d.type, d.outcome,
        d.stage, d.next_step, d.next_step_on, d.owner, d.closed_at, d.reason,
        row_number() over (partition by d.outcome, case when d.outcome = 'open' then d.stage end order by
            case when d.outcome = 'open' then 0 else -d.closed_at end,
            case when d.next_step_on is null then 1 else 0 end, d.next_step_on, coalesce(d.amount_minor, -1) desc, d.id) as place
    from deals d
    left join accounts a on a.site = d.site and a.id = d.account
    where d.site = :site
        and (:owner = 0 or coalesce(d.owner, -1) = :owner)
        and (d.name_key like :pattern escape '\' or a.name_key like :pattern escape '\' or :pattern = '%')
        and ((d.outcome = 'open' and coalesce(d.opened_at, d.created_at) >= :open_from
                and coalesce(d.opened_at, d.created_at) < :open_until)
            or (d.outcome <> 'open' and d.closed_at >= :ended_from and d.closed_at < :ended_until))
        and (:missing = '' or not exists (select 1 from deal_members m
            where m.site = d.site and m.deal = d.id and m.role = :missing and m.left_at is null))
) t
left join deal_stage_stamps s on s.site = :site and s.deal = t.id and s.left_at is null and t.outcome = 'open'
left join users u on u.id = t.owner
where t.place <= :most
order by t.outcome, t.place, t.id;
