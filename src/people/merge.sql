-- Merges: what went into what, and what answers for it now.

-- name: merge_add
insert into merges (site, id, kind, kept, gone, record, kept_before, kept_after, moved, merged_at,
    actor)
values (:site, :id, :kind, :kept, :gone, :record, :kept_before, :kept_after, :moved, :now, :actor);

-- name: merge_get
select kind, kept, gone, record, kept_before, kept_after, moved, undone_at, merged_at
from merges where site = :site and id = :id;

-- name: merge_set_undone
update merges set undone_at = :now, undone_by = :actor
where site = :site and id = :id and undone_at is null;

-- name: merges_of
select id, kept, gone, record, merged_at, actor, undone_at from merges
where site = :site and kind = :kind and kept = :record order by id desc limit :most;

-- name: merges_all
select id, kept, gone, record, merged_at, actor, undone_at from merges
where site = :site and kind = :kind order by id desc limit :most;

-- name: merged_into
select kept from merged_ids where site = :site and kind = :kind and gone = :record;

-- name: merged_ids_of
select gone from merged_ids where site = :site and kind = :kind and kept = :record
order by gone limit :most;

-- name: merged_ids_follow
-- What had gone into the one that goes is now answered for by the one that stays.
update merged_ids set kept = :kept where site = :site and kind = :kind and kept = :gone;

-- name: merged_id_add
insert into merged_ids (site, kind, gone, kept) values (:site, :kind, :gone, :kept)
on conflict (site, kind, gone) do update set kept = excluded.kept;

-- name: merged_id_drop
delete from merged_ids where site = :site and kind = :kind and gone = :gone;

-- name: merged_ids_return
-- What had gone into the one that comes back is its own again.
update merged_ids set kept = :gone
where site = :site and kind = :kind and gone in (
    with recursive below (id) as (
        select m.gone from merges m
        where m.site = :site and m.kind = :kind and m.kept = :gone and m.undone_at is null
        union
        select m.gone from merges m join below b on m.kept = b.id
        where m.site = :site and m.kind = :kind and m.undone_at is null)
    select id from below);

-- name: merged_imported
-- It comes back as the import left it, so that the import can still be undone.
update import_changes set version_after = :version
where site = :site and record = :gone and model = :kind and version_after = :version - 1;

-- name: contact_email_put
insert into contact_emails (site, id, contact, email, added_at, actor)
values (:site, :id, :record, :value, :now, :actor);

-- name: contact_external_id_put
insert into contact_external_ids (site, id, contact, external_id, added_at, actor)
values (:site, :id, :record, :value, :now, :actor);

-- name: account_domain_put
insert into account_domains (site, id, account, domain, added_at, actor)
values (:site, :id, :record, :value, :now, :actor);

-- name: account_external_id_put
insert into account_external_ids (site, id, account, external_id, added_at, actor)
values (:site, :id, :record, :value, :now, :actor);

-- name: account_tax_number_put
insert into account_tax_numbers (site, id, account, tax_number, added_at, actor)
values (:site, :id, :record, :value, :now, :actor);

-- name: contact_email_take
delete from contact_emails
where site = :site and contact = :record and id = :id and email = :value;

-- name: contact_external_id_take
delete from contact_external_ids
where site = :site and contact = :record and id = :id and external_id = :value;

-- name: account_domain_take
delete from account_domains
where site = :site and account = :record and id = :id and domain = :value;

-- name: account_external_id_take
delete from account_external_ids
where site = :site and account = :record and id = :id and external_id = :value;

-- name: account_tax_number_take
delete from account_tax_numbers
where site = :site and account = :record and id = :id and tax_number = :value;

-- name: account_parent_put
update accounts set parent = :parent where site = :site and id = :record;

-- name: table_key @sqlite
select name from pragma_table_info(:name) where pk > 0 order by pk;

-- name: table_key @postgres
select cast(k.column_name as text) from information_schema.table_constraints c
join information_schema.key_column_usage k on k.constraint_schema = c.constraint_schema
    and k.constraint_name = c.constraint_name and k.table_name = c.table_name
where c.table_schema = current_schema() and c.table_name = :name and c.constraint_type = 'PRIMARY KEY'
order by k.ordinal_position;

-- name: table_columns @sqlite
select name from pragma_table_info(:name) order by cid;

-- name: table_columns @postgres
select cast(column_name as text) from information_schema.columns
where table_schema = current_schema() and table_name = :name order by ordinal_position;

-- name: merged_contacts
select gone, kept from merged_ids where site = :site and kind = 'contact' order by gone;
