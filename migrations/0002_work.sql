-- What is to be done later, who is doing it, and what was set.

create table id_nodes (
    node bigint primary key,
    holder text not null,
    until_at bigint not null
);

-- A job is due at run_at; whoever runs it holds it until lease_until and is named by lease_id.
create table jobs (
    id bigint primary key,
    site bigint not null,
    kind text not null,
    args text not null,
    state text not null,
    only_one text,
    run_at bigint not null,
    attempts bigint not null default 0,
    lease_id bigint,
    lease_until bigint,
    progress text,
    result text,
    error text,
    actor bigint,
    created_at bigint not null,
    ended_at bigint
);
create index jobs_due on jobs (state, run_at);
create index jobs_site on jobs (site, created_at);
create unique index jobs_only_one on jobs (site, kind, only_one);

create table schedules (
    key text primary key,
    next_at bigint not null,
    last_at bigint
);

create table settings (
    site bigint not null,
    key text not null,
    value text not null,
    changed_at bigint not null,
    primary key (site, key)
);

-- The answer once given to a request that may come twice.
create table idempotency (
    site bigint not null,
    actor bigint not null,
    key text not null,
    request_hash text not null,
    status bigint not null,
    answer text not null,
    at bigint not null,
    primary key (site, actor, key)
);
create index idempotency_at on idempotency (at);
