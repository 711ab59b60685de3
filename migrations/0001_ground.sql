-- What every record stands on: the trail of changes, and the fields that a site adds by itself.

-- @postgres
-- The fold of a text sorts by its bytes, whatever the server's locale; SQLite takes the name for text.
create domain key_text as text collate "C";

-- @both
create table audit (
    site bigint not null,
    id bigint not null,
    at bigint not null,
    actor bigint not null,
    origin text not null,
    model text not null,
    record bigint,
    action text not null,
    diff text,
    primary key (site, id)
);
create index audit_record on audit (site, model, record, id);
create index audit_actor on audit (site, actor, id);

create table custom_fields (
    site bigint not null,
    id bigint not null,
    model text not null,
    name text not null,
    label text not null,
    kind text not null,
    choices text,
    created_at bigint not null,
    primary key (site, id)
);
create unique index custom_fields_name on custom_fields (site, model, name);
