/* plan_compare.h -- two or three plans side by side: a plan and its scenarios, or plans of two years.
 *
 * Records that were copied from one another stand in one row, whatever they are called now. What is expected follows from what the plans
 * say themselves: leads are the money planned for a channel ÷ its expected cost per lead; the profit of an audience is accounts
 * that can be reached × win rate × (margin − cost to win). Where a part is not given there is no figure, and its reason is told.
 *
 * Ownership: the ctx's arena.
 * Errors:    wrong field "plans" with "plan_scenario.compare"; those of plan_tree.h.
 * Units:     money in minor units of the site's currency.
 */
#ifndef PRACA_MEASURE_PLAN_COMPARE_H
#define PRACA_MEASURE_PLAN_COMPARE_H

#include "measure/figure.h"
#include "strategy/plan_scenario.h"

enum { PLANS_COMPARED_MAX = 3 };

/* {"plans": [{"id", "name", "scenario_of", "state"}], "sections": [{"key", "unit", "rows": [{"label", "unit", "values", "reasons", "differs",
 *  "total"}]}]}: of each section a row for all of it first. Sections: money_channel, hours_channel, money_month, hours_month, goals,
 *  leads, profit. */
MUST_USE enum err plan_compare_json(struct ctx *cx, struct db *db,
                                    const struct model *const *models, const int64_t *plans,
                                    size_t n, struct buf *out);

#endif
