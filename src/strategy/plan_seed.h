/* plan_seed.h -- a plan made of a document: an example of a sector, or what a few answers lead to.
 *
 * {"plan": {field: value}, "records": [{"table", "key", "fields": {field: value}, "guess": [field], "each_month": n}]}. A value may be
 *  - an object by language, {"pt-BR": ..., "en": ...}: the one of cx;
 *  - "@key", in a reference: the record that was made under that key before;
 *  - {"month": k} or {"month_end": k}, in a date: the first or last day of the k-th month of the plan, from 0.
 * each_month makes the record n times, with its field `month` the first day of each. The fields named in guess are kept as guesses
 * (plan_guess.h); "guess": "numbers" in the document means all numbers that are given.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_INVALID "plan_seed.table" (table), "plan_seed.key" (key); those of the models.
 */
#ifndef PRACA_STRATEGY_PLAN_SEED_H
#define PRACA_STRATEGY_PLAN_SEED_H

#include "strategy/plan_tree.h"

struct plan_seed {
    const struct json *doc;
    const char *name, *starts_on; /* of the plan; starts_on: the first day of a month */
    int months;
    /* What a floor above has to fill in before a record is saved; NULL: nothing. */
    enum err (*prepare)(void *self, struct ctx *cx, struct db *db, const struct model *m,
                        void *record);
    void *self;
    int64_t plan; /* out */
};

/* Inside db_write(). */
MUST_USE enum err plan_seed(struct ctx *cx, struct db *db, const struct model *const *models,
                            struct plan_seed *s);
/* Of a value by language the one of cx; any other value itself. */
const struct json *plan_seed_in(struct ctx *cx, const struct json *v);
/* The document in the language of cx, as a preview: {"key", "name", "text", "plan": {}, "records": {table: [{...}]}}, without keys and
 * with references by the name of what they point at. */
void plan_seed_preview(struct ctx *cx, const struct json *doc, struct json_writer *w);

#endif
