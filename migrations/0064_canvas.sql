-- The canvas: which competitors are the alternatives, and what it said before.

create table positioning_rivals (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    positioning bigint not null,
    competitor bigint not null,
    notes text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, positioning) references positionings (site, id) on delete cascade,
    foreign key (site, competitor) references competitors (site, id) on delete cascade
);
create index positioning_rivals_created_at on positioning_rivals (site, created_at, id);
create index positioning_rivals_plan on positioning_rivals (site, plan, id);
create index positioning_rivals_positioning on positioning_rivals (site, positioning, id);
create index positioning_rivals_competitor on positioning_rivals (site, competitor, id);

-- A row for each version of a canvas, the present one included; text is the whole record as JSON.
create table positioning_versions (
    site bigint not null references sites (id) on delete cascade,
    positioning bigint not null,
    version bigint not null,
    saved_at bigint not null,
    actor bigint,
    text text not null,
    primary key (site, positioning, version),
    foreign key (site, positioning) references positionings (site, id) on delete cascade
);
