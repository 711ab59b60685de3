/* plan_apply.h -- makes a plan what another state of it says: a version it goes back to, a scenario that is adopted.
 *
 * Whatever differs is written the way a person would: through the hooks of the models, with its audit entry. Records that come back keep
 * the ids they had, so that what refers to them finds them. A record that something outside of the plan refers to (a campaign with
 * spend) stays, and is counted as left. READONLY fields are the program's and stay as they are.
 *
 * Ownership: the ctx's arena.
 * Errors:    wrong fields "table", "id", "fields"; ERR_CONFLICT "plan_version.nothing"; those of the models' hooks.
 */
#ifndef PRACA_STRATEGY_PLAN_APPLY_H
#define PRACA_STRATEGY_PLAN_APPLY_H

#include "strategy/plan_version.h"

/* Which of the differences are meant. */
struct plan_choice {
    const struct model *model; /* NULL: all of them */
    int64_t id;                /* 0: all records of the model */
    const struct json *fields; /* list of names; NULL: the whole record */
};

struct plan_applied {
    int64_t added, changed, removed;
    int64_t left; /* would go, but something refers to them */
};

/* {"table", "id", "fields"}; without id all of a table, an empty object means all. */
MUST_USE enum err plan_choice_read(struct ctx *cx, const struct model *const *models,
                                   const struct json *in, struct plan_choice *ret);
/* Inside db_write(). d->from is the plan as it is now, d->to what it shall be. */
MUST_USE enum err plan_apply(struct ctx *cx, struct db *db, const struct plan_diff *d,
                             const struct plan_choice *choice, struct plan_applied *ret);
/* Back to a version. When more than one record is meant a way back is kept first (ret_kept->id 0: it was not). */
MUST_USE enum err plan_version_restore(struct ctx *cx, struct db *db,
                                       const struct model *const *models,
                                       const struct plan_version *v,
                                       const struct plan_choice *choice,
                                       struct plan_version *ret_kept, struct plan_applied *ret);
/* {"added", "changed", "removed", "left", "kept": "k1"} */
void plan_applied_json(struct ctx *cx, struct json_writer *w, const struct plan_applied *a,
                       const struct plan_version *kept);

#endif
