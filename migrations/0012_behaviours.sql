-- How often each contact did what some rule asks of, by local day, for the behaviours that rules name and no others.

-- key: the behaviour as rules write it. counted: under which number its counts stand; another one whenever they are counted
-- from the beginning. state: new, filling (from the event store), live. from_position: of the journal; what stands there or
-- behind is counted as it comes.
create table behaviour_keys (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    key text not null,
    counted bigint not null,
    state text not null,
    from_position bigint not null,
    created_at bigint not null,
    primary key (site, id)
);
create unique index behaviour_keys_key on behaviour_keys (site, key);
create unique index behaviour_keys_counted on behaviour_keys (site, counted);

-- Who needs it: a segment, a score model.
create table behaviour_owners (
    site bigint not null references sites (id) on delete cascade,
    owner_kind text not null,
    owner bigint not null,
    behaviour bigint not null,
    primary key (site, owner_kind, owner, behaviour)
);
create index behaviour_owners_behaviour on behaviour_owners (site, behaviour);

-- contact: the id under which it happened; one that went into another keeps its rows.
create table behaviour_days (
    site bigint not null,
    contact bigint not null,
    counted bigint not null,
    day bigint not null,
    n bigint not null,
    primary key (site, contact, counted, day)
)
-- @sqlite
without rowid
-- @both
;

-- revision: another one whenever the list of behaviours has changed.
create table behaviour_worlds (
    site bigint not null references sites (id) on delete cascade,
    revision bigint not null,
    primary key (site)
);

-- How far a follower of the journal is that writes into this database.
create table journal_followers (
    name text not null,
    position bigint not null,
    primary key (name)
);
