/* early_engagement.h -- how long a company was in touch before the first opportunity came of it.
 *
 * From the first touch of anyone of the company (touch.h), or of the person who belongs to none, to the opening of its first
 * deal that was no renewal. The opening falls in the period; the touch may be older. A company without a touch before it is left out.
 *
 * Touches come from what happened, so a caller that has no event store (ctx.facts) gets "metric.no_facts".
 *
 * Errors: those of touch.h.
 * Units:  days on the site's wall clock.
 */
#ifndef PRACA_MEASURE_EARLY_ENGAGEMENT_H
#define PRACA_MEASURE_EARLY_ENGAGEMENT_H

#include "measure/metric.h"

enum { EARLY_NEEDED = 8 };

metric_how metric_early_engagement;
/* Percentiles by their shares. */
MUST_USE enum err early_engagement(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                   const double *shares, size_t n, struct figure *ret,
                                   int64_t *ret_have);

#endif
