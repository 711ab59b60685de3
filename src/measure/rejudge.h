/* rejudge.h -- history judged by the rules of today: the job "measure.rejudge".
 *
 * Rules of channels and robots change; what was concluded from them follows here, visit by visit, oldest first, while the loader
 * goes on. Only judgements change (judge.h); the loss ledger moves with facts that become a robot's or a human's. Stopped or
 * killed, the job goes on behind the last page.
 *
 * Progress: {"done": visits looked at, "changed": visits, "moved": facts, "after_ms", "after_id"}.
 * Errors:   ERR_BUSY "facts.stopping" in a process without an event store.
 */
#ifndef PRACA_MEASURE_REJUDGE_H
#define PRACA_MEASURE_REJUDGE_H

#include "facts/store.h"
#include "work/job.h"

/* When the visits began: from_ms <= started < to_ms; 0: open. */
struct rejudge_span {
    int64_t from_ms, to_ms;
};
/* Days of the ctx's site, both included; NULL or "": open. ERR_INVALID: fault fields "from", "to". */
MUST_USE enum err rejudge_span_read(struct ctx *cx, struct db *db, const char *from, const char *to,
                                    struct rejudge_span *ret);

/* At most one is waiting or running for a site: *ret_job is the one that is there. Inside db_write(). */
MUST_USE enum err rejudge_add(struct ctx *cx, struct db *db, const struct rejudge_span *span,
                              int64_t *ret_job);

/* What would come of it, of the newest REJUDGE_LOOKED visits of the span at most: {"looked", "more": there are older ones, "changed",
 * "robots": become robots', "humans": become humans', "moves": [{"from", "to", "visits"}] of channels, most first,
 * "rules": [{"id", "visits"}] that each of the owner's rules decides now, "steps": [{"step", "visits"}] of the usual ones}. */
enum { REJUDGE_LOOKED = 20000 };
MUST_USE enum err rejudge_preview(struct ctx *cx, struct db_pool *pool, struct fact_store *store,
                                  const struct rejudge_span *span, struct buf *out);

struct rejudge {
    struct rejudge_span span;
    int64_t after_ms, after_id;
    int64_t done, changed, moved;
};
/* Nothing before that whose raw events have left (facts/store_age.h): what they were judged by is gone. */
MUST_USE enum err rejudge_begin(struct ctx *cx, struct fact_store *store, struct rejudge *r);
/* A page of visits of the ctx's site, behind where r stands; *ret_more is false after the last. */
MUST_USE enum err rejudge_page(struct ctx *cx, struct db_pool *pool, struct fact_store *store,
                               struct rejudge *r, bool *ret_more);

extern const struct job_kind rejudge_job_kinds[];

#endif
