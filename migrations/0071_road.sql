-- The road of a plan: what shows that an answer is right, and where the plan has drifted from the data.

-- question: key of the table of questions. about: the record that holds the answer; NULL: all of them.
create table answer_evidence (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    question text not null,
    about bigint,
    link text,
    note text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id) on delete cascade
);
create index answer_evidence_created_at on answer_evidence (site, created_at, id);
create index answer_evidence_plan on answer_evidence (site, plan, id);
create index answer_evidence_question on answer_evidence (site, question, id);
create index answer_evidence_about on answer_evidence (site, about, id);

-- Those that were seen the last time and still stand. key: what drifted, and on which record.
create table plan_drifts (
    site bigint not null,
    plan bigint not null,
    key text not null,
    code text not null,
    since bigint not null,
    primary key (site, plan, key),
    foreign key (site, plan) references plans (site, id) on delete cascade
);
