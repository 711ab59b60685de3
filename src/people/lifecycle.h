/* lifecycle.h -- how far a contact has come, stamped, and never back by itself.
 *
 * subscriber → lead → mql → sal → sql → opportunity → customer → advocate. A deal lifts its contact: open to
 * opportunity, won to customer. A deal that is undone (deleted, or no longer won) takes its own stamps with it,
 * and the contact steps back to where that deal found it.
 *
 * Everything runs inside db_write().
 */
#ifndef PRACA_PEOPLE_LIFECYCLE_H
#define PRACA_PEOPLE_LIFECYCLE_H

#include "people/deal.h"

extern const char *const lifecycle_stages[]; /* in order, NULL-terminated */
int lifecycle_rank(const char *stage);       /* -1: unknown or NULL */

/* before or after may be NULL (a new deal, a deleted one). */
MUST_USE enum err lifecycle_follow_deal(struct ctx *cx, struct db *db, const struct deal *before,
                                        const struct deal *after);

#endif
