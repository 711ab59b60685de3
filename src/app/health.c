/* health.c -- see health.h. */
#include "app/health.h"

#include "base/text.h"
#include "db/migrations.h"
#include "facts/loader.h"
#include "facts/store.h"

#include <string.h>
#include <sys/stat.h>

enum err health_schema(struct ctx *cx, struct db_pool *pool, const char *dir, bool older_is_fine)
{
    size_t missing = 0;
    enum err e = db_migrations_missing(cx, pool, praca_migrations, praca_migration_count, &missing);

    if (e)
        return e;
    if (missing == praca_migration_count)
        return fail(cx, ERR_NOTFOUND, "app.no_data", "dir", dir, NULL);
    if (missing && !older_is_fine)
        return fail(cx, ERR_CONFLICT, "app.migrate_first", "dir", dir, NULL);
    return OK;
}

/* The first cell of the answer, or of its one row. */
static enum err ask(struct ctx *cx, struct db_pool *pool, const char *sql, const char **ret)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin_text(cx, db, sql, &st);
    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_text_dup(cx, st, 0) : "";
    db_done(st);
    db_return(db);
    return e ? e : *ret ? OK : fail_memory(cx);
}

enum err health_database(struct ctx *cx, struct db_pool *pool)
{
    const char *said = "";
    enum err e;

    if (db_pool_engine(pool) != DB_SQLITE)
        return ask(cx, pool, "select 'ok'", &said);
    e = ask(cx, pool, "pragma integrity_check(1)", &said);
    if (!e && strcmp(said, "ok") != 0)
        e = fail(cx, ERR_BROKEN, "health.database", "reason", said, NULL);
    return e;
}

enum err health_engine(struct ctx *cx, struct db_pool *pool, const char **ret)
{
    bool embedded = db_pool_engine(pool) == DB_SQLITE;
    const char *version = "";
    enum err e = ask(
        cx, pool, embedded ? "select sqlite_version()" : "select current_setting('server_version')",
        &version);

    if (e)
        return e;
    *ret = arena_print(cx->arena, "%s %s", embedded ? "SQLite" : "PostgreSQL", version);
    return *ret ? OK : fail_memory(cx);
}

static enum err open_facts(struct ctx *cx, const char *dir)
{
    const char *folder = arena_print(cx->arena, "%s/facts", dir);
    const char *file = arena_print(cx->arena, "%s/facts/facts.duckdb", dir);
    struct fact_store *store;
    struct stat st;
    int64_t position = 0;
    enum err e;

    if (!folder || !file)
        return fail_memory(cx);
    if (stat(file, &st) != 0)
        return OK;
    store = store_duckdb_new(&(struct store_duckdb_options){.dir = folder});
    if (!store)
        return fail_memory(cx);
    e = store_position(cx, store, LOADER_FOLLOWER, &position);
    store_close(store);
    if (e) {
        fault_clear(cx);
        e = fail(cx, ERR_BROKEN, "health.facts", "file", file, NULL);
    }
    return e;
}

enum err health_open(struct ctx *cx, const char *dir)
{
    struct db_options o = {.url = arena_print(cx->arena, "sqlite:%s/praca.db", dir), .readers = 1};
    struct db_pool *pool = NULL;
    enum err e = o.url ? db_pool_open(cx, &o, &pool) : fail_memory(cx);

    if (e)
        return e;
    e = health_schema(cx, pool, dir, true);
    if (!e)
        e = health_database(cx, pool);
    db_pool_close(pool);
    return e ? e : open_facts(cx, dir);
}
