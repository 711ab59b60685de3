/* economics.h -- what a qualified lead, an opportunity and a customer cost, and what a customer is worth.
 *
 * Costs divide the spend of the period by what was reached in it: first MQL stamps, deals opened that were not
 * renewals. Value needs two things that no program can know, so the site says them in its settings: its gross margin and
 * whether customers pay again and again. Until then those figures are unknown with the reason.
 *
 * With recurring revenue, a customer is worth its monthly revenue × margin ÷ monthly churn; otherwise the margin of what
 * the customers of a cohort bought in their first twelve months. Cost is every kind of cost, cac in metric.h.
 *
 * Ownership: figures hold constant text.
 * Errors:    those of metric.h.
 * Units:     see figure.h; months are twelfths of the retention year.
 */
#ifndef PRACA_MEASURE_ECONOMICS_H
#define PRACA_MEASURE_ECONOMICS_H

#include "measure/metric.h"

enum { MQLS_NEEDED = 10, OPPORTUNITIES_NEEDED = 5, WORTH_NEEDED = 20 };

metric_how metric_cost_per_mql, metric_cost_per_opportunity;
metric_how metric_payback_months, metric_ltv_cac, metric_roi;
metric_how metric_mqls, metric_opportunities;
/* What the worth of a customer is told without. */
MUST_USE enum err metric_worth_others(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                      struct other_monies *ret);

#endif
