-- Imports that come by themselves: from a folder, from an address, or sent in by another program.

alter table imports add column source bigint;

-- origin: folder, url, webhook. map: JSON as of an import; none: the columns are guessed file by file.
create table import_sources (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    origin text not null,
    kind text not null,
    map text,
    path text,
    url text,
    every_minutes bigint,
    at_time text,
    missing text,
    skip_errors bigint,
    active bigint,
    items_path text,
    id_path text,
    keep_days bigint,
    next_at bigint,
    last_at bigint,
    last_state text,
    failures bigint,
    primary key (site, id)
);
create index import_sources_created_at on import_sources (site, created_at, id);
create index import_sources_name_key on import_sources (site, name_key, id);
create index import_sources_origin on import_sources (site, origin, id);
create index import_sources_last_state on import_sources (site, last_state, id);
create index import_sources_due on import_sources (next_at);

-- What nobody is shown: the digest of a webhook's token, the secret it signs with, and what an address said of its file.
create table import_source_keys (
    site bigint not null references sites (id) on delete cascade,
    source bigint not null,
    token_hash text,
    secret text,
    etag text,
    modified text,
    primary key (site, source),
    foreign key (site, source) references import_sources (site, id) on delete cascade
);
create unique index import_source_keys_token_hash on import_source_keys (token_hash);

-- Each file that was taken, each body that was sent; same_key makes each come once. body holds what a program sent, about
-- people, and is emptied when its days are over or the person is erased.
create table import_deliveries (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    source bigint not null,
    state text not null,
    name text,
    same_key text not null,
    bytes bigint not null,
    body text,
    import bigint,
    row_from bigint,
    n_rows bigint,
    error text,
    params text,
    received_at bigint not null,
    ended_at bigint,
    primary key (site, id),
    foreign key (site, source) references import_sources (site, id) on delete cascade
);
create unique index import_deliveries_same_key on import_deliveries (site, source, same_key);
create index import_deliveries_source on import_deliveries (site, source, id);
create index import_deliveries_state on import_deliveries (site, source, state, id);
create index import_deliveries_ended_at on import_deliveries (ended_at);
