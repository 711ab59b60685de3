/* retention.h -- which customers stay, and what they pay over time, by when they first bought.
 *
 * A company is a customer in a month when one of its won deals covers it: from the month in which it was won to that in which
 * its contract ends, or, where no end is known, for as many months as the setting care.term_months says; and one month
 * more, because renewals are signed late. From the month in which it left (churns) only deals won after that day count.
 * A deal's amount is spread evenly over the months that it covers; deals without an amount, or in another currency, keep their
 * company a customer and add no revenue.
 *
 * A cohort is the companies whose first deal was won in that month or quarter. retention: of those who were customers before
 * the period began, the share that still is in its last month; churn is the rest; nrr: the revenue of that last month from
 * those same companies, divided by theirs in the month before the period. An open period looks twelve months back.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    fault fields "by", "cohort", "at" "field.choice"; those of period.h.
 * Units:     months are year * 12 + month - 1; revenue in minor units of the site's currency per month.
 */
#ifndef PRACA_MEASURE_RETENTION_H
#define PRACA_MEASURE_RETENTION_H

#include "measure/metric.h"

enum { RETENTION_NEEDED = 20, RETENTION_MONTHS = 120 };

struct retention_figures {
    struct figure retention, churn, nrr;
    int64_t customers, stayed;
    int64_t payers, paid; /* in the last month: companies that paid, and what */
    struct other_monies
        others; /* deals of those months in another currency, whole as they were won */
};
/* Of the period, as above. */
MUST_USE enum err retention_of(struct ctx *cx, struct db *db, const struct period *p,
                               struct retention_figures *ret);

/* active: customers this month. lapsed: those whose deals cover it no longer, though nobody said that they left; the list of customers
 * (customer_health.h) has both. by: "month" or "quarter" (NULL). {"by", "currency", "term_months", "unpriced", "active", "lapsed", "figures": {retention, churn, nrr, reasons},
 * "cohorts": [{"key", "size", "cells": [{"at", "active", "rate", "reason", "revenue_minor", "nrr"}]}]}, the newest cohort
 * last; of quarters the last twelve, of months the last eighteen. */
MUST_USE enum err retention_json(struct ctx *cx, struct db *db, const char *by, struct buf *out);
/* The companies behind a cell: {"items": [{"id", "name", "active", "revenue_minor"}]}, at most 500. */
MUST_USE enum err retention_accounts_json(struct ctx *cx, struct db *db, const char *by,
                                          const char *cohort, const char *at, struct buf *out);

#endif
