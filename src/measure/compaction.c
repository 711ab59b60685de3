/* compaction.c -- see compaction.h. */
#include "measure/compaction.h"

#include "base/time.h"
#include "people/home.h"

static enum err compaction_run(struct ctx *cx, struct job_run *run)
{
    const struct people_home *home = run->app;

    /* A process without an event store has nothing to write anew. */
    return home && home->store ? store_compact(cx, home->store) : OK;
}

const struct job_kind compaction_job_kinds[] = {
    {"measure.compact", compaction_run, MINUTES_MS(15), 5},
    {0},
};
