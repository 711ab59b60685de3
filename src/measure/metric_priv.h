/* metric_priv.h -- what files of metrics share. */
#ifndef PRACA_MEASURE_METRIC_PRIV_H
#define PRACA_MEASURE_METRIC_PRIV_H

#include "measure/channel_report.h"
#include "measure/metric.h"

/* What is asked, looked up. Fault field "metric". */
MUST_USE enum err metric_ask_make(struct ctx *cx, struct db *db, const char *key, const char *from,
                                  const char *to, const char *channel, struct metric_ask *ret);
/* The row of the channel report that a cohort metric is read off: of the asked channel, or the totals. */
MUST_USE enum err metric_cohort(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                struct report_row *ret);
/* Off such a row. */
struct figure row_cac(const struct report_row *row);
struct figure row_roas(const struct report_row *row);
/* Percentiles of the days from opening to won, deals closed in the period. */
MUST_USE enum err metric_cycle(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                               const double *shares, size_t n, struct figure *ret,
                               int64_t *ret_have);
/* Open deals × win rate × average deal ÷ cycle. */
struct velocity {
    struct figure velocity, open_deals, win_rate, average_deal, cycle_days;
};
MUST_USE enum err metric_velocity(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                  struct velocity *ret);
/* The channel as its key; "" for blank, NULL for all. */
const char *metric_channel_key(struct ctx *cx, const char *channel);

#endif
