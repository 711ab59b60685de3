-- Models of scores and what is kept of them.

-- kind: fit or engagement. state: draft, publishing, published, retired. One that left draft never changes its definition; base
-- and bands stand beside it for those who ask in SQL.
create table score_models (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    kind text not null,
    number bigint not null,
    state text not null,
    definition text not null,
    base bigint not null,
    band1 bigint not null,
    band2 bigint not null,
    band3 bigint not null,
    author bigint,
    published_at bigint,
    published_by bigint,
    primary key (site, id)
);
create unique index score_models_number on score_models (site, kind, number);
create unique index score_models_draft on score_models (site, kind) where state = 'draft';
create unique index score_models_published on score_models (site, kind) where state = 'published';
create unique index score_models_publishing on score_models (site, kind) where state = 'publishing';

-- The fit of every contact by the model that counts, and by one that is about to. Right after every change, so that lists and
-- rules can ask for it.
create table contact_fits (
    site bigint not null references sites (id) on delete cascade,
    model bigint not null,
    contact bigint not null,
    fit bigint not null,
    primary key (site, model, contact),
    foreign key (site, contact) references contacts (site, id) on delete cascade,
    foreign key (site, model) references score_models (site, id) on delete cascade
);
create index contact_fits_fit on contact_fits (site, model, fit, contact);
create index contact_fits_contact on contact_fits (site, contact);

-- What a model would have said of past deals: an answer that took work, kept until what it rests on changes (stamp).
create table score_replays (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    model bigint not null,
    from_at bigint not null,
    to_at bigint not null,
    stamp text not null,
    result text not null,
    created_at bigint not null,
    primary key (site, id),
    foreign key (site, model) references score_models (site, id) on delete cascade
);
create unique index score_replays_question on score_replays (site, model, from_at, to_at);

-- A fit model that was learned from won and lost deals. state: open, accepted, dismissed.
create table score_suggestions (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    created_at bigint not null,
    author bigint,
    state text not null,
    result text not null,
    decided_at bigint,
    decided_by bigint,
    primary key (site, id)
);
create unique index score_suggestions_open on score_suggestions (site) where state = 'open';
