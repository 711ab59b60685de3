/* activity_job.c -- the worker's part in making events of activities: it has the journal. */
#include "app/activity_job.h"

#include "app/tables.h"
#include "base/time.h"
#include "people/activity.h"

static enum err send(struct ctx *cx, struct job_run *run)
{
    const struct app_jobs *app = run->app;
    int sent = 0;
    enum err e = activity_touches_send(cx, run->pool, app->journal, &sent);

    if (!e)
        run->result = arena_print(cx->arena, "{\"sent\":%d}", sent);
    return e;
}

const struct job_kind activity_job_kinds[] = {{"people.touches", send, MINUTES_MS(2), 20}, {0}};
