-- Words that records are found by (migrations/0021, people/search.c).

-- name: search_contacts_among @sqlite
select c.id, c.name, c.email, c.phone, c.tax_number, c.job_title,
    (select group_concat(e.email, ' ') from contact_emails e where e.site = c.site and e.contact = c.id),
    null, c.account, (select a.name from accounts a where a.site = c.site and a.id = c.account)
from json_each(:ids) i cross join contacts c on c.site = :site and c.id = i.value order by i.id;

-- name: search_contacts_among @postgres
select c.id, c.name, c.email, c.phone, c.tax_number, c.job_title,
    (select string_agg(e.email, ' ') from contact_emails e where e.site = c.site and e.contact = c.id),
    null, c.account, (select a.name from accounts a where a.site = c.site and a.id = c.account)
from jsonb_array_elements_text(cast(:ids as jsonb)) with ordinality i (value, n)
join contacts c on c.site = :site and c.id = cast(i.value as bigint) order by i.n;

-- name: search_accounts_among @sqlite
select a.id, a.name, a.domain, null, a.tax_number, null,
    (select group_concat(d.domain, ' ') from account_domains d where d.site = a.site and d.account = a.id),
    (select group_concat(t.tax_number, ' ') from account_tax_numbers t where t.site = a.site and t.account = a.id),
    null, null
from json_each(:ids) i cross join accounts a on a.site = :site and a.id = i.value order by i.id;

-- name: search_accounts_among @postgres
select a.id, a.name, a.domain, null, a.tax_number, null,
    (select string_agg(d.domain, ' ') from account_domains d where d.site = a.site and d.account = a.id),
    (select string_agg(t.tax_number, ' ') from account_tax_numbers t where t.site = a.site and t.account = a.id),
    null, null
from jsonb_array_elements_text(cast(:ids as jsonb)) with ordinality i (value, n)
join accounts a on a.site = :site and a.id = cast(i.value as bigint) order by i.n;

-- name: search_deals_among @sqlite
select d.id, d.name,
    coalesce((select s.name from deal_stages s where s.site = d.site and s.key = d.stage), d.stage),
    null, null, null, null, null, d.account,
    (select a.name from accounts a where a.site = d.site and a.id = d.account)
from json_each(:ids) i cross join deals d on d.site = :site and d.id = i.value order by i.id;

-- name: search_deals_among @postgres
select d.id, d.name,
    coalesce((select s.name from deal_stages s where s.site = d.site and s.key = d.stage), d.stage),
    null, null, null, null, null, d.account,
    (select a.name from accounts a where a.site = d.site and a.id = d.account)
from jsonb_array_elements_text(cast(:ids as jsonb)) with ordinality i (value, n)
join deals d on d.site = :site and d.id = cast(i.value as bigint) order by i.n;

-- name: search_contacts_called @sqlite
-- As search_contacts_among, of those behind a record; without what only a hit needs.
select c.id, c.name, c.email, c.phone, c.tax_number, c.job_title,
    (select group_concat(e.email, ' ') from contact_emails e where e.site = c.site and e.contact = c.id),
    null, c.account, null
from contacts c where c.site = :site and c.id > :after order by c.id limit :most;

-- name: search_contacts_called @postgres
select c.id, c.name, c.email, c.phone, c.tax_number, c.job_title,
    (select string_agg(e.email, ' ') from contact_emails e where e.site = c.site and e.contact = c.id),
    null, c.account, null
from contacts c where c.site = :site and c.id > :after order by c.id limit :most;

-- name: search_accounts_called @sqlite
select a.id, a.name, a.domain, null, a.tax_number, null,
    (select group_concat(d.domain, ' ') from account_domains d where d.site = a.site and d.account = a.id),
    (select group_concat(t.tax_number, ' ') from account_tax_numbers t where t.site = a.site and t.account = a.id),
    null, null
from accounts a where a.site = :site and a.id > :after order by a.id limit :most;

-- name: search_accounts_called @postgres
select a.id, a.name, a.domain, null, a.tax_number, null,
    (select string_agg(d.domain, ' ') from account_domains d where d.site = a.site and d.account = a.id),
    (select string_agg(t.tax_number, ' ') from account_tax_numbers t where t.site = a.site and t.account = a.id),
    null, null
from accounts a where a.site = :site and a.id > :after order by a.id limit :most;

-- name: search_deals_called
select d.id, d.name, d.stage, null, null, null, null, null, d.account, null
from deals d where d.site = :site and d.id > :after order by d.id limit :most;

-- name: search_put
insert into search_entries (site, record, kind, words) values (:site, :record, :kind, :words)
on conflict (site, kind, record) do update set words = excluded.words where search_entries.words <> excluded.words;

-- name: search_newest
select max(record) from search_entries where site = :site and kind = :kind;

-- name: search_known_among @sqlite
select e.record from json_each(:ids) i
cross join search_entries e on e.site = :site and e.kind = :kind and e.record = i.value order by e.record;

-- name: search_known_among @postgres
select e.record from jsonb_array_elements_text(cast(:ids as jsonb)) i (value)
join search_entries e on e.site = :site and e.kind = :kind and e.record = cast(i.value as bigint) order by e.record;

-- name: search_leave
-- What comes after this record is taken in later, unless an earlier place is noted already.
insert into search_unfilled (site, kind, after) values (:site, :kind, :after)
on conflict (site, kind) do update set after = excluded.after where search_unfilled.after > excluded.after;

-- name: search_index_add @sqlite
-- One row by VALUES: a statement that might write several has a savepoint, at whose end the index writes all it holds to disk.
insert into search_index (rowid, words) values (:record, :words);

-- name: search_index_add @postgres
-- Never run: a generated column does it.
select 1 where :record = 0 and :words = '';

-- name: search_gone_some @sqlite
select rowid, entry, words from search_gone order by rowid limit :most;

-- name: search_gone_some @postgres
select cast(0 as bigint), cast(0 as bigint), '' where :most < 0;

-- name: search_index_drop @sqlite
-- One row by VALUES, as above.
insert into search_index (search_index, rowid, words) values ('delete', :entry, :words);

-- name: search_index_drop @postgres
select 1 where :entry = 0 and :words = '';

-- name: search_gone_drop @sqlite
delete from search_gone where rowid <= :last;

-- name: search_gone_drop @postgres
select 1 where :last = 0;

-- name: search_drop
delete from search_entries where site = :site and kind = :kind and record = :record;

-- name: search_latest
-- Among the :among that came last. What is common is found here, without asking an index for all of it.
select record from (
    select record, words from search_entries where site = :site and kind = :kind order by record desc limit :among
) x where words like :one and words like :other and words like :third and words like :fourth limit :most;

-- name: search_shares
-- In how many of the :among that came last each word is.
select sum(case when words like :one then 1 else 0 end), sum(case when words like :other then 1 else 0 end),
    sum(case when words like :third then 1 else 0 end), sum(case when words like :fourth then 1 else 0 end)
from (select words from search_entries where site = :site and kind = :kind order by record desc limit :among) x;

-- name: search_found @sqlite
select e.record from search_index i
join search_entries e on e.site = :site and e.kind = :kind and e.record = i.rowid
where i.search_index match :match and e.words like :one and e.words like :other
    and e.words like :third and e.words like :fourth
order by i.rowid desc limit :most;

-- name: search_found @postgres
-- Of what answers more than 5,000 times, any 5,000 are ordered.
with m as materialized (
    select record, words from search_entries
    where site = :site and kind = :kind and vector @@ cast(:match as tsquery) limit 5000
)
select record from m where words like :one and words like :other and words like :third and words like :fourth
order by record desc limit :most;

-- name: search_contacts_exact
select id from contacts where site = :site and email = :email
union all select contact from contact_emails where site = :site and email = :email
union all select id from contacts where site = :site and tax_number = :code limit :most;

-- name: search_accounts_exact
select id from accounts where site = :site and domain = :domain
union all select account from account_domains where site = :site and domain = :domain
union all select id from accounts where site = :site and tax_number = :code
union all select account from account_tax_numbers where site = :site and tax_number = :code limit :most;

-- name: search_contacts_named
select id from contacts where site = :site and name_key >= :low and name_key < :high
order by name_key, id limit :most;

-- name: search_accounts_named
select id from accounts where site = :site and name_key >= :low and name_key < :high
order by name_key, id limit :most;

-- name: search_deals_named
select id from deals where site = :site and name_key >= :low and name_key < :high
order by name_key, id limit :most;

-- name: search_unfilled_next
select site, kind, after from search_unfilled order by site, kind limit 1;

-- name: search_unfilled_at
update search_unfilled set after = :after where site = :of_site and kind = :kind;

-- name: search_unfilled_end
delete from search_unfilled where site = :of_site and kind = :kind;

-- name: search_written @sqlite
-- Rows of the index's own tables count too: what a merge has done shows in nothing else.
select total_changes();

-- name: search_written @postgres
select cast(0 as bigint);

-- name: search_pages @sqlite
select count(*) from search_index_data;

-- name: search_pages @postgres
select cast(0 as bigint);

-- name: search_merge @sqlite
-- Negative: everything is to become one; then so many pages at a time.
insert into search_index (search_index, rank) values ('merge', :pages);

-- name: search_merge @postgres
select cast(:pages as bigint);
