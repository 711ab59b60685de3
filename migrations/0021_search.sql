-- What accounts, contacts and deals are found by: their words, kept with the record (src/people/search.c), and an index over them.

-- words: folded, each once, each with a space before it. kind: model of the record. Ids are unique in an installation, so
-- the index of SQLite may use them as its row numbers.
create table search_entries (
    site bigint not null references sites (id) on delete cascade,
    record bigint not null,
    kind text not null,
    words text not null,
    primary key (site, kind, record)
);

-- Sites that were there before the index; the row goes when search.fill has taken all of that kind in. after: how far it is.
create table search_unfilled (
    site bigint not null references sites (id) on delete cascade,
    kind text not null,
    after bigint not null,
    primary key (site, kind)
);
insert into search_unfilled (site, kind, after)
select s.id, 'account', 0 from sites s where exists (select 1 from accounts a where a.site = s.id);
insert into search_unfilled (site, kind, after)
select s.id, 'contact', 0 from sites s where exists (select 1 from contacts c where c.site = s.id);
insert into search_unfilled (site, kind, after)
select s.id, 'deal', 0 from sites s where exists (select 1 from deals d where d.site = s.id);

-- In the index a word stands as SITE z KIND WORD (site in sixteen hex digits, kind's first letter): each site has its own words,
-- and so has each kind. Beginnings of three letters have an index of their own: 16 + 1 + 1 + 3.

-- @sqlite
create virtual table search_index using fts5 (words, content = '', detail = 'none', columnsize = 0, tokenize = 'ascii', prefix = '21');
-- What has left the entries and is still in the index: a trigger may not write to the index itself (trusted_schema is off), but whatever
-- takes an entry away, a cascade included, leaves its words here; the next change or purge takes them out.
create table search_gone (entry bigint not null, words text not null);
create trigger search_entries_drop after delete on search_entries begin
    insert into search_gone (entry, words)
    values (old.record, replace(old.words, ' ', printf(' %016xz%s', old.site, substr(old.kind, 1, 1))));
end;
create trigger search_entries_change after update of words on search_entries begin
    insert into search_gone (entry, words)
    values (old.record, replace(old.words, ' ', printf(' %016xz%s', old.site, substr(old.kind, 1, 1))));
end;

-- @postgres
alter table search_entries add column vector tsvector generated always as (array_to_tsvector(string_to_array(
    ltrim(replace(words, ' ', ' ' || lpad(to_hex(site), 16, '0') || 'z' || substr(kind, 1, 1))), ' '))) stored;
create index search_entries_vector on search_entries using gin (vector);
