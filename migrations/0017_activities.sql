-- What people here did with a person, a company or a deal: calls, meetings, notes, mail, WhatsApp, tasks; what of it still
-- has to become an event; and the secret addresses to which a copy of a mail is sent.

create table activities (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    kind text not null,
    direction text,
    outcome text,
    at bigint,
    minutes bigint,
    subject text,
    subject_key key_text,
    body text,
    contact bigint,
    account bigint,
    deal bigint,
    owner bigint,
    follow_up_at bigint,
    done_at bigint,
    is_open bigint,
    source text,
    source_key text,
    primary key (site, id),
    foreign key (site, contact) references contacts (site, id),
    foreign key (site, account) references accounts (site, id),
    foreign key (site, deal) references deals (site, id)
);
create index activities_created_at on activities (site, created_at, id);
create index activities_kind on activities (site, kind, id);
create index activities_outcome on activities (site, outcome, id);
create index activities_at on activities (site, at, id);
create index activities_subject_key on activities (site, subject_key, id);
create index activities_contact on activities (site, contact, id);
create index activities_account on activities (site, account, id);
create index activities_deal on activities (site, deal, id);
create index activities_owner on activities (site, owner, id);
create index activities_follow_up_at on activities (site, follow_up_at, id);
create index activities_is_open on activities (site, is_open, id);
create unique index activities_source_key on activities (site, source_key);

-- Activities that touched a person: each becomes one event of the journal. A row is sent once its sent_at stands.
create table activity_touches (
    site bigint not null,
    activity bigint not null,
    ready_at bigint not null,
    sent_at bigint,
    primary key (site, activity),
    foreign key (site, activity) references activities (site, id) on delete cascade
);
create index activity_touches_waiting on activity_touches (site, sent_at, ready_at);

-- registro+TOKEN@...: whose mail it is, on which site.
create table mail_drops (
    site bigint not null references sites (id) on delete cascade,
    user_id bigint not null,
    token text not null,
    created_at bigint not null,
    primary key (site, user_id)
);
create unique index mail_drops_token on mail_drops (site, token);
