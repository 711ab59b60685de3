/* goal_outlook.h -- where a goal will probably arrive, and whether its target asks too much or too little.
 *
 * What is still to come is forecast from the weeks that were (forecast.h) and added to what is there. Revenue is forecast from won
 * deals, each bringing what a past one brought. A target that is reached in nine of ten courses is timid, in one of ten bold; both
 * are the owner's to want, but a bold one asks for a reason, with what history says: the best growth from a quarter of 13 weeks
 * to the next, and the growth that the target needs.
 *
 * Only metrics that metric_weeks.h tells have an outlook; for the others, for the young and for what is over, the reason says why
 * not.
 *
 * Ownership: the ctx's arena.
 * Units:     as the metric's: counts, or money in minor units. Growth and chance are fractions.
 */
#ifndef PRACA_MEASURE_GOAL_OUTLOOK_H
#define PRACA_MEASURE_GOAL_OUTLOOK_H

#include "measure/metric.h"
#include "strategy/goal.h"

enum ambition { AMBITION_UNKNOWN, AMBITION_TIMID, AMBITION_WITHIN, AMBITION_BOLD };

struct goal_outlook {
    struct figure reason; /* known: there is an outlook */
    enum unit unit;
    double low, middle, high; /* at the due date: 80 % between low and high */
    double chance;            /* to reach the target; NaN: no target */
    enum ambition ambition;
    int64_t weeks;        /* told by */
    const char *since;    /* the first day of them */
    int64_t steady;       /* weeks since the level last jumped; = weeks: it never did */
    int64_t trials, held; /* forecasts tried on those weeks, and how many held */
    double best,
        needed; /* growth from a quarter to the next: the best there was, the one the target needs; NaN: unknown */
    int64_t months; /* that best was looked for in */
};

/* goal: with metric, channel, starts_on, due_on and, or not, a target; need not be saved. */
MUST_USE enum err goal_outlook(struct ctx *cx, struct db *db, const struct goal *goal,
                               struct goal_outlook *ret);
/* {"low", "middle", "high", "chance", "ambition": "timid" | "within" | "bold" | null, "weeks", "since", "steady", "trials", "held",
 *  "best_growth", "needed_growth", "months", "unit", "reason"} */
void goal_outlook_json(struct ctx *cx, const struct goal_outlook *o, struct json_writer *w);

#endif
