-- Competitors: whom they go after, how they compare, how we win against them, and what was noticed about them when.

alter table competitors add column owner bigint;
alter table competitors add column strengths text;
alter table competitors add column weaknesses text;
alter table competitors add column how_we_win text;
alter table competitors add column proof text;
create index competitors_owner on competitors (site, owner, id);

create table competitor_audiences (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    competitor bigint not null,
    audience bigint not null,
    notes text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, competitor) references competitors (site, id) on delete cascade,
    foreign key (site, audience) references audiences (site, id) on delete cascade
);
create index competitor_audiences_created_at on competitor_audiences (site, created_at, id);
create index competitor_audiences_plan on competitor_audiences (site, plan, id);
create index competitor_audiences_competitor on competitor_audiences (site, competitor, id);
create index competitor_audiences_audience on competitor_audiences (site, audience, id);
create unique index competitor_audiences_pair on competitor_audiences (site, competitor, audience);

-- What the market compares suppliers by.
create table competitor_attributes (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    name text not null,
    name_key key_text,
    notes text,
    position bigint,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id)
);
create index competitor_attributes_created_at on competitor_attributes (site, created_at, id);
create index competitor_attributes_plan on competitor_attributes (site, plan, id);
create index competitor_attributes_name_key on competitor_attributes (site, name_key, id);
create index competitor_attributes_position on competitor_attributes (site, position, id);

-- competitor null: ourselves. audience null: in general.
create table competitor_marks (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    attribute bigint not null,
    competitor bigint,
    audience bigint,
    mark bigint,
    words text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, attribute) references competitor_attributes (site, id) on delete cascade,
    foreign key (site, competitor) references competitors (site, id) on delete cascade,
    foreign key (site, audience) references audiences (site, id) on delete cascade
);
create index competitor_marks_created_at on competitor_marks (site, created_at, id);
create index competitor_marks_plan on competitor_marks (site, plan, id);
create index competitor_marks_attribute on competitor_marks (site, attribute, id);
create index competitor_marks_competitor on competitor_marks (site, competitor, id);
create index competitor_marks_audience on competitor_marks (site, audience, id);
create unique index competitor_marks_cell on competitor_marks
    (site, attribute, coalesce(competitor, 0), coalesce(audience, 0));

create table competitor_objections (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    competitor bigint not null,
    objection text not null,
    answer text,
    position bigint,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, competitor) references competitors (site, id) on delete cascade
);
create index competitor_objections_created_at on competitor_objections (site, created_at, id);
create index competitor_objections_plan on competitor_objections (site, plan, id);
create index competitor_objections_competitor on competitor_objections (site, competitor, id);
create index competitor_objections_position on competitor_objections (site, position, id);

-- origin: person or watch. changes: what the watch found, as strategy/competitor_note.h has it. alert 1 and seen_at null:
-- somebody should look.
create table competitor_notes (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    competitor bigint not null,
    section text not null,
    presence text,
    noted_on text not null,
    body text not null,
    body_key key_text,
    source text,
    url text,
    origin text,
    author bigint,
    watch bigint,
    changes text,
    alert bigint,
    seen_at bigint,
    primary key (site, id),
    foreign key (site, competitor) references competitors (site, id) on delete cascade
);
create index competitor_notes_created_at on competitor_notes (site, created_at, id);
create index competitor_notes_competitor on competitor_notes (site, competitor, id);
create index competitor_notes_section on competitor_notes (site, section, id);
create index competitor_notes_noted_on on competitor_notes (site, noted_on, id);
create index competitor_notes_origin on competitor_notes (site, origin, id);
create index competitor_notes_watch on competitor_notes (site, watch, id);
create index competitor_notes_alert on competitor_notes (site, alert, id);
