/* history_jobs.c -- imports of history by the worker: leased, with progress, and run again where they were killed. */
#include "base/text.h"
#include "base/time.h"
#include "measure/history_priv.h"
#include "people/home.h"

#include "history_import_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ATTEMPTS = 5 };

static const struct {
    const char *job, *state;
} errands[] = {
    [HISTORY_TRY] = {"history.simulate", "simulating"},
    [HISTORY_RUN] = {"history.run", "running"},
    [HISTORY_UNDO] = {"history.undo", "undoing"},
};

/* Not a bare number: those are the files of the other kind of imports. */
const char *history_file(struct ctx *cx, const char *uploads_dir, int64_t id)
{
    return arena_print(cx->arena, "%s/history-%" PRId64, uploads_dir, id);
}

static bool may_begin(const struct history_import *now, enum history_errand what)
{
    static const char *const fresh[] = {"draft", "simulated", "undone", "failed"};
    bool ok = false;

    if (what == HISTORY_UNDO)
        return text_equal(now->state, "done") || text_equal(now->state, "failed") ||
               (text_equal(now->state, "running") && now->job == NIL);
    for (size_t i = 0; i < COUNT_OF(fresh); i++)
        ok = ok || text_equal(now->state, fresh[i]);
    if (what == HISTORY_TRY) /* what holds something is not tried again */
        return ok && now->first_day == NIL;
    return ok || (text_equal(now->state, "running") && now->job == NIL);
}

static enum err put_job(struct ctx *cx, struct db *db, int64_t id, int64_t job, const char *state)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_history_update_job, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_int(st, "job", job);
    db_bind_text(st, "state", state);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err history_queue(struct ctx *cx, struct db *db, int64_t id, enum history_errand what)
{
    struct job_new job = {.site = cx->site, .kind = errands[what].job};
    struct history_import now;
    int64_t job_id = 0;
    enum err e = history_get(cx, db, id, &now);

    if (!e && !may_begin(&now, what))
        e = history_refuse_state(cx, now.state);
    if (!e && what == HISTORY_RUN)
        e = history_check_file(cx, db, &now);
    if (e)
        return e;
    job.args = arena_print(cx->arena, "{\"import\":\"%" PRId64 "\"}", id);
    job.only_one = arena_print(cx->arena, "%" PRId64, id);
    if (!job.args || !job.only_one)
        return fail_memory(cx);
    e = job_add(cx, db, &job, &job_id);
    return e ? e : put_job(cx, db, id, job_id, errands[what].state);
}

struct telling {
    struct job_run *run;
    int64_t last_ms;
};

static enum err tick(struct ctx *cx, void *self, const struct history_import *now)
{
    struct telling *t = self;
    char progress[JOB_SHARE_MAX];

    job_share(now->bytes_done, now->bytes, progress);
    return job_progress_some(cx, t->run, progress, &t->last_ms);
}

/* What is given up for good is failed, never "running" with nobody at work. */
static void give_up(struct ctx *cx, struct job_run *run, int64_t id, enum err e)
{
    struct fault first = cx->fault;
    bool last = run->job->attempts >= ATTEMPTS || e == ERR_CONFLICT;

    if (e == ERR_INVALID || e == ERR_NOTFOUND || text_equal(first.key, "work.stopping") || !last)
        return;
    fault_clear(cx);
    if (history_state_put(cx, run->pool, id, "failed", first.key) != OK)
        fault_clear(cx);
    cx->fault = first;
}

static enum err run_job(struct ctx *cx, struct job_run *run, enum history_errand what)
{
    const struct people_home *home = run->app;
    struct telling telling = {.run = run};
    struct history_work w = {.pool = run->pool, .tick = tick, .self = &telling};
    int64_t id = 0;
    enum err e = job_told_id(cx, run, "import", &id);

    if (e)
        return e;
    if (!home || !home->store)
        return fail(cx, ERR_BUSY, "facts.stopping", NULL);
    w.store = home->store;
    w.path = history_file(cx, home->imports.uploads_dir, id);
    if (!w.path)
        return fail_memory(cx);
    e = what == HISTORY_TRY   ? history_simulate(cx, &w, id)
        : what == HISTORY_RUN ? history_run(cx, &w, id)
                              : history_undo(cx, &w, id);
    if (e)
        give_up(cx, run, id, e);
    return e;
}

static enum err job_try(struct ctx *cx, struct job_run *run)
{
    return run_job(cx, run, HISTORY_TRY);
}

static enum err job_run_it(struct ctx *cx, struct job_run *run)
{
    return run_job(cx, run, HISTORY_RUN);
}

static enum err job_undo(struct ctx *cx, struct job_run *run)
{
    return run_job(cx, run, HISTORY_UNDO);
}

const struct job_kind history_job_kinds[] = {
    {"history.simulate", job_try, MINUTES_MS(2), ATTEMPTS},
    {"history.run", job_run_it, MINUTES_MS(2), ATTEMPTS},
    {"history.undo", job_undo, MINUTES_MS(2), ATTEMPTS},
    {0},
};
