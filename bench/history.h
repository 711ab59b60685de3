/* history.h -- years of visits to a site that never was, in an event store: what benches ask their questions of.
 *
 * The same options give the same history, to the byte. Shapes are those of a B2B site: more on weekdays and by day, growing over the
 * time, few pages that many read and many that few read, a third of the visitors known beyond a day, three robots in a hundred. It
 * goes to the store as the loader would hand it over, day by day, without a journal.
 */
#ifndef PRACA_BENCH_HISTORY_H
#define PRACA_BENCH_HISTORY_H

#include "facts/store.h"

struct history_options {
    int64_t site;
    int64_t events; /* about as many */
    int days;
    int64_t end_ms; /* the day it ends, midnight UTC */
    uint64_t seed;
};

struct history_made {
    int64_t events, visits, visitors; /* visitors: different numbers */
};

/* Ends the process when the store refuses. */
struct history_made history_fill(struct ctx *cx, struct fact_store *store,
                                 const struct history_options *o);

#endif
