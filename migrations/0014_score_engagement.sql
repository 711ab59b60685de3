-- Engagement: rows of models as tables that counters (0012) can be joined with.

-- n: place of the row in its model. behaviour: key of a behaviour (behaviour_keys.key). One row for each of a version that
-- is not only a draft, or that was tried against past deals.
create table score_rows (
    site bigint not null references sites (id) on delete cascade,
    model bigint not null,
    n bigint not null,
    behaviour text not null,
    points bigint not null,
    half_life bigint not null,
    at_most bigint not null,
    primary key (site, model, n),
    foreign key (site, model) references score_models (site, id) on delete cascade
);
create index score_rows_behaviour on score_rows (site, model, behaviour);

-- What is left of a point after some days, in units of 2^-20; the same numbers for C and for both engines. Of the installation.
create table score_decay (
    half_life bigint not null,
    age bigint not null,
    weight bigint not null,
    primary key (half_life, age)
);
