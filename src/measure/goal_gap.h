/* goal_gap.h -- which channel would close what a goal lacks, and what that would take.
 *
 * What lacks is the target less the middle of the outlook (goal_outlook.h). Each channel that money or hours are put into is asked how much more a
 * month it would need until the due date, by the same draws as a budget shift. Up to GAP_TIMES what is put in today its past is
 * believed; beyond that nobody knows, and the channel cannot. When none can, that is the answer.
 *
 * Ownership: the ctx's arena.
 * Units:     extra: minor units, or hours, in all until the due date.
 */
#ifndef PRACA_MEASURE_GOAL_GAP_H
#define PRACA_MEASURE_GOAL_GAP_H

#include "measure/budget_shift.h"
#include "measure/goal_outlook.h"

enum { GAP_TIMES = 3 };

struct gap_channel {
    const char *key;
    bool hours, can, told; /* told: by its own months */
    int64_t now;           /* put in a month */
    struct span_of extra;  /* in all */
};

struct goal_gap {
    struct figure reason; /* known: told */
    enum unit unit;
    double gap;                   /* 0 or less: nothing lacks */
    double months;                /* left */
    struct gap_channel *channels; /* those that can first, the cheapest of money before hours */
    size_t n;
    const struct gap_channel *best; /* NULL: none can */
};

MUST_USE enum err goal_gap(struct ctx *cx, const struct goal *goal, const struct goal_outlook *o,
                           const struct channel_powers *powers, struct goal_gap *ret);
/* {"gap", "unit", "months", "reason", "best": channel | null, "channels": [{"channel", "hours", "can", "told", "now", "low", "middle",
 * "high"}]}. */
void goal_gap_json(struct ctx *cx, const struct goal_gap *g, struct json_writer *w);

#endif
