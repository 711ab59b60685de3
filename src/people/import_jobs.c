/* import_jobs.c -- see import_jobs.h.
 *
 * A job that is killed runs again and goes on where the import stopped. One that is given up for good leaves
 * its import failed, never "running" with nobody at work.
 */
#include "people/import_jobs.h"

#include "base/text.h"
#include "base/time.h"
#include "people/import_store_priv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ATTEMPTS = 5 };

static const struct {
    const char *job, *state;
} errands[] = {
    [IMPORT_SIMULATE] = {"import.simulate", "simulating"},
    [IMPORT_RUN] = {"import.run", "running"},
    [IMPORT_UNDO] = {"import.undo", "undoing"},
};

const char *import_file(struct ctx *cx, const char *uploads_dir, int64_t id)
{
    return arena_print(cx->arena, "%s/%" PRId64, uploads_dir, id);
}

static bool is_one_of(const char *state, const char *const *states)
{
    while (*states && !text_equal(*states, state))
        states++;
    return *states != NULL;
}

static enum err may_begin(struct ctx *cx, const struct import *now, enum import_errand_kind what)
{
    static const char *const fresh[] = {"draft", "simulated", "undone", "failed", NULL};
    static const char *const begun[] = {"running", "failed", "undoing", NULL};
    /* A command that died while it was trying left it "running" with nobody at work and nothing written. */
    bool orphan = text_equal(now->state, "running") && now->job == NIL;
    bool clean = now->at_row <= 0 && (is_one_of(now->state, fresh) || orphan);
    bool half = now->at_row > 0 && is_one_of(now->state, begun);
    bool rest = text_equal(now->state, "undone") && now->kept > 0;
    bool ok = what == IMPORT_UNDO  ? half || rest || text_equal(now->state, "done")
              : what == IMPORT_RUN ? clean || (half && text_equal(now->state, "running"))
                                   : clean;
    char count[24];

    if (!ok)
        return import_refuse_state(cx, now->state);
    if (what != IMPORT_RUN || now->skip_errors || now->failed <= 0 ||
        !text_equal(now->map, now->checked_map))
        return OK;
    (void)snprintf(count, sizeof(count), "%" PRId64, now->failed);
    return fail(cx, ERR_INVALID, "import.has_errors", "count", count, NULL);
}

enum err import_queue(struct ctx *cx, struct db *db, int64_t id, enum import_errand_kind what)
{
    struct job_new job = {.site = cx->site, .kind = errands[what].job};
    struct import now;
    int64_t job_id = 0;
    enum err e = import_get(cx, db, id, &now);

    if (!e)
        e = may_begin(cx, &now, what);
    if (e)
        return e;
    job.args = arena_print(cx->arena, "{\"import\":\"%" PRId64 "\"}", id);
    job.only_one = arena_print(cx->arena, "%" PRId64, id);
    if (!job.args || !job.only_one)
        return fail_memory(cx);
    e = job_add(cx, db, &job, &job_id);
    if (!e && what == IMPORT_UNDO)
        e = import_undo_again(cx, db, id);
    return e ? e : import_set_job(cx, db, id, job_id, errands[what].state);
}

/* --- the work */

struct telling {
    struct job_run *run;
    int64_t last_ms;
};

static enum err tick(struct ctx *cx, void *self, const struct import *now)
{
    struct telling *t = self;
    char progress[JOB_SHARE_MAX];

    job_share(now->at_offset, now->bytes, progress);
    return job_progress_some(cx, t->run, progress, &t->last_ms);
}

struct given_up {
    int64_t id;
    const char *key;
};

static enum err give_up_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct given_up *g = arg;

    return import_state_put(cx, db, g->id, "failed", g->key, true);
}

/* What import.h marks as failed itself is left alone; an outage at the last attempt is marked here. */
static void give_up(struct ctx *cx, struct job_run *run, int64_t id, enum err e)
{
    struct fault first = cx->fault;
    struct given_up g = {.id = id, .key = first.key};

    if (e != ERR_BROKEN || run->job->attempts < ATTEMPTS)
        return;
    fault_clear(cx);
    if (db_write(cx, run->pool, give_up_in, &g) != OK)
        fault_clear(cx);
    cx->fault = first;
}

static enum err run_job(struct ctx *cx, struct job_run *run, enum import_errand_kind what)
{
    const struct import_home *home = run->app;
    struct telling telling = {.run = run};
    const char *path;
    int64_t id = 0;
    enum err e = job_told_id(cx, run, "import", &id);

    if (e)
        return e;
    path = import_file(cx, home->uploads_dir, id);
    if (!path)
        return fail_memory(cx);
    if (what == IMPORT_SIMULATE)
        e = import_simulate(cx, run->pool, id, path, tick, &telling);
    else if (what == IMPORT_RUN)
        e = import_run(cx, run->pool, id, path, tick, &telling);
    else
        e = import_undo(cx, run->pool, id, tick, &telling);
    if (e)
        give_up(cx, run, id, e);
    return e;
}

static enum err job_simulate(struct ctx *cx, struct job_run *run)
{
    return run_job(cx, run, IMPORT_SIMULATE);
}

static enum err job_run_import(struct ctx *cx, struct job_run *run)
{
    return run_job(cx, run, IMPORT_RUN);
}

static enum err job_undo(struct ctx *cx, struct job_run *run)
{
    return run_job(cx, run, IMPORT_UNDO);
}

const struct job_kind import_job_kinds[] = {
    {"import.simulate", job_simulate, MINUTES_MS(2), ATTEMPTS},
    {"import.run", job_run_import, MINUTES_MS(2), ATTEMPTS},
    {"import.undo", job_undo, MINUTES_MS(2), ATTEMPTS},
    {0},
};
