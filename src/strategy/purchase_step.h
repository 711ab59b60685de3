/* purchase_step.h -- how an audience buys: one step of the list, who acts in it and what they need to go on.
 *
 * New steps go to the end; purchase_steps_order() puts them in another order.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    purchase_steps_order: a wrong field "ids" with "purchase_step.order" unless all steps of the audience are
 *            named, each once; ERR_CONFLICT "plan.frozen".
 */
#ifndef PRACA_STRATEGY_PURCHASE_STEP_H
#define PRACA_STRATEGY_PURCHASE_STEP_H

#include "model/model.h"

struct purchase_step {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    int64_t audience;
    int64_t position;
    const char *name;
    const char *buying_role; /* who acts */
    const char *needs;
};

enum { PURCHASE_STEPS_MAX = 100 };

extern const struct model purchase_step_model;

/* Inside db_write(). */
MUST_USE enum err purchase_steps_order(struct ctx *cx, struct db *db, int64_t audience,
                                       const int64_t *ids, size_t n);

#endif
