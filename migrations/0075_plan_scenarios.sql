-- Scenarios: copies of a plan to think with. plan_copies says which record of the plan each of theirs was copied from, so that
-- both can be laid side by side and the scenario's changes taken over.

alter table plans add column scenario_base bigint;

create table plan_copies (
    site bigint not null references sites (id) on delete cascade,
    plan bigint not null,
    copy bigint not null,
    origin bigint not null,
    primary key (site, plan, copy),
    foreign key (site, plan) references plans (site, id) on delete cascade
);
