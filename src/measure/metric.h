/* metric.h -- the table of figures that goals, the dashboard and the API speak of.
 *
 * Each metric is one row: key, unit, how large its sample must be, and how it is computed over a period and, when
 * asked, one channel. What is said of cohorts (lead_to_customer, acquisition_days, won_within_90_days, cost_per_lead,
 * media_cac, cac, roas) goes by first contact and is the same number as in the channel report over the same days; won,
 * revenue, win_rate, cycle_days and average_deal go by closing date; spend by its days; open_pipeline is as of now.
 * What comes after the sale (retention, churn, nrr, nps, referrals) has no channel. Figures of visits are those of metric_visits.h, money by
 * touches those of metric_credit.h; both are asked of the event store (cx->facts).
 * With a channel, deals are those whose lead came by it (first touch), and spend is that of the channel.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    fault field "metric" with "metric.no_such"; those of period.h.
 * Units:     see figure.h.
 */
#ifndef PRACA_MEASURE_METRIC_H
#define PRACA_MEASURE_METRIC_H

#include "db/db.h"
#include "measure/figure.h"
#include "measure/other_money.h"
#include "measure/period.h"

/* How a goal reads the metric; see goal_progress.h. */
enum metric_nature {
    METRIC_COUNTS, /* adds up over time */
    METRIC_LEVEL,  /* a state, whatever the length of the period */
};

enum { METRIC_MONTHS = 12, METRIC_KEY_MAX = 60 };

struct metric;

/* What is asked, with what the site says already looked up. */
struct metric_ask {
    struct period period;
    const char *channel; /* NULL: all */
    const char *part;    /* what stands behind the colon of "form_answers:contact"; NULL: all */
    const struct zone *zone;
    const char *currency;
};

typedef enum err metric_how(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                            struct figure *ret);
/* Of n periods, in the place of that in ask; the figures of metric_how, for the work of one. */
typedef enum err metric_how_all(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                const struct period *periods, size_t n, struct figure *ret);

struct metric {
    const char *key;
    enum unit unit;
    enum metric_nature nature;
    bool less_is_better;
    bool now_only; /* there is no past of it: its series is one point */
    int64_t need;  /* of its sample; 0: no rule */
    metric_how *how;
    bool parts;         /* "key:PART" is a metric too */
    const char *beside; /* another metric that is told with it wherever it is shown; NULL: none */
    metric_how_all *how_all; /* NULL: one period after the other */
    double low, high;        /* the ends of its scale; high INFINITY: it has none */
};

extern const struct metric metrics[]; /* ends with a zero row */

/* By "key", or "key:PART" where it has parts. NULL: no such. */
const struct metric *metric_find(const char *key);
/* Whether it is the metric `base`, or a part of it. */
bool metric_is(const char *key, const char *base);
/* What stands behind the colon; NULL: nothing. */
const char *metric_part(const char *key);

/* Whether its scale has that value, NaN: whichever. A wrong field with "metric.scale", which says from where to where it goes. */
MUST_USE enum err metric_check_value(struct ctx *cx, const struct metric *m, const char *field,
                                     double value);
/* Whether one value of it is as good as another, or better. */
bool metric_is_as_good(const struct metric *m, double value, double other);

/* from and to are days, included; NULL: open. */
MUST_USE enum err metric_value(struct ctx *cx, struct db *db, const char *key, const char *from,
                               const char *to, const char *channel, struct figure *ret);

/* What the figure is made without, because it is in another currency; empty for a metric that no money goes into. */
MUST_USE enum err metric_others(struct ctx *cx, struct db *db, const char *key, const char *from,
                                const char *to, const char *channel, struct other_monies *ret);
/* Whether there may be any. */
bool metric_leaves_out(const char *key);

struct metric_point {
    const char *month; /* "2018-03" */
    struct figure value;
};

/* Month by month, up to that of the day `to` (NULL: today); only the part of a month that lies in the period. With
 * from NULL the last METRIC_MONTHS. At most 36. ret_whole: what metric_value() gives; NULL: not wanted. */
MUST_USE enum err metric_series(struct ctx *cx, struct db *db, const char *key, const char *from,
                                const char *to, const char *channel, struct figure *ret_whole,
                                struct metric_point **ret, size_t *ret_n);

/* {"metrics": [{"key", "label", "unit", "definition", "sample_rule", "need", "counts", "less_is_better", "low", "high"}]}; those of each form
 * that answers came by are among them. */
MUST_USE enum err metrics_json(struct ctx *cx, struct db *db, struct buf *out);
/* {"key", "value", "have", "need", "reason", "unit", "from", "to", "channel", "currency", "series": [{"month", "value"}],
 * "beside": null | {"key", "label", "value"}, "other_currencies": see other_money.h} */
MUST_USE enum err metric_json(struct ctx *cx, struct db *db, const char *key, const char *from,
                              const char *to, const char *channel, struct buf *out);

#endif
