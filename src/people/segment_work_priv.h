/* segment_work_priv.h -- what waits to be looked at, taken up by whoever has the time. */
#ifndef PRACA_PEOPLE_SEGMENT_WORK_PRIV_H
#define PRACA_PEOPLE_SEGMENT_WORK_PRIV_H

#include "people/segment_priv.h"

struct job_run;

/* Keeps a job's lease between transactions; run NULL: nobody's. */
struct segment_pulse {
    struct job_run *run;
};

/* --- segment_work.c */

/* Records put down as stale for this segment (0: for all), until the clock of segment_micros() says until_us. */
MUST_USE enum err segment_stale_some(struct segment_looks *l, int64_t segment, int64_t until_us,
                                     bool *ret_left);
MUST_USE enum err segment_beat(struct ctx *cx, const struct segment_pulse *pulse);
/* Takes away the rows of a segment that was deleted. */
MUST_USE enum err segment_clear(struct ctx *cx, struct db_pool *pool, int64_t segment);
MUST_USE enum err segments_work_beating(struct ctx *cx, struct db_pool *pool,
                                        struct fact_store *facts, const struct segment_pulse *pulse,
                                        bool *ret_left);
/* The last a job of this does: what came while it was the only one is given to the next. left: as segments_work() says. */
MUST_USE enum err segments_work_end(struct ctx *cx, struct job_run *run, bool left);

/* --- segment_build.c */

/* ret_waits: one waits for the event store, or for its behaviours to be counted. */
MUST_USE enum err segment_builds_run(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                                     const struct segment_pulse *pulse, bool *ret_waits);
/* Whether one that waits for counts has them by now. */
MUST_USE enum err segment_builds_ready(struct ctx *cx, struct db_pool *pool, bool *ret);
/* Counts of behaviours that nobody keeps any more. */
MUST_USE enum err segment_sweep_counts(struct ctx *cx, struct job_run *run);

#endif
