/* budget_shift.h -- what would come of moving money, or hours, from one channel to another.
 *
 * What each channel would bring with more and with less is told by its elasticity (channel_power.h); how far that is known is part of
 * the answer: leads of the last half year as a rate, elasticity, conversion and amounts are drawn POWER_DRAWS times, and the effect
 * is what lies between. It is the expected effect, not how many will come in a lucky month.
 *
 * Only what leads bring is told: the metrics leads, won and revenue.
 *
 * Ownership: the ctx's arena.
 * Errors:    fault fields "from", "to", "amount", "months", "metric", each with what is possible.
 * Units:     amount a month: minor units, or hours; the effect in the metric's unit over all months.
 */
#ifndef PRACA_MEASURE_BUDGET_SHIFT_H
#define PRACA_MEASURE_BUDGET_SHIFT_H

#include "measure/channel_power.h"

enum { SHIFT_MONTHS_MAX = 12 };

/* Three points of what was drawn: one in ten is below low, one in two below middle, one in ten above high. */
struct span_of {
    double low, middle, high;
};

struct shift_ask {
    const char *from, *to; /* channels */
    const char *metric;    /* NULL: leads */
    int64_t amount, months;
    bool hours;
};

struct shift_side {
    const char *key;
    int64_t now, then; /* put in a month */
    double leads;      /* a month now */
    struct elasticity tells;
    struct span_of effect;
};

struct shift_effect {
    enum unit unit;
    struct shift_side from, to;
    struct span_of effect;
    double chance; /* that it helps */
};

MUST_USE enum err budget_shift(struct ctx *cx, struct db *db, const struct shift_ask *ask,
                               struct shift_effect *ret);
/* {"unit", "metric", "months", "hours", "from": {"channel", "now", "then", "leads", "elasticity", "months", "told", "low", "middle",
 * "high"}, "to": the same, "low", "middle", "high", "chance"} */
void budget_shift_json(struct json_writer *w, const struct shift_ask *ask,
                       const struct shift_effect *s);

/* --- for whoever draws from a channel's power */
struct chance;
double power_elasticity(const struct elasticity *e, struct chance *c);
/* Leads in a month, at what is put in now. */
double power_leads(const struct channel_power *p, struct chance *c);
/* What one lead is worth in the metric: 1, its chance to be won, or its revenue. NaN: not known. */
double power_worth(const struct channel_power *p, const char *metric, struct chance *c);
/* Why the metric cannot be told for the channel: a message; NULL: it can. */
const char *power_silent(const struct channel_power *p, const char *metric);
struct span_of span_of_draws(double *draws, size_t n);

/* A channel of a shift as the screens name it. */
const char *shift_channel_said(struct ctx *cx, const char *key);

#endif
