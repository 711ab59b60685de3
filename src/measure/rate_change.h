/* rate_change.h -- since when leads become customers at another rate than before.
 *
 * A rate over all leads means nothing when it was 3 % until last year and 13 % since: something changed, or began to be recorded.
 * So each day may be the first of another rate. The likeliest is a change when it explains the days far better than one rate
 * does, more than weeks differ anyhow, and one side's rate is at least half as much again as the other's. When the first of a month is about as
 * likely, it is that: so it will be read. Of several changes the last counts: what is after it may be mixed.
 *
 * Leads of the month before the change had most of their time to buy after it, so they belong to neither side.
 *
 * It is looked for in what leads became within equal time (won within 90 days), as young leads had less of it; told beside it is
 * what they became until now.
 *
 * Ownership: the ctx's arena.
 * Units:     day numbers; the days come in order and have no gaps.
 * Source:    likelihood ratio over change points (Quandt 1960; Andrews 1993), with overdispersion (McCullagh and Nelder 1989).
 */
#ifndef PRACA_MEASURE_RATE_CHANGE_H
#define PRACA_MEASURE_RATE_CHANGE_H

#include "base/ctx.h"

enum {
    RATE_CHANGE_LEADS = 100, /* on each side */
    RATE_CHANGE_MARGIN = 28  /* days on each side */
};

struct rate_day {
    int64_t day;
    int64_t leads, within, won;
};

struct rate_side {
    int64_t leads, within, won; /* within: won in 90 days; won: until now */
};

struct rate_change {
    bool found;
    int64_t from,
        until; /* days: the last of the old rate ends before from, the new one holds from until on */
    struct rate_side before, after;
};

/* found is false when there is no change, or too little to tell. */
MUST_USE enum err rate_change_find(struct ctx *cx, const struct rate_day *days, size_t n,
                                   struct rate_change *ret);

#endif
