-- What may stand once.

-- name: competitor_audience_twice
select 1 from competitor_audiences
where site = :site and competitor = :first and audience = :second and id <> :but;

-- name: competitor_mark_twice
select 1 from competitor_marks
where site = :site and attribute = :first and coalesce(competitor, 0) = :second
    and coalesce(audience, 0) = :third and id <> :but;

-- name: competitor_note_seen
update competitor_notes set seen_at = :now
where site = :site and id = :id and alert = 1 and seen_at is null;

-- name: competitor_notes_seen
update competitor_notes set seen_at = :now
where site = :site and competitor = :competitor and alert = 1 and seen_at is null;
