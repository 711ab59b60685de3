-- Webhooks out: who wants to be told of what, and what was told.

-- events: JSON list of names, "contact.*" or "*". bulk: also each record of an import or another change of many. secret_number
-- counts the keys given out, which are derived and stored nowhere; until secret_until the one before signs too. paused_at and
-- paused_why: it was switched off by the program.
create table webhooks (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    url text not null,
    events text not null,
    bulk bigint,
    active bigint,
    secret_number bigint,
    secret_until bigint,
    paused_at bigint,
    paused_why text,
    primary key (site, id)
);
create index webhooks_created_at on webhooks (site, created_at, id);
create index webhooks_name_key on webhooks (site, name_key, id);

-- A row is written in the transaction of what it tells. event_id is the same for all who hear of one event. record: the
-- person, company or deal it speaks of. state: waiting, sent, failed. lease_until: somebody is sending it.
create table webhook_deliveries (
    site bigint not null,
    id bigint not null,
    webhook bigint not null,
    event_id bigint not null,
    event text not null,
    record bigint,
    body text not null,
    state text not null,
    created_at bigint not null,
    first_at bigint,
    next_at bigint not null,
    lease_until bigint,
    attempts bigint not null default 0,
    tried_at bigint,
    status bigint,
    duration_ms bigint,
    answer text,
    error text,
    primary key (site, id),
    foreign key (site, webhook) references webhooks (site, id) on delete cascade
);
create index webhook_deliveries_queue on webhook_deliveries (site, webhook, state, id);
create index webhook_deliveries_record on webhook_deliveries (site, record, id);
create index webhook_deliveries_created_at on webhook_deliveries (created_at);
