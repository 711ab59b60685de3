-- Companies, people, deals and their committees.

create table accounts (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    custom text,
    external_id text,
    name text,
    name_key key_text,
    domain text,
    domain_key key_text,
    tax_number text,
    industry text,
    industry_key key_text,
    employees bigint,
    revenue_minor bigint,
    currency text,
    country text,
    state text,
    city text,
    parent bigint,
    owner bigint,
    tags text,
    notes text,
    first_seen_at bigint,
    primary key (site, id),
    foreign key (site, parent) references accounts (site, id)
);
create index accounts_created_at on accounts (site, created_at, id);
create unique index accounts_external_id on accounts (site, external_id);
create index accounts_name_key on accounts (site, name_key, id);
create unique index accounts_domain on accounts (site, domain);
create unique index accounts_tax_number on accounts (site, tax_number);
create index accounts_industry_key on accounts (site, industry_key, id);
create index accounts_employees on accounts (site, employees, id);
create index accounts_country on accounts (site, country, id);
create index accounts_state on accounts (site, state, id);
create index accounts_parent on accounts (site, parent, id);
create index accounts_owner on accounts (site, owner, id);
create index accounts_first_seen_at on accounts (site, first_seen_at, id);

create table contacts (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    custom text,
    external_id text,
    email text,
    email_key key_text,
    name text,
    name_key key_text,
    phone text,
    job_title text,
    seniority text,
    department text,
    buying_role text,
    account bigint,
    lifecycle text,
    lead_status text,
    channel text,
    channel_key key_text,
    landing_page text,
    campaign bigint,
    first_contact_at bigint,
    heard_of_us text,
    owner bigint,
    locale text,
    time_zone text,
    tags text,
    notes text,
    primary key (site, id),
    foreign key (site, account) references accounts (site, id),
    foreign key (site, campaign) references campaigns (site, id)
);
create index contacts_created_at on contacts (site, created_at, id);
create unique index contacts_external_id on contacts (site, external_id);
create unique index contacts_email on contacts (site, email);
create index contacts_name_key on contacts (site, name_key, id);
create index contacts_seniority on contacts (site, seniority, id);
create index contacts_buying_role on contacts (site, buying_role, id);
create index contacts_account on contacts (site, account, id);
create index contacts_lifecycle on contacts (site, lifecycle, id);
create index contacts_lead_status on contacts (site, lead_status, id);
create index contacts_channel_key on contacts (site, channel_key, id);
create index contacts_landing_page on contacts (site, landing_page, id);
create index contacts_campaign on contacts (site, campaign, id);
create index contacts_first_contact_at on contacts (site, first_contact_at, id);
create index contacts_owner on contacts (site, owner, id);

create table deals (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    custom text,
    external_id text,
    name text,
    name_key key_text,
    account bigint,
    contact bigint,
    amount_minor bigint,
    currency text,
    type text,
    stage text,
    outcome text,
    opened_at bigint,
    closed_at bigint,
    reason text,
    campaign bigint,
    owner bigint,
    next_step text,
    tags text,
    notes text,
    primary key (site, id),
    foreign key (site, account) references accounts (site, id),
    foreign key (site, contact) references contacts (site, id),
    foreign key (site, campaign) references campaigns (site, id)
);
create index deals_created_at on deals (site, created_at, id);
create unique index deals_external_id on deals (site, external_id);
create index deals_name_key on deals (site, name_key, id);
create index deals_account on deals (site, account, id);
create index deals_contact on deals (site, contact, id);
create index deals_amount_minor on deals (site, amount_minor, id);
create index deals_type on deals (site, type, id);
create index deals_stage on deals (site, stage, id);
create index deals_outcome on deals (site, outcome, id);
create index deals_opened_at on deals (site, opened_at, id);
create index deals_closed_at on deals (site, closed_at, id);
create index deals_campaign on deals (site, campaign, id);
create index deals_owner on deals (site, owner, id);

create table deal_members (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    deal bigint not null,
    contact bigint not null,
    role text not null,
    since_at bigint,
    left_at bigint,
    primary key (site, id),
    foreign key (site, deal) references deals (site, id),
    foreign key (site, contact) references contacts (site, id)
);
create index deal_members_created_at on deal_members (site, created_at, id);
create index deal_members_deal on deal_members (site, deal, id);
create index deal_members_contact on deal_members (site, contact, id);
create index deal_members_role on deal_members (site, role, id);

-- When a contact reached a stage and which deal made it so; before_stage lets an undone import step back.
create table lifecycle_stamps (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    contact bigint not null,
    stage text not null,
    before_stage text,
    at bigint not null,
    deal bigint,
    actor bigint,
    primary key (site, id),
    foreign key (site, contact) references contacts (site, id) on delete cascade
);
create index lifecycle_stamps_contact on lifecycle_stamps (site, contact, at);
create index lifecycle_stamps_deal on lifecycle_stamps (site, deal);
