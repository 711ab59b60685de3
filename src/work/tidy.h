/* tidy.h -- what is kept for a while only: answers given once (24 hours), ended jobs (30 days). */
#ifndef PRACA_WORK_TIDY_H
#define PRACA_WORK_TIDY_H

#include "work/job.h"

extern const struct job_kind tidy_job_kinds[]; /* "work.tidy" */

#endif
