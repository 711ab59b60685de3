-- name: migrations_there @sqlite
select count(*) from sqlite_schema where type = 'table' and name = 'praca_migrations';
-- name: migrations_there @postgres
select to_regclass('praca_migrations') is not null;

-- name: migrations_applied
select number, digest from praca_migrations order by number;

-- name: migration_note
insert into praca_migrations (number, name, digest, applied_at) values (:number, :name, :digest, :now);
