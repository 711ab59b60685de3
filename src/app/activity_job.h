/* activity_job.h -- "people.touches": activities that touched a person become events. */
#ifndef PRACA_APP_ACTIVITY_JOB_H
#define PRACA_APP_ACTIVITY_JOB_H

#include "work/job.h"

extern const struct job_kind activity_job_kinds[];

#endif
