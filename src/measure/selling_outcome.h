/* selling_outcome.h -- step 5: what each way of selling was to bring, and what it did; and the same for each partner.
 *
 * A deal was sold the way it says (deal.sold_through), else the way its partner sells, else directly. Won and lost go by closing date, and
 * revenue counts deals in the site's currency. The margin after costs is revenue × the channel's margin − the partners' commission − the cost to
 * serve of each won deal; it is unknown until the plan says the margin. A plan with two channels of one kind shares what was sold that way, and
 * says so.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    those of period.h and model.h.
 * Units:     see figure.h; the cycle runs from opened to won (days_between).
 */
#ifndef PRACA_MEASURE_SELLING_OUTCOME_H
#define PRACA_MEASURE_SELLING_OUTCOME_H

#include "db/db.h"

/* {"from", "to", "currency", "items": [{"channel", "name", "kind", "expected_share", "shared", "figures", "reasons"}], "others": [...]}: others are
 * ways in which something was sold that the plan does not name. */
MUST_USE enum err selling_outcome_json(struct ctx *cx, struct db *db, int64_t plan,
                                       const char *from, const char *to, struct buf *out);
/* {"from", "to", "currency", "items": [{"partner", "name", "kind", "active", "commission", "registered", "waiting", "accepted", "figures", "reasons"}]} */
MUST_USE enum err partners_outcome_json(struct ctx *cx, struct db *db, const char *from,
                                        const char *to, struct buf *out);

#endif
