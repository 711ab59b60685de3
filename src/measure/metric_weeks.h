/* metric_weeks.h -- what a metric counted, week by week: what forecasts are told by.
 *
 * The same numbers as metric_value() of each week, in one reading.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_INVALID "metric.no_weeks" for a metric that is not counted by events; those of period.h.
 * Units:     counts; money in minor units of the site's currency.
 */
#ifndef PRACA_MEASURE_METRIC_WEEKS_H
#define PRACA_MEASURE_METRIC_WEEKS_H

#include "db/db.h"

enum { METRIC_WEEKS_MAX = 104, WEEK_DAYS = 7 };

struct metric_weeks {
    int64_t *count; /* oldest first */
    size_t n;
    int64_t first, end; /* day numbers: the Monday it begins with, the Monday after */
};

/* Whether it is one of those that can be told by weeks. */
bool metric_has_weeks(const char *key);
/* From Monday to Sunday, the whole weeks that ended by the day `to` (NULL: yesterday), METRIC_WEEKS_MAX at most, from the one
 * after the week of the first record on, as that one may not have been recorded whole. */
MUST_USE enum err metric_weeks(struct ctx *cx, struct db *db, const char *key, const char *to,
                               const char *channel, struct metric_weeks *ret);

#endif
