/* store_visitors.h -- what is known of some visitors, each in one row: for whoever decides which person they are.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of store.h.
 * Units:     ms.
 */
#ifndef PRACA_FACTS_STORE_VISITORS_H
#define PRACA_FACTS_STORE_VISITORS_H

#include "facts/store.h"

enum { STORE_VISITORS_MAX = 1000 };

struct store_visitor_sum {
    int64_t visitor, visits, views;
    int64_t first_ms, last_ms;
    int64_t consent; /* enum fact_consent, of the latest visit */
    bool stable;     /* an id that lasts beyond the day */
    /* The last that is known, and where the first visit came from; "" when not known. */
    const char *device, *browser, *os;
    const char *channel, *source, *medium;
};

/* Of those of these visitors (at most STORE_VISITORS_MAX, each once) who made a visit that was no robot's, in order of visitor. */
MUST_USE enum err store_visitors(struct ctx *cx, struct fact_store *st, int64_t site,
                                 const int64_t *visitors, size_t n, struct store_visitor_sum **ret,
                                 size_t *ret_n);

#endif
