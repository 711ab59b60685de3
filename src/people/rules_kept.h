/* rules_kept.h -- rules that followers ask of each change, read once and kept with the connection.
 *
 * Reading a rule takes longer than asking it. What a follower has made of its rules holds as long as their stamp is the same: which
 * there are in which version, and the site's revision (segment.h), which moves when fields, segments or the zone change.
 *
 * Ownership: what is kept belongs to the connection and has an arena of its own; it holds at least to the end of the transaction,
 *            unless rules of the same kind are asked for again.
 * Errors:    those of load(), and db.h's.
 * Threads:   the errand's.
 */
#ifndef PRACA_PEOPLE_RULES_KEPT_H
#define PRACA_PEOPLE_RULES_KEPT_H

#include "db/db.h"

struct rules_kind {
    const struct db_query *stamp; /* rows of two numbers; none: there are no rules */
    size_t size;                  /* of what load() fills */
    enum err (*load)(struct ctx *own, struct db *db, void *rules);
};

/* *ret NULL: the site has none. k is also the name they are kept under. */
MUST_USE enum err rules_kept(struct ctx *cx, struct db *db, const struct rules_kind *k,
                             const void **ret);

#endif
