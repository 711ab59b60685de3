/* goal_progress.h -- where a goal stands, from the data, never from what somebody typed.
 *
 * The baseline is the metric over as many days as the goal has, right before it starts; where that is still to come, right before
 * today: no day that has not been counts as one that brought nothing. It is read when the goal is saved, and for a goal saved before its
 * start again when it has started. What it is for depends on the metric:
 *  - A metric that counts (leads, won, revenue, spend) begins at 0 on the first day and adds up: progress is current ÷
 *    target; the baseline only says what the same number of days brought before.
 *  - A metric that is a level (a rate, days, a cost, a pipeline) begins at the baseline: progress is how much of the way
 *    from baseline to target is done. Without a baseline there is no progress to tell, only current and target. With one
 *    that is as good as the target or better, the goal is to stay there: progress is 1 while current is as good as the
 *    target and 0 otherwise, and there is no pace.
 * expected_now is where an even pace from the start would be today; pace is progress ÷ elapsed. on_track compares current
 * with expected_now, in the direction in which the metric is better; spend is on track while it stays at or under it.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    goal_prepare: fault fields "metric" with "metric.no_such", "target_micro" with "metric.scale" and "goal.nothing";
 *            milestone_prepare: "value_micro" with the same two.
 * Units:     values as in figure.h, money in minor units; in the goal they are millionths of that.
 */
#ifndef PRACA_MEASURE_GOAL_PROGRESS_H
#define PRACA_MEASURE_GOAL_PROGRESS_H

#include "measure/metric.h"
#include "strategy/goal.h"
#include "strategy/milestone.h"

/* Before a goal is saved: its metric must exist; the baseline is filled in, NIL when the data cannot tell. A target that is new and
 * bold (goal_outlook.h) needs a reason: fault field "reason" with "goal.bold" or "goal.bold_growth". */
MUST_USE enum err goal_prepare(struct ctx *cx, struct db *db, struct goal *goal);

/* Before a milestone is saved: its value must lie on the scale of the goal's metric. */
MUST_USE enum err milestone_prepare(struct ctx *cx, struct db *db,
                                    const struct milestone *milestone);

enum verdict { VERDICT_UNKNOWN, VERDICT_ON_TRACK, VERDICT_BEHIND };

struct goal_outlook;

struct goal_point {
    const char *date; /* the last day it counts */
    double value;     /* NaN: unknown; added up from the start for a metric that counts */
};

struct goal_progress {
    enum unit unit;
    double baseline, current, target;             /* NaN: unknown */
    double progress, elapsed, expected_now, pace; /* NaN: unknown; elapsed 0 to 1 */
    int64_t days_left, days_total;
    bool over;  /* its last day has passed */
    bool keeps; /* the baseline was as good as the target: the goal is to stay there */
    bool
        reached; /* current is as good as the target; of money that is to be saved only when it is over */
    enum verdict verdict;
    struct figure reason;       /* known: nothing to explain */
    struct other_monies others; /* current is made without, being in another currency */
    struct goal_point *points;
    size_t point_count;
};

MUST_USE enum err goal_progress(struct ctx *cx, struct db *db, const struct goal *goal,
                                struct goal_progress *ret);
/* A figure as JSON: counts and money whole, NaN null. */
void goal_value_member(struct json_writer *w, const char *name, enum unit unit, double v);
/* The members of design: baseline, current, target, unit, progress, elapsed, expected_now, pace, days_left, days_total, over, keeps,
 * reached, on_track (null when unknown), reason, series, other_currencies; into an object that is open. */
void goal_progress_members(struct ctx *cx, struct json_writer *w, const struct goal_progress *p);
/* The same as an object of its own, with where it will probably arrive as "outlook". */
void goal_progress_json(struct ctx *cx, const struct goal_progress *p, const struct goal_outlook *o,
                        struct buf *out);

#endif
