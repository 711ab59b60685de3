/* plan_scenario_priv.h -- ids of one plan as those of another: for copies, and for the way back. */
#ifndef PRACA_STRATEGY_PLAN_SCENARIO_PRIV_H
#define PRACA_STRATEGY_PLAN_SCENARIO_PRIV_H

#include "strategy/plan_scenario.h"

struct plan_id_map {
    int64_t *from, *to;
    size_t n;
};
/* 0: not in it. */
int64_t plan_id_mapped(const struct plan_id_map *map, int64_t id);
/* References inside the plan, and ids in JSON fields, as the map says; what is not in it stays. */
MUST_USE enum err plan_record_remap(struct ctx *cx, const struct plan_tree *t,
                                    const struct model *m, void *record,
                                    const struct plan_id_map *map);
/* Whether records of this branch are copied: not when they must have what a site has only once, or hang on such a record. */
bool plan_branch_is_copied(const struct plan_tree *t, const struct plan_branch *b);
/* Another record with the same values. */
void *plan_record_dup(struct ctx *cx, const struct model *m, const void *record);
void plan_field_copy(const struct field *f, void *to, const void *from);

#endif
