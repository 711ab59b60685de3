/* metric.c -- see metric.h. Cohort metrics are read off a channel report, so that the same name never shows two
 * numbers.
 *
 * Surprising: sums run as bigint; an amount is at most 10^15 minor units, so thousands of the largest fit.
 */
#include "measure/metric.h"

#include "base/text.h"
#include "measure/channel_report.h"
#include "measure/channel_report_priv.h"
#include "measure/funnel_report.h"
#include "measure/nps_report.h"
#include "measure/retention.h"

#include "metric_sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CLOSED_NEEDED = 10, CYCLES_NEEDED = 8, PRICED_NEEDED = 5, WON_NEEDED = 5 };

/* --- cohorts: by first contact ------------------------------------------------------------------ */

static enum err cohort(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                       struct report_row *ret)
{
    struct report_ask what = {.by = BY_CHANNEL, .from = ask->period.from, .to = ask->period.to};
    const char *wanted = ask->channel ? text_fold(cx->arena, ask->channel) : NULL;
    struct channel_report r = {0};
    enum err e = channel_report_run(cx, db, &what, &r);

    if (e)
        return e;
    if (!ask->channel) {
        *ret = r.totals;
        return OK;
    }
    for (size_t i = 0; i < r.count; i++) {
        if (text_equal(text_fold(cx->arena, r.rows[i].key), wanted)) {
            *ret = r.rows[i];
            return OK;
        }
    }
    return report_nothing(cx, &r, ret);
}

static enum err cohort_column(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                              enum report_column c, struct figure *ret)
{
    struct report_row row;
    enum err e = cohort(cx, db, ask, &row);

    if (!e)
        *ret = row.figures[c];
    return e;
}

static enum err how_leads(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                          struct figure *ret)
{
    return cohort_column(cx, db, ask, COLUMN_LEADS, ret);
}

static enum err how_spend(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                          struct figure *ret)
{
    return cohort_column(cx, db, ask, COLUMN_SPEND, ret);
}

static enum err how_lead_to_customer(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                     struct figure *ret)
{
    return cohort_column(cx, db, ask, COLUMN_LEAD_TO_CUSTOMER, ret);
}

static enum err how_acquisition_days(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                     struct figure *ret)
{
    return cohort_column(cx, db, ask, COLUMN_DAYS_P50, ret);
}

static enum err how_within_90(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                              struct figure *ret)
{
    return cohort_column(cx, db, ask, COLUMN_WITHIN_90, ret);
}

static enum err how_cost_per_lead(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                  struct figure *ret)
{
    return cohort_column(cx, db, ask, COLUMN_COST_PER_LEAD, ret);
}

static enum err how_media_cac(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                              struct figure *ret)
{
    return cohort_column(cx, db, ask, COLUMN_MEDIA_CAC, ret);
}

static enum err how_cac(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                        struct figure *ret)
{
    struct report_row row;
    enum err e = cohort(cx, db, ask, &row);

    if (e)
        return e;
    *ret = row.figures[COLUMN_SPEND].known
               ? figure_per(row.figures[COLUMN_SPEND].whole, row.figures[COLUMN_WON].whole,
                            WON_NEEDED, "report.few_won")
               : row.figures[COLUMN_SPEND];
    return OK;
}

static enum err how_roas(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                         struct figure *ret)
{
    struct report_row row;
    enum err e = cohort(cx, db, ask, &row);

    if (e)
        return e;
    if (!row.media.known)
        *ret = row.media;
    else if (!row.figures[COLUMN_REVENUE].known)
        *ret = row.figures[COLUMN_REVENUE];
    else if (row.figures[COLUMN_WON].whole < WON_NEEDED)
        *ret = figure_few("report.few_won", row.figures[COLUMN_WON].whole, WON_NEEDED);
    else if (row.media.whole == 0)
        *ret = figure_unknown("metric.media_zero");
    else
        *ret = figure_real((double)row.figures[COLUMN_REVENUE].whole / (double)row.media.whole);
    return OK;
}

/* --- deals: by closing date --------------------------------------------------------------------- */

struct closed {
    int64_t won, lost, priced, revenue;
    int64_t lost_ever;
};

static const char *channel_key(struct ctx *cx, const char *channel)
{
    if (!channel)
        return NULL;
    return is_none(channel) ? "" : text_fold(cx->arena, channel);
}

static enum err read_closed(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                            struct closed *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_metric_closed, &st);

    if (e)
        return e;
    db_bind_text(st, "currency", ask->currency);
    db_bind_int(st, "from_at", ask->period.from_at);
    db_bind_int(st, "until_at", ask->period.until_at);
    db_bind_text(st, "channel_key", channel_key(cx, ask->channel));
    e = db_step(cx, st, &row);
    if (!e)
        *ret = (struct closed){.won = db_int(st, 0),
                               .lost = db_int(st, 1),
                               .priced = db_int(st, 2),
                               .revenue = db_int(st, 3),
                               .lost_ever = db_int(st, 4)};
    db_done(st);
    return e;
}

static enum err how_won(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                        struct figure *ret)
{
    struct closed c;
    enum err e = read_closed(cx, db, ask, &c);

    if (!e)
        *ret = figure_whole(c.won);
    return e;
}

static enum err how_revenue(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                            struct figure *ret)
{
    struct closed c;
    enum err e = read_closed(cx, db, ask, &c);

    if (!e)
        *ret = c.won && !c.priced ? figure_unknown("report.revenue_not_given")
                                  : figure_whole(c.revenue);
    return e;
}

static enum err how_win_rate(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                             struct figure *ret)
{
    struct closed c;
    enum err e = read_closed(cx, db, ask, &c);

    if (!e)
        *ret = !c.lost_ever
                   ? figure_unknown("metric.no_lost_deals")
                   : figure_share(c.won, c.won + c.lost, CLOSED_NEEDED, "metric.few_closed");
    return e;
}

static enum err how_average_deal(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                 struct figure *ret)
{
    struct closed c;
    enum err e = read_closed(cx, db, ask, &c);

    if (!e)
        *ret = figure_per(c.revenue, c.priced, PRICED_NEEDED, "metric.few_priced");
    return e;
}

static int by_size(const void *a, const void *b)
{
    double x, y;

    memcpy(&x, a, sizeof(x));
    memcpy(&y, b, sizeof(y));
    return (x > y) - (x < y);
}

static enum err how_cycle_days(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                               struct figure *ret)
{
    struct db_stmt *st = NULL;
    struct buf days = buf_in(cx->arena);
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_metric_cycles, &st);

    if (e)
        return e;
    db_bind_int(st, "from_at", ask->period.from_at);
    db_bind_int(st, "until_at", ask->period.until_at);
    db_bind_text(st, "channel_key", channel_key(cx, ask->channel));
    while (!(e = db_step(cx, st, &row)) && row) {
        double d = days_between(ask->zone, db_int(st, 0), db_int(st, 1));
        buf_add(&days, &d, sizeof(d));
    }
    db_done(st);
    if (!e && !buf_ok(&days))
        e = fail_memory(cx);
    if (e)
        return e;
    if (days.len)
        qsort(days.bytes, days.len / sizeof(double), sizeof(double), by_size);
    *ret = days.len ? figure_percentile((double *)(void *)days.bytes, days.len / sizeof(double),
                                        0.5, CYCLES_NEEDED, "report.few_won")
                    : figure_unknown("metric.no_opening_dates");
    return OK;
}

/* --- open deals: now ----------------------------------------------------------------------------- */

static enum err read_open(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                          int64_t *ret_n, struct figure *ret_sum)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_metric_open, &st);

    if (e)
        return e;
    db_bind_text(st, "currency", ask->currency);
    db_bind_text(st, "channel_key", channel_key(cx, ask->channel));
    e = db_step(cx, st, &row);
    if (!e) {
        *ret_n = db_int(st, 0);
        *ret_sum = *ret_n && !db_int(st, 1) ? figure_unknown("report.revenue_not_given")
                                            : figure_whole(db_int(st, 2));
    }
    db_done(st);
    return e;
}

static enum err how_open_pipeline(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                  struct figure *ret)
{
    int64_t n = 0;

    return read_open(cx, db, ask, &n, ret);
}

static enum err how_velocity(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                             struct figure *ret)
{
    struct figure rate, average, cycle, open;
    int64_t n = 0;
    enum err e = read_open(cx, db, ask, &n, &open);

    if (!e)
        e = how_win_rate(cx, db, ask, &rate);
    if (!e)
        e = how_average_deal(cx, db, ask, &average);
    if (!e)
        e = how_cycle_days(cx, db, ask, &cycle);
    if (e)
        return e;
    if (!rate.known)
        *ret = rate;
    else if (!average.known)
        *ret = average;
    else if (!cycle.known)
        *ret = cycle;
    else if (cycle.value <= 0)
        *ret = figure_unknown("metric.no_opening_dates");
    else
        *ret = figure_whole(llround((double)n * rate.value * (double)average.whole / cycle.value));
    return OK;
}

/* --- after the sale ----------------------------------------------------------------------------- */

static enum err how_nps(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                        struct figure *ret)
{
    struct nps_counts n = {0};
    enum err e = nps_count(cx, db, ask->period.from_at, ask->period.until_at, &n);

    if (!e)
        *ret = ask->channel ? figure_unknown("metric.no_channel") : nps_figure(&n);
    return e;
}

static enum err how_referrals(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                              struct figure *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_metric_referrals, &st);

    if (e)
        return e;
    db_bind_int(st, "from_at", ask->period.from_at);
    db_bind_int(st, "until_at", ask->period.until_at);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = ask->channel ? figure_unknown("metric.no_channel") : figure_whole(db_int(st, 0));
    db_done(st);
    return e;
}

static enum err how_retention(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                              struct figure *ret)
{
    struct retention_figures f;
    enum err e = retention_of(cx, db, &ask->period, &f);

    if (!e)
        *ret = ask->channel ? figure_unknown("metric.no_channel") : f.retention;
    return e;
}

static enum err how_churn(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                          struct figure *ret)
{
    struct retention_figures f;
    enum err e = retention_of(cx, db, &ask->period, &f);

    if (!e)
        *ret = ask->channel ? figure_unknown("metric.no_channel") : f.churn;
    return e;
}

static enum err how_nrr(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                        struct figure *ret)
{
    struct retention_figures f;
    enum err e = retention_of(cx, db, &ask->period, &f);

    if (!e)
        *ret = ask->channel ? figure_unknown("metric.no_channel") : f.nrr;
    return e;
}

/* --- the table ------------------------------------------------------------------------------------ */

const struct metric metrics[] = {
    /* key, unit, nature, less is better, now only, needs, how */
    {"leads", UNIT_COUNT, METRIC_COUNTS, false, false, 0, how_leads},
    {"won", UNIT_COUNT, METRIC_COUNTS, false, false, 0, how_won},
    {"revenue", UNIT_MONEY, METRIC_COUNTS, false, false, 0, how_revenue},
    {"spend", UNIT_MONEY, METRIC_COUNTS, true, false, 0, how_spend},
    {"lead_to_customer", UNIT_RATE, METRIC_LEVEL, false, false, 20, how_lead_to_customer},
    {"acquisition_days", UNIT_DAYS, METRIC_LEVEL, true, false, 8, how_acquisition_days},
    {"won_within_90_days", UNIT_RATE, METRIC_LEVEL, false, false, 20, how_within_90},
    {"win_rate", UNIT_RATE, METRIC_LEVEL, false, false, CLOSED_NEEDED, how_win_rate},
    {"cycle_days", UNIT_DAYS, METRIC_LEVEL, true, false, CYCLES_NEEDED, how_cycle_days},
    {"average_deal", UNIT_MONEY, METRIC_LEVEL, false, false, PRICED_NEEDED, how_average_deal},
    {"cost_per_lead", UNIT_MONEY, METRIC_LEVEL, true, false, 20, how_cost_per_lead},
    {"media_cac", UNIT_MONEY, METRIC_LEVEL, true, false, WON_NEEDED, how_media_cac},
    {"cac", UNIT_MONEY, METRIC_LEVEL, true, false, WON_NEEDED, how_cac},
    {"roas", UNIT_RATIO, METRIC_LEVEL, false, false, WON_NEEDED, how_roas},
    {"open_pipeline", UNIT_MONEY, METRIC_LEVEL, false, true, 0, how_open_pipeline},
    {"retention", UNIT_RATE, METRIC_LEVEL, false, false, RETENTION_NEEDED, how_retention},
    {"churn", UNIT_RATE, METRIC_LEVEL, true, false, RETENTION_NEEDED, how_churn},
    {"nrr", UNIT_RATIO, METRIC_LEVEL, false, false, RETENTION_NEEDED, how_nrr},
    {"nps", UNIT_COUNT, METRIC_LEVEL, false, false, NPS_NEEDED, how_nps},
    {"referrals", UNIT_COUNT, METRIC_COUNTS, false, false, 0, how_referrals},
    {"days_in_stage", UNIT_DAYS, METRIC_LEVEL, true, false, STAYS_NEEDED, metric_days_in_stage},
    {"mql_accept_rate", UNIT_RATE, METRIC_LEVEL, false, false, ANSWERED_NEEDED,
     metric_mql_accept_rate},
    {"pipeline_velocity", UNIT_MONEY_PER_DAY, METRIC_LEVEL, false, true, 0, how_velocity},
    {0},
};

const struct metric *metric_find(const char *key)
{
    for (const struct metric *m = metrics; key && m->key; m++)
        if (!strcmp(m->key, key))
            return m;
    return NULL;
}

static enum err ask_make(struct ctx *cx, struct db *db, const char *key, const char *from,
                         const char *to, const char *channel, struct metric_ask *ret)
{
    enum err e;

    if (!metric_find(key))
        return fail_field(cx, "metric", "metric.no_such", NULL);
    e = report_site(cx, db, &ret->zone, &ret->currency);
    ret->channel = channel;
    return e ? e : period_read(cx, ret->zone, from, to, &ret->period);
}

enum err metric_value(struct ctx *cx, struct db *db, const char *key, const char *from,
                      const char *to, const char *channel, struct figure *ret)
{
    struct metric_ask ask;
    enum err e = ask_make(cx, db, key, from, to, channel, &ask);

    return e ? e : metric_find(key)->how(cx, db, &ask, ret);
}

enum { MONTHS_MAX = 36 };

enum err metric_series(struct ctx *cx, struct db *db, const char *key, const char *from,
                       const char *to, const char *channel, struct metric_point **ret,
                       size_t *ret_n)
{
    struct metric_ask ask;
    struct metric_point *points;
    size_t n = 0;
    int64_t first, last, month;
    enum err e = ask_make(cx, db, key, from, to, channel, &ask);

    if (e)
        return e;
    last = to ? ask.period.last : day_of(ask.zone, ctx_now(cx));
    month = month_start(last, 1 - MONTHS_MAX);
    first = from ? ask.period.first : month_start(last, 1 - METRIC_MONTHS);
    if (metric_find(key)->now_only)
        first = month_start(last, 0);
    if (first < month)
        first = month;
    points = arena_array(cx->arena, MONTHS_MAX, sizeof(*points));
    for (; !e && points && first <= last && n < MONTHS_MAX; first = month) {
        month = month_start(first, 1);
        ask.period = period_of_days(cx, ask.zone, first, month - 1 < last ? month - 1 : last);
        points[n].month = arena_dup_n(cx->arena, ask.period.from, 7);
        e = metric_find(key)->how(cx, db, &ask, &points[n++].value);
    }
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e) {
        *ret = points;
        *ret_n = n;
    }
    return e;
}
