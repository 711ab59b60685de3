-- Saved funnels over visits. steps: a JSON list of pages and events, in their order.

create table funnels (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    steps text not null,
    scope text not null,
    window_days bigint,
    primary key (site, id)
);
create index funnels_created_at on funnels (site, created_at, id);
create index funnels_name_key on funnels (site, name_key, id);
