-- What happened to one record, and to those that went into it. Columns: at, ord, id, kind, name, detail, actor, subject.
-- ord tells events of one record at one time apart: 1 audit, 2 import, 3 first contact, 4 stamp, 5 deal opened, 6 closed,
-- 7 joined, 8 left, 20 activity (name is its outcome, detail its subject, :line, its body),
-- 21 survey, 22 referral given, 23 come by referral, 24 consent given, withdrawn or objected (name is the purpose), 40 passed to sales, 41 answered (name is the reason), 42 stage of a deal. A page goes on below (at, ord, id).

-- name: timeline_contact
select e.at, e.ord, e.id, e.kind, e.name, e.detail, e.actor, e.subject from (
    select a.at as at, 1 as ord, a.id as id, a.action as kind, cast(null as text) as name,
        a.diff as detail, a.actor as actor, cast(null as bigint) as subject
    from audit a where a.site = :site and a.model = 'contact' and a.record in (
        select cast(:record as bigint) union all
        select g.gone from merged_ids g where g.site = :site and g.kind = 'contact' and g.kept = :record)
    union all
    select coalesce(i.ended_at, i.created_at), 2, i.id, h.action, i.name, null, i.actor, null
    from import_changes h join imports i on i.site = h.site and i.id = h.import
    where h.site = :site and h.model = 'contact' and h.record in (
        select cast(:record as bigint) union all
        select g.gone from merged_ids g where g.site = :site and g.kind = 'contact' and g.kept = :record)
        and h.action in ('add', 'change')
    union all
    select c.first_contact_at, 3, c.id, 'first_contact', null, c.channel, null, null
    from contacts c where c.site = :site and c.id = :record and c.first_contact_at is not null
    union all
    select s.at, 4, s.id, case when s.cause in ('rule', 'deal') and s.cause_name is not null then 'stage_' || s.cause
            when s.cause in ('handoff', 'import') then 'stage_' || s.cause else 'stage' end,
        s.cause_name, s.stage, s.actor, null
    from lifecycle_stamps s where s.site = :site and s.contact = :record
    union all
    select h.asked_at, 40, h.id, 'handoff_asked', coalesce(nullif(u.name, ''), u.email), h.message, h.asked_by, null
    from handoffs h left join users u on u.id = h.seller where h.site = :site and h.contact = :record
    union all
    select h.answered_at, 41, h.id, 'handoff_' || h.state, h.reason, h.note, h.answered_by, null
    from handoffs h where h.site = :site and h.contact = :record and h.answered_at is not null
    union all
    select d.opened_at, 5, d.id, 'deal_opened', d.name, null, null, d.id
    from deals d where d.site = :site and d.contact = :record and d.opened_at is not null
    union all
    select d.closed_at, 6, d.id, d.outcome, d.name, d.reason, null, d.id
    from deals d where d.site = :site and d.contact = :record and d.closed_at is not null
    union all
    select v.at, 20, v.id, 'activity_' || v.kind, v.outcome,
        coalesce(v.subject, '') || cast(:line as text) || coalesce(v.body, ''), v.owner, cast(null as bigint)
    from activities v where v.site = :site and v.contact = :record and v.at is not null
    union all
    select n.answered_at, 21, n.id, 'nps', cast(n.score as text), n.comment, null, null
    from nps_answers n where n.site = :site and n.contact = :record
    union all
    select f.created_at, 22, f.id, 'referral', f.name, f.note, null, f.contact
    from referrals f where f.site = :site and f.referrer = :record
    union all
    select f.created_at, 23, f.id, 'referred', coalesce(w.name, w.email, ''), f.note, null, w.id
    from referrals f join contacts w on w.site = f.site and w.id = f.referrer
    where f.site = :site and f.contact = :record
    union all
    select k.at, 24, k.id, case when k.state = 'given' and k.legal_basis <> 'consent' then 'consent_based'
            else 'consent_' || k.state end,
        p.name, k.source, k.actor, null
    from consents k join consent_purposes p on p.site = k.site and p.id = k.purpose
    where k.site = :site and k.contact = :record and k.salt is not null
) e
where e.at < :at or (e.at = :at and (e.ord < :ord or (e.ord = :ord and e.id < :id)))
order by e.at desc, e.ord desc, e.id desc
limit :most;

-- name: timeline_account
select e.at, e.ord, e.id, e.kind, e.name, e.detail, e.actor, e.subject from (
    select a.at as at, 1 as ord, a.id as id, a.action as kind, cast(null as text) as name,
        a.diff as detail, a.actor as actor, cast(null as bigint) as subject
    from audit a where a.site = :site and a.model = 'account' and a.record in (
        select cast(:record as bigint) union all
        select g.gone from merged_ids g where g.site = :site and g.kind = 'account' and g.kept = :record)
    union all
    select coalesce(i.ended_at, i.created_at), 2, i.id, h.action, i.name, null, i.actor, null
    from import_changes h join imports i on i.site = h.site and i.id = h.import
    where h.site = :site and h.model = 'account' and h.record in (
        select cast(:record as bigint) union all
        select g.gone from merged_ids g where g.site = :site and g.kind = 'account' and g.kept = :record)
        and h.action in ('add', 'change')
    union all
    select c.first_contact_at, 3, c.id, 'first_contact_of',
        coalesce(c.name, c.email, c.external_id, ''), c.channel, null, c.id
    from contacts c where c.site = :site and c.account = :record and c.first_contact_at is not null
    union all
    select s.at, 4, s.id, 'stage_of', coalesce(c.name, c.email, c.external_id, ''), s.stage,
        s.actor, c.id
    from contacts c join lifecycle_stamps s on s.site = c.site and s.contact = c.id
    where c.site = :site and c.account = :record
    union all
    select d.opened_at, 5, d.id, 'deal_opened', d.name, null, null, d.id
    from deals d where d.site = :site and d.account = :record and d.opened_at is not null
    union all
    select d.closed_at, 6, d.id, d.outcome, d.name, d.reason, null, d.id
    from deals d where d.site = :site and d.account = :record and d.closed_at is not null
    union all
    select v.at, 20, v.id, 'activity_' || v.kind, v.outcome,
        coalesce(v.subject, '') || cast(:line as text) || coalesce(v.body, ''), v.owner, v.contact
    from activities v where v.site = :site and v.account = :record and v.at is not null
    union all
    select n.answered_at, 21, n.id, 'nps', cast(n.score as text), n.comment, null, n.contact
    from nps_answers n where n.site = :site and n.account = :record
) e
where e.at < :at or (e.at = :at and (e.ord < :ord or (e.ord = :ord and e.id < :id)))
order by e.at desc, e.ord desc, e.id desc
limit :most;

-- name: timeline_deal
select e.at, e.ord, e.id, e.kind, e.name, e.detail, e.actor, e.subject from (
    select a.at as at, 1 as ord, a.id as id, a.action as kind, cast(null as text) as name,
        a.diff as detail, a.actor as actor, cast(null as bigint) as subject
    from audit a where a.site = :site and a.model = 'deal' and a.record = :record
    union all
    select coalesce(i.ended_at, i.created_at), 2, i.id, h.action, i.name, null, i.actor, null
    from import_changes h join imports i on i.site = h.site and i.id = h.import
    where h.site = :site and h.model = 'deal' and h.record = :record
        and h.action in ('add', 'change')
    union all
    select s.entered_at, 42, s.id, 'deal_stage', coalesce(g.name, s.stage), null, s.actor, null
    from deal_stage_stamps s left join deal_stages g on g.site = s.site and g.key = s.stage
    where s.site = :site and s.deal = :record and s.exact = 1 and s.stage not in ('won', 'lost')
    union all
    select d.opened_at, 5, d.id, 'opened', null, null, null, null
    from deals d where d.site = :site and d.id = :record and d.opened_at is not null
    union all
    select d.closed_at, 6, d.id, d.outcome, null, d.reason, null, null
    from deals d where d.site = :site and d.id = :record and d.closed_at is not null
    union all
    select coalesce(m.since_at, m.created_at), 7, m.id, 'joined',
        coalesce(c.name, c.email, c.external_id, ''), m.role, null, c.id
    from deal_members m join contacts c on c.site = m.site and c.id = m.contact
    where m.site = :site and m.deal = :record
    union all
    select m.left_at, 8, m.id, 'left', coalesce(c.name, c.email, c.external_id, ''), m.role, null,
        c.id
    from deal_members m join contacts c on c.site = m.site and c.id = m.contact
    where m.site = :site and m.deal = :record and m.left_at is not null
    union all
    select v.at, 20, v.id, 'activity_' || v.kind, v.outcome,
        coalesce(v.subject, '') || cast(:line as text) || coalesce(v.body, ''), v.owner, v.contact
    from activities v where v.site = :site and v.deal = :record and v.at is not null
) e
where e.at < :at or (e.at = :at and (e.ord < :ord or (e.ord = :ord and e.id < :id)))
order by e.at desc, e.ord desc, e.id desc
limit :most;

-- name: timeline_actor
-- Only people of this site are named.
select u.name from users u join memberships m on m.user_id = u.id
where m.site = :site and u.id = :id;

-- name: timeline_people
-- The people of a company, and the ids that went into theirs. Columns: id, who answers for it, their name.
select c.id, c.id, coalesce(c.name, c.email, c.external_id, '')
from contacts c where c.site = :site and c.account = :record
union all
select g.gone, c.id, coalesce(c.name, c.email, c.external_id, '')
from contacts c join merged_ids g on g.site = c.site and g.kept = c.id and g.kind = 'contact'
where c.site = :site and c.account = :record
order by 1 limit 20000;
