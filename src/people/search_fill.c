/* search_fill.c -- takes into the index what was there before it, and tidies it after an erasure.
 *
 * Both are done in transactions of a few milliseconds. How far the filling is stands in search_unfilled, in the
 * same transactions, so a job that is killed goes on where it was.
 */
#include "people/search.h"

#include "base/text.h"
#include "base/time.h"

#include "search_sql.h"

enum { FILL_BATCH = 200, MERGE_PAGES = 64, MERGES_MAX = 100000 };

struct filling {
    int64_t site, after;
    const char *kind;
    bool any, end;
};

static enum err next_in(struct ctx *cx, struct db *db, struct filling *f)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_search_unfilled_next, &st);

    if (!e)
        e = db_step(cx, st, &f->any);
    if (!e && f->any) {
        f->site = db_int(st, 0);
        f->kind = db_text_dup(cx, st, 1);
        f->after = db_int(st, 2);
    }
    db_done(st);
    return e;
}

static enum change_kind kind_named(const char *name)
{
    return text_equal(name, "account")   ? CHANGE_ACCOUNT
           : text_equal(name, "contact") ? CHANGE_CONTACT
                                         : CHANGE_DEAL;
}

static enum err read_ids(struct ctx *cx, struct db *db, const struct filling *f, int64_t *ids,
                         size_t *ret_n)
{
    static const struct db_query *const queries[] = {[CHANGE_CONTACT] = &SQL_search_contacts_after,
                                                     [CHANGE_ACCOUNT] = &SQL_search_accounts_after,
                                                     [CHANGE_DEAL] = &SQL_search_deals_after};
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = db_begin(cx, db, queries[kind_named(f->kind)], &st);

    if (e)
        goto out;
    db_bind_int(st, "after", f->after);
    db_bind_int(st, "most", FILL_BATCH);
    while (n < FILL_BATCH && !(e = db_step(cx, st, &row)) && row)
        ids[n++] = db_int(st, 0);
    *ret_n = n;
out:
    db_done(st);
    return e;
}

static enum err keep_place(struct ctx *cx, struct db *db, const struct filling *f)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, f->end ? &SQL_search_unfilled_end : &SQL_search_unfilled_at, &st);

    if (e)
        goto out;
    if (!f->end)
        db_bind_int(st, "after", f->after);
    db_bind_int(st, "of_site", f->site);
    db_bind_text(st, "kind", f->kind);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err fill_in(struct ctx *cx, struct db *db, void *arg)
{
    struct filling *f = arg;
    int64_t ids[FILL_BATCH], stood_on = cx->site;
    size_t n = 0;
    enum err e = next_in(cx, db, f);

    if (e || !f->any)
        return e;
    cx->site = f->site;
    e = read_ids(cx, db, f, ids, &n);
    if (!e && n)
        e = search_follower.many(cx, db, kind_named(f->kind), ids, n);
    f->end = n < FILL_BATCH;
    f->after = n ? ids[n - 1] : f->after;
    if (!e)
        e = keep_place(cx, db, f);
    cx->site = stood_on;
    return e;
}

static enum err fill_run(struct ctx *cx, struct job_run *run)
{
    struct filling f = {.any = true};
    enum err e = OK;

    while (!e && f.any) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, run->pool, fill_in, &f);
        if (!e && f.any)
            e = job_progress(cx, run, NULL);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

const struct job_kind search_job_kinds[] = {{"search.fill", fill_run, MINUTES_MS(2), 5}, {0}};

/* --- after an erasure */

static enum err take_out_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return search_take_out(cx, db);
}

static enum err merge_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_search_merge, &st);

    if (!e) {
        db_bind_int(st, "pages", *(const int64_t *)arg);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err pages_of(struct ctx *cx, struct db_pool *pool, int64_t *ret)
{
    struct db_stmt *st = NULL;
    struct db *db = NULL;
    bool row = false;
    enum err e = db_read(cx, pool, &db);

    if (e)
        return e;
    e = db_begin(cx, db, &SQL_search_pages, &st);
    if (!e)
        e = db_step(cx, st, &row);
    *ret = !e && row ? db_int(st, 0) : 0;
    db_done(st);
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
