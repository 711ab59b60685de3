-- Segments: their rules, members, history, and what waits to be looked at.

-- name: segment_revision
select revision from segment_worlds where site = :site;

-- name: segment_revision_hold @sqlite
select revision from segment_worlds where site = :site;

-- name: segment_revision_hold @postgres
select revision from segment_worlds where site = :site for share;

-- name: segment_revision_put
insert into segment_worlds (site, revision) values (:site, :revision)
on conflict (site) do update set revision = excluded.revision;

-- name: segment_sites
select site from segment_worlds order by site;

-- name: segments_all
select id, name, subject, rule from segments where site = :site order by id;

-- name: segment_count
select count(*) from segments where site = :site;

-- name: segment_brief
select name, subject from segments where site = :site and id = :segment;

-- name: segment_names_all
select segment, names from segment_names where site = :site;

-- name: segment_names_drop
delete from segment_names where site = :site and segment = :segment;

-- name: segment_name_add
insert into segment_names (site, segment, names) values (:site, :segment, :names)
on conflict (site, segment, names) do nothing;

-- name: segment_named_by
select s.name from segment_names n join segments s on s.site = n.site and s.id = n.segment
where n.site = :site and n.names = :segment and n.segment <> :segment order by s.name_key limit 5;

-- name: segment_set_building
update segments set state = 'building', trouble = null where site = :site and id = :segment;

-- name: segment_set_trouble
update segments set trouble = :trouble where site = :site and id = :segment;

-- name: segment_set_live
update segments set state = 'live', trouble = null,
    member_count = (select count(*) from segment_members m where m.site = :site and m.segment = :segment), counted_at = :now
where site = :site and id = :segment;

-- name: segments_set_catching_up
update segments set state = 'building' where site = :site and subject = :subject and state = 'live';

-- name: segments_caught_up
update segments set state = 'live' where site = :site and state = 'building'
    and not exists (select 1 from segment_builds b where b.site = segments.site and b.segment = segments.id);

-- name: segment_count_add
update segments set member_count = member_count + :delta, counted_at = :now where site = :site and id = :segment
returning member_count;

-- name: segment_size_put
insert into segment_sizes (site, segment, day, size) values (:site, :segment, :day, :size)
on conflict (site, segment, day) do update set size = excluded.size;

-- --- one record

-- name: segment_standing @sqlite
-- What is kept of a record: 1 member, 2 due, 3 by hand. By itself SQLite would walk all members of the site.
select 1, segment, entered_at, manual from segment_members indexed by segment_members_record
where site = :site and record = :record
union all
select 2, segment, at, null from segment_due where site = :site and record = :record
union all
select 3, segment, set_at, how from segment_manual where site = :site and record = :record;

-- name: segment_standing @postgres
select 1, segment, entered_at, manual from segment_members where site = :site and record = :record
union all
select 2, segment, at, null from segment_due where site = :site and record = :record
union all
select 3, segment, set_at, how from segment_manual where site = :site and record = :record;

-- name: segment_member_get
select entered_at from segment_members where site = :site and segment = :segment and record = :record;

-- name: segment_member_add
insert into segment_members (site, segment, record, entered_at, manual)
values (:site, :segment, :record, :now, :manual)
on conflict (site, segment, record) do update set manual = excluded.manual;

-- name: segment_member_drop
delete from segment_members where site = :site and segment = :segment and record = :record;

-- name: segment_move_add
insert into segment_moves (site, segment, id, record, at, entered, cause)
values (:site, :segment, :id, :record, :now, :entered, :cause);

-- name: segment_due_put
insert into segment_due (site, record, segment, at) values (:site, :record, :segment, :at)
on conflict (site, record, segment) do update set at = excluded.at;

-- name: segment_due_drop
delete from segment_due where site = :site and record = :record and segment = :segment;

-- name: segment_manual_put
insert into segment_manual (site, segment, record, how, set_at, actor)
values (:site, :segment, :record, :how, :now, :actor)
on conflict (site, segment, record) do update set how = excluded.how, set_at = excluded.set_at, actor = excluded.actor;

-- name: segment_manual_drop
delete from segment_manual where site = :site and segment = :segment and record = :record;

-- name: segment_manual_drop_record
delete from segment_manual where site = :site and record = :record;

-- name: segment_manual_get
select how from segment_manual where site = :site and segment = :segment and record = :record;

-- name: segment_hand
-- In or out whatever the rule says; who was erased is out.
select how from segment_manual where site = :site and segment = :segment and record = :record
union all
select 'exclude' from contacts where site = :site and id = :record and erased_at is not null
order by how;

-- name: segment_turn @sqlite
-- One writer at a time has no need of it.
select :record where :site = 0;

-- name: segment_turn @postgres
insert into segment_turns (site, record, turn) values (:site, :record, 0)
on conflict (site, record) do update set turn = segment_turns.turn + 1;

-- --- who is concerned

-- name: segment_account_of
select account from contacts where site = :site and id = :record and account is not null;

-- name: segment_committees_of
-- Companies in whose committees the person is.
select distinct d.account from deal_members m join deals d on d.site = m.site and d.id = m.deal
where m.site = :site and m.contact = :record and m.left_at is null and d.account is not null
order by d.account limit :most;

-- name: segment_ends_of
-- Whose a deal is.
select contact, account from deals where site = :site and id = :record;

-- name: segment_people_of
select id from contacts where site = :site and account = :record order by id limit :most;

-- name: segment_stale_people_of
insert into segment_stale (site, record, segment, cause)
select c.site, c.id, 0, :cause from contacts c where c.site = :site and c.account = :record
on conflict (site, record, segment) do nothing;

-- name: segment_there_contact
select 1 from contacts where site = :site and id = :record;

-- name: segment_there_account
select 1 from accounts where site = :site and id = :record;

-- --- waiting

-- name: segment_builds
select segment, revision, phase, cause from segment_builds where site = :site order by segment;

-- name: segment_builds_hold @sqlite
select segment, phase from segment_builds where site = :site;

-- name: segment_builds_hold @postgres
select segment, phase from segment_builds where site = :site for share;

-- name: segment_build_put
insert into segment_builds (site, segment, revision, phase, cause) values (:site, :segment, :revision, 'new', :cause)
on conflict (site, segment) do update set revision = excluded.revision, phase = 'new', cause = excluded.cause;

-- name: segment_build_phase
update segment_builds set phase = :phase where site = :site and segment = :segment and revision = :revision;

-- name: segment_build_members
update segment_builds set phase = 'members', position = :position
where site = :site and segment = :segment and revision = :revision;

-- name: segment_build_counted
select case when coalesce(b.position, 0) <= coalesce((select f.position from journal_followers f where f.name = :follower), 0)
    then 1 else 0 end
from segment_builds b where b.site = :site and b.segment = :segment;

-- name: segment_builds_passed
-- Sites with a build whose position lies on the way that the counters have just gone.
select site from segment_builds where phase = 'members' and position > :from and position <= :to
group by site order by site limit 100;

-- name: segment_build_get
select phase from segment_builds where site = :site and segment = :segment and revision = :revision;

-- name: segment_build_drop
delete from segment_builds where site = :site and segment = :segment;

-- name: segment_leftover_add
insert into segment_builds (site, segment, revision, phase, cause) values (:site, :segment, 0, 'gone', 'rule')
on conflict (site, segment) do update set revision = 0, phase = 'gone';

-- name: segment_stale_add
insert into segment_stale (site, record, segment, cause) values (:site, :record, :segment, :cause)
on conflict (site, record, segment) do nothing;

-- name: segment_stale_of
select record, segment, cause from segment_stale where site = :site and segment = :segment limit :most;

-- name: segment_stale_any
select 1 from segment_stale where site = :site and segment = :segment limit 1;

-- name: segment_stale_drop
delete from segment_stale where site = :site and record = :record and segment = :segment;

-- name: segment_due_now
select record, segment from segment_due where site = :site and at <= :now order by at, record limit :most;

-- name: segment_due_sites
select w.site from segment_worlds w
where exists (select 1 from segment_due d where d.site = w.site and d.at <= :now)
    or exists (select 1 from segment_stale s where s.site = w.site)
    or exists (select 1 from segment_builds b where b.site = w.site)
    or exists (select 1 from contacts c where c.site = w.site and c.erased_at is not null
        and exists (select 1 from segment_members m where m.site = c.site and m.record = c.id));

-- name: segment_stale_erased
-- Who was erased and is a member still.
insert into segment_stale (site, record, segment, cause)
select c.site, c.id, 0, 'change' from contacts c where c.site = :site and c.erased_at is not null
    and exists (select 1 from segment_members m where m.site = c.site and m.record = c.id)
on conflict (site, record, segment) do nothing;

-- name: segment_member_ids
select record, manual from segment_members where site = :site and segment = :segment and record > :after
order by record limit :most;

-- name: segment_manual_ids
-- Who was erased is in no segment, whatever the rule says.
select record, how from segment_manual where site = :site and segment = :segment
union all
select id, 'exclude' from contacts where site = :site and erased_at is not null
order by record;

-- name: segment_members_clear @sqlite
delete from segment_members where (site, segment, record) in
    (select site, segment, record from segment_members where site = :site and segment = :segment limit :most);

-- name: segment_members_clear @postgres
delete from segment_members where site = :site and segment = :segment and record in
    (select record from segment_members where site = :site and segment = :segment limit :most);

-- name: segment_moves_clear
delete from segment_moves where site = :site and segment = :segment and id in
    (select id from segment_moves where site = :site and segment = :segment limit :most);

-- name: segment_manual_clear
delete from segment_manual where site = :site and segment = :segment;

-- name: segment_sizes_clear
delete from segment_sizes where site = :site and segment = :segment;

-- name: segment_moves_forget
delete from segment_moves where site = :site and at < :before;

-- --- asking

-- name: segment_members_contacts
select m.record, m.entered_at, c.name, c.email, m.manual from segment_members m
left join contacts c on c.site = m.site and c.id = m.record
where m.site = :site and m.segment = :segment and m.record > :after order by m.record limit :most;

-- name: segment_members_accounts
select m.record, m.entered_at, a.name, a.domain, m.manual from segment_members m
left join accounts a on a.site = m.site and a.id = m.record
where m.site = :site and m.segment = :segment and m.record > :after order by m.record limit :most;

-- name: segment_manual_contacts
select m.record, m.set_at, c.name, c.email, m.how from segment_manual m
left join contacts c on c.site = m.site and c.id = m.record
where m.site = :site and m.segment = :segment and m.record > :after order by m.record limit :most;

-- name: segment_manual_accounts
select m.record, m.set_at, a.name, a.domain, m.how from segment_manual m
left join accounts a on a.site = m.site and a.id = m.record
where m.site = :site and m.segment = :segment and m.record > :after order by m.record limit :most;

-- name: segment_history_contacts
select m.id, m.at, m.record, coalesce(c.name, c.email, k.name, k.email), m.entered, m.cause from segment_moves m
left join contacts c on c.site = m.site and c.id = m.record
left join merged_ids g on g.site = m.site and g.kind = 'contact' and g.gone = m.record
left join contacts k on k.site = g.site and k.id = g.kept
where m.site = :site and m.segment = :segment and m.id < :before order by m.id desc limit :most;

-- name: segment_history_accounts
select m.id, m.at, m.record, coalesce(a.name, a.domain, k.name, k.domain), m.entered, m.cause from segment_moves m
left join accounts a on a.site = m.site and a.id = m.record
left join merged_ids g on g.site = m.site and g.kind = 'account' and g.gone = m.record
left join accounts k on k.site = g.site and k.id = g.kept
where m.site = :site and m.segment = :segment and m.id < :before order by m.id desc limit :most;

-- name: segment_sizes
select day, size from segment_sizes where site = :site and segment = :segment and day >= :from and day <= :to
order by day limit 4000;

-- name: segment_size_before
select size from segment_sizes where site = :site and segment = :segment and day < :from order by day desc limit 1;

-- name: segment_both
select count(*) from segment_members a
join segment_members b on b.site = a.site and b.segment = :other and b.record = a.record
where a.site = :site and a.segment = :segment;

-- name: segment_size_kept
select member_count from segments where site = :site and id = :segment;

-- name: segment_size_now
select count(*) from segment_members where site = :site and segment = :segment;

-- name: segments_of @sqlite
select s.id, s.name, m.entered_at, m.manual from segment_members m indexed by segment_members_record
cross join segments s
where m.site = :site and m.record = :record and s.site = m.site and s.id = m.segment order by s.name_key, s.id;

-- name: segments_of @postgres
select s.id, s.name, m.entered_at, m.manual from segment_members m
join segments s on s.site = m.site and s.id = m.segment
where m.site = :site and m.record = :record order by s.name_key, s.id;

-- name: segment_member_rows
select record, entered_at, null, null, manual from segment_members
where site = :site and segment = :segment and record > :after order by record limit :most;
