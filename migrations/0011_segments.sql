-- Segments: a rule with a name, and who belongs to it now.

create table segments (
    site bigint not null references sites (id) on delete cascade,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text not null,
    name_key key_text,
    subject text not null,
    rule text not null,
    description text,
    member_count bigint,
    counted_at bigint,
    state text not null,
    trouble text,
    primary key (site, id)
);
create index segments_created_at on segments (site, created_at, id);
create index segments_name_key on segments (site, name_key, id);
create index segments_member_count on segments (site, member_count, id);
create index segments_subject on segments (site, subject, id);

-- revision: another one whenever what a process keeps of the site's segments in memory is out of date.
create table segment_worlds (
    site bigint not null references sites (id) on delete cascade,
    revision bigint not null,
    primary key (site)
);

-- Which segments the rule of a segment names.
create table segment_names (
    site bigint not null,
    segment bigint not null,
    names bigint not null,
    primary key (site, segment, names)
);
create index segment_names_names on segment_names (site, names, segment);

-- record: a contact or an account, whichever the segment is of. manual: include, or nothing.
create table segment_members (
    site bigint not null,
    segment bigint not null,
    record bigint not null,
    entered_at bigint not null,
    manual text,
    primary key (site, segment, record)
)
-- @sqlite
without rowid
-- @both
;
create index segment_members_record on segment_members (site, record, segment);

create table segment_manual (
    site bigint not null,
    segment bigint not null,
    record bigint not null,
    how text not null,
    set_at bigint not null,
    actor bigint,
    primary key (site, segment, record)
);
create index segment_manual_record on segment_manual (site, record, segment);

-- Who entered and left, and why: change, event, time, rule, manual, merge, import.
create table segment_moves (
    site bigint not null,
    segment bigint not null,
    id bigint not null,
    record bigint not null,
    at bigint not null,
    entered bigint not null,
    cause text not null,
    primary key (site, segment, id)
)
-- @sqlite
without rowid
-- @both
;
create index segment_moves_record on segment_moves (site, record, id);
create index segment_moves_at on segment_moves (site, at);

-- The size at the end of each local day on which it changed.
create table segment_sizes (
    site bigint not null,
    segment bigint not null,
    day text not null,
    size bigint not null,
    primary key (site, segment, day)
);

-- The next moment at which time alone may change whether a record belongs.
create table segment_due (
    site bigint not null,
    record bigint not null,
    segment bigint not null,
    at bigint not null,
    primary key (site, record, segment)
)
-- @sqlite
without rowid
-- @both
;
create index segment_due_at on segment_due (site, at);

-- Records that must be looked at again: by one segment, or (segment 0) by all.
create table segment_stale (
    site bigint not null,
    record bigint not null,
    segment bigint not null,
    cause text not null,
    primary key (site, record, segment)
);

create index segment_stale_segment on segment_stale (site, segment, record);

-- Segments whose members are being worked out from nothing, for which rule (revision), and how far that is: new, members.
create table segment_builds (
    site bigint not null,
    segment bigint not null,
    revision bigint not null,
    phase text not null,
    cause text not null,
    primary key (site, segment)
);

-- @postgres
-- Whoever looks at a record writes its row, so that of two who look at once one must look again.
create table segment_turns (
    site bigint not null,
    record bigint not null,
    turn bigint not null,
    primary key (site, record)
);
