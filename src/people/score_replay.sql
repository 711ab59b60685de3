-- Past deals and who was known of them.

-- name: score_past_stamp
select count(*), coalesce(max(changed_at), 0) from deals
where site = :site and outcome in ('won', 'lost') and closed_at >= :from and closed_at < :to;

-- name: score_past_deals
select id, contact, outcome, opened_at from deals
where site = :site and outcome in ('won', 'lost') and closed_at >= :from and closed_at < :to
order by closed_at desc, id desc limit :most;

-- name: score_past_members
-- In the committee before the deal was opened, and not gone by then.
select m.contact, m.role from deal_members m join deals d on d.site = m.site and d.id = m.deal
where m.site = :site and m.deal = :deal and m.since_at < d.opened_at
  and (m.left_at is null or m.left_at >= d.opened_at)
order by m.contact, m.id;

-- name: score_replay_get
select result from score_replays
where site = :site and model = :model and from_at = :from and to_at = :to and stamp = :stamp;

-- name: score_replay_put
insert into score_replays (site, id, model, from_at, to_at, stamp, result, created_at)
values (:site, :id, :model, :from, :to, :stamp, :result, :now)
on conflict (site, model, from_at, to_at) do update set stamp = excluded.stamp, result = excluded.result,
    created_at = excluded.created_at;

-- name: score_learn_rows
-- What can be known of a deal's contact without knowing how it ended.
select d.outcome, c.seniority, c.department, c.buying_role, c.channel, a.industry, a.state, a.employees
from deals d
join contacts c on c.site = d.site and c.id = d.contact
left join accounts a on a.site = c.site and a.id = c.account
where d.site = :site and d.outcome in ('won', 'lost')
order by d.closed_at desc, d.id desc limit :most;

-- name: score_suggestion_open
select id, created_at, result from score_suggestions where site = :site and state = 'open';

-- name: score_suggestion_close
update score_suggestions set state = :state, decided_at = :now, decided_by = :actor
where site = :site and state = 'open';

-- name: score_suggestion_add
insert into score_suggestions (site, id, created_at, author, state, result)
values (:site, :id, :now, :actor, 'open', :result);
