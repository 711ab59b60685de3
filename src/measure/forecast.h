/* forecast.h -- what the weeks to come may bring of something that is counted, told by the weeks that were.
 *
 * A count by week keeps a level for a while, wanders a little and now and then jumps: a new offer, a channel that opens, a team
 * that leaves. So each week may have been the beginning of the present level, and each of these beginnings is kept with how well
 * it explains what came since (Bayesian change points). Weeks before a jump then stop to count by themselves, and the range is as
 * wide as the weeks since were uneven. How often the level jumps is learned too: one in 13 weeks is expected until the weeks tell.
 * No growth is assumed to go on: the level of today is carried forward, with what it wandered so far.
 *
 * Counts are looked at as twice the root of (count + 3/8), where the noise of small and of large counts is alike (Anscombe).
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_INVALID "forecast.few_weeks" under FORECAST_WEEKS_MIN weeks; a full arena.
 * Units:     weeks whole and complete, oldest first; figures are counts. low and high hold 80 % between them.
 * Threads:   any; the same weeks give the same numbers.
 * Source:    Adams and MacKay, Bayesian Online Changepoint Detection, 2007; Murphy, Conjugate Bayesian analysis of the Gaussian
 *            distribution, 2007; Gneiting and Raftery, Strictly Proper Scoring Rules, 2007 (interval score).
 */
#ifndef PRACA_MEASURE_FORECAST_H
#define PRACA_MEASURE_FORECAST_H

#include "base/ctx.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FORECAST_WEEKS_MIN = 12, FORECAST_DRAWS = 4000, FORECAST_AHEAD_MAX = 260 };

/* The present level as it is if it began `since` weeks ago: a mean known to `trust` weeks, a precision of shape and scale. */
struct forecast_level {
    double weight; /* of all levels together: 1 */
    double mean, trust, shape, scale;
    size_t since;
};

struct forecast {
    size_t weeks;  /* told by */
    double jump;   /* chance that the level jumps in a week */
    size_t steady; /* weeks since the last jump, the likeliest */
    size_t n;
    struct forecast_level *levels; /* the newest last */
};

struct forecast_range {
    double low, middle,
        high; /* one in ten is below low, one in two below middle, one in ten above high */
};

MUST_USE enum err forecast_fit(struct ctx *cx, const int64_t *weeks, size_t n,
                               struct forecast *ret);
/* The count of the week after the last. */
struct forecast_range forecast_next(const struct forecast *f);

/* The sum over `weeks` that begin `skip` weeks after the last (a part of a week counts as that part), FORECAST_DRAWS times by
 * chance, smallest first. skip: 0 and more; weeks: over 0; together at most FORECAST_AHEAD_MAX and some. seed: the same gives the
 * same. */
MUST_USE enum err forecast_sums(struct ctx *cx, const struct forecast *f, double skip, double weeks,
                                uint64_t seed, double **ret);
/* By linear interpolation (type 7), p from 0 to 1. */
double forecast_quantile(const double *sums, double p);
/* How many of the sums are this or more, 0 to 1. */
double forecast_chance(const double *sums, double at_least);

/* How the forecast would have done: at each week with FORECAST_WEEKS_MIN before it, the range from those alone beside what came. */
struct forecast_trials {
    size_t trials, held; /* held: within low and high, both rounded */
    double score,
        naive_score; /* mean interval score at 80 %, less is better; naive: last week, and what weeks differed so far */
};

MUST_USE enum err forecast_trials(struct ctx *cx, const int64_t *weeks, size_t n,
                                  struct forecast_trials *ret);

#endif
