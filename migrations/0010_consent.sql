-- What people agreed to, told by an append-only ledger; lists, suppression, and the secrets behind signed links.

-- Of the installation, never of a site, and shown nowhere. value: hex.
create table secrets (
    name text not null primary key,
    value text not null,
    created_at bigint not null
);

-- What a site wants to do with what it knows of people. channel: how it reaches them for it, or none.
create table consent_purposes (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    code text not null,
    name text not null,
    name_key key_text,
    channel text not null,
    legal_basis text not null,
    public bigint,
    active bigint,
    primary key (site, id)
);
create index consent_purposes_created_at on consent_purposes (site, created_at, id);
create unique index consent_purposes_code on consent_purposes (site, code);
create index consent_purposes_name_key on consent_purposes (site, name_key, id);

-- The words that are shown. One that was shown once never changes; digest is over title and body.
create table consent_texts (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    purpose bigint not null,
    lang text not null,
    number bigint not null,
    title text not null,
    body text not null,
    digest text not null,
    first_used_at bigint,
    primary key (site, id),
    foreign key (site, purpose) references consent_purposes (site, id)
);
create index consent_texts_created_at on consent_texts (site, created_at, id);
create index consent_texts_purpose on consent_texts (site, purpose, id);
create unique index consent_texts_number on consent_texts (site, purpose, lang, number);
create index consent_texts_lang on consent_texts (site, lang, id);

-- The ledger. n counts without gaps; digest is over salt and content, chain over the chain before, n, id and digest. subject
-- is the contact as it was then; contact is the same person today, after merges. An erasure empties what speaks of the
-- person, salt included, leaves digest and chain, and seals what is left with a key of the installation.
create table consents (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    n bigint not null,
    contact bigint not null,
    subject bigint not null,
    purpose bigint not null,
    legal_basis text not null,
    state text not null,
    text bigint,
    text_digest text,
    at bigint not null,
    recorded_at bigint not null,
    source text,
    channel text not null,
    ip_digest text,
    agent_digest text,
    proof text,
    actor bigint,
    salt text,
    seal text,
    digest text not null,
    chain text not null,
    primary key (site, id),
    foreign key (site, purpose) references consent_purposes (site, id),
    foreign key (site, text) references consent_texts (site, id)
);
create unique index consents_n on consents (site, n);
create index consents_contact on consents (site, contact, n);
create index consents_purpose on consents (site, purpose, n);
create index consents_text on consents (site, text);

-- The last link of each site's chain. Whoever appends changes this row, so entries are made one after another.
create table consent_heads (
    site bigint not null primary key references sites (id) on delete cascade,
    n bigint not null,
    chain text not null
);

-- Where a person stands now, kept from the ledger: the entry with the latest at, then the latest n.
create table consent_states (
    site bigint not null,
    contact bigint not null,
    purpose bigint not null,
    state text not null,
    legal_basis text not null,
    text bigint,
    at bigint not null,
    consent bigint not null,
    primary key (site, contact, purpose),
    foreign key (site, contact) references contacts (site, id) on delete cascade,
    foreign key (site, purpose) references consent_purposes (site, id) on delete cascade
);
create index consent_states_purpose on consent_states (site, purpose, state, contact);

create table lists (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    description text,
    public bigint,
    double_opt_in bigint,
    purpose bigint,
    primary key (site, id),
    foreign key (site, purpose) references consent_purposes (site, id)
);
create index lists_created_at on lists (site, created_at, id);
create index lists_name_key on lists (site, name_key, id);
create index lists_purpose on lists (site, purpose, id);

-- status: subscribed, pending (asked, not yet confirmed), unsubscribed. asked counts the confirmations asked for: only the
-- link of the last one works.
create table list_members (
    site bigint not null,
    list bigint not null,
    contact bigint not null,
    status text not null,
    source text,
    asked bigint not null default 0,
    pending_at bigint,
    subscribed_at bigint,
    unsubscribed_at bigint,
    changed_at bigint not null,
    primary key (site, list, contact),
    foreign key (site, list) references lists (site, id) on delete cascade,
    foreign key (site, contact) references contacts (site, id) on delete cascade
);
create index list_members_contact on list_members (site, contact);
create index list_members_status on list_members (site, list, status, contact);

-- Addresses that get nothing. email is there while the person is; hash (SHA-256 of the address in lower case) stays.
create table suppressions (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    hash text not null,
    email text,
    reason text not null,
    source text,
    created_at bigint not null,
    actor bigint,
    primary key (site, id)
);
create unique index suppressions_hash on suppressions (site, hash);

-- What a person asked for: a copy of what is held, or to be erased.
create table rights_requests (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    contact bigint not null,
    kind text not null,
    state text not null,
    created_at bigint not null,
    due_at bigint not null,
    note text,
    primary key (site, id)
);
create index rights_requests_contact on rights_requests (site, contact, id);
create index rights_requests_due on rights_requests (site, state, due_at, id);
