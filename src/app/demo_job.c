/* demo_job.c -- see demo_job.h. A filling that died is begun again by demo_fill() itself. */
#include "app/demo_job.h"

#include "app/demo.h"
#include "app/tables.h"
#include "base/json.h"
#include "base/time.h"

static enum err tell(struct ctx *cx, void *arg, int percent)
{
    struct arena_mark mark = arena_mark(cx->arena);
    const char *text = arena_print(cx->arena, "{\"percent\":%d}", percent);
    enum err e = text ? job_progress(cx, arg, text) : fail_memory(cx);

    if (!e)
        arena_reset(cx->arena, mark);
    return e;
}

static enum err fill(struct ctx *cx, struct job_run *run)
{
    const struct app_jobs *app = run->app;
    struct demo_options o = {.journal = app->journal, .progress = tell, .arg = run};
    struct demo_result made = {0};

    return demo_fill(cx, run->pool, &o, &made);
}

const struct job_kind demo_job_kinds[] = {{"demo.fill", fill, MINUTES_MS(2), 3}, {0}};

enum err demo_job_add(struct ctx *cx, struct db *db, void *self, int64_t *ret_job)
{
    (void)self;
    return job_add(cx, db,
                   &(struct job_new){.site = cx->site, .kind = "demo.fill", .only_one = "fill"},
                   ret_job);
}
