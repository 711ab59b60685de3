/* plan_figures.h -- where the goals of a plan stand, and what was proposed and decided out of the figures, as a version keeps it.
 *
 * Figures take a while, so they are made before the transaction that stores them.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of goal_progress.h.
 */
#ifndef PRACA_MEASURE_PLAN_FIGURES_H
#define PRACA_MEASURE_PLAN_FIGURES_H

#include "db/db.h"

/* {goal id: what goal_progress_json() writes, "improve": {"proposals": [records], "hits"}}; a goal whose metric is no more is left
 * out. */
MUST_USE enum err plan_figures(struct ctx *cx, struct db *db, int64_t plan, const char **ret);

#endif
