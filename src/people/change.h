/* change.h -- what must be brought up to date when a person, a company or a deal changes.
 *
 * Segments, the search index, webhooks and what else keeps an answer about people declare a follower, one row in
 * change.c. It runs in the transaction of the change, so nobody ever sees one without the other.
 *
 * Whoever writes many records at once (an import, a bulk action) gathers instead: between changes_gather() and
 * changes_flush() the ids are only remembered, and each follower then sees them together, by kind, in one call.
 *
 * Ownership: a gathering lives in the ctx's arena, below any mark the caller goes back to; begin and flush it inside
 *            the same db_write() function. One that fails forgets it; one that ends well must have flushed it.
 * Errors:    those of the followers.
 * Threads:   the errand's. Everything runs inside db_write().
 */
#ifndef PRACA_PEOPLE_CHANGE_H
#define PRACA_PEOPLE_CHANGE_H

#include "db/db.h"

enum change_kind { CHANGE_CONTACT, CHANGE_ACCOUNT, CHANGE_DEAL };
enum { CHANGE_KINDS = 3 };

/* before NULL: it is new. after NULL: it is gone. Both NULL: something about it changed that is not in its row (a
 * list, a consent, a second address), or several rows changed at once; a follower looks for itself. */
struct change {
    enum change_kind kind;
    int64_t id;
    const void *before, *after; /* struct contact, account or deal */
};

struct change_follower {
    const char *name;
    /* A change that is only remembered for now: what it was before is not told again. May be NULL. */
    enum err (*gathered)(struct ctx *cx, struct db *db, const struct change *c);
    enum err (*one)(struct ctx *cx, struct db *db, const struct change *c);
    /* ids rise, each once. A row may be gone. */
    enum err (*many)(struct ctx *cx, struct db *db, enum change_kind kind, const int64_t *ids,
                     size_t n);
};

/* One record changed; or is remembered, while gathering. */
MUST_USE enum err change_follow(struct ctx *cx, struct db *db, const struct change *c);
/* The same for something about it that is not its row. */
MUST_USE enum err change_touch(struct ctx *cx, struct db *db, enum change_kind kind, int64_t id);

/* most: how many ids may gather before changes_flush(); more are followed one by one. */
MUST_USE enum err changes_gather(struct ctx *cx, size_t most);
MUST_USE enum err changes_flush(struct ctx *cx, struct db *db);
extern const struct change_follower *const change_followers[]; /* ended by NULL */

#endif
