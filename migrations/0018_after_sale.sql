-- After the sale: how likely people are to recommend us, whom they recommended, who stopped being a customer, which deal
-- renews which, and companies whose people look around.

-- Who was given a link to answer, for which quarter ("2026-Q4").
create table nps_invites (
    site bigint not null,
    contact bigint not null,
    period text not null,
    created_at bigint not null,
    expires_at bigint not null,
    primary key (site, contact, period),
    foreign key (site, contact) references contacts (site, id) on delete cascade
);
create index nps_invites_period on nps_invites (site, period);

-- One answer a quarter, changeable while its link works. account: whose person it was then.
create table nps_answers (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    contact bigint not null,
    account bigint,
    period text not null,
    score bigint not null,
    comment text,
    answered_at bigint not null,
    changed_at bigint not null,
    testimonial text,
    testimonial_at bigint,
    primary key (site, id),
    foreign key (site, contact) references contacts (site, id) on delete cascade
);
create unique index nps_answers_once on nps_answers (site, contact, period);
create index nps_answers_account on nps_answers (site, account, answered_at);
create index nps_answers_answered_at on nps_answers (site, answered_at, id);

-- A colleague named by somebody: no contact until a person here makes it one.
create table referrals (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    employer text,
    email text,
    phone text,
    note text,
    state text not null,
    referrer bigint,
    contact bigint,
    deal bigint,
    owner bigint,
    source text,
    primary key (site, id),
    foreign key (site, referrer) references contacts (site, id),
    foreign key (site, contact) references contacts (site, id),
    foreign key (site, deal) references deals (site, id)
);
create index referrals_created_at on referrals (site, created_at, id);
create index referrals_name_key on referrals (site, name_key, id);
create index referrals_state on referrals (site, state, id);
create index referrals_referrer on referrals (site, referrer, id);
create index referrals_contact on referrals (site, contact, id);
create index referrals_deal on referrals (site, deal, id);
create index referrals_owner on referrals (site, owner, id);

-- A customer who left, on which day and why.
create table churns (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    account bigint not null,
    churned_on text not null,
    reason text not null,
    notes text,
    primary key (site, id),
    foreign key (site, account) references accounts (site, id)
);
create index churns_created_at on churns (site, created_at, id);
create index churns_account on churns (site, account, id);
create index churns_churned_on on churns (site, churned_on, id);
create index churns_reason on churns (site, reason, id);

-- deal is the one that renews the contract of `renews`.
create table deal_renewals (
    site bigint not null,
    deal bigint not null,
    renews bigint not null,
    created_at bigint not null,
    primary key (site, deal),
    foreign key (site, deal) references deals (site, id) on delete cascade,
    foreign key (site, renews) references deals (site, id) on delete cascade
);
create unique index deal_renewals_renews on deal_renewals (site, renews);

-- Several people of one company looked around within a few days. One stands for as many days as it was looked at.
create table research_alerts (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    account bigint not null,
    at bigint not null,
    days bigint not null,
    dismissed_at bigint,
    dismissed_by bigint,
    primary key (site, id),
    foreign key (site, account) references accounts (site, id) on delete cascade
);
create index research_alerts_account on research_alerts (site, account, at);
create index research_alerts_at on research_alerts (site, at, id);
create table research_people (
    site bigint not null,
    alert bigint not null,
    contact bigint not null,
    views bigint not null,
    primary key (site, alert, contact),
    foreign key (site, alert) references research_alerts (site, id) on delete cascade,
    foreign key (site, contact) references contacts (site, id) on delete cascade
);
create index research_people_contact on research_people (site, contact);
