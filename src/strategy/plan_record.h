/* plan_record.h -- what the records of a plan have in common: they freeze with it.
 *
 * A published plan is what was promised; who wants to change it makes a new draft. Every record type of the plan
 * starts with struct plan_record's two members and uses these hooks (a type with rules of its own calls them first).
 * Campaigns and spend are what is done with a plan, so they do not freeze.
 *
 * Errors: ERR_CONFLICT "plan.frozen".
 */
#ifndef PRACA_STRATEGY_PLAN_RECORD_H
#define PRACA_STRATEGY_PLAN_RECORD_H

#include "model/model.h"

struct plan_record {
    struct record record;
    int64_t plan;
};

enum err plan_record_before_save(struct ctx *cx, struct db *db, const void *before, void *record);
enum err plan_record_after_save(struct ctx *cx, struct db *db, const void *before,
                                const void *record);
/* "ends before it starts" as a wrong field; either may be NULL. */
MUST_USE enum err check_date_order(struct ctx *cx, const char *from_field, const char *from,
                                   const char *to_field, const char *to);

#endif
