-- Files that were read in: how far, what was wrong, and what each row changed, so that all of it can be undone.

create table imports (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    kind text not null,
    state text not null,
    name text not null,
    bytes bigint not null,
    sha256 text not null,
    shape text,
    map text,
    checked_map text,
    skip_errors bigint not null default 0,
    n_rows bigint not null default 0,
    n_added bigint not null default 0,
    n_changed bigint not null default 0,
    n_same bigint not null default 0,
    n_skipped bigint not null default 0,
    n_failed bigint not null default 0,
    n_kept bigint not null default 0,
    at_offset bigint not null default 0,
    at_row bigint not null default 0,
    at_line bigint not null default 0,
    warnings text,
    error text,
    job bigint,
    actor bigint,
    created_at bigint not null,
    started_at bigint,
    ended_at bigint,
    primary key (site, id)
);
create index imports_created_at on imports (site, created_at, id);
create index imports_same_file on imports (site, kind, sha256);

create table import_errors (
    site bigint not null,
    import bigint not null,
    at_row bigint not null,
    n bigint not null,
    line bigint not null,
    field text not null,
    code text not null,
    params text,
    primary key (site, import, at_row, n),
    foreign key (site, import) references imports (site, id) on delete cascade
);

-- action: add, change (before holds the record as it was), link (before holds the account a contact was given).
create table import_changes (
    site bigint not null,
    import bigint not null,
    n bigint not null,
    action text not null,
    model text not null,
    record bigint not null,
    version_after bigint not null,
    before text,
    primary key (site, import, n),
    foreign key (site, import) references imports (site, id) on delete cascade
);
create index import_changes_record on import_changes (site, import, record);
