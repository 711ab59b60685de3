/* plan_guess.h -- which values of a plan are guesses that nobody has confirmed.
 *
 * A plan that was begun from a few answers or from an example has values that are nobody's word. Each stays marked until somebody
 * confirms it, or changes it: then it is no guess any more.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of plan_tree.h; wrong fields "table", "id", "fields" (plan_apply.h).
 */
#ifndef PRACA_STRATEGY_PLAN_GUESS_H
#define PRACA_STRATEGY_PLAN_GUESS_H

#include "strategy/plan_apply.h"

/* Of a record as it was just written. */
MUST_USE enum err plan_guess_add(struct ctx *cx, struct db *db, int64_t plan, const struct field *f,
                                 const void *record);

struct plan_guess {
    const struct model *model;
    const void *record;
    const struct field *field;
};
/* Those that still stand, record by record. */
MUST_USE enum err plan_guesses_of(struct ctx *cx, struct db *db, const struct plan_tree *tree,
                                  struct plan_guess **ret, size_t *ret_n);
/* Those of the choice (all, one record, some fields; with only a table: all of that). Inside db_write(). */
MUST_USE enum err plan_guesses_confirm(struct ctx *cx, struct db *db, const struct plan_tree *tree,
                                       const struct plan_choice *choice, int64_t *ret_n);
/* {"open", "items": [{"table", "kind", "id", "name", "fields": [{"name", "label", "value"}]}]} */
MUST_USE enum err plan_guesses_json(struct ctx *cx, struct db *db, const struct plan_tree *tree,
                                    struct json_writer *w);

#endif
