-- Values of a plan that nobody has confirmed yet: guessed from a few answers, or taken from an example. A guess is over when it is
-- confirmed, or when the value is another.

create table plan_guesses (
    site bigint not null references sites (id) on delete cascade,
    plan bigint not null,
    record bigint not null,
    field text not null,
    value text not null,
    confirmed_at bigint,
    confirmed_by bigint,
    primary key (site, plan, record, field),
    foreign key (site, plan) references plans (site, id) on delete cascade
);
