/* economics_priv.h -- what a customer is worth, for the metrics and for the rows of the report alike. */
#ifndef PRACA_MEASURE_ECONOMICS_PRIV_H
#define PRACA_MEASURE_ECONOMICS_PRIV_H

#include "measure/metric_priv.h"
#include "measure/retention.h"

struct worth {
    double margin; /* 0: not said */
    bool recurring;
    struct report_row row; /* of the cohort */
    struct figure cac;     /* unknown where it is nothing */
};

MUST_USE enum err worth_settings(struct ctx *cx, struct db *db, struct worth *ret);
void worth_of_row(struct worth *w, const struct report_row *row);
struct figure worth_payback(const struct worth *w, const struct retention_figures *r);
struct figure worth_roi(const struct worth *w);
/* Of the period, whose cohort the worth is of. */
MUST_USE enum err worth_ltv_cac(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                const struct worth *w, struct figure *ret);

#endif
