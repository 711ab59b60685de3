/* search_fill.c -- takes in what was there before the index, and what an import leaves for its end: writing the index takes
 * longer than all else of an import, and in the short transactions of one much longer than in those that do nothing else.
 *
 * Both are all records of a kind behind some place, which stands in search_unfilled; lists and search know by it that the index
 * is not all. An import takes its own in at its end; what one that died left, the job does. All is done in transactions of
 * a few milliseconds. How far the filling is stands in search_unfilled, in the same
 * transactions, so a job that is killed goes on where it was.
 */
#include "people/search_priv.h"

#include "base/text.h"
#include "base/time.h"

#include "search_sql.h"

enum { FILL_MIN = 50, FILL_MAX = 2000, PARTS_MANY = 64 };

struct filling {
    int64_t site, after;
    const char *kind;
    struct search_pace pace;
    struct thread_time from;
    size_t n;
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
    int64_t stood_on = cx->site;
    enum err e;

    f->from = thread_time_now();
    e = next_in(cx, db, f);
    f->n = 0;
    if (e || !f->any)
        return e;
    cx->site = f->site;
    e = search_put_after(cx, db, kind_named(f->kind), f->after, f->pace.size, &f->n, &f->after);
    f->end = f->n < (size_t)f->pace.size;
    if (!e)
        e = keep_place(cx, db, f);
    cx->site = stood_on;
    return e;
}

static enum err is_unfilled(struct ctx *cx, struct db_pool *pool, bool *ret)
{
    struct filling f = {.any = false};
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = next_in(cx, db, &f);
    db_return(db);
    *ret = f.any;
    return e;
}

static enum err forget_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return jobs_forget_done(cx, db, 0, "search.fill", ctx_now(cx) - HOURS_MS(1));
}

struct telling {
    struct job_run *run;
    int64_t last_ms;
};

static enum err progress(struct ctx *cx, void *self, struct thread_time held)
{
    struct telling *t = self;

    (void)held;
    return job_progress_some(cx, t->run, NULL, &t->last_ms);
}

enum err search_catch_up(struct ctx *cx, struct db_pool *pool, search_tick *tick, void *self)
{
    struct filling f = {.pace = {.size = FILL_MIN, .least = FILL_MIN, .most = FILL_MAX}};
    enum err e = is_unfilled(cx, pool, &f.any);

    for (int parts = 1; !e && f.any; parts++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct thread_time held;
        e = db_write_soon(cx, pool, fill_in, &f);
        held = thread_time_since(f.from);
        search_pace_next(&f.pace, held, (int64_t)f.n);
        if (!e && tick)
            e = tick(cx, self, held);
        if (!e)
            arena_reset(cx->arena, mark);
        if (!e && parts % PARTS_MANY == 0)
            e = search_join(cx, pool, tick, self);
    }
    return e ? e : search_join(cx, pool, tick, self);
}

static enum err fill_run(struct ctx *cx, struct job_run *run)
{
    struct telling t = {.run = run};
    enum err e = search_catch_up(cx, run->pool, progress, &t);

    return e ? e : db_write(cx, run->pool, forget_in, NULL);
}

const struct job_kind search_job_kinds[] = {{"search.fill", fill_run, MINUTES_MS(2), 5}, {0}};
