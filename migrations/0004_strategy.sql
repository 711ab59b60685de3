-- The plan and its nine steps, and what was spent.

create table plans (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    state text,
    starts_on text,
    ends_on text,
    company_profile text,
    market_summary text,
    summary text,
    primary key (site, id)
);
create index plans_created_at on plans (site, created_at, id);
create index plans_name_key on plans (site, name_key, id);
create index plans_state on plans (site, state, id);
create index plans_starts_on on plans (site, starts_on, id);

create table audiences (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    name text not null,
    name_key key_text,
    description text,
    industry text,
    fit bigint,
    fit_reason text,
    value bigint,
    value_reason text,
    resources bigint,
    resources_reason text,
    influence bigint,
    influence_reason text,
    reachable_accounts bigint,
    margin_minor bigint,
    win_rate bigint,
    cost_to_win_minor bigint,
    owner bigint,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id)
);
create index audiences_created_at on audiences (site, created_at, id);
create index audiences_plan on audiences (site, plan, id);
create index audiences_name_key on audiences (site, name_key, id);
create index audiences_owner on audiences (site, owner, id);

create table personas (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    audience bigint,
    name text not null,
    name_key key_text,
    buying_role text,
    job_title text,
    pains text,
    objections text,
    looks_at text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, audience) references audiences (site, id)
);
create index personas_created_at on personas (site, created_at, id);
create index personas_plan on personas (site, plan, id);
create index personas_audience on personas (site, audience, id);
create index personas_name_key on personas (site, name_key, id);
create index personas_buying_role on personas (site, buying_role, id);

create table competitors (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    name text not null,
    name_key key_text,
    website text,
    offers text,
    sales text,
    content text,
    threat bigint,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id)
);
create index competitors_created_at on competitors (site, created_at, id);
create index competitors_plan on competitors (site, plan, id);
create index competitors_name_key on competitors (site, name_key, id);
create index competitors_threat on competitors (site, threat, id);

create table positionings (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    audience bigint not null,
    team text,
    alternatives text,
    attributes text,
    value text,
    category text,
    statement text,
    statement_key key_text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, audience) references audiences (site, id)
);
create index positionings_created_at on positionings (site, created_at, id);
create index positionings_plan on positionings (site, plan, id);
create index positionings_audience on positionings (site, audience, id);

create table goals (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    audience bigint,
    name text not null,
    name_key key_text,
    who text,
    what text,
    when_text text,
    where_text text,
    how text,
    why text,
    metric text not null,
    channel text,
    baseline_micro bigint,
    target_micro bigint not null,
    starts_on text not null,
    due_on text not null,
    reason text,
    parent bigint,
    owner bigint,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, audience) references audiences (site, id),
    foreign key (site, parent) references goals (site, id)
);
create index goals_created_at on goals (site, created_at, id);
create index goals_plan on goals (site, plan, id);
create index goals_audience on goals (site, audience, id);
create index goals_name_key on goals (site, name_key, id);
create index goals_metric on goals (site, metric, id);
create index goals_starts_on on goals (site, starts_on, id);
create index goals_due_on on goals (site, due_on, id);
create index goals_parent on goals (site, parent, id);
create index goals_owner on goals (site, owner, id);

create table selling_channels (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    name text not null,
    name_key key_text,
    kind text not null,
    margin bigint,
    cost_to_serve_minor bigint,
    notes text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id)
);
create index selling_channels_created_at on selling_channels (site, created_at, id);
create index selling_channels_plan on selling_channels (site, plan, id);
create index selling_channels_name_key on selling_channels (site, name_key, id);
create index selling_channels_kind on selling_channels (site, kind, id);

create table channels (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    name text not null,
    name_key key_text,
    kind text not null,
    matches text,
    offline bigint,
    why text,
    audience bigint,
    cost_model text,
    expected_cost_per_lead_minor bigint,
    owner bigint,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, audience) references audiences (site, id)
);
create index channels_created_at on channels (site, created_at, id);
create index channels_plan on channels (site, plan, id);
create index channels_name_key on channels (site, name_key, id);
create index channels_kind on channels (site, kind, id);
create index channels_matches on channels (site, matches, id);
create index channels_audience on channels (site, audience, id);
create index channels_owner on channels (site, owner, id);

create table budget_lines (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    channel bigint not null,
    month text not null,
    planned_minor bigint not null,
    planned_hours bigint,
    note text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, channel) references channels (site, id)
);
create index budget_lines_created_at on budget_lines (site, created_at, id);
create index budget_lines_plan on budget_lines (site, plan, id);
create index budget_lines_channel on budget_lines (site, channel, id);
create index budget_lines_month on budget_lines (site, month, id);

create table campaigns (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    name text not null,
    name_key key_text,
    audience bigint,
    goal bigint,
    channel bigint,
    metric text,
    starts_on text,
    ends_on text,
    state text,
    utm_campaign text,
    override_reason text,
    notes text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, audience) references audiences (site, id),
    foreign key (site, goal) references goals (site, id),
    foreign key (site, channel) references channels (site, id)
);
create index campaigns_created_at on campaigns (site, created_at, id);
create index campaigns_plan on campaigns (site, plan, id);
create index campaigns_name_key on campaigns (site, name_key, id);
create index campaigns_audience on campaigns (site, audience, id);
create index campaigns_goal on campaigns (site, goal, id);
create index campaigns_channel on campaigns (site, channel, id);
create index campaigns_starts_on on campaigns (site, starts_on, id);
create index campaigns_state on campaigns (site, state, id);
create unique index campaigns_utm_campaign on campaigns (site, utm_campaign);

create table spend_lines (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    external_id text,
    spent_on text not null,
    until_on text,
    channel text,
    channel_key key_text,
    campaign bigint,
    kind text,
    amount_minor bigint not null,
    currency text,
    note text,
    note_key key_text,
    primary key (site, id),
    foreign key (site, campaign) references campaigns (site, id)
);
create index spend_lines_created_at on spend_lines (site, created_at, id);
create unique index spend_lines_external_id on spend_lines (site, external_id);
create index spend_lines_spent_on on spend_lines (site, spent_on, id);
create index spend_lines_channel_key on spend_lines (site, channel_key, id);
create index spend_lines_campaign on spend_lines (site, campaign, id);
create index spend_lines_kind on spend_lines (site, kind, id);
create index spend_lines_amount_minor on spend_lines (site, amount_minor, id);
