-- Proposals: what the figures say to scale, keep, fix or stop, what was decided, and what came of it.

-- evidence, findings: numbers by name, of the making and of the review. shift: the budget that was moved, with what the lines were before.
create table proposals (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    kind text not null,
    dimension text not null,
    subject text not null,
    name text not null,
    goal bigint,
    state text not null,
    weight bigint not null,
    confidence bigint,
    evidence text not null,
    reason text,
    decided_at bigint,
    decided_by bigint,
    review_on text,
    shift text,
    outcome text,
    findings text,
    reviewed_at bigint,
    primary key (site, id)
);
create index proposals_created_at on proposals (site, created_at, id);
create index proposals_state on proposals (site, state, id);
create index proposals_weight on proposals (site, weight, id);
create index proposals_review_on on proposals (site, review_on, id);
