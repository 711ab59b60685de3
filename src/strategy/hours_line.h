/* hours_line.h -- hours that were worked on a channel in a month, and by whom.
 *
 * What was worked is no promise: it is written down while the plan is in force, so it does not freeze. The month is kept as its first
 * day, whatever day was given.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_HOURS_LINE_H
#define PRACA_STRATEGY_HOURS_LINE_H

#include "model/model.h"

struct hours_line {
    struct record record;
    int64_t channel;
    const char *month; /* its first day */
    int64_t owner;     /* user id of who worked; the caller when not given */
    int64_t hours;
    const char *note;
};

extern const struct model hours_line_model;

/* The first day of the month of a day; NULL and wrong days as they are. */
const char *month_first_day(struct ctx *cx, const char *date);

#endif
