-- Tags of records, one row each.

-- name: record_tag_add
insert into record_tags (site, model, tag, record) values (:site, :model, :tag, :record)
on conflict (site, model, tag, record) do nothing;

-- name: record_tag_drop
delete from record_tags where site = :site and model = :model and tag = :tag and record = :record;

-- name: record_tags_offered
-- From each tag to the next, along the key: as fast with a million records as with ten.
with recursive each (tag, n) as (
    select (select min(t.tag) from record_tags t where t.site = :site and t.model = :model), 1
    union all
    select (select min(t.tag) from record_tags t
        where t.site = :site and t.model = :model and t.tag > e.tag), e.n + 1
    from each e where e.tag is not null and e.n < :most
)
select tag from each where tag is not null order by n;
