/* plan_record.h -- what the records of a plan have in common: they freeze with it.
 *
 * An archived plan is history. Every record type of the plan starts with struct plan_record's two members and uses these hooks (a
 * type with rules of its own calls them first). Campaigns and spend are what is done with a plan, so they do not freeze. A
 * published plan goes on living; what was published is frozen beside it (plan_version.h).
 *
 * Errors: ERR_CONFLICT "plan.frozen"; wrong field "competitor.other_plan".
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
/* What runs in the world does not run in a scenario: wrong field "state" with "campaign.scenario". so_far: what the checks before
 * this one found; wrong fields gather, anything else is passed on at once. */
MUST_USE enum err plan_scenario_check(struct ctx *cx, struct db *db, int64_t plan_id,
                                      enum err so_far);
/* A record that another names (NIL: none) stands in the same plan; else the field has "competitor.other_plan". What is not
 * there is told by the model itself. m: of a record that begins with struct plan_record. */
MUST_USE enum err plan_record_same(struct ctx *cx, struct db *db, const char *field,
                                   const struct model *m, int64_t id, int64_t plan);
/* The same of every reference of a record to another of a plan, where it or the plan is not as it was. m: its own model, which
 * begins with struct plan_record; before: NULL for a new one. so_far: as above. */
MUST_USE enum err plan_record_refs(struct ctx *cx, struct db *db, const struct model *m,
                                   const void *before, const void *record, enum err so_far);
/* "ends before it starts" as a wrong field; either may be NULL. */
MUST_USE enum err check_date_order(struct ctx *cx, const char *from_field, const char *from,
                                   const char *to_field, const char *to);

#endif
