/* stmt.c -- statements: kept prepared, bound by name, stepped.
 *
 * A connection keeps what it has prepared, by the address of the query or by the text. When one
 * statement is begun again while it is in use (a step inside a step), the second gets a copy that
 * lives until db_done(). Every parameter must be bound before the first step: a forgotten one is an
 * error and never NULL.
 *
 * Surprising: once a statement failed inside a transaction, nothing more runs in it until db_try()
 * or db_write() has undone it. PostgreSQL wants it so; SQLite follows, so that tests on either find
 * the same.
 */
#include "db/db_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint64_t hash_text(const char *text)
{
    uint64_t h = 14695981039346656037u;

    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 1099511628211u;
    return h;
}

static uint64_t hash_query(const struct db_query *q)
{
    return ((uint64_t)(uintptr_t)q >> 4) * 0x9e3779b97f4a7c15u >> 7;
}

static bool is_it(const struct db_stmt *st, const struct db_query *q, const char *text)
{
    if (q)
        return st->query == q;
    return !st->query && strcmp(st->text, text) == 0;
}

static void unlink_stmt(struct db_stmt *st)
{
    struct db_stmt **at = &st->db->buckets[st->hash % STMT_BUCKETS];

    while (*at != st)
        at = &(*at)->next;
    *at = st->next;
    st->db->stmt_count--;
}

static void drop(struct db_stmt *st)
{
    char *text = st->text;

    if (st->cached)
        unlink_stmt(st);
    st->db->ops->finalize(st);
    free(text);
}

static void drop_oldest(struct db *db)
{
    struct db_stmt *oldest = NULL;

    for (int i = 0; i < STMT_BUCKETS; i++)
        for (struct db_stmt *st = db->buckets[i]; st; st = st->next)
            if (!st->in_use && (!oldest || st->tick < oldest->tick))
                oldest = st;
    if (oldest)
        drop(oldest);
}

void db_stmts_reset(struct db *db)
{
    for (int i = 0; i < STMT_BUCKETS; i++)
        for (struct db_stmt *st = db->buckets[i]; st; st = st->next)
            if (st->in_use)
                db_done(st);
}

void db_stmts_drop(struct db *db)
{
    for (int i = 0; i < STMT_BUCKETS; i++)
        while (db->buckets[i])
            drop(db->buckets[i]);
}

const char *db_stmt_name(const struct db_stmt *st)
{
    return st->query ? st->query->name : "(text)";
}

static void learn_params(struct db_stmt *st)
{
    const struct db_query *q = st->query;
    int n = 0;

    for (; q->params[n]; n++) {
        must(n < DB_PARAMS_MAX);
        if (strcmp(q->params[n], "site") == 0)
            st->site_at = n + 1;
        else if (strcmp(q->params[n], "now") == 0)
            st->now_at = n + 1;
    }
    st->param_count = n;
    st->wanted = n;
}

static enum err make(struct ctx *cx, struct db *db, const struct db_query *q, const char *text,
                     uint64_t hash, bool cached, struct db_stmt **ret)
{
    struct db_stmt *st = NULL;
    char *copy = NULL;
    enum err e;

    if (cached && db->stmt_count >= STMTS_MAX)
        drop_oldest(db);
    if (!q) {
        copy = strdup(text);
        if (!copy)
            return fail_memory(cx);
        text = copy;
    }
    e = db->ops->prepare(cx, db, text, &st);
    if (e) {
        db->failed = db->failed || db->writing;
        free(copy);
        return e;
    }
    st->db = db;
    st->query = q;
    st->text = copy;
    st->hash = hash;
    st->cached = cached;
    if (q)
        learn_params(st);
    if (cached) {
        st->next = db->buckets[hash % STMT_BUCKETS];
        db->buckets[hash % STMT_BUCKETS] = st;
        db->stmt_count++;
    }
    *ret = st;
    return OK;
}

static enum err refuse_failed(struct ctx *cx, const struct db *db)
{
    if (db->lost)
        return fail(cx, ERR_BUSY, "db.away", NULL);
    if (db->retry)
        return fail(cx, ERR_BUSY, "db.busy", NULL);
    return fail_detail(cx, ERR_BROKEN, "db.broken",
                       "a statement after a failed one in the same transaction");
}

static enum err begin(struct ctx *cx, struct db *db, const struct db_query *q, const char *text,
                      uint64_t hash, struct db_stmt **ret)
{
    struct db_stmt *st = db->buckets[hash % STMT_BUCKETS];
    bool busy = false;
    enum err e;

    if (db->failed)
        return refuse_failed(cx, db);
    while (st && !(is_it(st, q, text) && !st->in_use)) {
        busy = busy || is_it(st, q, text);
        st = st->next;
    }
    if (!st) {
        e = make(cx, db, q, text, hash, !busy, &st);
        if (e)
            return e;
    }
    must(st != NULL);
    st->in_use = true;
    st->tick = ++db->tick;
    st->bound = (struct params){0};
    st->bad = NULL;
    st->changes = 0;
    st->hint = 0;
    *ret = st;
    return OK;
}

enum err db_begin(struct ctx *cx, struct db *db, const struct db_query *q, struct db_stmt **ret)
{
    return begin(cx, db, q, q->text[db->ops->engine], hash_query(q), ret);
}

enum err db_begin_text(struct ctx *cx, struct db *db, const char *text, struct db_stmt **ret)
{
    if (!text)
        return fail_memory(cx);
    return begin(cx, db, NULL, text, hash_text(text), ret);
}

enum err db_prepare_check(struct ctx *cx, struct db *db, const struct db_query *q)
{
    return db->ops->check(cx, db, q);
}

/* The number of a named parameter; callers mostly bind in the same order each time. */
static int position(struct db_stmt *st, const char *name)
{
    const char *const *params = st->query ? st->query->params : NULL;

    for (int i = 0; params && i < st->param_count; i++) {
        int n = st->hint + i;
        if (n >= st->param_count)
            n -= st->param_count;
        if (params[n] == name || strcmp(params[n], name) == 0) {
            st->hint = n + 1;
            return n + 1;
        }
    }
    return 0;
}

/* Note what became of a bind; the caller learns it from the next step. */
static void note(struct db_stmt *st, int n, const char *name, bool ok)
{
    if (ok && n >= 1 && n <= DB_PARAMS_MAX)
        params_add(&st->bound, n);
    else if (!st->bad)
        st->bad = name;
}

/* Where a caller's value goes; a caller never chooses the site. */
static int place(struct db_stmt *st, const char *name)
{
    int n = position(st, name);

    must(n == 0 || n != st->site_at);
    return n;
}

void db_bind_int(struct db_stmt *st, const char *name, int64_t v)
{
    int n = place(st, name);
    note(st, n, name, n && st->db->ops->bind_int(st, n, v));
}

void db_bind_text(struct db_stmt *st, const char *name, const char *v)
{
    int n = place(st, name);
    note(st, n, name, n && st->db->ops->bind_text(st, n, v));
}

void db_bind_real(struct db_stmt *st, const char *name, double v)
{
    int n = place(st, name);
    note(st, n, name, n && st->db->ops->bind_real(st, n, v));
}

void db_bind_blob(struct db_stmt *st, const char *name, const void *bytes, size_t n)
{
    int at = place(st, name);
    note(st, at, name, at && st->db->ops->bind_blob(st, at, bytes, n));
}

static bool in_range(int n)
{
    return n >= 1 && n <= DB_PARAMS_MAX;
}

void db_bind_int_at(struct db_stmt *st, int n, int64_t v)
{
    note(st, n, "(number)", in_range(n) && st->db->ops->bind_int(st, n, v));
}

void db_bind_text_at(struct db_stmt *st, int n, const char *v)
{
    note(st, n, "(number)", in_range(n) && st->db->ops->bind_text(st, n, v));
}

static enum err unbound(struct ctx *cx, const struct db_stmt *st, const struct params *have)
{
    const char *name = st->bad, *why = st->bad ? "cannot be bound" : "is not bound";

    for (int n = 0; !name && n < st->param_count; n++)
        if (!params_has(have, n + 1))
            name = st->query ? st->query->params[n] : "(number)";
    return fail_detail(
        cx, ERR_BROKEN, "db.broken",
        arena_print(cx->arena, "%s: parameter %s %s", db_stmt_name(st), name ? name : "?", why));
}

/* Bind what is the port's to bind. */
static bool bind_own(struct db_stmt *st, int n, int64_t v, struct params *have)
{
    params_add(have, n);
    return st->db->ops->bind_int(st, n, v);
}

/* Before the first step: the port's own parameters, and whether all is there. */
static enum err start(struct ctx *cx, struct db_stmt *st)
{
    struct params have = st->bound;
    bool ok = true;

    if (arena_full(cx->arena))
        return fail_memory(cx);
    if (st->db->failed)
        return refuse_failed(cx, st->db);
    if (st->site_at) {
        must(cx->site != 0);
        ok = bind_own(st, st->site_at, cx->site, &have);
    }
    if (st->now_at && !params_has(&have, st->now_at))
        ok = ok && bind_own(st, st->now_at, ctx_now(cx), &have);
    for (int n = 1; ok && (n <= st->wanted || n <= have.most); n++)
        ok = params_has(&have, n);
    return ok && !st->bad ? OK : unbound(cx, st, &have);
}

static enum err ended(struct db_stmt *st, enum err e)
{
    if (e && st->db->writing)
        st->db->failed = true;
    return e;
}

enum err db_step(struct ctx *cx, struct db_stmt *st, bool *ret_row)
{
    bool row = false;
    enum err e;

    if (st->done) {
        *ret_row = false;
        return OK;
    }
    if (!st->running) {
        e = start(cx, st);
        if (e)
            return e;
        st->running = true;
    }
    e = ended(st, st->db->ops->step(cx, st, &row));
    if (e)
        row = false;
    st->has_row = row;
    st->done = !row;
    if (!e)
        *ret_row = row;
    return e;
}

enum err db_run(struct ctx *cx, struct db_stmt *st)
{
    enum err e;

    if (st->running || st->done)
        st->db->ops->reset(st);
    st->running = st->done = st->has_row = false;
    e = start(cx, st);
    if (e)
        return e;
    e = ended(st, st->db->ops->run(cx, st));
    st->done = true;
    return e;
}

void db_again(struct db_stmt *st)
{
    if (st->running)
        st->db->ops->reset(st);
    st->running = st->done = st->has_row = false;
    st->bound = (struct params){0};
    st->bad = NULL;
    st->hint = 0;
    db_effort(st, 0);
}

void db_effort(struct db_stmt *st, int64_t steps)
{
    st->effort = steps;
    st->tired = false;
}

bool db_tired(const struct db_stmt *st)
{
    return st->tired;
}

void db_done(struct db_stmt *st)
{
    if (!st)
        return;
    st->db->ops->reset(st);
    st->running = st->done = st->has_row = st->in_use = false;
    db_effort(st, 0);
    if (!st->cached)
        drop(st);
}

int64_t db_int(const struct db_stmt *st, int column)
{
    return db_is_null(st, column) ? NIL : st->db->ops->column_int(st, column);
}

double db_real(const struct db_stmt *st, int column)
{
    return db_is_null(st, column) ? (double)NAN : st->db->ops->column_real(st, column);
}

const char *db_text(const struct db_stmt *st, int column)
{
    return db_is_null(st, column) ? NULL : st->db->ops->column_text(st, column);
}

const char *db_text_dup(struct ctx *cx, const struct db_stmt *st, int column)
{
    return arena_dup(cx->arena, db_text(st, column));
}

const void *db_blob(const struct db_stmt *st, int column, size_t *ret_n)
{
    *ret_n = 0;
    return db_is_null(st, column) ? NULL : st->db->ops->column_blob(st, column, ret_n);
}

bool db_is_null(const struct db_stmt *st, int column)
{
    must(st->has_row && column >= 0 && column < st->db->ops->columns(st));
    return st->db->ops->is_null(st, column);
}

int db_columns(const struct db_stmt *st)
{
    return st->db->ops->columns(st);
}

const char *db_column_name(const struct db_stmt *st, int column)
{
    return st->db->ops->column_name(st, column);
}

int64_t db_changes(const struct db_stmt *st)
{
    return st->changes;
}

const char *db_conflict(const struct db *db)
{
    return db->conflict;
}

enum err db_collect(struct ctx *cx, struct db_stmt *st, size_t row_bytes, db_row_read *read,
                    void *ret_rows, size_t *ret_n)
{
    struct buf rows = buf_in(cx->arena);
    void *row = arena_alloc(cx->arena, row_bytes);
    bool more = false;
    enum err e = row ? OK : fail_memory(cx);

    while (!e && !(e = db_step(cx, st, &more)) && more) {
        memset(row, 0, row_bytes);
        read(cx, st, row);
        buf_add(&rows, row, row_bytes);
    }
    if (!e && !buf_ok(&rows))
        e = fail_memory(cx);
    if (e)
        return e;
    memcpy(ret_rows, &rows.bytes, sizeof(rows.bytes));
    *ret_n = rows.len / row_bytes;
    return OK;
}
