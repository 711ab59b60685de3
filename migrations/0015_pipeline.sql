-- The pipeline of each site: its stages, how long deals stood in them, why deals end, and who competes.

alter table deals add column next_step_on text;
alter table deals add column requirements text;
alter table deals add column budget_min_minor bigint;
alter table deals add column budget_max_minor bigint;
alter table deals add column contract_ends_on text;
create index deals_next_step_on on deals (site, next_step_on, id);
create index deals_contract_ends_on on deals (site, contract_ends_on, id);

-- key is what deals.stage says; it stays when the name changes. position orders the open ones; won and lost come after.
create table deal_stages (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    key text not null,
    name text not null,
    name_key key_text,
    position bigint,
    kind text not null,
    probability bigint,
    stall_days bigint,
    requires text,
    primary key (site, id)
);
create index deal_stages_created_at on deal_stages (site, created_at, id);
create unique index deal_stages_key on deal_stages (site, key);
create unique index deal_stages_name on deal_stages (site, name);
create index deal_stages_name_key on deal_stages (site, name_key, id);
create index deal_stages_position on deal_stages (site, position, id);
create index deal_stages_kind on deal_stages (site, kind, id);

create table deal_reasons (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    outcome text not null,
    name text not null,
    position bigint,
    primary key (site, id)
);
create index deal_reasons_created_at on deal_reasons (site, created_at, id);
create index deal_reasons_outcome on deal_reasons (site, outcome, id);
create index deal_reasons_position on deal_reasons (site, position, id);

create table deal_competitors (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    deal bigint not null,
    competitor bigint not null,
    notes text,
    primary key (site, id),
    foreign key (site, deal) references deals (site, id) on delete cascade,
    foreign key (site, competitor) references competitors (site, id)
);
create index deal_competitors_created_at on deal_competitors (site, created_at, id);
create index deal_competitors_deal on deal_competitors (site, deal, id);
create index deal_competitors_competitor on deal_competitors (site, competitor, id);

-- A stay of a deal in a stage; stage is a key of deal_stages, or how it ended (won, lost). exact 0: it may have stood there
-- before entered_at, so the stay says nothing of how long deals take.
create table deal_stage_stamps (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    deal bigint not null,
    stage text not null,
    entered_at bigint not null,
    left_at bigint,
    exact bigint not null,
    actor bigint,
    primary key (site, id),
    foreign key (site, deal) references deals (site, id) on delete cascade
);
create index deal_stage_stamps_deal on deal_stage_stamps (site, deal, id);
create index deal_stage_stamps_left_at on deal_stage_stamps (site, left_at);

-- What deals say becomes stages, in the order that sales usually take. A site without any begins with the usual ones.
insert into deal_stages (site, id, version, created_at, changed_at, key, name, name_key, position, kind, stall_days, requires)
select t.site, row_number() over (partition by t.site order by t.course, t.stage), 1, t.created_at, t.created_at,
    t.stage, t.stage, lower(t.stage), 10 * row_number() over (partition by t.site order by t.course, t.stage), 'open', 21, '[]'
from (
    select distinct s.id as site, s.created_at as created_at, d.stage as stage,
        case when lower(d.stage) like 'lead%' or lower(d.stage) like 'nov%' or lower(d.stage) like 'prospec%' then 0
            when lower(d.stage) like 'qualif%' then 1
            when lower(d.stage) like 'diagn%' or lower(d.stage) like 'disco%' or lower(d.stage) like 'descob%'
                or lower(d.stage) like 'reuni%' or lower(d.stage) like 'visit%' then 2
            when lower(d.stage) like 'demo%' or lower(d.stage) like 'apresent%' or lower(d.stage) like 'test%' then 3
            when lower(d.stage) like 'propo%' or lower(d.stage) like 'or%amento%' or lower(d.stage) like 'quote%' then 4
            when lower(d.stage) like 'nego%' then 5
            when lower(d.stage) like 'contrat%' or lower(d.stage) like 'contract%' or lower(d.stage) like 'fech%' then 6
            else 7 end as course
    from sites s join deals d on d.site = s.id
    where d.stage is not null and d.stage <> '' and d.stage not in ('won', 'lost')
) t;

insert into deal_stages (site, id, version, created_at, changed_at, key, name, name_key, position, kind, probability,
    stall_days, requires)
select s.id, u.id, 1, s.created_at, s.created_at, u.key, case when s.locale = 'en' then u.en else u.pt end,
    lower(case when s.locale = 'en' then u.en else u.pt end), u.id * 10, 'open', u.probability, u.days, '[]'
from sites s
cross join (
    select 1 as id, 'qualification' as key, 'Qualificação' as pt, 'Qualification' as en, 100000 as probability, 14 as days
    union all select 2, 'discovery', 'Diagnóstico', 'Discovery', 250000, 21
    union all select 3, 'proposal', 'Proposta', 'Proposal', 500000, 21
    union all select 4, 'negotiation', 'Negociação', 'Negotiation', 750000, 14
) u
where not exists (select 1 from deal_stages g where g.site = s.id);

insert into deal_stages (site, id, version, created_at, changed_at, key, name, name_key, position, kind, probability, requires)
select s.id, 1000001, 1, s.created_at, s.created_at, 'won', case when s.locale = 'en' then 'Won' else 'Ganho' end,
    case when s.locale = 'en' then 'won' else 'ganho' end, 100000, 'won', 1000000, '["reason"]'
from sites s
where not exists (select 1 from deal_stages g where g.site = s.id and g.name in ('Won', 'Ganho'));
insert into deal_stages (site, id, version, created_at, changed_at, key, name, name_key, position, kind, probability, requires)
select s.id, 1000002, 1, s.created_at, s.created_at, 'lost', case when s.locale = 'en' then 'Lost' else 'Perdido' end,
    case when s.locale = 'en' then 'lost' else 'perdido' end, 100010, 'lost', 0, '["reason"]'
from sites s
where not exists (select 1 from deal_stages g where g.site = s.id and g.name in ('Lost', 'Perdido'));

insert into deal_reasons (site, id, version, created_at, changed_at, outcome, name, position)
select s.id, u.id, 1, s.created_at, s.created_at, u.outcome, case when s.locale = 'en' then u.en else u.pt end, u.id * 10
from sites s
cross join (
    select 1 as id, 'won' as outcome, 'Atende ao que precisava' as pt, 'Fits the need' as en
    union all select 2, 'won', 'Preço', 'Price'
    union all select 3, 'won', 'Confiança e atendimento', 'Trust and service'
    union all select 4, 'won', 'Prazo', 'Delivery time'
    union all select 5, 'won', 'Indicação', 'Referral'
    union all select 6, 'lost', 'Sem orçamento', 'No budget'
    union all select 7, 'lost', 'Escolheu um concorrente', 'Chose a competitor'
    union all select 8, 'lost', 'Sem decisão', 'No decision'
    union all select 9, 'lost', 'Momento errado', 'Bad timing'
    union all select 10, 'lost', 'Não atende ao que precisava', 'Does not fit the need'
    union all select 11, 'lost', 'Preço', 'Price'
) u;

insert into deal_stage_stamps (site, id, deal, stage, entered_at, exact)
select d.site, d.id, d.id, d.stage, coalesce(d.opened_at, d.created_at), 0
from deals d where d.outcome = 'open' and d.stage is not null and d.stage <> '';
