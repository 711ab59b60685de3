/* plan_tree.h -- all that hangs on one plan, whatever models there are.
 *
 * A model is a branch of the plan when it has a field `plan` that refers to plan_model, or when its first field is a
 * REQUIRED reference to a model that is a branch. So a new model comes into versions, scenarios, exports and the printed plan by
 * its row in the table of models alone.
 *
 * Branches stand in the order of that table; records, by age.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of model_get(); ERR_LIMIT "plan.too_large" past PLAN_BRANCH_MAX records of one model.
 */
#ifndef PRACA_STRATEGY_PLAN_TREE_H
#define PRACA_STRATEGY_PLAN_TREE_H

#include "strategy/plan.h"

enum { PLAN_BRANCH_MAX = 5000 };

struct plan_branch {
    const struct model *model;
    const struct field *up; /* the reference it hangs by */
    void **records;
    size_t n;
};

struct plan_tree {
    struct plan *plan;
    struct plan_branch *branches;
    size_t n;
};

/* The reference by which records of a model hang on a plan, or on what does; NULL: they do not. */
const struct field *plan_branch_up(const struct model *m);
/* Without records: which models are branches. models ends with NULL. */
MUST_USE enum err plan_tree_kinds(struct ctx *cx, const struct model *const *models,
                                  struct plan_tree *ret);
MUST_USE enum err plan_tree_read(struct ctx *cx, struct db *db, const struct model *const *models,
                                 int64_t plan, struct plan_tree *ret);
struct plan_branch *plan_tree_branch(const struct plan_tree *t, const struct model *m);
/* Whether f refers to a record inside the plan. */
bool plan_tree_holds(const struct plan_tree *t, const struct field *f);

/* What happens with a plan, not what it says: whether it is in force, whether a campaign runs. It is neither compared nor taken back,
 * and begins anew in a copy. */
bool plan_field_is_life(const struct field *f);

/* "plan", "records": {table: [record]} and "people": {user id: name} into an object that is open; records as the API writes them. */
MUST_USE enum err plan_tree_members(struct ctx *cx, struct db *db, const struct plan_tree *t,
                                    struct json_writer *w);
/* A tree from what plan_tree_members() wrote. Models that were added since are empty, fields that were have their initial
 * value. ERR_BROKEN "plan_version.unreadable". */
MUST_USE enum err plan_tree_from(struct ctx *cx, const struct model *const *models,
                                 const struct json *snapshot, struct plan_tree *ret);
void *plan_tree_find(const struct plan_tree *t, const struct model *m, int64_t id);
/* Of one record, in words: its name, or what it is of ("Busca, 2027-01-01"). */
const char *plan_record_name(struct ctx *cx, const struct plan_tree *t, const struct model *m,
                             const void *record);
/* The name of the record of the plan that a reference points at; NULL when it is not there. */
const char *plan_ref_name(struct ctx *cx, const struct plan_tree *t, const struct field *f,
                          int64_t id);

/* One record in a list of them, at its place by the references between them. */
struct plan_item {
    const struct model *model;
    void *record;
};
/* So that whatever a record refers to among them comes before it. */
void plan_items_order(struct plan_item *items, size_t n);

#endif
