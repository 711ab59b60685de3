/* fact_timeline.h -- what the event store knows of a person or a company, as lines of their timeline.
 *
 * This is where facts (opaque ids) and people meet, so it lives above both.
 */
#ifndef PRACA_APP_FACT_TIMELINE_H
#define PRACA_APP_FACT_TIMELINE_H

#include "facts/store.h"
#include "measure/timeline.h"

/* A timeline_more over the store. An event store that is away leaves its lines out and says so with one. */
MUST_USE enum err fact_timeline(struct ctx *cx, struct fact_store *store, enum timeline_of of,
                                const struct timeline_who *who, const struct timeline_mark *mark,
                                int limit, struct timeline_item *items, size_t *ret_n);

#endif
