-- Who is who: further addresses, domains and numbers of a record, tags that can be asked for, records that went into another,
-- and pairs that look like one.

alter table contacts add column tax_number text;
create unique index contacts_tax_number on contacts (site, tax_number);

-- Further values of a UNIQUE field: the column has the field's name, the owner's column the model's. The first value stays in
-- the record, so that an import writes no second row.
create table contact_emails (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    contact bigint not null,
    email text not null,
    added_at bigint not null,
    actor bigint,
    primary key (site, id),
    foreign key (site, contact) references contacts (site, id) on delete cascade
);
create unique index contact_emails_email on contact_emails (site, email);
create index contact_emails_contact on contact_emails (site, contact, id);

create table contact_external_ids (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    contact bigint not null,
    external_id text not null,
    added_at bigint not null,
    actor bigint,
    primary key (site, id),
    foreign key (site, contact) references contacts (site, id) on delete cascade
);
create unique index contact_external_ids_external_id on contact_external_ids (site, external_id);
create index contact_external_ids_contact on contact_external_ids (site, contact, id);

create table account_domains (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    account bigint not null,
    domain text not null,
    added_at bigint not null,
    actor bigint,
    primary key (site, id),
    foreign key (site, account) references accounts (site, id) on delete cascade
);
create unique index account_domains_domain on account_domains (site, domain);
create index account_domains_account on account_domains (site, account, id);

create table account_external_ids (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    account bigint not null,
    external_id text not null,
    added_at bigint not null,
    actor bigint,
    primary key (site, id),
    foreign key (site, account) references accounts (site, id) on delete cascade
);
create unique index account_external_ids_external_id on account_external_ids (site, external_id);
create index account_external_ids_account on account_external_ids (site, account, id);

create table account_tax_numbers (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    account bigint not null,
    tax_number text not null,
    added_at bigint not null,
    actor bigint,
    primary key (site, id),
    foreign key (site, account) references accounts (site, id) on delete cascade
);
create unique index account_tax_numbers_tax_number on account_tax_numbers (site, tax_number);
create index account_tax_numbers_account on account_tax_numbers (site, account, id);

-- A row for each tag of each record whose model lets its tags be asked for; written with the record.
create table record_tags (
    site bigint not null references sites (id) on delete cascade,
    model text not null,
    tag text not null,
    record bigint not null,
    primary key (site, model, tag, record)
);
create index record_tags_record on record_tags (site, model, record);

-- @sqlite
insert into record_tags (site, model, tag, record)
select a.site, 'account', t.value, a.id from accounts a, json_each(a.tags) t where a.tags is not null
on conflict do nothing;
insert into record_tags (site, model, tag, record)
select c.site, 'contact', t.value, c.id from contacts c, json_each(c.tags) t where c.tags is not null
on conflict do nothing;
insert into record_tags (site, model, tag, record)
select d.site, 'deal', t.value, d.id from deals d, json_each(d.tags) t where d.tags is not null
on conflict do nothing;

-- @postgres
insert into record_tags (site, model, tag, record)
select a.site, 'account', t.value, a.id
from accounts a, jsonb_array_elements_text(cast(a.tags as jsonb)) t (value) where a.tags is not null
on conflict do nothing;
insert into record_tags (site, model, tag, record)
select c.site, 'contact', t.value, c.id
from contacts c, jsonb_array_elements_text(cast(c.tags as jsonb)) t (value) where c.tags is not null
on conflict do nothing;
insert into record_tags (site, model, tag, record)
select d.site, 'deal', t.value, d.id
from deals d, jsonb_array_elements_text(cast(d.tags as jsonb)) t (value) where d.tags is not null
on conflict do nothing;

-- @both
-- kind: contact or account. record is the one that went, as it was; kept_before and kept_after the one that stayed; moved says
-- which rows followed, so that all of it can be undone.
create table merges (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    kind text not null,
    kept bigint not null,
    gone bigint not null,
    record text not null,
    kept_before text not null,
    kept_after text not null,
    moved text not null,
    merged_at bigint not null,
    actor bigint,
    undone_at bigint,
    undone_by bigint,
    primary key (site, id)
);
create index merges_kept on merges (site, kind, kept, id);
create index merges_gone on merges (site, kind, gone, id);

-- For each id that went, the record that answers for it now, however many merges lie between.
create table merged_ids (
    site bigint not null references sites (id) on delete cascade,
    kind text not null,
    gone bigint not null,
    kept bigint not null,
    primary key (site, kind, gone)
);
create index merged_ids_kept on merged_ids (site, kind, kept);

-- Pairs that may be one, one < other. run: the search that saw them last; dismissed_at: somebody said they are not the same.
create table duplicates (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    kind text not null,
    one bigint not null,
    other bigint not null,
    reasons text not null,
    score bigint not null,
    run bigint not null,
    found_at bigint not null,
    dismissed_at bigint,
    dismissed_by bigint,
    primary key (site, id)
);
create unique index duplicates_pair on duplicates (site, kind, one, other);
create index duplicates_other on duplicates (site, kind, other);
create index duplicates_score on duplicates (site, kind, score, id);
