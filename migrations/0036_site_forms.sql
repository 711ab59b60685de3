-- A form on a page: an address becomes a contact, with the words that were agreed to.

create table site_forms (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    key text,
    title_pt text not null,
    title_en text,
    intro_pt text,
    intro_en text,
    ask_name bigint,
    ask_company bigint,
    ask_heard bigint,
    purpose bigint,
    thanks_pt text,
    thanks_en text,
    redirect text,
    active bigint,
    answers bigint,
    last_answer_at bigint,
    primary key (site, id),
    foreign key (site, purpose) references consent_purposes (site, id)
);
create index site_forms_created_at on site_forms (site, created_at, id);
create index site_forms_name_key on site_forms (site, name_key, id);
create unique index site_forms_key on site_forms (key);

-- What was said, beside the contact that came of it. loaded: the event of it is in the journal.
create table site_form_answers (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    form bigint not null,
    contact bigint not null,
    at bigint not null,
    fresh bigint not null,
    employer text,
    heard_of text,
    host text,
    path text,
    visitor bigint,
    consent_bits bigint,
    loaded bigint not null,
    primary key (site, id),
    foreign key (site, form) references site_forms (site, id) on delete cascade,
    foreign key (site, contact) references contacts (site, id) on delete cascade
);
create index site_form_answers_form on site_form_answers (site, form, id);
create index site_form_answers_contact on site_form_answers (site, contact, id);
create index site_form_answers_loaded on site_form_answers (loaded, site, id);

-- Sites that fell silent: since when, and whether it was told.
create table site_silences (
    site bigint not null references sites (id) on delete cascade,
    last_at bigint,
    since bigint not null,
    expected bigint not null,
    primary key (site)
);
