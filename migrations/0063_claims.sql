-- What we claim, what proves it, and where it is said.

create table claims (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    plan bigint not null,
    audience bigint,
    name text not null,
    name_key key_text,
    owner bigint,
    notes text,
    primary key (site, id),
    foreign key (site, plan) references plans (site, id),
    foreign key (site, audience) references audiences (site, id)
);
create index claims_created_at on claims (site, created_at, id);
create index claims_plan on claims (site, plan, id);
create index claims_audience on claims (site, audience, id);
create index claims_name_key on claims (site, name_key, id);
create index claims_owner on claims (site, owner, id);

create table claim_proofs (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    claim bigint not null,
    kind text not null,
    name text not null,
    name_key key_text,
    metric text,
    url text,
    details text,
    proved_on text,
    expires_on text,
    withdrawn_on text,
    withdrawn_reason text,
    primary key (site, id),
    foreign key (site, claim) references claims (site, id) on delete cascade
);
create index claim_proofs_created_at on claim_proofs (site, created_at, id);
create index claim_proofs_claim on claim_proofs (site, claim, id);
create index claim_proofs_kind on claim_proofs (site, kind, id);
create index claim_proofs_name_key on claim_proofs (site, name_key, id);
create index claim_proofs_expires_on on claim_proofs (site, expires_on, id);

create table claim_uses (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    claim bigint not null,
    kind text not null,
    campaign bigint,
    positioning bigint,
    url text,
    notes text,
    primary key (site, id),
    foreign key (site, claim) references claims (site, id) on delete cascade,
    foreign key (site, campaign) references campaigns (site, id) on delete cascade,
    foreign key (site, positioning) references positionings (site, id) on delete cascade
);
create index claim_uses_created_at on claim_uses (site, created_at, id);
create index claim_uses_claim on claim_uses (site, claim, id);
create index claim_uses_kind on claim_uses (site, kind, id);
create index claim_uses_campaign on claim_uses (site, campaign, id);
create index claim_uses_positioning on claim_uses (site, positioning, id);
