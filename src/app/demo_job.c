/* demo_job.c -- the second door: a server fills a demonstration in a job, while its first page is already shown. */
#include "app/demo.h"
#include "app/tables.h"
#include "base/time.h"
#include "work/job.h"

static enum err say_how_far(struct ctx *cx, void *arg, int percent)
{
    const char *progress = arena_print(cx->arena, "{\"percent\":%d}", percent);

    return progress ? job_progress(cx, arg, progress) : fail_memory(cx);
}

static enum err run(struct ctx *cx, struct job_run *run)
{
    const struct app_jobs *app = run->app;
    struct demo_options o = {.journal = app->journal, .progress = say_how_far, .arg = run};
    struct demo_result done;
    enum err e = demo_fill(cx, run->pool, &o, &done);

    if (e)
        return e;
    run->result =
        arena_print(cx->arena, "{\"accounts\":%lld,\"contacts\":%lld,\"deals\":%lld}",
                    (long long)done.accounts, (long long)done.contacts, (long long)done.deals);
    return run->result ? OK : fail_memory(cx);
}

const struct job_kind demo_job_kinds[] = {
    {.kind = "demo.fill", .run = run, .lease_ms = MINUTES_MS(1), .attempts_max = 4}, {0}};

enum err app_demo_start(struct ctx *cx, struct db *db, void *self, int64_t *ret_job)
{
    struct job_new job = {.site = cx->site, .kind = "demo.fill", .args = "{}", .only_one = "demo"};

    (void)self;
    return job_add(cx, db, &job, ret_job);
}
