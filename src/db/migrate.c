/* migrate.c -- the schema goes forward, one file at a time, whoever asks.
 *
 * Each migration is one transaction that begins by taking the lock and looking again at what is applied:
 * of two processes that start together one does the work, and the other finds it done. A start with nothing
 * to do only reads.
 *
 * Surprising: on PostgreSQL the lock is LOCK TABLE and not an advisory lock, because in a repeatable-read
 * transaction the look must come after the lock, and LOCK TABLE is the one that takes no snapshot.
 */
#include "base/hash.h"
#include "db/db_priv.h"

#include <string.h>

#include "migrate_sql.h"

enum { PATIENCE = 60 }; /* times options.wait_ms, for another's long migration */

struct run {
    const struct db_migration *all;
    size_t n, at;
    bool did;
};

static void digest_of(const struct db_migration *m, enum db_engine engine, char ret[SHA256_HEX])
{
    unsigned char sum[SHA256_BYTES];

    sha256(m->text[engine], strlen(m->text[engine]), sum);
    hex_text(sum, sizeof(sum), ret);
}

static const struct db_migration *find(const struct run *r, int64_t number)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->all[i].number == number)
            return &r->all[i];
    return NULL;
}

static enum err refuse(struct ctx *cx, const char *key, int64_t number)
{
    return fail(cx, ERR_CONFLICT, key, "number", arena_print(cx->arena, "%d", (int)number), NULL);
}

/* Walk what is applied: all of it known here, with the same text? Was number among it? */
static enum err look(struct ctx *cx, struct db *db, const struct run *r, int number,
                     bool *ret_there, size_t *ret_count, int *ret_last)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_migrations_applied, &st);

    *ret_there = false;
    *ret_count = 0;
    *ret_last = 0;
    if (!e)
        e = db_step(cx, st, &row);
    while (!e && row) {
        int64_t applied = db_int(st, 0);
        const struct db_migration *m = find(r, applied);
        char digest[SHA256_HEX] = "";
        if (m)
            digest_of(m, db_engine_of(db), digest);
        *ret_there = *ret_there || applied == number;
        *ret_last = (int)applied;
        ++*ret_count;
        if (r->all && !m)
            e = refuse(cx, "db.newer", applied);
        else if (r->all && (!db_text(st, 1) || strcmp(db_text(st, 1), digest) != 0))
            e = refuse(cx, "db.migration_changed", applied);
        else
            e = db_step(cx, st, &row);
    }
    db_done(st);
    return e;
}

static enum err is_there(struct ctx *cx, struct db *db, bool *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_migrations_there, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = row && db_int(st, 0) != 0;
    db_done(st);
    return e;
}

static enum err make_table(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return db->ops->exec(cx, db,
                         "create table if not exists praca_migrations (number bigint primary key,"
                         " name text not null, digest text not null, applied_at bigint not null)");
}

static enum err note(struct ctx *cx, struct db *db, const struct db_migration *m)
{
    struct db_stmt *st = NULL;
    char digest[SHA256_HEX];
    enum err e = db_begin(cx, db, &SQL_migration_note, &st);

    if (e)
        return e;
    digest_of(m, db_engine_of(db), digest);
    db_bind_int(st, "number", m->number);
    db_bind_text(st, "name", m->name);
    db_bind_text(st, "digest", digest);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

static enum err apply_one(struct ctx *cx, struct db *db, void *arg)
{
    struct run *r = arg;
    const struct db_migration *m = &r->all[r->at];
    bool there = false;
    size_t count = 0;
    int last = 0;
    enum err e = OK;

    r->did = false;
    if (db_engine_of(db) == DB_POSTGRES)
        e = db->ops->exec(cx, db, "lock table praca_migrations in exclusive mode");
    if (!e)
        e = look(cx, db, r, m->number, &there, &count, &last);
    if (e || there)
        return e;
    e = db->ops->exec(cx, db, m->text[db_engine_of(db)]);
    if (!e)
        e = note(cx, db, m);
    r->did = !e;
    return e;
}

/* As db_write, but another's migration may take longer than a borrow waits; and on PostgreSQL two that create
 * the same table at once meet as a conflict. */
static enum err write_patiently(struct ctx *cx, struct db_pool *p, db_work *fn, void *arg)
{
    const struct fault before = cx->fault;
    enum err e = db_write(cx, p, fn, arg);

    for (int i = 0; i < PATIENCE && e && cx->fault.key; i++) {
        bool busy = strcmp(cx->fault.key, "db.busy") == 0;
        bool met = i == 0 && strcmp(cx->fault.key, "db.unique") == 0;
        if (!busy && !met)
            break;
        cx->fault = before;
        e = db_write(cx, p, fn, arg);
    }
    return e;
}

static enum err survey(struct ctx *cx, struct db_pool *p, const struct run *r, bool *ret_there,
                       size_t *ret_count, int *ret_last)
{
    struct db *db = NULL;
    bool ignored = false;
    enum err e = db_read(cx, p, &db);

    *ret_there = false;
    *ret_count = 0;
    *ret_last = 0;
    if (!e)
        e = is_there(cx, db, ret_there);
    if (!e && *ret_there)
        e = look(cx, db, r, 0, &ignored, ret_count, ret_last);
    db_return(db);
    return e;
}

enum err db_migrate(struct ctx *cx, struct db_pool *p, const struct db_migration *all, size_t n,
                    int *ret_applied)
{
    struct run r = {.all = all, .n = n};
    bool there = false;
    size_t count = 0;
    int last = 0, applied = 0;
    enum err e = survey(cx, p, &r, &there, &count, &last);

    for (size_t i = 1; i < n; i++)
        must(all[i].number > all[i - 1].number);
    if (!e && !there)
        e = write_patiently(cx, p, make_table, NULL);
    for (; !e && count < n && r.at < n; r.at++) {
        e = write_patiently(cx, p, apply_one, &r);
        applied += !e && r.did;
    }
    if (!e)
        *ret_applied = applied;
    return e;
}

enum err db_migrations_missing(struct ctx *cx, struct db_pool *p, const struct db_migration *all,
                               size_t n, size_t *ret)
{
    const struct run r = {.all = all, .n = n};
    bool there = false;
    size_t count = 0;
    int last = 0;
    enum err e = survey(cx, p, &r, &there, &count, &last);

    if (!e)
        *ret = n - count;
    return e;
}

enum err db_migrated_to(struct ctx *cx, struct db_pool *p, int *ret)
{
    const struct run any = {0};
    bool there = false;
    size_t count = 0;
    int last = 0;
    enum err e = survey(cx, p, &any, &there, &count, &last);

    if (!e)
        *ret = last;
    return e;
}
