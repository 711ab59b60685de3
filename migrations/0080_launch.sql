-- Launch: what a campaign is made of, who checked what, and when it began and ended.

alter table campaigns add column landing_url text;
alter table campaigns add column utm_source text;
alter table campaigns add column utm_medium text;
alter table campaigns add column utm_content text;
alter table campaigns add column cta text;
alter table campaigns add column stop_reason text;

create table assets (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    kind text,
    state text,
    owner bigint,
    url text,
    body text,
    due_on text,
    funnel_stage text,
    persona bigint,
    topic text,
    topic_key key_text,
    format text,
    notes text,
    primary key (site, id),
    foreign key (site, persona) references personas (site, id)
);
create index assets_created_at on assets (site, created_at, id);
create index assets_name_key on assets (site, name_key, id);
create index assets_kind on assets (site, kind, id);
create index assets_state on assets (site, state, id);
create index assets_owner on assets (site, owner, id);
create index assets_due_on on assets (site, due_on, id);
create index assets_funnel_stage on assets (site, funnel_stage, id);
create index assets_persona on assets (site, persona, id);
create index assets_topic_key on assets (site, topic_key, id);

create table campaign_assets (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    campaign bigint not null,
    asset bigint not null,
    primary key (site, id),
    foreign key (site, campaign) references campaigns (site, id) on delete cascade,
    foreign key (site, asset) references assets (site, id)
);
create index campaign_assets_created_at on campaign_assets (site, created_at, id);
create index campaign_assets_campaign on campaign_assets (site, campaign, id);
create index campaign_assets_asset on campaign_assets (site, asset, id);

-- Channels of a campaign beside its first, which stands in the campaign.
create table campaign_channels (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    campaign bigint not null,
    channel bigint not null,
    primary key (site, id),
    foreign key (site, campaign) references campaigns (site, id) on delete cascade,
    foreign key (site, channel) references channels (site, id)
);
create index campaign_channels_created_at on campaign_channels (site, created_at, id);
create index campaign_channels_campaign on campaign_channels (site, campaign, id);
create index campaign_channels_channel on campaign_channels (site, channel, id);

-- item: a key of the registry of checklists (strategy/checklist.h).
create table checklist_ticks (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    campaign bigint not null,
    channel bigint,
    item text not null,
    ticked_by bigint,
    ticked_at bigint,
    primary key (site, id),
    foreign key (site, campaign) references campaigns (site, id) on delete cascade,
    foreign key (site, channel) references channels (site, id)
);
create index checklist_ticks_created_at on checklist_ticks (site, created_at, id);
create index checklist_ticks_campaign on checklist_ticks (site, campaign, id);
create index checklist_ticks_channel on checklist_ticks (site, channel, id);

-- Each change of a campaign's state. missing, unready: keys with spaces between, as things stood then.
create table campaign_moves (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    campaign bigint not null,
    moved_at bigint not null,
    actor bigint not null,
    origin text not null,
    from_state text,
    to_state text not null,
    reason text,
    missing text,
    unready text,
    primary key (site, id),
    foreign key (site, campaign) references campaigns (site, id) on delete cascade
);
create index campaign_moves_campaign on campaign_moves (site, campaign, id);
