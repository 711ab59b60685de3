-- Reports that somebody saved, links that open one without an account, and when they go by mail.

-- question: JSON as the API takes it; view: JSON of what the screen had chosen. trashed: it may come back for a while.
create table saved_reports (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    kind text not null,
    question text not null,
    view text,
    owner bigint,
    trashed bigint,
    primary key (site, id)
);
create index saved_reports_created_at on saved_reports (site, created_at, id);
create index saved_reports_name_key on saved_reports (site, name_key, id);
create index saved_reports_kind on saved_reports (site, kind, id);
create index saved_reports_owner on saved_reports (site, owner, id);
create index saved_reports_trashed on saved_reports (site, trashed, id);

-- digest: of the token, which is shown once and not kept. opened_count, opened_at: of whoever had it.
create table report_links (
    site bigint not null,
    id bigint not null,
    report bigint not null,
    digest text not null,
    note text,
    actor bigint,
    created_at bigint not null,
    expires_at bigint,
    revoked_at bigint,
    opened_count bigint not null default 0,
    opened_at bigint,
    primary key (site, id),
    foreign key (site, report) references saved_reports (site, id) on delete cascade
);
create index report_links_report on report_links (site, report, id);
create unique index report_links_digest on report_links (digest);

-- cadence: weekly (weekday 1 Monday to 7 Sunday), monthly (day 1 to 31; a month without it has it on its last day). hour: of the
-- site's clock. next_at: the first moment at which it is due.
create table report_schedules (
    site bigint not null,
    id bigint not null,
    version bigint not null,
    report bigint not null,
    cadence text not null,
    weekday bigint not null,
    day bigint not null,
    hour bigint not null,
    paused bigint not null,
    next_at bigint not null,
    last_at bigint,
    actor bigint,
    created_at bigint not null,
    changed_at bigint not null,
    primary key (site, id),
    foreign key (site, report) references saved_reports (site, id) on delete cascade
);
create index report_schedules_report on report_schedules (site, report, id);
create index report_schedules_due on report_schedules (next_at);

-- A user, or an address of somebody else, for whom a user said that they want it: who, when and in which words.
create table report_recipients (
    site bigint not null,
    id bigint not null,
    schedule bigint not null,
    user_id bigint references users (id) on delete cascade,
    address text,
    lang text,
    confirmed_by bigint,
    confirmed_at bigint,
    confirmed_text text,
    stopped_at bigint,
    primary key (site, id),
    foreign key (site, schedule) references report_schedules (site, id) on delete cascade
);
create index report_recipients_schedule on report_recipients (site, schedule, id);
create index report_recipients_user on report_recipients (user_id);
