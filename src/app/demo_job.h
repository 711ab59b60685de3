/* demo_job.h -- the second door, from the browser: a demonstration site filled by the worker. */
#ifndef PRACA_APP_DEMO_JOB_H
#define PRACA_APP_DEMO_JOB_H

#include "work/job.h"

extern const struct job_kind demo_job_kinds[]; /* "demo.fill" */

/* As struct api wants it: cx->site is the new and empty demonstration. Inside db_write(). */
enum err demo_job_add(struct ctx *cx, struct db *db, void *self, int64_t *ret_job);

#endif
