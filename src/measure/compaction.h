/* compaction.h -- the event store written anew now and then: the job "measure.compact".
 *
 * Rows lie in the order in which they came until then, and cost twice as much. Questions and the loader wait while the copy is made
 * (seconds for some millions of events); pages and the journal do not. Somebody who asks for very long puts it off: the job is
 * tried again.
 */
#ifndef PRACA_MEASURE_COMPACTION_H
#define PRACA_MEASURE_COMPACTION_H

#include "work/job.h"

extern const struct job_kind compaction_job_kinds[];

#endif
