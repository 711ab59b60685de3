/* plan_scenario.h -- "what if we spend half": a copy of a plan to think with.
 *
 * All records are copied under ids of their own, and what they refer to inside the plan is the copy. What can be there only once in a site
 * (an address of a campaign, a code) is not copied; a campaign begins as an idea and does not run (plan_record.h). A way back to the
 * plan as it was when the copy was made (plan_version.h, kept) is the ground on which changes are told: adopting a scenario takes over
 * what was changed in it since then, and leaves alone what was changed in the plan meanwhile.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "plan_scenario.missing"; ERR_CONFLICT "plan_scenario.adopted", "plan_scenario.nothing", "plan_scenario.of";
 *            ERR_LIMIT "plan_scenario.many"; wrong fields "name", "budget_percent", "hours_percent".
 */
#ifndef PRACA_STRATEGY_PLAN_SCENARIO_H
#define PRACA_STRATEGY_PLAN_SCENARIO_H

#include "strategy/plan_apply.h"

enum { PLAN_SCENARIOS_MAX = 10, PLAN_PERCENT_MAX = 1000 };

struct plan_scenario {
    int64_t plan; /* of which it is a copy */
    const char *name;
    int64_t budget_percent, hours_percent; /* of the budget lines; NIL: as they are */
    int64_t id;                            /* out */
};
/* Inside db_write(). */
MUST_USE enum err plan_scenario_add(struct ctx *cx, struct db *db,
                                    const struct model *const *models, struct plan_scenario *s);

/* Which record each one was copied from. */
struct plan_copies {
    int64_t *copies, *origins; /* by copy */
    size_t n;
};
/* Of a plan that is no scenario: none. */
MUST_USE enum err plan_copies_of(struct ctx *cx, struct db *db, int64_t plan,
                                 struct plan_copies *ret);
/* The record it was copied from; itself when it was not. */
int64_t plan_copy_origin(const struct plan_copies *c, int64_t id);

/* What adopting it would change in its plan. */
MUST_USE enum err plan_scenario_diff(struct ctx *cx, struct db *db,
                                     const struct model *const *models, int64_t plan,
                                     int64_t scenario, struct plan_diff *ret);
/* Its changes become the plan's; a way back is kept first, and the scenario is archived. Inside db_write(). */
MUST_USE enum err plan_scenario_adopt(struct ctx *cx, struct db *db,
                                      const struct model *const *models, int64_t plan,
                                      int64_t scenario, struct plan_version *ret_kept,
                                      struct plan_applied *ret);
/* It and all that was copied. Inside db_write(). */
MUST_USE enum err plan_scenario_drop(struct ctx *cx, struct db *db,
                                     const struct model *const *models, int64_t plan,
                                     int64_t scenario);
/* Of a plan, oldest first. */
MUST_USE enum err plan_scenarios_of(struct ctx *cx, struct db *db, int64_t plan, struct plan ***ret,
                                    size_t *ret_n);

#endif
