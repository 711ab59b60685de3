/* funnel.h -- a saved funnel: steps in their order, within one visit or by one visitor in so many days.
 *
 * The steps are those of statistics_funnel_json() (statistics.h), which answers how many went through them.
 *
 * Steps are checked when they are saved. What was saved before a rule came stays and opens (statistics_kept_funnel_json()).
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    wrong field "steps" with "stats.steps", "stats.step".
 */
#ifndef PRACA_MEASURE_FUNNEL_H
#define PRACA_MEASURE_FUNNEL_H

#include "base/json.h"
#include "model/model.h"

struct funnel {
    struct record record;
    const char *name;
    const char *steps; /* JSON */
    const char *scope; /* visit, visitor */
    int64_t window_days;
};

extern const struct model funnel_model;

/* The question a saved funnel asks, with what `in` says beside: period, filters, include. */
MUST_USE enum err funnel_question(struct ctx *cx, const struct funnel *f, const struct json *in,
                                  const struct json **ret);

#endif
