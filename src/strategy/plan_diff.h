/* plan_diff.h -- what differs between two states of one plan, record by record and field by field.
 *
 * Records are told apart by their ids. READONLY fields are the program's own and differ without anybody having changed the plan, so they
 * are not compared; neither is plan_field_is_life().
 *
 * Ownership: the ctx's arena; records are those of the trees.
 */
#ifndef PRACA_STRATEGY_PLAN_DIFF_H
#define PRACA_STRATEGY_PLAN_DIFF_H

#include "strategy/plan_tree.h"

struct plan_change {
    const struct model *model;
    int64_t id;
    void *before, *after; /* NULL: it was added, or removed */
};

struct plan_diff {
    struct plan_tree from, to;
    struct plan_change *changes; /* the plan's own first, then in the order of the models */
    size_t n;
};

/* Both trees made with the same table of models. */
MUST_USE enum err plan_diff(struct ctx *cx, const struct plan_tree *from,
                            const struct plan_tree *to, struct plan_diff *ret);
/* Whether this field differs, of those that are compared. */
bool plan_field_differs(const struct field *f, const void *before, const void *after);
/* [{"table", "kind", "id", "name", "change": "added"|"removed"|"changed", "fields": [{"name", "label", "before", "after",
 * "before_name", "after_name"}]}]: values as the API writes them, names of what references point at. Added and removed records tell
 * the fields they have. */
MUST_USE enum err plan_diff_json(struct ctx *cx, struct db *db, const struct plan_diff *d,
                                 struct json_writer *w);

#endif
