-- thing
insert into things (site, id, version, created_at, changed_at, custom, code, name, notes, mail, page, level, price_minor, share, is_big, seen_at, day, colour, box, owner, tags, extra, pin, state, name_key, notes_key) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26);
update things set version = version + 1, changed_at = ?4, custom = ?5, code = ?6, name = ?7, notes = ?8, mail = ?9, page = ?10, level = ?11, price_minor = ?12, share = ?13, is_big = ?14, seen_at = ?15, day = ?16, colour = ?17, box = ?18, owner = ?19, tags = ?20, extra = ?21, pin = ?22, state = ?23, name_key = ?24, notes_key = ?25 where site = ?1 and id = ?2 and version = ?3;
delete from things where site = ?1 and id = ?2 and version = ?3;
select site, id, version, created_at, changed_at, custom, code, name, notes, mail, page, level, price_minor, share, is_big, seen_at, day, colour, box, owner, tags, extra, pin, state from things where site = ?1 and id = ?2;
select site, id, version, created_at, changed_at, custom, code, name, notes, mail, page, level, price_minor, share, is_big, seen_at, day, colour, box, owner, tags, extra, pin, state from things where site = ?1 and code = ?2;
select site, id, version, created_at, changed_at, custom, code, name, notes, mail, page, level, price_minor, share, is_big, seen_at, day, colour, box, owner, tags, extra, pin, state from things where site = ?1 and mail = ?2;
-- postgres
-- thing
insert into things (site, id, version, created_at, changed_at, custom, code, name, notes, mail, page, level, price_minor, share, is_big, seen_at, day, colour, box, owner, tags, extra, pin, state, name_key, notes_key) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26);
update things set version = version + 1, changed_at = $4, custom = $5, code = $6, name = $7, notes = $8, mail = $9, page = $10, level = $11, price_minor = $12, share = $13, is_big = $14, seen_at = $15, day = $16, colour = $17, box = $18, owner = $19, tags = $20, extra = $21, pin = $22, state = $23, name_key = $24, notes_key = $25 where site = $1 and id = $2 and version = $3;
delete from things where site = $1 and id = $2 and version = $3;
select site, id, version, created_at, changed_at, custom, code, name, notes, mail, page, level, price_minor, share, is_big, seen_at, day, colour, box, owner, tags, extra, pin, state from things where site = $1 and id = $2;
select site, id, version, created_at, changed_at, custom, code, name, notes, mail, page, level, price_minor, share, is_big, seen_at, day, colour, box, owner, tags, extra, pin, state from things where site = $1 and code = $2;
select site, id, version, created_at, changed_at, custom, code, name, notes, mail, page, level, price_minor, share, is_big, seen_at, day, colour, box, owner, tags, extra, pin, state from things where site = $1 and mail = $2;
