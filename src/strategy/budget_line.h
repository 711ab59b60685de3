/* budget_line.h -- step 7: money and hours of one channel in one month.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_BUDGET_LINE_H
#define PRACA_STRATEGY_BUDGET_LINE_H

#include "model/model.h"

struct budget_line {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    int64_t channel;
    const char *month; /* its first day */
    int64_t planned_minor;
    int64_t planned_hours;
    const char *note;
};

extern const struct model budget_line_model;

#endif
