/* segment_work.c -- what waits: records put down as stale, moments that have come, segments that were deleted; and the job
 * that takes it up, site by site.
 *
 * Everything is done in transactions of a few milliseconds, each of which leaves the database right as far as it got, so a
 * process may die anywhere and another goes on.
 */
#include "people/segment_work_priv.h"

#include "base/text.h"
#include "base/time.h"
#include "people/home.h"
#include "work/job.h"

#include "segment_sql.h"

#include <string.h>

enum { SOME = 200, BUDGET_US = 12000, CLEAR_ROWS = 2000, MOVES_KEPT_DAYS = 730 };

/* --- stale records ----------------------------------------------------------------------------- */

struct stale {
    int64_t record, segment;
    const char *cause;
};

static void read_stale(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct stale *)row = (struct stale){db_int(st, 0), db_int(st, 1), db_text_dup(cx, st, 2)};
}

static enum err stale_rows(struct segment_looks *l, int64_t segment, struct stale **ret,
                           size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(l->cx, l->db, &SQL_segment_stale_of, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    db_bind_int(st, "most", SOME);
    e = db_collect(l->cx, st, sizeof(**ret), read_stale, ret, ret_n);
out:
    db_done(st);
    return e;
}

static enum err is_there(struct segment_looks *l, const struct db_query *q, int64_t record,
                         bool *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(l->cx, l->db, q, &st);

    if (!e)
        db_bind_int(st, "record", record);
    if (!e)
        e = db_step(l->cx, st, ret);
    db_done(st);
    return e;
}

/* All segments look at it, of whichever kind it is; when it is gone, those of both. */
static enum err look_by_all(struct segment_looks *l, int64_t record)
{
    bool contact = false, account = false;
    enum err e = is_there(l, &SQL_segment_there_contact, record, &contact);

    if (!e && !contact)
        e = is_there(l, &SQL_segment_there_account, record, &account);
    for (int kind = 0; kind < 2 && !e; kind++) {
        if (kind ? contact : account)
            continue;
        segment_all_dirty(l, kind);
        e = segment_look(l, kind, record);
    }
    return e;
}

static enum err stale_drop(struct segment_looks *l, const struct stale *s)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(l->cx, l->db, &SQL_segment_stale_drop, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", s->record);
    db_bind_int(st, "segment", s->segment);
    e = db_run(l->cx, st);
out:
    db_done(st);
    return e;
}

/* Taken off before it is looked at: a look puts it down again when its segment is being built. */
static enum err stale_look(struct segment_looks *l, const struct stale *s)
{
    size_t place = segment_place(l->world, s->segment);
    enum err e = stale_drop(l, s);

    l->cause = s->cause;
    if (e || (s->segment && place == l->world->n))
        return e;
    if (!s->segment)
        return look_by_all(l, s->record);
    l->dirty[place] = true;
    return segment_look(l, l->world->all[place].account, s->record);
}

enum err segment_stale_some(struct segment_looks *l, int64_t segment, int64_t until_us,
                            bool *ret_left)
{
    const char *cause = l->cause;
    struct stale *rows = NULL;
    size_t n = 0, i = 0;
    enum err e = stale_rows(l, segment, &rows, &n);

    for (; i < n && !e && (!i || segment_micros() < until_us); i++)
        e = stale_look(l, &rows[i]);
    l->cause = cause;
    *ret_left = i < n || n == SOME;
    return e;
}

static enum err erased_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_segment_stale_erased, &st);

    (void)arg;
    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

struct some {
    bool left, waits;
    int64_t until_us;
};

static enum err stale_in(struct ctx *cx, struct db *db, void *arg)
{
    struct some *s = arg;
    struct segment_looks l;
    enum err e = segment_looks_begin(cx, db, "change", &l);

    s->left = false;
    if (e || !l.world)
        return e;
    e = segment_stale_some(&l, 0, segment_micros() + BUDGET_US, &s->left);
    return e ? e : segment_looks_end(&l);
}

/* --- moments that have come -------------------------------------------------------------------- */

struct due {
    int64_t record, segment;
};

static void read_due(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct due *)row = (struct due){db_int(st, 0), db_int(st, 1)};
}

static enum err due_drop(struct segment_looks *l, const struct due *d)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(l->cx, l->db, &SQL_segment_due_drop, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", d->record);
    db_bind_int(st, "segment", d->segment);
    e = db_run(l->cx, st);
out:
    db_done(st);
    return e;
}

/* The rows of one record stand together: one look serves them all. */
static enum err due_look(struct segment_looks *l, const struct due *rows, size_t n)
{
    bool account = false, any = false;
    enum err e = OK;

    for (size_t i = 0; i < n && !e; i++) {
        size_t place = segment_place(l->world, rows[i].segment);
        if (place == l->world->n || l->building[place] || !l->world->all[place].rule) {
            e = due_drop(l, &rows[i]);
            if (place == l->world->n || !l->world->all[place].rule)
                continue;
        }
        l->dirty[place] = any = true;
        account = l->world->all[place].account;
    }
    return e || !any ? e : segment_look(l, account, rows[0].record);
}

static enum err due_in(struct ctx *cx, struct db *db, void *arg)
{
    int64_t until_us = segment_micros() + BUDGET_US;
    struct some *s = arg;
    struct segment_looks l;
    struct due *rows = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0, i = 0;
    enum err e = segment_looks_begin(cx, db, "time", &l);

    s->left = false;
    if (e || !l.world)
        return e;
    e = db_begin(cx, db, &SQL_segment_due_now, &st);
    if (!e) {
        db_bind_int(st, "most", SOME);
        e = db_collect(cx, st, sizeof(*rows), read_due, &rows, &n);
    }
    db_done(st);
    while (i < n && !e && (!i || segment_micros() < until_us)) {
        size_t k = i + 1;
        while (k < n && rows[k].record == rows[i].record)
            k++;
        e = due_look(&l, rows + i, k - i);
        i = k;
    }
    s->left = i < n || n == SOME;
    return e ? e : segment_looks_end(&l);
}

/* --- segments that were deleted ---------------------------------------------------------------- */

struct clearing {
    int64_t segment;
    bool left;
};

static enum err clear_run(struct ctx *cx, struct db *db, const struct db_query *q, int64_t segment,
                          int64_t most, int64_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    if (most)
        db_bind_int(st, "most", most);
    e = db_run(cx, st);
    *ret_n = e ? 0 : db_changes(st);
out:
    db_done(st);
    return e;
}

static enum err clear_in(struct ctx *cx, struct db *db, void *arg)
{
    static const struct db_query *const last[] = {
        &SQL_segment_manual_clear, &SQL_segment_sizes_clear, &SQL_segment_build_drop};
    struct clearing *c = arg;
    int64_t n = 0, moves = 0, none = 0;
    enum err e = clear_run(cx, db, &SQL_segment_members_clear, c->segment, CLEAR_ROWS, &n);

    if (!e && n < CLEAR_ROWS)
        e = clear_run(cx, db, &SQL_segment_moves_clear, c->segment, CLEAR_ROWS, &moves);
    c->left = n == CLEAR_ROWS || moves == CLEAR_ROWS;
    for (size_t i = 0; i < COUNT_OF(last) && !e && !c->left; i++)
        e = clear_run(cx, db, last[i], c->segment, 0, &none);
    return e;
}

enum err segment_clear(struct ctx *cx, struct db_pool *pool, int64_t segment)
{
    struct clearing c = {.segment = segment, .left = true};
    enum err e = OK;

    while (!e && c.left)
        e = db_write(cx, pool, clear_in, &c);
    return e;
}

/* --- all that waits ---------------------------------------------------------------------------- */

static enum err until_none(struct ctx *cx, struct db_pool *pool, db_work *fn,
                           const struct segment_pulse *pulse)
{
    struct some s = {.left = true};
    enum err e = OK;

    while (!e && s.left) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, pool, fn, &s);
        if (!e) {
            arena_reset(cx->arena, mark);
            e = segment_beat(cx, pulse);
        }
    }
    return e;
}

static enum err caught_up_in(struct ctx *cx, struct db *db, void *arg)
{
    bool *stale = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_segment_stale_any, &st);

    if (!e) {
        db_bind_int(st, "segment", 0);
        e = db_step(cx, st, stale);
    }
    db_done(st);
    if (e || *stale)
        return e;
    st = NULL;
    e = db_begin(cx, db, &SQL_segments_caught_up, &st);
    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

enum err segment_beat(struct ctx *cx, const struct segment_pulse *pulse)
{
    return pulse && pulse->run ? job_progress(cx, pulse->run, NULL) : OK;
}

enum err segments_work_beating(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                               const struct segment_pulse *pulse, bool *ret_left)
{
    bool stale = false, waits = false;
    enum err e = db_write(cx, pool, erased_in, NULL);

    if (!e)
        e = until_none(cx, pool, stale_in, pulse);
    if (!e)
        e = until_none(cx, pool, due_in, pulse);
    if (!e)
        e = segment_builds_run(cx, pool, facts, pulse, &waits);
    if (!e)
        e = until_none(cx, pool, stale_in, pulse);
    if (!e)
        e = db_write(cx, pool, caught_up_in, &stale);
    *ret_left = waits || stale;
    return e;
}

enum err segments_work(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                       bool *ret_left)
{
    return segments_work_beating(cx, pool, facts, NULL, ret_left);
}

enum err segments_counted(struct ctx *cx, struct db *db, int64_t from, int64_t to)
{
    const int64_t site = cx->site;
    int64_t sites[100];
    struct db_stmt *st = NULL;
    size_t n = 0;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_segment_builds_passed, &st);

    if (!e) {
        db_bind_int(st, "from", from);
        db_bind_int(st, "to", to);
    }
    while (!e && n < COUNT_OF(sites) && !(e = db_step(cx, st, &row)) && row)
        sites[n++] = db_int(st, 0);
    db_done(st);
    for (size_t i = 0; i < n && !e; i++) {
        cx->site = sites[i];
        e = segment_work_soon(cx, db);
    }
    cx->site = site;
    return e;
}

/* --- the jobs ---------------------------------------------------------------------------------- */

static enum err waits_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return segment_work_soon(cx, db);
}

/* Whether this site has anything to do but wait for counts. */
static enum err has_new_work(struct ctx *cx, struct db_pool *pool, bool *ret)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_read(cx, pool, &db);

    *ret = false;
    if (!e)
        e = db_begin(cx, db, &SQL_segment_builds, &st);
    while (!e && !(e = db_step(cx, st, &row)) && row)
        *ret = *ret || text_equal(db_text(st, 2), "new") || text_equal(db_text(st, 2), "gone");
    db_done(st);
    st = NULL;
    if (!e && !*ret) {
        e = db_begin(cx, db, &SQL_segment_stale_any, &st);
        if (!e) {
            db_bind_int(st, "segment", 0);
            e = db_step(cx, st, ret);
        }
        db_done(st);
    }
    db_return(db);
    return e;
}

enum err segments_work_end(struct ctx *cx, struct job_run *run, bool left)
{
    bool more = false, ready = false;
    enum err e = job_release(cx, run);

    if (!e)
        e = has_new_work(cx, run->pool, &more);
    /* What waits for the event store is taken up by the look of the clock; what waits for counts by who fills them, unless that
     * was done while this job was still the only one. */
    if (!e && left)
        e = segment_builds_ready(cx, run->pool, &ready);
    return !e && (ready || (more && !left)) ? db_write(cx, run->pool, waits_in, NULL) : e;
}

static enum err run_work(struct ctx *cx, struct job_run *run)
{
    const struct people_home *home = run->app;
    struct segment_pulse pulse = {run};
    bool left = false;
    enum err e = segments_work_beating(cx, run->pool, home ? home->store : NULL, &pulse, &left);

    return e ? e : segments_work_end(cx, run, left);
}

static enum err forget_moves_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_segment_moves_forget, &st);

    (void)arg;
    if (!e) {
        db_bind_int(st, "before", ctx_now(cx) - DAYS_MS(MOVES_KEPT_DAYS));
        e = db_run(cx, st);
    }
    db_done(st);
    return e ? e : jobs_forget_done(cx, db, cx->site, "segments.work", ctx_now(cx) - DAYS_MS(1));
}

static enum err forget_looks_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return jobs_forget_done(cx, db, 0, "segments.look", ctx_now(cx) - HOURS_MS(1));
}

/* Sites where something is due, stale or being built. */
static enum err run_look(struct ctx *cx, struct job_run *run)
{
    int64_t sites[1000];
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    bool row = false;
    enum err e = db_read(cx, run->pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_segment_due_sites, &st);
    while (!e && n < COUNT_OF(sites) && !(e = db_step(cx, st, &row)) && row)
        sites[n++] = db_int(st, 0);
    db_done(st);
    db_return(db);
    for (size_t i = 0; i < n && !e; i++) {
        cx->site = sites[i];
        e = db_write(cx, run->pool, waits_in, NULL);
    }
    cx->site = 0;
    return e ? e : db_write(cx, run->pool, forget_looks_in, NULL);
}

/* History and counts that nobody needs any more. */
static enum err run_tidy(struct ctx *cx, struct job_run *run)
{
    int64_t sites[1000];
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    bool row = false;
    enum err e = db_read(cx, run->pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_segment_sites, &st);
    while (!e && n < COUNT_OF(sites) && !(e = db_step(cx, st, &row)) && row)
        sites[n++] = db_int(st, 0);
    db_done(st);
    db_return(db);
    for (size_t i = 0; i < n && !e; i++) {
        cx->site = sites[i];
        e = db_write(cx, run->pool, forget_moves_in, NULL);
        if (!e)
            e = segment_sweep_counts(cx, run);
    }
    cx->site = 0;
    return e;
}

const struct job_kind segment_job_kinds[] = {
    {"segments.work", run_work, MINUTES_MS(5), 10},
    {"segments.look", run_look, MINUTES_MS(1), 3},
    {"segments.tidy", run_tidy, MINUTES_MS(5), 3},
    {0},
};
