-- Sites, the people who work in them, and how they prove who they are.

create table sites (
    id bigint primary key,
    name text not null,
    slug text not null unique,
    locale text not null,
    time_zone text not null,
    currency text not null,
    is_demo bigint not null default 0,
    created_at bigint not null
);

create table users (
    id bigint primary key,
    email text not null,
    email_key key_text not null unique,
    name text not null,
    password_hash text not null,
    locale text not null,
    theme text not null default 'auto',
    totp_secret text,
    totp_on_at bigint,
    totp_last_step bigint,
    disabled_at bigint,
    created_at bigint not null
);

create table memberships (
    site bigint not null references sites (id) on delete cascade,
    user_id bigint not null references users (id) on delete cascade,
    role text not null,
    created_at bigint not null,
    primary key (site, user_id)
);
create index memberships_user on memberships (user_id, site);

-- Only the digest of a session's token is kept: who reads this table cannot become anyone.
create table sessions (
    id bigint primary key,
    token_hash text not null unique,
    user_id bigint not null references users (id) on delete cascade,
    csrf text not null,
    agent text,
    address text,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null
);
create index sessions_user on sessions (user_id, seen_at);

create table tokens (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    user_id bigint not null references users (id) on delete cascade,
    name text not null,
    token_hash text not null unique,
    scopes text not null,
    created_at bigint not null,
    used_at bigint,
    expires_at bigint,
    primary key (site, id)
);

-- Failed logins by digest of what was tried and from where, within a window.
create table login_attempts (
    who text primary key,
    failures bigint not null,
    first_at bigint not null
);
