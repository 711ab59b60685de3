/* tidy.c -- see tidy.h. Each table in a transaction of its own, so that nobody waits long. */
#include "work/tidy.h"

#include "base/time.h"

#include "work_sql.h"

struct tidy {
    const struct db_query *q;
    int64_t before;
};

static enum err forget_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct tidy *t = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, t->q, &st);

    if (e)
        goto out;
    db_bind_int(st, "before", t->before);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err tidy_run(struct ctx *cx, struct job_run *run)
{
    struct tidy answers = {&SQL_once_forget, ctx_now(cx) - DAYS_MS(1)};
    struct tidy jobs = {&SQL_jobs_forget, ctx_now(cx) - DAYS_MS(30)};
    enum err e = db_write(cx, run->pool, forget_in, &answers);

    return e ? e : db_write(cx, run->pool, forget_in, &jobs);
}

const struct job_kind tidy_job_kinds[] = {{"work.tidy", tidy_run, MINUTES_MS(1), 3}, {0}};
