/* search_index.c -- the index of SQLite beside the words: what goes in and out of it with a change, and joining its parts.
 *
 * Each transaction that writes the index leaves one more part of it, and to find is to look into all of them. Joining takes as
 * long as there is to join, so no change does it: the job search.fill does, in steps of a few milliseconds, and so does
 * whoever changes very many records.
 *
 * PostgreSQL has an index that needs none of this; there all of it does nothing.
 */
#include "people/search_priv.h"

#include "search_sql.h"

#include <stdio.h>
#include <string.h>

enum {
    GONE_AT_ONCE = 200,
    PAGES_FIRST = 48, /* about what the time allows where much is new */
    PAGES_MIN = 16,
    PAGES_MAX = 2048,
    GOAL_NS = 6000000,
    MERGE_PAGES = 64,
    MERGES_MAX = 100000
};

static enum err read_int(struct ctx *cx, struct db *db, const struct db_query *q, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    if (!e)
        e = db_step(cx, st, &row);
    *ret = !e && row ? db_int(st, 0) : 0;
    db_done(st);
    return e;
}

static enum err run_with(struct ctx *cx, struct db *db, const struct db_query *q, const char *name,
                         int64_t n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (!e) {
        db_bind_int(st, name, n);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

/* --- with a change ---------------------------------------------------------------------------- */

struct gone {
    int64_t row, entry;
    const char *words;
};

static void read_gone(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct gone *)row = (struct gone){db_int(st, 0), db_int(st, 1), db_text_dup(cx, st, 2)};
}

static enum err gone_some(struct ctx *cx, struct db *db, struct gone **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_search_gone_some, &st);

    if (!e) {
        db_bind_int(st, "most", GONE_AT_ONCE);
        e = db_collect(cx, st, sizeof(**ret), read_gone, ret, ret_n);
    }
    db_done(st);
    return e;
}

static enum err drop_from_index(struct ctx *cx, struct db *db, const struct gone *all, size_t n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_search_index_drop, &st);

    for (size_t i = 0; i < n && !e; i++) {
        db_again(st);
        db_bind_int(st, "entry", all[i].entry);
        db_bind_text(st, "words", all[i].words);
        e = db_run(cx, st);
    }
    db_done(st);
    return e ? e : run_with(cx, db, &SQL_search_gone_drop, "last", all[n - 1].row);
}

enum err search_take_out(struct ctx *cx, struct db *db)
{
    size_t n = GONE_AT_ONCE;
    enum err e = OK;

    if (db_engine_of(db) != DB_SQLITE)
        return OK;
    while (n == GONE_AT_ONCE && !e) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct gone *all = NULL;
        n = 0;
        e = gone_some(cx, db, &all, &n);
        if (!e && n)
            e = drop_from_index(cx, db, all, n);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

/* As the trigger writes it for what goes: SITE z KIND before each word. */
static const char *indexed(struct ctx *cx, const char *kind, const char *words)
{
    char lead[24];
    struct buf b = buf_in(cx->arena);
    int n = snprintf(lead, sizeof(lead), " %016llxz%c", (unsigned long long)cx->site, *kind);

    for (const char *p = words; *p;) {
        size_t to = strcspn(p + 1, " ") + 1;
        buf_add(&b, lead, (size_t)n);
        buf_add(&b, p + 1, to - 1);
        p += to;
    }
    return buf_ok(&b) ? buf_text(&b) : NULL;
}

/* What was comes out before what is goes in: a word that both have would be lost otherwise. */
enum err search_index_again(struct ctx *cx, struct db *db, const char *kind,
                            const struct search_indexed *all, size_t n)
{
    struct db_stmt *st = NULL;
    enum err e = search_take_out(cx, db);

    if (e || !n || db_engine_of(db) != DB_SQLITE)
        return e;
    e = db_begin(cx, db, &SQL_search_index_add, &st);
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        const char *words = indexed(cx, kind, all[i].words);
        if (!words) {
            e = fail_memory(cx);
            break;
        }
        db_again(st);
        db_bind_int(st, "record", all[i].record);
        db_bind_text(st, "words", words);
        e = db_run(cx, st);
        arena_reset(cx->arena, mark);
    }
    db_done(st);
    return e;
}

/* --- joining ----------------------------------------------------------------------------------- */

void search_pace_next(struct search_pace *p, struct thread_time took, int64_t n)
{
    int64_t one;

    if (!n)
        return;
    one = thread_own_ns(took) / n + 1;
    p->one_ns = p->one_ns ? (p->one_ns * 3 + one) / 4 : one;
    n = GOAL_NS / p->one_ns;
    n = n > p->size * 2 ? p->size * 2 : n;
    p->size = n < p->least ? p->least : n > p->most ? p->most : n;
}

struct joining {
    int64_t pages;
    struct thread_time from;
    bool worked;
};

/* The index tells that there is nothing to join by writing nothing: one change is the command itself. */
static enum err join_in(struct ctx *cx, struct db *db, void *arg)
{
    struct joining *j = arg;
    int64_t before = 0, after = 0;
    enum err e;

    j->from = thread_time_now();
    e = read_int(cx, db, &SQL_search_written, &before);

    if (!e)
        e = run_with(cx, db, &SQL_search_merge, "pages", j->pages);
    if (!e)
        e = read_int(cx, db, &SQL_search_written, &after);
    j->worked = !e && after - before >= 2;
    return e;
}

enum err search_join(struct ctx *cx, struct db_pool *pool, search_tick *tick, void *self)
{
    struct search_pace pace = {.size = PAGES_FIRST, .least = PAGES_MIN, .most = PAGES_MAX};
    struct joining j = {.worked = db_pool_engine(pool) == DB_SQLITE};
    enum err e = OK;

    for (int i = 0; i < MERGES_MAX && j.worked && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct thread_time held;
        j.pages = pace.size;
        e = db_write_soon(cx, pool, join_in, &j);
        held = thread_time_since(j.from);
        search_pace_next(&pace, held, !e && j.worked ? pace.size : 0);
        if (!e && tick)
            e = tick(cx, self, held);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

/* --- after an erasure ------------------------------------------------------------------------- */

static enum err take_out_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return search_take_out(cx, db);
}

static enum err merge_in(struct ctx *cx, struct db *db, void *arg)
{
    return run_with(cx, db, &SQL_search_merge, "pages", *(const int64_t *)arg);
}

static enum err pages_of(struct ctx *cx, struct db_pool *pool, int64_t *ret)
{
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = read_int(cx, db, &SQL_search_pages, ret);
    db_return(db);
    return e;
}

enum err search_purge(struct ctx *cx, struct db_pool *pool)
{
    int64_t pages = 0, step = -MERGE_PAGES;
    enum err e = db_write(cx, pool, take_out_in, NULL);

    if (!e)
        e = pages_of(cx, pool, &pages);
    for (int64_t i = 0; i <= pages / MERGE_PAGES + 1 && i < MERGES_MAX && !e && pages; i++) {
        e = db_write(cx, pool, merge_in, &step);
        step = MERGE_PAGES;
    }
    return e;
}
