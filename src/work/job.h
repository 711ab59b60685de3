/* job.h -- later and exactly once: what is to be done, kept in the database until it is done.
 *
 * A job is added in the transaction that makes it necessary, so it exists if and only if that was
 * committed. A worker claims it for a while (a lease), and a worker that dies loses the lease, not
 * the job: someone else runs it again. A job's function must therefore be able to run again over
 * its own half-done work; it keeps what it has done in its own tables, in the same transactions as
 * the work.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_NOTFOUND "work.no_job".
 * Units:     _at unix ms.
 */
#ifndef PRACA_WORK_JOB_H
#define PRACA_WORK_JOB_H

#include "base/log.h"
#include "db/db.h"

#include <stdatomic.h>

struct job {
    int64_t id, site;
    const char *kind, *args; /* args: JSON */
    const char *state;       /* waiting, running, done, failed */
    int64_t run_at;
    int attempts;
    const char *progress, *result; /* JSON or NULL */
    const char *error;             /* message key of the last failure */
    int64_t actor, created_at, ended_at;
};

struct job_new {
    int64_t site; /* 0: the installation itself */
    const char *kind, *args;
    int64_t run_at;       /* 0: now */
    const char *only_one; /* at most one unfinished job of this kind has this text */
};

/* Inside db_write(). With only_one, the id of the one that is already there. */
MUST_USE enum err job_add(struct ctx *cx, struct db *db, const struct job_new *in, int64_t *ret_id);
MUST_USE enum err job_get(struct ctx *cx, struct db *db, int64_t site, int64_t id, struct job *ret);

/* How many are kept in each state, on all sites. */
struct job_counts {
    int64_t waiting, running, done, failed;
};
MUST_USE enum err job_counts(struct ctx *cx, struct db *db, struct job_counts *ret);

/* Told how far a job is, in the job's thread; progress as job_progress() has it. */
typedef void job_watch(void *self, const char *progress);

struct client; /* net/client.h */
struct mailer; /* net/mailer.h */

/* What a running job is given. */
struct job_run {
    const struct job *job;
    struct db_pool *pool;
    void *app;             /* as given to worker_start() */
    struct client *client; /* asks other servers; NULL: this process asks nobody */
    struct mailer *mailer; /* takes mail; NULL: this process sends none */
    const char *home_url;  /* where people find this installation, unless a site says otherwise */
    int64_t lease_id, lease_ms;
    job_watch *watch; /* NULL: nobody looks on */
    void *watcher;
    const char *result;          /* set by the function: JSON, or NULL */
    const atomic_bool *stopping; /* NULL: never */
};

/* The id that the job was told under a name; 0 when it was told none. */
MUST_USE enum err job_told_id(struct ctx *cx, const struct job_run *run, const char *name,
                              int64_t *ret);

enum { JOB_SHARE_MAX = 64 };
/* {"done", "total"}: what job_progress() takes and screens draw as a bar. */
void job_share(int64_t done, int64_t total, char ret[JOB_SHARE_MAX]);
/* Say how far it is (JSON, or NULL to leave it) and keep the lease. ERR_CONFLICT "work.lease_lost":
 * stop at once. */
MUST_USE enum err job_progress(struct ctx *cx, struct job_run *run, const char *progress);
/* The same for whoever takes steps of milliseconds: stops as soon, but writes no more than a few times a second. *last_ms is
 * the caller's to keep between calls, 0 at first. */
MUST_USE enum err job_progress_some(struct ctx *cx, struct job_run *run, const char *progress,
                                    int64_t *last_ms);

/* Another with the same only_one may be added from now on. A job that looks for what waits does this last, and then looks
 * once more: what it does not see was added by somebody who added a job for it too. */
MUST_USE enum err job_release(struct ctx *cx, struct job_run *run);

/* Jobs of a kind that came often and went well: those of site (0: the installation) that ended before are forgotten. */
MUST_USE enum err jobs_forget_done(struct ctx *cx, struct db *db, int64_t site, const char *kind,
                                   int64_t before);

/* One row per kind of job; app/ gathers them, ended by {0}. */
struct job_kind {
    const char *kind;
    enum err (*run)(struct ctx *cx, struct job_run *run);
    int64_t lease_ms;
    int attempts_max; /* tries before it is failed for good. ERR_INVALID, ERR_NOTFOUND and ERR_CONFLICT, which cannot
                         go better, are never retried */
};

/* One row per thing done regularly: a job of that kind, site 0, each period. */
struct schedule {
    const char *key, *job_kind;
    int64_t every_ms;
};

/* For a process that knows it is the only one with workers: jobs of the one before it, which must be dead, are free at
 * once and not only when their lease runs out. */
MUST_USE enum err jobs_free(struct ctx *cx, struct db_pool *pool);

struct worker;
struct worker_options {
    struct db_pool *pool;
    const struct job_kind *const *kinds; /* NULL-terminated list of tables */
    const struct schedule *const *schedules;
    struct clock clock;
    struct id_source *ids;
    struct log *log;
    void *app;
    struct client *client; /* given to every job; NULL: none */
    struct mailer *mailer; /* the same; NULL: none */
    const char *home_url;  /* the same; NULL: unknown */
    job_watch *watch;      /* the same; NULL: nobody looks on */
    void *watcher;
    int threads;
};
/* Threads: worker_poke() from any, when a job was added. worker_stop() lets the running jobs finish
 * their current step (job_progress() answers ERR_BUSY "work.stopping") and waits for them. Both accept NULL. */
MUST_USE enum err worker_start(struct ctx *cx, const struct worker_options *o, struct worker **ret);
void worker_poke(struct worker *w);
void worker_stop(struct worker *w);

/* Claims and runs what is due, in this thread, until nothing is: for tests and for the command
 * line. */
MUST_USE enum err worker_run_due(struct ctx *cx, const struct worker_options *o, int *ret_ran);
/* That one, in this thread, if it waits and is due; otherwise nothing: somebody else has it. How it ended is asked of job_get(). */
MUST_USE enum err worker_run_job(struct ctx *cx, const struct worker_options *o, int64_t id);

#endif
