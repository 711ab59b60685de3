-- Many records changed at once, with what each was before; and views of lists.

-- action: JSON as it was asked. selection: the question while it is being gathered; then it is forgotten, as it may name people. at_n: the item that the pass of this state has come to; cursor: the page of the
-- selection. state: gathering, counting, counted, running, done, undoing, undone, failed.
create table bulk_actions (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    model text not null,
    action text not null,
    selection text,
    state text not null,
    n_all bigint not null default 0,
    n_changes bigint not null default 0,
    n_same bigint not null default 0,
    n_refused bigint not null default 0,
    n_done bigint not null default 0,
    n_kept bigint not null default 0,
    n_undone bigint not null default 0,
    at_n bigint not null default 0,
    cursor text,
    error text,
    job bigint,
    actor bigint,
    created_at bigint not null,
    started_at bigint,
    ended_at bigint,
    primary key (site, id)
);
create index bulk_actions_created_at on bulk_actions (site, created_at, id);

-- state: waits, changes, same, refused (reason, field, params say why), done (before and version_after say what), undone, kept.
create table bulk_items (
    site bigint not null,
    bulk bigint not null,
    n bigint not null,
    model text not null,
    record bigint not null,
    state text not null,
    reason text,
    field text,
    params text,
    version_after bigint,
    before text,
    primary key (site, bulk, n),
    foreign key (site, bulk) references bulk_actions (site, id) on delete cascade
);
create index bulk_items_record on bulk_items (site, model, record);
create index bulk_items_state on bulk_items (site, bulk, state, n);

-- A list as somebody wants to see it again. owner NULL: everybody's. view: JSON of search, filters, sort, columns, layout.
create table saved_views (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    model text not null,
    name text not null,
    owner bigint,
    view text not null,
    place bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    actor bigint,
    primary key (site, id)
);
create index saved_views_model on saved_views (site, model, place, id);

-- The view that a list opens with, for one user.
create table default_views (
    site bigint not null,
    user_id bigint not null references users (id) on delete cascade,
    model text not null,
    view bigint not null,
    primary key (site, user_id, model),
    foreign key (site, view) references saved_views (site, id) on delete cascade
);
create index default_views_view on default_views (site, view);
