-- What a person's copy needs to be read. Every column is text.

-- name: export_account
select cast(a.id as text) as id, a.name, a.domain from contacts c
join accounts a on a.site = c.site and a.id = c.account
where c.site = :site and c.id = :contact;

-- name: export_deals
select cast(d.id as text) as id, d.name, 'contact' as role from deals d
where d.site = :site and d.contact = :contact
union
select cast(d.id as text), d.name, m.role from deal_members m
join deals d on d.site = m.site and d.id = m.deal
where m.site = :site and m.contact = :contact;

-- name: export_lists
select cast(l.id as text) as id, l.name, m.status from list_members m
join lists l on l.site = m.site and l.id = m.list
where m.site = :site and m.contact = :contact;

-- name: export_segments
select cast(s.id as text) as id, s.name from segment_members m
join segments s on s.site = m.site and s.id = m.segment
where m.site = :site and m.record = :contact and s.subject = 'contact';

-- name: export_texts
select distinct cast(t.id as text) as id, p.name as purpose, t.lang, cast(t.number as text) as number,
    t.title, t.body
from consents c
join consent_texts t on t.site = c.site and t.id = c.text
join consent_purposes p on p.site = t.site and p.id = t.purpose
where c.site = :site and c.contact = :contact;
