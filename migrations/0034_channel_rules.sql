-- The owner's own rules of which channel a visit came by; the first that holds decides, by position.

create table channel_rules (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    channel text not null,
    host text,
    source text,
    medium text,
    campaign text,
    click text,
    position bigint,
    active bigint,
    notes text,
    primary key (site, id)
);
create index channel_rules_created_at on channel_rules (site, created_at, id);
create index channel_rules_channel on channel_rules (site, channel, id);
create index channel_rules_position on channel_rules (site, position, id);
