/* channel_power.h -- what a channel brings for what is put into it, as far as its past tells.
 *
 * Conversion and money are told by cohorts that had 90 days to buy: those of the last year of leads, and only from the last change
 * of the rate on (rate_change.h), so that what differs is not mixed. The year ends 90 days ago, or with the last lead where none
 * came since.
 *
 * What more money would bring is told by the last POWER_MONTHS whole months: how many per cent more leads went with one per cent
 * more spend (the elasticity). It is a regression over the logarithms with a sceptical beginning (0.6 give or take 0.3: more money brings more,
 * each time less); where months were few or alike, that beginning is what is left, and `told` is false. The same for
 * the hours that a published plan gave a channel, where it costs no money.
 *
 * Channels that mean that nobody knows (blank, unknown, direct) have their figures, and `unknown` is set: nobody can put
 * money into them.
 *
 * Ownership: the ctx's arena.
 * Units:     minor units; months are calendar months of the site; leads by first contact.
 */
#ifndef PRACA_MEASURE_CHANNEL_POWER_H
#define PRACA_MEASURE_CHANNEL_POWER_H

#include "measure/channel_report.h"
#include "measure/proposal_judge.h"

enum { POWER_MONTHS = 24, POWER_NOW = 6, POWER_DRAWS = 2000, COHORT_SPAN_DAYS = 365 };

/* The cohorts that rates are told by. */
struct cohorts {
    const char *from, *to; /* NULL: there are no leads old enough */
    int64_t first, last;
    struct rate_change change; /* found: they begin where it ended */
    const struct zone *zone;
    const char *currency;
    double margin; /* of revenue; NaN: the site did not say */
};
MUST_USE enum err cohorts_read(struct ctx *cx, struct db *db, struct cohorts *ret);

struct elasticity {
    double mean, sd;
    int64_t months; /* with something put in */
    bool told;
};
/* n months: what was put in, what came. */
struct elasticity elasticity_fit(const int64_t *in, const int64_t *out, size_t n);

struct channel_power {
    const char *key, *id; /* id: folded */
    bool unknown;
    int64_t leads[POWER_MONTHS], spend[POWER_MONTHS], hours[POWER_MONTHS]; /* oldest first */
    int64_t leads_now, spend_now, hours_now; /* of the last POWER_NOW months together */
    struct elasticity by_money, by_hours;
    struct judged cohort; /* leads 0: nobody old enough */
};

struct channel_powers {
    struct cohorts cohorts;
    struct channel_power *list;
    size_t n;
    int64_t first, end; /* days: of the months */
};

MUST_USE enum err channel_powers_read(struct ctx *cx, struct db *db, struct channel_powers *ret);
/* The rows of one dimension, judged. ret_leads: of all. */
MUST_USE enum err powers_judge(struct ctx *cx, struct db *db, const struct channel_powers *p,
                               enum report_by by, struct judged **ret, size_t *ret_n,
                               int64_t *ret_leads);
/* By key as it is written or folded; NULL: no such. */
const struct channel_power *channel_power_find(struct ctx *cx, const struct channel_powers *p,
                                               const char *key);
/* Blank, unknown or direct. */
bool channel_is_unknown(const char *folded);

#endif
