-- What competitors show the world, looked at by itself.

-- last_state: first, same, changed, failed. asked_at: somebody or the clock asked, and nobody has looked yet.
create table watch_sources (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    competitor bigint not null,
    kind text not null,
    url text not null,
    section text,
    every_hours bigint,
    active bigint,
    alert_price bigint,
    alert_title bigint,
    alert_heading bigint,
    alert_data bigint,
    alert_news bigint,
    added_by bigint,
    next_at bigint,
    asked_at bigint,
    checked_at bigint,
    changed_page_at bigint,
    last_state text,
    failures bigint,
    error text,
    error_params text,
    primary key (site, id),
    foreign key (site, competitor) references competitors (site, id) on delete cascade
);
create index watch_sources_created_at on watch_sources (site, created_at, id);
create index watch_sources_competitor on watch_sources (site, competitor, id);
create index watch_sources_last_state on watch_sources (site, last_state, id);
create index watch_sources_due on watch_sources (next_at);

-- How a source looked the last time; snapshot: JSON, as watch/snapshot.h has it.
create table watch_states (
    site bigint not null references sites (id) on delete cascade,
    source bigint not null,
    etag text,
    modified text,
    snapshot text,
    primary key (site, source),
    foreign key (site, source) references watch_sources (site, id) on delete cascade
);

-- Servers that were asked: what their robots.txt said, and from when on they may be asked again.
create table watch_hosts (
    site bigint not null references sites (id) on delete cascade,
    origin text not null,
    robots text,
    robots_status bigint,
    robots_at bigint,
    free_at bigint,
    primary key (site, origin)
);
