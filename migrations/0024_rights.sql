-- What a person may ask for about their own data: what became of it, and how they were erased.

-- The row of a person who was erased stays for the sums, without anything that names them.
alter table contacts add column erased_at bigint;
create index contacts_erased_at on contacts (site, erased_at, id);

-- state: open, done, refused. channel: page (the person, by link), office, api. answer: the reason of a refusal, or what was
-- done. erasure: what carries it out.
alter table rights_requests add column channel text;
alter table rights_requests add column assigned bigint;
alter table rights_requests add column actor bigint;
alter table rights_requests add column answer text;
alter table rights_requests add column closed_at bigint;
alter table rights_requests add column closed_by bigint;
alter table rights_requests add column erasure bigint;
create index rights_requests_state on rights_requests (site, state, id);

-- An erasure under way, and what it proved. step: the next one. ids, needles: the person's numbers, and the texts that must be
-- nowhere any more; both are emptied when they are not needed any longer. person_digest: a keyed hash of the address, to
-- answer "was this person erased?" later.
create table erasures (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    contact bigint not null,
    request bigint,
    state text not null,
    step text not null,
    ids text,
    needles text,
    person_digest text,
    asked_by text not null,
    actor bigint,
    created_at bigint not null,
    done_at bigint,
    error text,
    proof text,
    primary key (site, id)
);
create index erasures_contact on erasures (site, contact, id);

-- How many rows of which table were taken away (went), emptied (emptied) or stayed (stayed).
create table erasure_counts (
    site bigint not null,
    erasure bigint not null,
    what text not null,
    name text not null,
    n bigint not null,
    primary key (site, erasure, what, name),
    foreign key (site, erasure) references erasures (site, id) on delete cascade
);
