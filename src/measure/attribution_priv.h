/* attribution_priv.h -- what the two halves of attribution share: the touches that count, and sums
 * that do not drift.
 *
 * Surprising: sums are compensated. A cent must not move to another channel because journeys came
 * in another order, and plain addition of a million thirds would do that.
 */
#ifndef PRACA_MEASURE_ATTRIBUTION_PRIV_H
#define PRACA_MEASURE_ATTRIBUTION_PRIV_H

#include "measure/attribution.h"

struct sum {
    double high, low;
};

/* Knuth's two-sum: exact error of every addition kept apart. */
static inline void sum_add(struct sum *s, double x)
{
    double total = s->high + x;
    double part = total - s->high;

    s->low += (s->high - (total - part)) + (x - part);
    s->high = total;
}

static inline double sum_of(const struct sum *s)
{
    return s->high + s->low;
}

/* The touches from .. from + n - 1 of a journey are those before the conversion and inside the
 * window. */
struct touches {
    size_t from, n;
    const uint32_t *channel; /* of the first that counts */
    const int64_t *age_ms;   /* likewise; NULL without times */
    const bool *blind;       /* likewise; NULL without */
};

struct touches touches_of(const struct journeys *j, size_t i, const struct attribution_rule *rule);

/* Shares of total that follow the sums to the last unit: floor, then one unit each to the largest
 * remainders; among equals the lower channel first. */
MUST_USE enum err shares_of(struct ctx *cx, const struct sum *sums, size_t n, int64_t total,
                            int64_t *ret);

/* Fills removal, chance, conversions and value; sets unknown_*. */
MUST_USE enum err markov_run(struct ctx *cx, const struct journeys *j,
                             const struct attribution_rule *rule, struct attribution *ret);

#endif
