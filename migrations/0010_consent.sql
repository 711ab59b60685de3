-- What people agreed to, told by an append-only ledger; lists, suppression, and the secrets behind signed links.

-- Of the installation, never of a site, and shown nowhere. value: hex.
create table secrets (
    name text not null primary key,
    value text not null,
    created_at bigint not null
);
