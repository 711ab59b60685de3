-- What is kept of scores, and who is asked for them.

-- name: score_fit_stamp
-- A model that was sent does not change any more but for its state.
select id, case state when 'published' then 1 else 2 end from score_models
where site = :site and kind = 'fit' and state in ('published', 'publishing') order by id;

-- name: score_fit_models
select id, state from score_models
where site = :site and kind = 'fit' and state in ('published', 'publishing') order by id;

-- name: score_fit_put
insert into contact_fits (site, model, contact, fit) values (:site, :model, :contact, :fit)
on conflict (site, model, contact) do update set fit = excluded.fit
where contact_fits.fit <> excluded.fit;

-- name: score_fit_put_first
-- Who changed since was put by the follower, who knows better; who is gone is not there to be put.
insert into contact_fits (site, model, contact, fit)
select c.site, :model, c.id, :fit from contacts c where c.site = :site and c.id = :contact
on conflict (site, model, contact) do nothing;

-- name: score_fit_forget
delete from contact_fits where site = :site and model = :model and contact in
    (select f.contact from contact_fits f where f.site = :site and f.model = :model
     order by f.contact limit :most);

-- name: score_fit_get
select fit from contact_fits where site = :site and model = :model and contact = :contact;

-- name: score_people_page
select id from contacts where site = :site and account = :account and id > :after order by id limit :most;

-- name: score_account_people
-- Of the company, or in one of its committees. Roles come apart: one may have several.
select c.id, c.name, c.email, c.buying_role, c.account, f.fit
from contacts c
left join contact_fits f on f.site = c.site and f.model = :model and f.contact = c.id
where c.site = :site and c.id in (
    select p.id from contacts p where p.site = :site and p.account = :account
    union
    select m.contact from deal_members m join deals d on d.site = m.site and d.id = m.deal
    where m.site = :site and d.account = :account and m.left_at is null)
order by c.id limit :most;

-- name: score_account_roles
select m.contact, m.role, m.left_at
from deal_members m join deals d on d.site = m.site and d.id = m.deal
where m.site = :site and d.account = :account order by m.contact, m.id;

-- name: score_row_drop
delete from score_rows where site = :site and model = :model;

-- name: score_row_add
insert into score_rows (site, model, n, behaviour, points, half_life, at_most)
values (:site, :model, :n, :behaviour, :points, :half_life, :at_most);

-- name: score_decay_known
select count(*) from score_decay where half_life = :half_life;

-- name: score_decay_add
insert into score_decay (half_life, age, weight) values (:half_life, :age, :weight)
on conflict (half_life, age) do nothing;

-- name: score_days_of_contact
-- What one did that a row asks of, by day; under the ids of those who went into this one too.
select r.n, d.day, cast(sum(d.n) as bigint)
from behaviour_days d
cross join behaviour_keys k
cross join score_rows r
where d.site = :site and k.site = :site and k.counted = d.counted
  and r.site = :site and r.model = :model and r.behaviour = k.key and d.day > :after and d.day <= :today
  and d.contact in (select :contact union all
                    select g.gone from merged_ids g
                    where g.site = :site and g.kind = 'contact' and g.kept = :contact)
group by r.n, d.day order by r.n, d.day;

-- name: score_grid
-- Engagement in units of 2^-20 of a point; score_condition.c says the same. "cross join": counts are walked once, and what
-- belongs to each is looked up; left to itself SQLite walks them once for each row of the model.
select fb, eb, count(*) from (
    select case when f.fit >= :fit1 then 0 when f.fit >= :fit2 then 1 when f.fit >= :fit3 then 2 else 3 end as fb,
        case when coalesce(u.units, 0) >= :units1 then 0 when coalesce(u.units, 0) >= :units2 then 1
             when coalesce(u.units, 0) >= :units3 then 2 else 3 end as eb
    from contact_fits f
    left join (
        select y.contact as contact, sum(y.units) as units from (
            select coalesce(g.kept, d.contact) as contact, r.n,
                case when abs(r.points) * sum(d.n * w.weight) <= r.at_most * 1048576
                     then r.points * sum(d.n * w.weight)
                     when r.points > 0 then r.at_most * 1048576 else - r.at_most * 1048576 end as units
            from behaviour_days d
            cross join behaviour_keys k
            cross join score_rows r
            cross join score_decay w
            left join merged_ids g on g.site = d.site and g.kind = 'contact' and g.gone = d.contact
            where d.site = :site and k.site = :site and k.counted = d.counted
              and r.site = :site and r.model = :engagement and r.behaviour = k.key
              and w.half_life = r.half_life and w.age = :today - d.day
            group by coalesce(g.kept, d.contact), r.n, r.points, r.at_most
        ) y group by y.contact
    ) u on u.contact = f.contact
    where f.site = :site and f.model = :fit
) z group by fb, eb;

-- name: score_units_of_contact
-- How many rows gave anything at all, and all units of them.
select count(*), cast(coalesce(sum(y.units), 0) as bigint) from (
    select r.n,
        case when abs(r.points) * sum(d.n * w.weight) <= r.at_most * 1048576 then r.points * sum(d.n * w.weight)
             when r.points > 0 then r.at_most * 1048576 else - r.at_most * 1048576 end as units
    from behaviour_days d
    cross join behaviour_keys k
    cross join score_rows r
    cross join score_decay w
    where d.site = :site and k.site = :site and k.counted = d.counted
      and r.site = :site and r.model = :model and r.behaviour = k.key
      and w.half_life = r.half_life and w.age = :today - d.day
      and d.contact in (select :contact union all
                        select g.gone from merged_ids g
                        where g.site = :site and g.kind = 'contact' and g.kept = :contact)
    group by r.n, r.points, r.at_most
) y;

-- name: score_units_of_all
-- As score_units_of_contact, of everybody who did anything.
select y.contact, cast(sum(y.units) as bigint) from (
    select coalesce(g.kept, d.contact) as contact, r.n,
        case when abs(r.points) * sum(d.n * w.weight) <= r.at_most * 1048576 then r.points * sum(d.n * w.weight)
             when r.points > 0 then r.at_most * 1048576 else - r.at_most * 1048576 end as units
    from behaviour_days d
    cross join behaviour_keys k
    cross join score_rows r
    cross join score_decay w
    left join merged_ids g on g.site = d.site and g.kind = 'contact' and g.gone = d.contact
    where d.site = :site and k.site = :site and k.counted = d.counted
      and r.site = :site and r.model = :model and r.behaviour = k.key
      and w.half_life = r.half_life and w.age = :today - d.day
    group by coalesce(g.kept, d.contact), r.n, r.points, r.at_most
) y group by y.contact order by y.contact;

-- name: score_companies_people
-- As score_account_people, of every company.
select p.account, c.id, c.buying_role, f.fit
from (select a.account, a.id as contact from contacts a where a.site = :site and a.account is not null
      union
      select d.account, m.contact from deal_members m join deals d on d.site = m.site and d.id = m.deal
      where m.site = :site and d.account is not null and m.left_at is null) p
join contacts c on c.site = :site and c.id = p.contact
left join contact_fits f on f.site = :site and f.model = :model and f.contact = c.id
order by p.account, c.id;

-- name: score_companies_roles
select d.account, m.contact, m.role, m.left_at
from deal_members m join deals d on d.site = m.site and d.id = m.deal
where m.site = :site and d.account is not null order by d.account, m.contact, m.id;
