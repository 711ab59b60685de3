-- When reports go by mail (migrations/0046).

-- name: schedule_insert
insert into report_schedules (site, id, version, report, cadence, weekday, day, hour, paused, next_at, actor, created_at, changed_at)
values (:site, :id, 1, :report, :cadence, :weekday, :day, :hour, :paused, :next_at, :actor, :now, :now);

-- name: schedule_update
update report_schedules set version = version + 1, cadence = :cadence, weekday = :weekday, day = :day, hour = :hour, paused = :paused,
    next_at = :next_at, changed_at = :now
where site = :site and id = :id;

-- name: schedule_delete
delete from report_schedules where site = :site and id = :id;

-- name: schedules_of
select s.id, s.version, s.report, s.cadence, s.weekday, s.day, s.hour, s.paused, s.next_at, s.last_at
from report_schedules s
where s.site = :site and (cast(:report as bigint) is null or s.report = :report)
order by s.id;

-- name: schedule_by_id
select s.id, s.version, s.report, s.cadence, s.weekday, s.day, s.hour, s.paused, s.next_at, s.last_at
from report_schedules s
where s.site = :site and s.id = :id;

-- name: schedules_due
-- The demonstration sends nothing by itself.
select s.site, s.id, s.next_at from report_schedules s join sites t on t.id = s.site
where s.next_at <= :now and s.paused = 0 and t.is_demo = 0 order by s.next_at, s.id;

-- name: schedule_went
-- Whoever comes second finds that it is not due any more.
update report_schedules set next_at = :next_at, last_at = :now where site = :site and id = :id and next_at = :due_at;

-- name: recipients_of
select r.id, r.schedule, r.user_id, r.address, r.lang, r.confirmed_by, r.confirmed_at, r.confirmed_text, r.stopped_at,
    u.email, u.name, u.locale, case when u.id is not null and u.disabled_at is null and m.user_id is not null then 1 else 0 end
from report_recipients r
left join users u on u.id = r.user_id
left join memberships m on m.site = r.site and m.user_id = r.user_id
where r.site = :site and r.schedule = :schedule
order by r.id;

-- name: recipient_insert
insert into report_recipients (site, id, schedule, user_id, address, lang, confirmed_by, confirmed_at, confirmed_text)
values (:site, :id, :schedule, :user_id, :address, :lang, :confirmed_by, :confirmed_at, :confirmed_text);

-- name: recipient_delete
delete from report_recipients where site = :site and id = :id;

-- name: recipient_stop
update report_recipients set stopped_at = :now where site = :site and id = :id and stopped_at is null;

-- name: recipient_again
update report_recipients set stopped_at = null where site = :site and id = :id;

-- name: recipient_report
select s.report, coalesce(u.email, r.address) from report_recipients r
join report_schedules s on s.site = r.site and s.id = r.schedule
left join users u on u.id = r.user_id
where r.site = :site and r.id = :id;

-- name: reports_forget
delete from saved_reports where trashed = 1 and changed_at < :before;

-- name: mail_choice_put
insert into mail_choices (site, user_id, weekly, silence, changed_at) values (:site, :user_id, :weekly, :silence, :now)
on conflict (site, user_id) do update set weekly = excluded.weekly, silence = excluded.silence, changed_at = excluded.changed_at;

-- name: mail_readers
-- Whoever works on the site, with what they chose.
select u.id, u.email, u.name, u.locale, m.role, c.weekly, c.silence
from memberships m join users u on u.id = m.user_id
left join mail_choices c on c.site = m.site and c.user_id = u.id
where m.site = :site and u.disabled_at is null
order by u.id;

-- name: weekly_sites
select t.id, w.next_at from sites t left join weekly_runs w on w.site = t.id where t.is_demo = 0 order by t.id;

-- name: weekly_put
insert into weekly_runs (site, next_at) values (:site, :next_at)
on conflict (site) do update set next_at = excluded.next_at, last_at = :now where weekly_runs.next_at = :due_at
returning next_at;
