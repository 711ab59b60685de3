-- Visits and searches from before, and from elsewhere: the files they came in. What a file of visits held stands in the event store.

-- format: plausible, matomo, log, search. state as of imports. options: what was asked (JSON). until_ms: where measuring by ourselves
-- begins, found when the first run starts; NULL: nowhere. reports: a bit for each report of totals (facts/history.h), bit 0 for visits.
-- salt: of visitors' numbers, only while it is running.
create table history_imports (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    format text not null,
    state text not null,
    name text not null,
    bytes bigint not null,
    sha256 text not null,
    options text not null,
    until_ms bigint,
    salt text,
    n_rows bigint not null default 0,
    n_taken bigint not null default 0,
    n_refused bigint not null default 0,
    n_covered bigint not null default 0,
    n_outside bigint not null default 0,
    n_assets bigint not null default 0,
    n_failures bigint not null default 0,
    n_others bigint not null default 0,
    n_visits bigint not null default 0,
    n_views bigint not null default 0,
    n_robots bigint not null default 0,
    n_totals bigint not null default 0,
    reports bigint not null default 0,
    first_day bigint,
    last_day bigint,
    bytes_done bigint not null default 0,
    at_row bigint not null default 0,
    error text,
    job bigint,
    actor bigint,
    created_at bigint not null,
    started_at bigint,
    ended_at bigint,
    primary key (site, id)
);
create index history_imports_created_at on history_imports (site, created_at, id);
create index history_imports_same_file on history_imports (site, sha256);

-- Lines are named, never kept: an access log is full of addresses.
create table history_refusals (
    site bigint not null,
    import bigint not null,
    n bigint not null,
    file text not null,
    line bigint not null,
    code text not null,
    primary key (site, import, n),
    foreign key (site, import) references history_imports (site, id) on delete cascade
);
