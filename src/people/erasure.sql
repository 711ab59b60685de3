-- Erasures: what is under way, and how much of what went.

-- name: erasure_add
insert into erasures (site, id, contact, request, state, step, asked_by, actor, created_at)
values (:site, :id, :contact, :request, 'waiting', :step, :asked_by, :actor, :now);

-- name: erasure_close_contact
-- From now on nobody writes about the person.
update contacts set erased_at = :now, version = version + 1 where site = :site and id = :contact;

-- name: erasure_get
select id, contact, request, state, step, asked_by, actor, created_at, done_at, error, proof
from erasures where site = :site and id = :id;

-- name: erasure_open_of
select id from erasures where site = :site and contact = :contact and state = 'waiting';

-- name: erasures_page
select id, contact, request, state, step, asked_by, actor, created_at, done_at, error, null
from erasures where site = :site and id < :before order by id desc limit :limit;

-- name: erasure_who
select ids, needles, person_digest from erasures where site = :site and id = :id;

-- name: erasure_who_put
update erasures set ids = :ids, needles = :needles, person_digest = :person_digest
where site = :site and id = :id;

-- name: erasure_who_forget
update erasures set needles = null where site = :site and id = :id;

-- name: erasure_step_put
update erasures set step = :step, error = null where site = :site and id = :id;

-- name: erasure_error_put
update erasures set error = :error where site = :site and id = :id;

-- name: erasure_end
update erasures set state = 'done', step = '', error = null, ids = null, needles = null, done_at = :now,
    proof = :proof
where site = :site and id = :id;

-- name: erasure_count_add
insert into erasure_counts (site, erasure, what, name, n) values (:site, :erasure, :what, :name, :n)
on conflict (site, erasure, what, name) do update set n = erasure_counts.n + excluded.n;

-- name: erasure_count_set
insert into erasure_counts (site, erasure, what, name, n) values (:site, :erasure, :what, :name, :n)
on conflict (site, erasure, what, name) do update set n = excluded.n;

-- name: erasure_counts_of
select what, name, n from erasure_counts where site = :site and erasure = :erasure order by what, name;

-- name: erasure_merged_records
-- What a merge kept of the records that became this person.
select record, kept_before from merges
where site = :site and kind = 'contact' and (kept = :contact or gone = :contact);

-- name: erasure_committees
select distinct deal from deal_members where site = :site and contact = :contact order by deal;

-- name: erasure_imports
-- Those that touched the person, and those that are not run yet.
select i.id, i.state,
    case when exists (select 1 from import_changes c where c.site = i.site and c.import = i.id
        and c.model = 'contact' and c.record = :contact) then 1 else 0 end
from imports i where i.site = :site order by i.id;

-- name: erasure_table_kind @sqlite
-- Whether its rows have no number of their own.
select wr from pragma_table_list where schema = 'main' and name = :name;

-- name: erasure_table_kind @postgres
select 0 where cast(:name as text) is not null;

-- name: erasure_import_forget
update imports set shape = null where site = :site and id = :id;

-- name: erasure_request_close
-- What else they asked for is not done: there is nobody left to do it for.
update rights_requests set state = case when kind = 'erase' then 'done' else 'erased' end, closed_at = :now, closed_by = :actor, erasure = :erasure
where site = :site and contact = :contact and state = 'open';

-- name: erasure_request_begun
update rights_requests set erasure = :erasure where site = :site and id = :request;
