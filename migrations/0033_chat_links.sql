-- Links that open a WhatsApp chat and remember where they were put.

-- code: short, in the address and in the first message; of any site, since the address names no other. started: how many went on
-- to the chat.
create table chat_links (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    code text not null,
    phone text not null,
    words text,
    source text,
    medium text,
    campaign bigint,
    active bigint,
    started bigint,
    last_at bigint,
    primary key (site, id),
    foreign key (site, campaign) references campaigns (site, id)
);
create index chat_links_created_at on chat_links (site, created_at, id);
create index chat_links_name_key on chat_links (site, name_key, id);
create index chat_links_campaign on chat_links (site, campaign, id);
create index chat_links_started on chat_links (site, started, id);
create unique index chat_links_code on chat_links (site, code);
create unique index chat_links_any_code on chat_links (code);
