/* job.c -- jobs as rows: adding, reading, saying how far. The worker that runs them is worker.c. */
#include "work/job.h"

#include "base/json.h"
#include "work/job_priv.h"

#include "work_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { PROGRESS_MS = 300 };

void job_read(struct ctx *cx, const struct db_stmt *st, struct job *ret)
{
    *ret = (struct job){
        .id = db_int(st, 0),
        .site = db_int(st, 1),
        .kind = db_text_dup(cx, st, 2),
        .args = db_text_dup(cx, st, 3),
        .state = db_text_dup(cx, st, 4),
        .run_at = db_int(st, 5),
        .attempts = (int)db_int(st, 6),
        .progress = db_text_dup(cx, st, 7),
        .result = db_text_dup(cx, st, 8),
        .error = db_text_dup(cx, st, 9),
        .actor = db_int(st, 10),
        .created_at = db_int(st, 11),
        .ended_at = db_int(st, 12),
    };
}

static enum err find_only_one(struct ctx *cx, struct db *db, const struct job_new *in,
                              int64_t *ret_id)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_job_only_one, &st);

    if (e)
        goto out;
    db_bind_int(st, "of_site", in->site);
    db_bind_text(st, "kind", in->kind);
    db_bind_text(st, "only_one", in->only_one);
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_BUSY, "db.busy", NULL);
    if (!e)
        *ret_id = db_int(st, 0);
out:
    db_done(st);
    return e;
}

enum err job_add(struct ctx *cx, struct db *db, const struct job_new *in, int64_t *ret_id)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_job_insert, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id_next(cx));
    db_bind_int(st, "of_site", in->site);
    db_bind_text(st, "kind", in->kind);
    db_bind_text(st, "args", in->args ? in->args : "{}");
    db_bind_text(st, "only_one", in->only_one);
    db_bind_int(st, "run_at", in->run_at ? in->run_at : ctx_now(cx));
    db_bind_int(st, "actor", cx->actor);
    e = db_step(cx, st, &row);
    if (e)
        goto out;
    if (row)
        *ret_id = db_int(st, 0);
    else
        e = find_only_one(cx, db, in, ret_id);
out:
    db_done(st);
    return e;
}

enum err job_get(struct ctx *cx, struct db *db, int64_t site, int64_t id, struct job *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_job_get, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_int(st, "of_site", site);
    e = db_step(cx, st, &row);
    if (e)
        goto out;
    if (row)
        job_read(cx, st, ret);
    else
        e = fail(cx, ERR_NOTFOUND, "work.no_job", NULL);
out:
    db_done(st);
    return e;
}

enum err job_told_id(struct ctx *cx, const struct job_run *run, const char *name, int64_t *ret)
{
    const struct json *args = NULL;
    enum err e = json_parse(cx, run->job->args, strlen(run->job->args), &args);

    if (!e)
        *ret = json_int(json_get(args, name), 0);
    return e;
}

void job_share(int64_t done, int64_t total, char ret[JOB_SHARE_MAX])
{
    (void)snprintf(ret, JOB_SHARE_MAX, "{\"done\":%" PRId64 ",\"total\":%" PRId64 "}", done, total);
}

struct progress {
    struct job_run *run;
    const char *text;
};

static enum err progress_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct progress *p = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_job_progress, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", p->run->job->id);
    db_bind_int(st, "lease_id", p->run->lease_id);
    db_bind_int(st, "lease_until", ctx_now(cx) + p->run->lease_ms);
    db_bind_text(st, "progress", p->text ? p->text : p->run->job->progress);
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = fail(cx, ERR_CONFLICT, "work.lease_lost", NULL);
out:
    db_done(st);
    return e;
}

enum err job_progress(struct ctx *cx, struct job_run *run, const char *progress)
{
    struct progress p = {.run = run, .text = progress};

    if (run->stopping && atomic_load(run->stopping))
        return fail(cx, ERR_BUSY, "work.stopping", NULL);
    if (run->watch && progress)
        run->watch(run->watcher, progress);
    return db_write(cx, run->pool, progress_in, &p);
}

enum err job_progress_some(struct ctx *cx, struct job_run *run, const char *progress,
                           int64_t *last_ms)
{
    bool stops = run->stopping && atomic_load(run->stopping);
    struct timespec t;
    int64_t now_ms;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    now_ms = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
    if (!stops && *last_ms && now_ms - *last_ms < PROGRESS_MS)
        return OK;
    *last_ms = now_ms;
    return job_progress(cx, run, progress);
}

static enum err release_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct job_run *run = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_job_release, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", run->job->id);
    db_bind_int(st, "lease_id", run->lease_id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err job_release(struct ctx *cx, struct job_run *run)
{
    return db_write(cx, run->pool, release_in, run);
}

enum err jobs_forget_done(struct ctx *cx, struct db *db, int64_t site, const char *kind,
                          int64_t before)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_jobs_forget_kind, &st);

    if (e)
        goto out;
    db_bind_int(st, "of_site", site);
    db_bind_text(st, "kind", kind);
    db_bind_int(st, "before", before);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err job_counts(struct ctx *cx, struct db *db, struct job_counts *ret)
{
    struct job_counts n = {0};
    const struct {
        const char *state;
        int64_t *to;
    } states[] = {
        {"waiting", &n.waiting}, {"running", &n.running}, {"done", &n.done}, {"failed", &n.failed}};
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_jobs_counts, &st);

    if (e)
        goto out;
    while (!(e = db_step(cx, st, &row)) && row)
        for (size_t i = 0; i < COUNT_OF(states); i++)
            if (!strcmp(states[i].state, db_text(st, 0)))
                *states[i].to = db_int(st, 1);
    if (!e)
        *ret = n;
out:
    db_done(st);
    return e;
}

static enum err free_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_jobs_free, &st);

    (void)arg;
    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

enum err jobs_free(struct ctx *cx, struct db_pool *pool)
{
    return db_write(cx, pool, free_in, NULL);
}
