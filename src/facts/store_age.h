/* store_age.h -- raw events whose time is over leave; the visits they made stay.
 *
 * Before a moment that only moves forward, no raw event is left but those of known people whose kinds the caller names: a form, an order, a
 * call are part of somebody's history. Visits stay as rows with their counts, so figures of visits, sources and days are what they were; figures of
 * pages and events end there. A visit of nobody known also loses what could tell whose it was: user agent, click id, and the
 * visitor's number becomes another one, by a mask that the caller forgets. Within one call the same visitor stays the same. The
 * loss ledger keeps its counts.
 *
 * The bytes are on the disk until store_compact(); `pending` says how many events that holds for.
 *
 * Errors: those of store.h.
 */
#ifndef PRACA_FACTS_STORE_AGE_H
#define PRACA_FACTS_STORE_AGE_H

#include "facts/store.h"

struct store_age_ask {
    int64_t site, before_ms, mask;
    const char *const *kept; /* kinds of known people that stay */
    size_t kept_count;
};

struct store_aged {
    int64_t before_ms; /* 0: nothing ever left */
    int64_t removed;   /* events, all in all */
    int64_t pending;   /* of these, since the store was last written anew */
};

/* One transaction. A moment earlier than that of the last call is taken as that one. */
MUST_USE enum err store_age(struct ctx *cx, struct fact_store *st, const struct store_age_ask *ask,
                            struct store_aged *ret);
MUST_USE enum err store_aged(struct ctx *cx, struct fact_store *st, int64_t site,
                             struct store_aged *ret);

#endif
