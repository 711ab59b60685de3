/* counters.h -- the follower of the journal that counts what rules ask of, and lets segments look.
 *
 * It walks behind the loader: it reads the journal up to where the event store has come, and asks the store what became of
 * each record. So what is a robot, a duplicate, refused, and of which channel a fact is, is decided once, by the loader; and
 * an event counts here if and only if it stands there. Its own position stands in the database, in the transaction that adds the
 * counts and moves the members.
 *
 * A behaviour that is new is filled first, from the store, as of a position P that the store gives with the answer. The follower
 * stands at or before P, because it walks behind, and is the only one who fills, so it cannot run past P meanwhile: what the store
 * had at P is in the answer and is passed over when it comes to it; what stands behind P is counted as it comes. Nothing is
 * counted twice, nothing is left out. A filling that was stopped is begun again under another number; what it had written
 * belongs to nobody and is swept.
 *
 * A control that ties a visitor to a person, or takes it back, is no event: the person's counts are made anew (counters_recount.h).
 * So they are when a visit that was counted turns out to be a robot's, or a human's after all: the store keeps a list of whose
 * (facts/store_turns.h), and how far this follower is in it stands in the transaction that makes the counts.
 *
 * Ownership: belongs to the process; journal, store, pool and ids are borrowed and outlive it.
 * Errors:    counters_step: those of the journal, the store and the database. Nothing is lost by any.
 * Threads:   counters_step, or its own thread, never both; counters_stats: any.
 */
#ifndef PRACA_PEOPLE_COUNTERS_H
#define PRACA_PEOPLE_COUNTERS_H

#include "base/log.h"
#include "db/db.h"
#include "facts/journal.h"
#include "facts/store.h"

#define COUNTERS_FOLLOWER "counters"

struct counters_options {
    struct journal *journal;
    struct fact_store *store;
    const char *store_follower; /* whose position in the store says how far it has come: "loader" */
    struct db_pool *pool;
    struct clock clock;
    struct id_source *ids;
    struct log *log; /* may be NULL */
};

struct counters_stats {
    int64_t position; /* stored */
    int64_t counted;  /* facts that some behaviour took, since start */
    int64_t behind;   /* bytes of the journal that are not counted yet */
    int64_t failures; /* in a row; 0: all is well */
    const char *reason;
};

struct counters;

struct counters *counters_new(const struct counters_options *o); /* NULL without memory */
void counters_free(struct counters *c); /* stops the thread first; accepts NULL */

/* Some work, now, in the caller's errand: a part of a filling, a batch of the journal. *ret_n is 0 when there was
 * nothing to do. The ctx's site is left as it was. */
MUST_USE enum err counters_step(struct ctx *cx, struct counters *c, int64_t *ret_n);

MUST_USE enum err counters_start(struct ctx *cx, struct counters *c);
void counters_stop(struct counters *c);
void counters_stats(struct counters *c, struct counters_stats *ret);

#endif
