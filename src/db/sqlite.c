/* sqlite.c -- the embedded engine: one file, one writer, many readers.
 *
 * The writer of this process is one connection behind the pool's queue; a writer of another process
 * (the command line beside a server) is met at "begin immediate", with SQLite's own patience.
 * Readers are query_only and see the last commit through the write-ahead log without waiting.
 *
 * Surprising: the log is copied back after 32 MB instead of 4, and on a thread of its own
 * (sqlite_checkpoint.c), because each time means writing thousands of pages and waiting for the
 * disk more than once; after a crash it is read again, which takes milliseconds. A commit that need
 * not wait for the disk (db_write_soon()) is one with synchronous=NORMAL; the next one with FULL
 * syncs the log, in which all that came before stands too.
 *
 * Source: sqlite.org/wal.html, /pragma.html, /rescode.html
 */
#include "db/sqlite_priv.h"

#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EFFORT_BEAT = 500 };

/* Of a long log that begins anew so much stays. While much is written all of it does: cutting it takes tens of milliseconds in the
 * middle of a commit, and its room is needed again at once. */
#define LOG_KEPT "67108864"

static struct lite *lite_of(struct db *db)
{
    return (struct lite *)db;
}

static sqlite3_stmt *handle_of(const struct db_stmt *st)
{
    return ((const struct lite_stmt *)st)->handle;
}

/* "UNIQUE constraint failed: contacts.site, contacts.email" or "...: index 'name'". */
static void keep_conflict(struct db *db, const char *message)
{
    const char *at = strstr(message, "failed: ");
    size_t n;

    if (!at)
        return;
    at += strlen("failed: ");
    if (strncmp(at, "index '", 7) == 0)
        at += 7;
    n = strlen(at);
    if (n && at[n - 1] == '\'')
        n--;
    if (n >= sizeof(db->conflict))
        n = sizeof(db->conflict) - 1;
    memcpy(db->conflict, at, n);
    db->conflict[n] = 0;
}

/* SQLite knows a full disk as such, but not a quota or the greatest size of a file; for a failed
 * write it also keeps no number of the system, which still stands in errno. */
static bool no_room(int rc, int number)
{
    return (rc == SQLITE_IOERR_WRITE || rc == SQLITE_IOERR_SHMSIZE || rc == SQLITE_IOERR_FSYNC) &&
           (number == ENOSPC || number == EDQUOT || number == EFBIG);
}

enum err lite_fail(struct ctx *cx, struct lite *l, int rc, const char *what)
{
    const int number = errno;
    const char *message = l && l->handle ? sqlite3_errmsg(l->handle) : sqlite3_errstr(rc);

    switch (rc) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        must(l != NULL);
        keep_conflict(&l->base, message);
        return fail_detail(cx, ERR_CONFLICT, "db.unique", l->base.conflict);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return fail_detail(cx, ERR_INVALID, "db.reference", what);
    default:
        break;
    }
    switch (rc & 0xff) {
    case SQLITE_CONSTRAINT:
        return fail_detail(cx, ERR_INVALID, "db.check", message);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
        return fail(cx, ERR_BUSY, "db.busy", NULL);
    case SQLITE_FULL:
        return fail(cx, ERR_BROKEN, "db.full", NULL);
    case SQLITE_IOERR:
        if (no_room(rc, number))
            return fail(cx, ERR_BROKEN, "db.full", NULL);
        break;
    case SQLITE_NOMEM:
        return fail_memory(cx);
    default:
        break;
    }
    return fail_detail(cx, ERR_BROKEN, "db.broken",
                       arena_print(cx->arena, "sqlite %d: %s: %s", rc, what, message));
}

static enum err lite_exec(struct ctx *cx, struct db *db, const char *text)
{
    struct lite *l = lite_of(db);
    int rc = sqlite3_exec(l->handle, text, NULL, NULL, NULL);

    return rc ? lite_fail(cx, l, rc, "exec") : OK;
}

/* The settings that a transaction asks for, changed only when they stand otherwise. */
static enum err lite_mood(struct ctx *cx, struct db *db, bool soon)
{
    struct lite *l = lite_of(db);
    bool bulk;
    enum err e = OK;

    sqlite_checkpoint_wait(db->pool);
    must(pthread_mutex_lock(&db->pool->lock) == 0);
    bulk = db->pool->bulk > 0;
    db->pool->behind = db->pool->behind || soon;
    must(pthread_mutex_unlock(&db->pool->lock) == 0);
    if (soon != l->soon)
        e = lite_exec(cx, db, soon ? "pragma synchronous=normal" : "pragma synchronous=full");
    if (e)
        return e;
    l->soon = soon;
    if (bulk == l->bulk)
        return OK;
    e = lite_exec(cx, db,
                  bulk ? "pragma cache_size=-131072; pragma journal_size_limit=-1"
                       : "pragma cache_size=-8192; pragma shrink_memory;"
                         "pragma journal_size_limit=" LOG_KEPT);
    if (!e)
        l->bulk = bulk;
    return e;
}

static void lite_rollback(struct db *db)
{
    if (!sqlite3_get_autocommit(lite_of(db)->handle))
        (void)sqlite3_exec(lite_of(db)->handle, "rollback", NULL, NULL, NULL);
}

/* Going over to the write-ahead log can meet another process doing the same, without SQLite's
 * patience. */
static int use_wal(sqlite3 *handle, int64_t wait_ms)
{
    const struct timespec pause = {0, 5000000};
    int rc = SQLITE_BUSY;

    for (int64_t waited = 0; (rc & 0xff) == SQLITE_BUSY && waited <= wait_ms; waited += 5) {
        if (waited)
            (void)nanosleep(&pause, NULL);
        rc = sqlite3_exec(handle, "pragma journal_mode=wal", NULL, NULL, NULL);
    }
    return rc;
}

/* text_plain(x) in SQL: what translate(lower(x)) says on PostgreSQL, for columns without a fold. */
static void sql_text_plain(sqlite3_context *c, int n, sqlite3_value **v)
{
    const unsigned char *text = sqlite3_value_text(v[0]);
    size_t len = (size_t)sqlite3_value_bytes(v[0]);
    char *out;

    (void)n;
    if (!text) {
        sqlite3_result_null(c);
        return;
    }
    out = sqlite3_malloc64(len + 1);
    if (!out) {
        sqlite3_result_error_nomem(c);
        return;
    }
    memcpy(out, text, len);
    sqlite3_result_text64(c, out, text_plain_bytes(out, len), sqlite3_free, SQLITE_UTF8);
}

static int set_up(struct lite *l, const struct db_options *o, bool writer)
{
    static const char all[] = "pragma foreign_keys=on; pragma secure_delete=on;"
                              "pragma temp_store=memory; pragma synchronous=full;"
                              "pragma trusted_schema=off; pragma journal_size_limit=" LOG_KEPT;
    const char *more = !writer ? "pragma cache_size=-2048; pragma mmap_size=16777216;"
                                 "pragma query_only=on;"
                               : "pragma cache_size=-8192;";
    int rc =
        sqlite3_busy_timeout(l->handle, (int)(o->wait_ms < INT32_MAX ? o->wait_ms : INT32_MAX));

    if (!rc && writer)
        rc = use_wal(l->handle, o->wait_ms);
    if (!rc)
        rc = sqlite3_exec(l->handle, all, NULL, NULL, NULL);
    if (!rc)
        rc = sqlite3_exec(l->handle, more, NULL, NULL, NULL);
    if (!rc && writer)
        sqlite_checkpoint_by_thread(l);
    if (!rc)
        rc = sqlite3_create_function(l->handle, "text_plain", 1,
                                     SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                     sql_text_plain, NULL, NULL);
    return rc;
}

static void lite_close(struct db *db)
{
    if (!db)
        return;
    db_stmts_drop(db);
    db_things_drop(db);
    (void)sqlite3_close_v2(lite_of(db)->handle);
    sqlite_log_free(lite_of(db)->log);
    free(db);
}

static enum err lite_open(struct ctx *cx, struct db_pool *p, bool writer, struct db **ret)
{
    struct lite *l = calloc(1, sizeof(*l));
    const char *files = NULL; /* SQLite's own */
    enum err e;
    int rc;

    if (!l)
        return fail_memory(cx);
    if (writer)
        l->log = sqlite_log_make(&files);
    l->base.ops = &db_sqlite_ops;
    l->base.pool = p;
    l->base.writer = writer;
    rc = sqlite3_open_v2(p->where, &l->handle,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                             SQLITE_OPEN_EXRESCODE,
                         files);
    if (!rc)
        rc = set_up(l, &p->options, writer);
    if (rc) {
        e = lite_fail(cx, l, rc, "open");
        lite_close(&l->base);
        return e;
    }
    *ret = &l->base;
    return OK;
}

static bool lite_alive(struct db *db)
{
    (void)db;
    return true;
}

static enum err lite_prepare(struct ctx *cx, struct db *db, const char *text, struct db_stmt **ret)
{
    struct lite_stmt *s = calloc(1, sizeof(*s));
    enum err e;
    int rc;

    if (!s)
        return fail_memory(cx);
    rc = sqlite3_prepare_v3(lite_of(db)->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &s->handle,
                            NULL);
    if (rc || !s->handle) {
        e = lite_fail(cx, lite_of(db), rc ? rc : SQLITE_MISUSE, "prepare");
        free(s);
        return e;
    }
    s->param_count = sqlite3_bind_parameter_count(s->handle);
    if (s->param_count <= DB_PARAMS_MAX) {
        s->base.param_count = s->param_count;
        s->base.wanted = s->param_count;
    }
    *ret = &s->base;
    return OK;
}

static enum err lite_check(struct ctx *cx, struct db *db, const struct db_query *q)
{
    sqlite3_stmt *handle = NULL;
    int rc = sqlite3_prepare_v3(lite_of(db)->handle, q->text[DB_SQLITE], -1, 0, &handle, NULL);

    (void)sqlite3_finalize(handle);
    return rc ? lite_fail(cx, lite_of(db), rc, q->name) : OK;
}

static void lite_finalize(struct db_stmt *st)
{
    (void)sqlite3_finalize(handle_of(st));
    free(st);
}

/* A parameter that only the other engine's text uses is bound to nothing. */
static bool beyond(const struct db_stmt *st, int n)
{
    return st->query && n > ((const struct lite_stmt *)st)->param_count;
}

static bool lite_bind_int(struct db_stmt *st, int n, int64_t v)
{
    if (beyond(st, n))
        return true;
    if (v == NIL)
        return sqlite3_bind_null(handle_of(st), n) == SQLITE_OK;
    return sqlite3_bind_int64(handle_of(st), n, v) == SQLITE_OK;
}

static bool lite_bind_real(struct db_stmt *st, int n, double v)
{
    if (beyond(st, n))
        return true;
    return sqlite3_bind_double(handle_of(st), n, v) == SQLITE_OK; /* NaN becomes NULL */
}

static bool lite_bind_text(struct db_stmt *st, int n, const char *v)
{
    if (beyond(st, n))
        return true;
    return sqlite3_bind_text(handle_of(st), n, v, -1, SQLITE_STATIC) == SQLITE_OK;
}

static bool lite_bind_blob(struct db_stmt *st, int n, const void *bytes, size_t size)
{
    if (beyond(st, n))
        return true;
    if (bytes && !size)
        return sqlite3_bind_zeroblob(handle_of(st), n, 0) == SQLITE_OK;
    return sqlite3_bind_blob64(handle_of(st), n, bytes, size, SQLITE_STATIC) == SQLITE_OK;
}

/* Called each EFFORT_BEAT steps of the machine; true stops it. */
static int effort_beat(void *arg)
{
    struct db_stmt *st = arg;

    st->effort -= EFFORT_BEAT;
    st->tired = st->effort <= 0;
    return st->tired;
}

static enum err lite_step(struct ctx *cx, struct db_stmt *st, bool *ret_row)
{
    bool measured = st->effort > 0;
    int rc;

    if (measured)
        sqlite3_progress_handler(lite_of(st->db)->handle, EFFORT_BEAT, effort_beat, st);
    rc = sqlite3_step(handle_of(st));
    if (measured)
        sqlite3_progress_handler(lite_of(st->db)->handle, 0, NULL, NULL);
    if (rc == SQLITE_ROW) {
        *ret_row = true;
        return OK;
    }
    *ret_row = false;
    if (st->tired && rc == SQLITE_INTERRUPT)
        return OK;
    if (rc == SQLITE_DONE) {
        st->changes = sqlite3_changes64(lite_of(st->db)->handle);
        return OK;
    }
    return lite_fail(cx, lite_of(st->db), rc, db_stmt_name(st));
}

static enum err lite_run(struct ctx *cx, struct db_stmt *st)
{
    bool row = false;
    enum err e = lite_step(cx, st, &row);

    if (!e)
        st->changes = sqlite3_changes64(lite_of(st->db)->handle);
    (void)sqlite3_reset(handle_of(st));
    return e;
}

static void lite_reset(struct db_stmt *st)
{
    (void)sqlite3_reset(handle_of(st));
}

static bool lite_is_null(const struct db_stmt *st, int column)
{
    return sqlite3_column_type(handle_of(st), column) == SQLITE_NULL;
}

static int64_t lite_column_int(const struct db_stmt *st, int column)
{
    return sqlite3_column_int64(handle_of(st), column);
}

static double lite_column_real(const struct db_stmt *st, int column)
{
    return sqlite3_column_double(handle_of(st), column);
}

static const char *lite_column_text(const struct db_stmt *st, int column)
{
    return (const char *)sqlite3_column_text(handle_of(st), column);
}

static const void *lite_column_blob(const struct db_stmt *st, int column, size_t *ret_n)
{
    const void *bytes = sqlite3_column_blob(handle_of(st), column);

    *ret_n = (size_t)sqlite3_column_bytes(handle_of(st), column);
    return bytes ? bytes : "";
}

static int lite_columns(const struct db_stmt *st)
{
    return sqlite3_column_count(handle_of(st));
}

static const char *lite_column_name(const struct db_stmt *st, int column)
{
    return sqlite3_column_name(handle_of(st), column);
}

const struct db_ops db_sqlite_ops = {
    .engine = DB_SQLITE,
    .begin_text = "begin immediate",
    .begin_soon_text = "begin immediate",
    .snapshot_text = "begin",
    .mood = lite_mood,
    .settle = sqlite_log_settle,
    .open = lite_open,
    .close = lite_close,
    .alive = lite_alive,
    .exec = lite_exec,
    .rollback = lite_rollback,
    .prepare = lite_prepare,
    .check = lite_check,
    .finalize = lite_finalize,
    .bind_int = lite_bind_int,
    .bind_real = lite_bind_real,
    .bind_text = lite_bind_text,
    .bind_blob = lite_bind_blob,
    .step = lite_step,
    .run = lite_run,
    .reset = lite_reset,
    .is_null = lite_is_null,
    .column_int = lite_column_int,
    .column_real = lite_column_real,
    .column_text = lite_column_text,
    .column_blob = lite_column_blob,
    .columns = lite_columns,
    .column_name = lite_column_name,
    .pool_start = sqlite_pool_start,
    .pool_stop = sqlite_pool_stop,
};
