-- Where we promote and how we sell: what a channel costs, whom it suits, the links and codes that say by which channel somebody
-- came, and those who sell for us.

-- price_minor, volume and expected_leads: of one cost_period.
alter table channels add column price_minor bigint;
alter table channels add column volume bigint;
alter table channels add column expected_leads bigint;
alter table channels add column cost_period text;
alter table channels add column phone text;

-- One audience that a channel suits, and why.
create table channel_fits (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    channel bigint not null,
    audience bigint not null,
    why text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, channel) references channels (site, id) on delete cascade,
    foreign key (site, audience) references audiences (site, id) on delete cascade
);
create index channel_fits_created_at on channel_fits (site, created_at, id);
create index channel_fits_plan on channel_fits (site, plan, id);
create index channel_fits_channel on channel_fits (site, channel, id);
create index channel_fits_audience on channel_fits (site, audience, id);
create unique index channel_fits_one on channel_fits (site, channel, audience);

alter table selling_channels add column expected_share bigint;

-- link_version: raised, it ends every link to the partner's page given out before.
create table partners (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    kind text not null,
    account bigint,
    contact bigint,
    commission bigint,
    protection_days bigint,
    agreement_ends_on text,
    active bigint,
    owner bigint,
    notes text,
    link_version bigint,
    primary key (site, id),
    foreign key (site, account) references accounts (site, id),
    foreign key (site, contact) references contacts (site, id)
);
create index partners_created_at on partners (site, created_at, id);
create index partners_name_key on partners (site, name_key, id);
create index partners_kind on partners (site, kind, id);
create index partners_account on partners (site, account, id);
create index partners_contact on partners (site, contact, id);
create index partners_owner on partners (site, owner, id);

-- A code that people type or say. code: upper case, as printed.
create table promo_codes (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    code text not null,
    channel text,
    campaign bigint,
    partner bigint,
    offer text,
    starts_on text,
    ends_on text,
    active bigint,
    uses bigint,
    last_at bigint,
    primary key (site, id),
    foreign key (site, campaign) references campaigns (site, id),
    foreign key (site, partner) references partners (site, id)
);
create index promo_codes_created_at on promo_codes (site, created_at, id);
create index promo_codes_name_key on promo_codes (site, name_key, id);
create unique index promo_codes_code on promo_codes (site, code);
create index promo_codes_channel on promo_codes (site, channel, id);
create index promo_codes_campaign on promo_codes (site, campaign, id);
create index promo_codes_partner on promo_codes (site, partner, id);
create index promo_codes_uses on promo_codes (site, uses, id);

-- Who used one. loaded: its event is in the journal, or is another's to tell (a form's answer has its own).
create table promo_uses (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    code bigint not null,
    contact bigint,
    account bigint,
    deal bigint,
    at bigint not null,
    how text not null,
    loaded bigint not null,
    primary key (site, id),
    foreign key (site, code) references promo_codes (site, id),
    foreign key (site, contact) references contacts (site, id) on delete cascade,
    foreign key (site, deal) references deals (site, id) on delete cascade
);
create index promo_uses_code on promo_uses (site, code, id);
create index promo_uses_contact on promo_uses (site, contact, id);
create index promo_uses_account on promo_uses (site, account, id);
create unique index promo_uses_deal on promo_uses (site, deal, code);
create index promo_uses_loaded on promo_uses (loaded, site, id);

-- An address that is printed or said: /r/CODE. code: of any site, since the address names no other.
create table short_links (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    code text not null,
    target text not null,
    channel text not null,
    source text,
    medium text,
    campaign bigint,
    promo bigint,
    partner bigint,
    starts_on text,
    ends_on text,
    fallback text,
    active bigint,
    hits bigint,
    robot_hits bigint,
    last_at bigint,
    primary key (site, id),
    foreign key (site, campaign) references campaigns (site, id),
    foreign key (site, promo) references promo_codes (site, id),
    foreign key (site, partner) references partners (site, id)
);
create index short_links_created_at on short_links (site, created_at, id);
create index short_links_name_key on short_links (site, name_key, id);
create unique index short_links_code on short_links (site, code);
create unique index short_links_any_code on short_links (code);
create index short_links_channel on short_links (site, channel, id);
create index short_links_campaign on short_links (site, campaign, id);
create index short_links_partner on short_links (site, partner, id);
create index short_links_hits on short_links (site, hits, id);
create index short_links_source on short_links (site, source, medium);

-- How often it was followed, by day of the site's clock.
create table short_link_days (
    site bigint not null,
    link bigint not null,
    day text not null,
    hits bigint not null,
    robots bigint not null,
    primary key (site, link, day),
    foreign key (site, link) references short_links (site, id) on delete cascade
);

-- A sale that a partner says is theirs.
create table deal_registrations (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    partner bigint not null,
    employer text not null,
    employer_key key_text,
    tax_number text,
    domain text,
    contact_name text,
    email text,
    phone text,
    amount_minor bigint,
    currency text,
    closes_on text,
    notes text,
    source text,
    state text,
    expires_at bigint,
    decided_at bigint,
    decided_by bigint,
    reason text,
    account bigint,
    contact bigint,
    deal bigint,
    primary key (site, id),
    foreign key (site, partner) references partners (site, id),
    foreign key (site, account) references accounts (site, id),
    foreign key (site, contact) references contacts (site, id),
    foreign key (site, deal) references deals (site, id)
);
create index deal_registrations_created_at on deal_registrations (site, created_at, id);
create index deal_registrations_partner on deal_registrations (site, partner, id);
create index deal_registrations_employer_key on deal_registrations (site, employer_key, id);
create index deal_registrations_state on deal_registrations (site, state, id);
create index deal_registrations_expires_at on deal_registrations (site, expires_at, id);
create index deal_registrations_account on deal_registrations (site, account, id);
create index deal_registrations_contact on deal_registrations (site, contact, id);
create index deal_registrations_tax_number on deal_registrations (site, tax_number);
create index deal_registrations_domain on deal_registrations (site, domain);
create index deal_registrations_waiting on deal_registrations (state, expires_at);

-- Who sold a deal, how, and which code brought it.
alter table deals add column partner bigint;
alter table deals add column sold_through text;
alter table deals add column promo_code bigint;
create index deals_partner on deals (site, partner, id);
create index deals_sold_through on deals (site, sold_through, id);

-- The channel that a call came by, when it says so.
alter table activities add column channel text;

alter table site_forms add column ask_code bigint;
-- promo: which code was typed.
alter table site_form_answers add column promo bigint;
