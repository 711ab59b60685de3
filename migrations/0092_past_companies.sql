-- The companies that a person left: what she did before until_at was done in this one, or in an earlier of these. The company she
-- is in now stands in her record. Without rows, all of it was done there.

create table past_companies (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    contact bigint not null,
    account bigint not null,
    until_at bigint not null,
    primary key (site, id),
    foreign key (site, contact) references contacts (site, id) on delete cascade,
    foreign key (site, account) references accounts (site, id) on delete cascade
);
create index past_companies_contact on past_companies (site, contact, until_at, id);
create index past_companies_account on past_companies (site, account, id);
