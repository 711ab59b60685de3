-- What an audience asks of the team, who belongs to it now, and how it buys.

alter table audiences add column team_hours bigint;
-- An account segment; no foreign key: segments know nothing of the plan, and one that is deleted is told as gone.
alter table audiences add column segment bigint;
create index audiences_segment on audiences (site, segment, id);

create table purchase_steps (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    audience bigint not null,
    position bigint not null,
    name text not null,
    name_key key_text,
    buying_role text,
    needs text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, audience) references audiences (site, id)
);
create index purchase_steps_created_at on purchase_steps (site, created_at, id);
create index purchase_steps_plan on purchase_steps (site, plan, id);
create index purchase_steps_audience on purchase_steps (site, audience, id);
create index purchase_steps_position on purchase_steps (site, position, id);
create index purchase_steps_name_key on purchase_steps (site, name_key, id);
