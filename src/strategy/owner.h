/* owner.h -- who answers for a record: a member of its site.
 *
 * A member who leaves stays on the records they answered for, so an owner that does not change is not asked for
 * again.
 *
 * Errors: fault field "owner" with "field.owner".
 */
#ifndef PRACA_STRATEGY_OWNER_H
#define PRACA_STRATEGY_OWNER_H

#include "db/db.h"

/* For before_save: was and owner are user ids, NIL for none. so_far: what the checks before this one found;
 * wrong fields gather, anything else is passed on at once. */
MUST_USE enum err owner_check(struct ctx *cx, struct db *db, int64_t was, int64_t owner,
                              enum err so_far);

#endif
