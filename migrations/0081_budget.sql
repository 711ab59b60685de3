-- The plan's capacity, the hours that were worked, why a month promises more than there is, and other dates of the plan.

alter table plans add column month_money_minor bigint;
alter table plans add column month_hours bigint;

-- month: its first day. owner: who worked them.
create table hours_lines (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    channel bigint not null,
    month text not null,
    owner bigint,
    hours bigint not null,
    note text,
    primary key (site, id),
    foreign key (site, channel) references channels (site, id)
);
create index hours_lines_created_at on hours_lines (site, created_at, id);
create index hours_lines_channel on hours_lines (site, channel, id);
create index hours_lines_month on hours_lines (site, month, id);
create index hours_lines_owner on hours_lines (site, owner, id);

create table budget_months (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    month text not null,
    reason text not null,
    reasoned_by bigint,
    reasoned_at bigint,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id)
);
create index budget_months_created_at on budget_months (site, created_at, id);
create index budget_months_plan on budget_months (site, plan, id);
create index budget_months_month on budget_months (site, month, id);

create table plan_events (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    name text not null,
    name_key key_text,
    kind text,
    starts_on text not null,
    ends_on text,
    channel bigint,
    audience bigint,
    notes text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, channel) references channels (site, id),
    foreign key (site, audience) references audiences (site, id)
);
create index plan_events_created_at on plan_events (site, created_at, id);
create index plan_events_plan on plan_events (site, plan, id);
create index plan_events_name_key on plan_events (site, name_key, id);
create index plan_events_kind on plan_events (site, kind, id);
create index plan_events_starts_on on plan_events (site, starts_on, id);
create index plan_events_channel on plan_events (site, channel, id);
create index plan_events_audience on plan_events (site, audience, id);
