/* aging.h -- raw events that have been kept as long as the owner wants to: the job "measure.age", daily, every site.
 *
 * The setting measure.keep_months says how many whole months before the one that is running keep every view, click and event as it came. What is
 * older leaves by facts/store_age.h: visits and their figures stay, pages and events of that time do not, and neither does what
 * could tell a stranger. 0 keeps all. A month that left does not come back when the setting is made longer.
 *
 * What killed it, and where: before the transaction, nothing happened; behind it, the store says that bytes are pending, and the next
 * run has them written over ("measure.compact"), as this one would have.
 *
 * Progress: {"removed": events}.
 * Errors:   ERR_BUSY "facts.stopping" in a process without an event store.
 */
#ifndef PRACA_MEASURE_AGING_H
#define PRACA_MEASURE_AGING_H

#include "facts/store_age.h"
#include "work/job.h"

/* Of the ctx's site, now. ret->before_ms 0: nothing ever left. */
MUST_USE enum err aging_look(struct ctx *cx, struct db_pool *pool, struct fact_store *store,
                             struct store_aged *ret);

extern const struct job_kind aging_job_kinds[];

#endif
