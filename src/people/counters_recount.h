/* counters_recount.h -- what one person did, counted anew.
 *
 * When a visitor is tied to a person, what the visitor did before becomes the person's, and when that is taken back it is not. Instead
 * of finding out which facts moved, the counts of that person are made again from the event store, as of a position of the journal,
 * which is kept beside them: what the follower of the journal meets up to there is in the counts already.
 *
 * At most RECOUNT_FACTS_MAX facts are looked at, the newest: windows of rules ask for what is recent.
 *
 * Errors: those of the store; ERR_BUSY "facts.store_busy" when the store keeps moving while it is read.
 */
#ifndef PRACA_PEOPLE_COUNTERS_RECOUNT_H
#define PRACA_PEOPLE_COUNTERS_RECOUNT_H

#include "db/db.h"
#include "facts/store.h"

enum { RECOUNT_FACTS_MAX = 20000 };

struct recount {
    int64_t subject;
    struct fact *facts; /* newest first */
    size_t n;
    int64_t position; /* where the store stood that has just these */
};

/* On the ctx's site. */
MUST_USE enum err recount_read(struct ctx *cx, struct fact_store *store, const char *follower,
                               int64_t subject, struct recount *ret);
/* Inside db_write(): the counts of live behaviours become these. passed: where the follower stands; what was noted of positions
 * before goes. */
MUST_USE enum err recount_write(struct ctx *cx, struct db *db, const struct recount *r,
                                int64_t passed);
/* Whether what stands at this position is in the person's counts already. */
MUST_USE enum err recount_has(struct ctx *cx, struct db *db, int64_t subject, int64_t position,
                              bool *ret);

#endif
