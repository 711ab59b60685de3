-- Links that open something to whoever has one, without an account: reports, and now plans and positionings; and who opened them.

-- kind, target: what it opens. edition: the version of a plan that it opens; null: always the newest. digest: of the token, which is
-- shown once and not kept. opened_count, opened_at: by people. confirmed_by, confirmed_at: who said on the page that they read it.
create table share_links (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    kind text not null,
    target bigint not null,
    edition bigint,
    digest text not null,
    note text,
    actor bigint,
    created_at bigint not null,
    expires_at bigint,
    revoked_at bigint,
    opened_count bigint not null default 0,
    opened_at bigint,
    confirmed_by text,
    confirmed_at bigint,
    primary key (site, id)
);
create index share_links_target on share_links (site, kind, target, id);
create unique index share_links_digest on share_links (digest);

insert into share_links (site, id, kind, target, digest, note, actor, created_at, expires_at, revoked_at, opened_count, opened_at)
select site, id, 'report', report, digest, note, actor, created_at, expires_at, revoked_at, opened_count, opened_at from report_links;
drop table report_links;

-- robot: the name a program that fetches pages gave itself; null: a person's browser.
create table share_openings (
    site bigint not null,
    id bigint not null,
    link bigint not null,
    opened_at bigint not null,
    device text,
    browser text,
    robot text,
    primary key (site, id),
    foreign key (site, link) references share_links (site, id) on delete cascade
);
create index share_openings_link on share_openings (site, link, id);
