/* tables.h -- the rows that the floors below declare, gathered: what is served, set, scheduled and run. */
#ifndef PRACA_APP_TABLES_H
#define PRACA_APP_TABLES_H

#include "api/api.h"
#include "facts/journal.h"
#include "model/model.h"
#include "people/home.h"
#include "work/job.h"
#include "work/setting.h"

extern const struct model *const app_models[];       /* ended by NULL */
extern const struct api_prepare app_prepares[];      /* ended by {0} */
extern const struct setting *const app_settings[];   /* ended by NULL */
extern const struct job_kind *const app_job_kinds[]; /* ended by NULL */
extern const struct schedule *const app_schedules[]; /* ended by NULL */

/* What every job gets as run->app. */
struct app_jobs {
    struct people_home people; /* first: the jobs of people know just this */
    struct journal *journal;
};

#endif
