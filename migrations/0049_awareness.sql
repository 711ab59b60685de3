-- How well a brand is known: what people searched for, and who came back by themselves.

-- From the export of a search engine. first_day to last_day: days since 1970-01-01 that the figures are of, a whole export or one day.
-- query_key: the fold; '' for the totals of a day. position_milli: the mean position, in thousandths.
create table search_terms (
    site bigint not null,
    import bigint not null,
    n bigint not null,
    first_day bigint not null,
    last_day bigint not null,
    query text not null,
    query_key text not null,
    clicks bigint not null,
    impressions bigint not null,
    position_milli bigint not null,
    primary key (site, import, n),
    foreign key (site, import) references history_imports (site, id) on delete cascade
);
create index search_terms_days on search_terms (site, first_day, last_day);

-- Of each day of the site: visits that came directly, those by a visitor who can be known again, and those who had been there before.
create table direct_days (
    site bigint not null references sites (id) on delete cascade,
    day bigint not null,
    visits bigint not null,
    known bigint not null,
    returned bigint not null,
    primary key (site, day)
);
