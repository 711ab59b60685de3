-- Milestones: what a goal wants to have reached on the way.

-- value_micro: millionths of the unit of the goal's metric.
create table milestones (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    goal bigint not null,
    name text not null,
    name_key key_text,
    due_on text not null,
    value_micro bigint not null,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, goal) references goals (site, id)
);
create index milestones_created_at on milestones (site, created_at, id);
create index milestones_plan on milestones (site, plan, id);
create index milestones_goal on milestones (site, goal, id);
create index milestones_name_key on milestones (site, name_key, id);
create index milestones_due_on on milestones (site, due_on, id);
