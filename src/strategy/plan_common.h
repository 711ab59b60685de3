/* plan_common.h -- lists of what plans hold leave scenarios out.
 *
 * A scenario is a copy to think with. A list of goals, campaigns, audiences, channels and of whatever else hangs on a plan, asked
 * without saying of which plan, would show each of them twice and let somebody pick the copy. So such a list leaves out what stands in
 * a scenario, unless a filter names records by id, a plan, or a record of a plan ("goal=", "competitor.in=").
 *
 * Ownership: the ctx's arena.
 */
#ifndef PRACA_STRATEGY_PLAN_COMMON_H
#define PRACA_STRATEGY_PLAN_COMMON_H

#include "model/model.h"

/* Gives q, of a list of m, the condition; leaves q alone where m does not hang on plans, a filter says which are meant, or there is
 * another condition already. */
MUST_USE enum err plan_common(struct ctx *cx, struct db *db, const struct model *m,
                              struct model_query *q);

#endif
