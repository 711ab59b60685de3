/* worker.c -- the threads that do what is due.
 *
 * Each thread claims one job at a time in a transaction of its own, runs it in a fresh ctx, and
 * ends it in another. Between jobs it sleeps until the next one is due, a poke comes, or half a
 * second has passed when another process may add jobs. A job that was stopped in the middle (its
 * lease ran out, the process died) comes back with attempts one higher.
 */
#include "work/job.h"

#include "base/hash.h"
#include "base/time.h"
#include "work/job_priv.h"

#include "work_sql.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { JOB_ARENA_BYTES = 64 * 1024 * 1024, THREADS_MAX = 16, DEFAULT_ATTEMPTS = 5 };

struct worker {
    struct worker_options o;
    pthread_t threads[THREADS_MAX];
    int started;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool poked;
    atomic_bool stopping;
};

static const struct job_kind *kind_find(const struct worker_options *o, const char *name)
{
    for (size_t t = 0; o->kinds[t]; t++)
        for (const struct job_kind *k = o->kinds[t]; k->kind; k++)
            if (!strcmp(k->kind, name))
                return k;
    return NULL;
}

/* 5 s, 10 s, 20 s, ... at most an hour, and up to a quarter more so that many do not come back
 * together. */
static int64_t backoff_ms(int attempts)
{
    int64_t ms = SECONDS_MS(5) << (attempts > 10 ? 10 : attempts - 1);
    uint32_t r;

    if (ms > HOURS_MS(1))
        ms = HOURS_MS(1);
    random_bytes(&r, sizeof(r));
    return ms + (int64_t)(r % (uint32_t)(ms / 4 + 1));
}

struct claim {
    int64_t id; /* 0: whichever is due */
    int64_t lease_id, lease_until;
    struct job job;
    bool found;
};

static enum err claim_in(struct ctx *cx, struct db *db, void *arg)
{
    struct claim *c = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, c->id ? &SQL_job_claim_one : &SQL_job_claim, &st);

    if (e)
        goto out;
    if (c->id)
        db_bind_int(st, "id", c->id);
    db_bind_int(st, "lease_id", c->lease_id);
    db_bind_int(st, "lease_until", c->lease_until);
    e = db_step(cx, st, &c->found);
    if (!e && c->found)
        job_read(cx, st, &c->job);
out:
    db_done(st);
    return e;
}

struct ending {
    const struct job_run *run;
    const struct job_kind *kind;
    enum err how;
    const char *error;
};

/* Done, failed for good, or again later. */
static enum err end_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct ending *n = arg;
    const struct job *j = n->run->job;
    int most = n->kind && n->kind->attempts_max ? n->kind->attempts_max : DEFAULT_ATTEMPTS;
    bool final = n->how == OK || n->how == ERR_INVALID || n->how == ERR_NOTFOUND ||
                 n->how == ERR_CONFLICT || (j->attempts >= most && n->how != ERR_BUSY);
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, final ? &SQL_job_end : &SQL_job_retry, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", j->id);
    db_bind_int(st, "lease_id", n->run->lease_id);
    db_bind_text(st, "error", n->error);
    if (final) {
        db_bind_text(st, "state", n->how ? "failed" : "done");
        db_bind_text(st, "result", n->run->result);
    } else {
        db_bind_int(st, "run_at", ctx_now(cx) + backoff_ms(j->attempts));
    }
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static struct ctx *job_ctx(const struct worker_options *o, const struct job *j)
{
    struct ctx *cx = ctx_new(JOB_ARENA_BYTES, o->clock, o->ids);

    cx->site = j ? j->site : 0;
    cx->actor = j && j->actor > 0 ? j->actor : 0;
    cx->origin = "job";
    return cx;
}

static enum err run_claimed(struct ctx *cx, const struct worker_options *o, const struct claim *c,
                            const atomic_bool *stopping)
{
    const struct job_kind *kind = kind_find(o, c->job.kind);
    struct ctx *mine = job_ctx(o, &c->job);
    struct job_run run = {.job = &c->job,
                          .pool = o->pool,
                          .app = o->app,
                          .client = o->client,
                          .mailer = o->mailer,
                          .home_url = o->home_url,
                          .watch = o->watch,
                          .watcher = o->watcher,
                          .lease_id = c->lease_id,
                          .lease_ms = kind && kind->lease_ms ? kind->lease_ms : MINUTES_MS(1),
                          .stopping = stopping};
    struct ending n = {.run = &run, .kind = kind};
    enum err e;

    n.how = kind ? kind->run(mine, &run) : fail(mine, ERR_INVALID, "work.unknown_kind", NULL);
    n.error = n.how ? mine->fault.key : NULL;
    if (n.how)
        log_fault(o->log, n.how == ERR_BUSY ? LOG_INFO : LOG_WARN, "job.failed", mine);
    e = db_write(cx, o->pool, end_in, &n);
    ctx_free(mine);
    return e;
}

/* *ret_ran: a job was found (and run, however it ended). */
static enum err run_one(const struct worker_options *o, const atomic_bool *stopping, int64_t id,
                        bool *ret_ran)
{
    struct ctx *cx = job_ctx(o, NULL);
    struct claim c = {.id = id, .lease_id = id_next(cx)};
    enum err e;

    /* The first lease covers the look-up; the job's own length counts from its first progress. */
    c.lease_until = ctx_now(cx) + MINUTES_MS(2);
    e = db_write(cx, o->pool, claim_in, &c);
    if (!e && c.found)
        e = run_claimed(cx, o, &c, stopping);
    if (e)
        log_fault(o->log, LOG_ERROR, "worker.trouble", cx);
    *ret_ran = !e && c.found;
    ctx_free(cx);
    return e;
}

static enum err add_scheduled_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct schedule *s = arg;
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t id;
    enum err e = db_begin(cx, db, &SQL_schedule_claim, &st);

    if (e)
        goto out;
    db_bind_text(st, "key", s->key);
    db_bind_int(st, "next_at", ctx_now(cx) + s->every_ms);
    e = db_step(cx, st, &row);
    db_done(st);
    st = NULL;
    if (!e && row)
        e = job_add(cx, db, &(struct job_new){.kind = s->job_kind, .only_one = s->key}, &id);
out:
    db_done(st);
    return e;
}

static enum err add_scheduled(const struct worker_options *o)
{
    enum err e = OK;

    for (size_t t = 0; o->schedules && o->schedules[t]; t++) {
        for (const struct schedule *s = o->schedules[t]; s->key && !e; s++) {
            struct schedule copy = *s;
            struct ctx *cx = job_ctx(o, NULL);
            e = db_write(cx, o->pool, add_scheduled_in, &copy);
            ctx_free(cx);
        }
    }
    return e;
}

enum err worker_run_due(struct ctx *cx, const struct worker_options *o, int *ret_ran)
{
    bool ran = true;
    enum err e = OK;

    (void)cx;
    *ret_ran = 0;
    while (!e && ran) {
        e = run_one(o, NULL, 0, &ran);
        *ret_ran += ran;
    }
    return e;
}

enum err worker_run_job(struct ctx *cx, const struct worker_options *o, int64_t id)
{
    bool ran = false;
    enum err e = run_one(o, NULL, id, &ran);

    return e ? fail(cx, e, "work.trouble", NULL) : OK;
}

static void wait_for_work(struct worker *w)
{
    struct timespec until;

    must(clock_gettime(CLOCK_MONOTONIC, &until) == 0);
    until.tv_nsec += 500 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    must(pthread_mutex_lock(&w->lock) == 0);
    if (!w->poked && !atomic_load(&w->stopping))
        (void)pthread_cond_timedwait(&w->wake, &w->lock, &until);
    w->poked = false;
    must(pthread_mutex_unlock(&w->lock) == 0);
}

static void *worker_main(void *arg)
{
    struct worker *w = arg;
    bool first = pthread_equal(pthread_self(), w->threads[0]) != 0;
    struct timespec now;
    time_t looked = 0;

    while (!atomic_load(&w->stopping)) {
        bool ran = false;
        must(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
        if (first && now.tv_sec - looked >= 20) {
            (void)add_scheduled(&w->o);
            looked = now.tv_sec;
        }
        (void)run_one(&w->o, &w->stopping, 0, &ran);
        if (!ran)
            wait_for_work(w);
    }
    return NULL;
}

enum err worker_start(struct ctx *cx, const struct worker_options *o, struct worker **ret)
{
    struct worker *w = calloc(1, sizeof(*w));
    pthread_condattr_t attr;

    if (!w)
        return fail_memory(cx);
    w->o = *o;
    must(o->threads > 0 && o->threads <= THREADS_MAX);
    must(pthread_mutex_init(&w->lock, NULL) == 0);
    must(pthread_condattr_init(&attr) == 0);
    must(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0);
    must(pthread_cond_init(&w->wake, &attr) == 0);
    must(pthread_condattr_destroy(&attr) == 0);
    for (; w->started < o->threads; w->started++) {
        if (pthread_create(&w->threads[w->started], NULL, worker_main, w) != 0) {
            worker_stop(w);
            return fail(cx, ERR_BROKEN, "work.thread", NULL);
        }
    }
    *ret = w;
    return OK;
}

void worker_poke(struct worker *w)
{
    if (!w)
        return;
    must(pthread_mutex_lock(&w->lock) == 0);
    w->poked = true;
    must(pthread_cond_broadcast(&w->wake) == 0);
    must(pthread_mutex_unlock(&w->lock) == 0);
}

void worker_stop(struct worker *w)
{
    if (!w)
        return;
    atomic_store(&w->stopping, true);
    worker_poke(w);
    for (int i = 0; i < w->started; i++)
        must(pthread_join(w->threads[i], NULL) == 0);
    must(pthread_cond_destroy(&w->wake) == 0);
    must(pthread_mutex_destroy(&w->lock) == 0);
    free(w);
}
