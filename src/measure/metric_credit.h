/* metric_credit.h -- money that a touch before is known of, by the last one that was not direct: of deals opened in the period
 * (attributed_pipeline) and of deals won in it (attributed_revenue). The same numbers as the attribution report with that model, its usual
 * look-back and sellers' touches in. Of one channel what it is credited, without one everything but what has no known touch.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of attribution_report.h. Without a store a figure is unknown.
 */
#ifndef PRACA_MEASURE_METRIC_CREDIT_H
#define PRACA_MEASURE_METRIC_CREDIT_H

#include "measure/metric.h"

metric_how metric_attributed_pipeline, metric_attributed_revenue;
metric_how_all metric_attributed_pipelines, metric_attributed_revenues;
/* What they leave out, of deals opened or won. */
MUST_USE enum err metric_credit_others(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                       bool won, struct other_monies *ret);

#endif
