/* proof_metric.h -- a proof that is a figure names one that the program computes, and is read again every day.
 *
 * What is kept with the proof is the figure over the twelve months up to today. Reading it changes neither the version of the proof nor
 * what people wrote, and leaves no entry in its history.
 *
 * Errors:    a wrong field "metric" with "metric.no_such", "value_micro" with "metric.scale".
 */
#ifndef PRACA_MEASURE_PROOF_METRIC_H
#define PRACA_MEASURE_PROOF_METRIC_H

#include "strategy/claim_proof.h"
#include "work/job.h"

/* Before a proof is saved: its metric must exist; the figure is read, and compared in the direction in which it is better unless
 * somebody said otherwise. */
MUST_USE enum err proof_prepare(struct ctx *cx, struct db *db, struct claim_proof *proof);
/* Reads the figures of all proofs of the ctx's site that still count. Those of visits stay as they were without cx->facts. */
MUST_USE enum err proofs_measure(struct ctx *cx, struct db_pool *pool);

extern const struct job_kind proof_job_kinds[]; /* "measure.proofs" */

#endif
