/* rule_list.h -- a rule as one more condition of a list: what a screen filters by, and what a change of many is asked for.
 *
 * Ownership: the condition lives in the ctx's arena.
 * Errors:    ERR_INVALID with the mistakes of the rule by their path ("rule.all.0"), "rule.list_many" (max) when behaviours give more
 *            ids than a statement should take, "model.filter" for a model without rules; ERR_BUSY "facts.store_away".
 */
#ifndef PRACA_PEOPLE_RULE_LIST_H
#define PRACA_PEOPLE_RULE_LIST_H

#include "facts/store.h"
#include "model/model.h"

/* facts may be NULL: then no behaviour can be asked. */
MUST_USE enum err rule_list(struct ctx *cx, struct db *db, struct fact_store *facts,
                            const struct model *m, const char *json, struct model_query *q);

#endif
