-- What visitors of a site's pages agreed to in the banner: its words, in editions, and a ledger of receipts.

-- How the banner looks and what its owner adds to it: the draft of the next edition. words: JSON, by language.
create table cookie_banners (
    site bigint not null primary key references sites (id) on delete cascade,
    version bigint not null,
    changed_at bigint not null,
    changed_by bigint,
    accent text not null,
    corner text not null,
    onetrust bigint not null,
    words text not null
);

-- An edition: the whole text as it is shown, in each language. It never changes. digest is over body; words and counted are
-- what it was put together from.
create table cookie_texts (
    site bigint not null references sites (id) on delete cascade,
    number bigint not null,
    lang text not null,
    body text not null,
    digest text not null,
    words text not null,
    counted bigint not null,
    published_at bigint not null,
    published_by bigint,
    primary key (site, number, lang)
);

-- The ledger. n counts without gaps; digest is over salt and content, chain over the chain before, n, id and digest. id is
-- made by the browser and known to nobody else; previous is the receipt that this one takes the place of. choices: bits of
-- people/cookie_consent.h. Nothing here says who it was.
create table cookie_receipts (
    site bigint not null references sites (id) on delete cascade,
    n bigint not null,
    id text not null,
    previous text,
    number bigint not null,
    lang text not null,
    text_digest text not null,
    choices bigint not null,
    how text not null,
    at bigint not null,
    ip_digest text,
    agent_digest text,
    salt text not null,
    digest text not null,
    chain text not null,
    primary key (site, n),
    foreign key (site, number, lang) references cookie_texts (site, number, lang)
);
create unique index cookie_receipts_id on cookie_receipts (site, id);
create index cookie_receipts_text on cookie_receipts (site, number, lang);

-- Both ends of each site's chain. Whoever appends changes this row, so receipts are made one after another. What is older
-- than from_n was let go when its time was over: from_chain is the last link of it, from_seal says that we wrote that.
create table cookie_heads (
    site bigint not null primary key references sites (id) on delete cascade,
    n bigint not null,
    chain text not null,
    from_n bigint not null,
    from_chain text,
    from_at bigint,
    from_seal text
);

-- Choices of a day on the site's clock; they stay when the receipts go.
create table cookie_days (
    site bigint not null references sites (id) on delete cascade,
    day text not null,
    receipts bigint not null,
    accepted bigint not null,
    rejected bigint not null,
    performance bigint not null,
    functional bigint not null,
    targeting bigint not null,
    named bigint not null,
    gpc bigint not null,
    primary key (site, day)
);
