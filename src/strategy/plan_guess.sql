-- Guesses of plans.

-- name: plan_guess_add
insert into plan_guesses (site, plan, record, field, value) values (:site, :plan, :record, :field, :value)
on conflict (site, plan, record, field) do nothing;

-- name: plan_guesses_of
select record, field, value from plan_guesses
where site = :site and plan = :plan and confirmed_at is null order by record, field;

-- name: plan_guess_confirm
update plan_guesses set confirmed_at = :now, confirmed_by = :actor
where site = :site and plan = :plan and record = :record and field = :field and confirmed_at is null;
