-- Which visitor is which person, and what the event store is still to be told of it.

-- visitor: the number that facts carry. how: form, mail, order, api, hand. basis: banner (the visitor's choice), ledger (the person's
-- consent). ended_at: the visitor is somebody else from then on; undone_at: it never was this person. One stands at a time.
create table visitor_links (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    visitor bigint not null,
    contact bigint not null,
    how text not null,
    basis text not null,
    linked_at bigint not null,
    linked_by bigint,
    ended_at bigint,
    undone_at bigint,
    undone_by bigint,
    primary key (site, id),
    foreign key (site, contact) references contacts (site, id) on delete cascade
);
create unique index visitor_links_open on visitor_links (site, visitor) where ended_at is null and undone_at is null;
create index visitor_links_visitor on visitor_links (site, visitor, id);
create index visitor_links_contact on visitor_links (site, contact, id);

-- Rows go when the journal has them.
create table visitor_link_sends (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    visitor bigint not null,
    subject bigint not null,
    undo bigint not null,
    primary key (site, id)
);

-- position: of the journal; what this person did up to there is counted already (counters.h).
create table behaviour_recounts (
    site bigint not null references sites (id) on delete cascade,
    contact bigint not null,
    position bigint not null,
    primary key (site, contact)
);
create index behaviour_recounts_position on behaviour_recounts (position);
