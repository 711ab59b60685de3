-- Versions of a plan: what it was when it was published, whole and for good, and points to go back to.
-- kind: published (numbered 1, 2, ... for everyone) or kept (made by itself before many changes at once, with numbers of its own).

alter table plans add column published_number bigint;
alter table plans add column scenario_of bigint;
create index plans_scenario_of on plans (site, scenario_of, id);

create table plan_versions (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    plan bigint not null,
    kind text not null,
    number bigint not null,
    digest text not null,
    note text,
    reason text,
    missing text,
    actor bigint,
    made_at bigint not null,
    snapshot text not null,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id)
);
create unique index plan_versions_number on plan_versions (site, plan, kind, number);

-- @sqlite
create trigger plan_versions_stand before update on plan_versions
begin
    select raise(abort, 'a version of a plan does not change');
end;
-- @postgres
create function plan_versions_stand() returns trigger language plpgsql as $$
begin
    raise exception 'a version of a plan does not change';
end
$$;
create trigger plan_versions_stand before update on plan_versions
for each row execute function plan_versions_stand();
-- @both
