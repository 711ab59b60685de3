-- box
insert into boxes (site, id, version, created_at, changed_at, name, name_key) values (?1, ?2, ?3, ?4, ?5, ?6, ?7);
update boxes set version = version + 1, changed_at = ?4, name = ?5, name_key = ?6 where site = ?1 and id = ?2 and version = ?3;
delete from boxes where site = ?1 and id = ?2 and version = ?3;
select site, id, version, created_at, changed_at, name from boxes where site = ?1 and id = ?2;
-- postgres
-- box
insert into boxes (site, id, version, created_at, changed_at, name, name_key) values ($1, $2, $3, $4, $5, $6, $7);
update boxes set version = version + 1, changed_at = $4, name = $5, name_key = $6 where site = $1 and id = $2 and version = $3;
delete from boxes where site = $1 and id = $2 and version = $3;
select site, id, version, created_at, changed_at, name from boxes where site = $1 and id = $2;
