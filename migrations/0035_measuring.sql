-- How a site is measured: by which name its pages speak to us, from which hosts, and the salts of its visitors.

-- The key stands in the pages, for anybody to read: it names the site and opens nothing.
create table site_keys (
    site bigint not null references sites (id) on delete cascade,
    key text not null,
    created_at bigint not null,
    primary key (site)
);
create unique index site_keys_key on site_keys (key);
-- @sqlite
insert into site_keys (site, key, created_at)
select id, lower(hex(randomblob(8))), created_at from sites;
-- @postgres
insert into site_keys (site, key, created_at)
select id, substr(md5(random()::text || id::text || clock_timestamp()::text), 1, 16), created_at from sites;
-- @both

-- "acme.example" also stands for www.acme.example, "*.acme.example" for all below it.
create table site_hosts (
    site bigint not null references sites (id) on delete cascade,
    host text not null,
    created_at bigint not null,
    primary key (site, host)
);

-- One a local day and site; gone when the day is over, and with it the way back from a visitor's number to an address.
create table visitor_salts (
    site bigint not null references sites (id) on delete cascade,
    day text not null,
    salt text not null,
    primary key (site, day)
);
