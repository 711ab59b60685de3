/* job_priv.h -- what job.c and worker.c share. */
#ifndef PRACA_WORK_JOB_PRIV_H
#define PRACA_WORK_JOB_PRIV_H

#include "work/job.h"

/* Columns in the order of job_get and job_claim. */
void job_read(struct ctx *cx, const struct db_stmt *st, struct job *ret);

#endif
