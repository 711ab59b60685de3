-- Mail that leaves: each one is written down before it goes, and what became of it afterwards.

-- key says what makes it this one and no other: whoever writes it down twice has one. state: waiting, sent, skipped (reason says why;
-- there is nothing to send), failed (reason). lang: of the reader. file: an attachment, as text.
create table mails (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    key text not null,
    purpose text not null,
    about bigint,
    user_id bigint,
    address text not null,
    name text,
    lang text not null,
    subject text not null,
    body_text text,
    body_html text,
    file_name text,
    file_type text,
    file text,
    stop_url text,
    state text not null,
    reason text,
    attempts bigint not null default 0,
    created_at bigint not null,
    ended_at bigint,
    primary key (site, id)
);
create unique index mails_key on mails (site, key);
create index mails_about on mails (site, purpose, about, id);
create index mails_waiting on mails (id) where state = 'waiting';
create index mails_created_at on mails (created_at);

-- What a user of a site wants to be told of by mail. No row: as the program has it at first.
create table mail_choices (
    site bigint not null references sites (id) on delete cascade,
    user_id bigint not null references users (id) on delete cascade,
    weekly bigint not null,
    silence bigint not null,
    changed_at bigint not null,
    primary key (site, user_id)
);

-- When the next summary of the week is due.
create table weekly_runs (
    site bigint not null references sites (id) on delete cascade,
    next_at bigint not null,
    last_at bigint,
    primary key (site)
);
