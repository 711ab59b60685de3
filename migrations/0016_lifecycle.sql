-- What moved a person on, rules that do so, and leads that marketing passes to sales.

-- cause: person, rule, deal, handoff, import; NULL: not known. cause_name is what it was called then. run: the job that
-- applied a rule to everybody, so that it can be taken back.
alter table lifecycle_stamps add column cause text;
alter table lifecycle_stamps add column cause_id bigint;
alter table lifecycle_stamps add column cause_name text;
alter table lifecycle_stamps add column run bigint;
update lifecycle_stamps set cause = 'deal', cause_id = deal where deal is not null;
create index lifecycle_stamps_run on lifecycle_stamps (site, run, id);
create index lifecycle_stamps_stage on lifecycle_stamps (site, stage, at);

create table lifecycle_rules (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    stage text not null,
    rule text not null,
    position bigint,
    active bigint,
    primary key (site, id)
);
create index lifecycle_rules_created_at on lifecycle_rules (site, created_at, id);
create unique index lifecycle_rules_name on lifecycle_rules (site, name);
create index lifecycle_rules_stage on lifecycle_rules (site, stage, id);
create index lifecycle_rules_position on lifecycle_rules (site, position, id);

alter table contacts add column return_reason text;
create index contacts_return_reason on contacts (site, return_reason, id);

-- channel is that of the lead when it was passed, so that a report says the same later.
create table handoffs (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    contact bigint not null,
    seller bigint not null,
    asked_by bigint,
    asked_at bigint not null,
    due_at bigint not null,
    message text,
    channel text,
    channel_key key_text,
    state text not null,
    answered_at bigint,
    answered_by bigint,
    reason text,
    note text,
    primary key (site, id),
    foreign key (site, contact) references contacts (site, id) on delete cascade
);
create index handoffs_contact on handoffs (site, contact, id);
create index handoffs_due_at on handoffs (site, state, due_at, id);
create index handoffs_seller on handoffs (site, seller, id);
create index handoffs_asked_at on handoffs (site, asked_at, id);
