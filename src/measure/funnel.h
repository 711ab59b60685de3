/* funnel.h -- a saved funnel: steps in their order, within one visit or by one visitor in so many days.
 *
 * The steps are those of statistics_funnel_json() (statistics.h), which answers how many went through them.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    wrong field "steps" with "stats.steps", "stats.step".
 */
#ifndef PRACA_MEASURE_FUNNEL_H
#define PRACA_MEASURE_FUNNEL_H

#include "model/model.h"

struct funnel {
    struct record record;
    const char *name;
    const char *steps; /* JSON */
    const char *scope; /* visit, visitor */
    int64_t window_days;
};

extern const struct model funnel_model;

#endif
