/* metric.c -- see metric.h. Cohort metrics are read off a channel report, so that the same name never shows two
 * numbers.
 *
 * Surprising: sums run as bigint; an amount is at most 10^15 minor units, so thousands of the largest fit.
 */
#include "measure/metric.h"

#include "base/text.h"
#include "measure/awareness.h"
#include "measure/channel_report_priv.h"
#include "measure/early_engagement.h"
#include "measure/economics.h"
#include "measure/funnel_report.h"
#include "measure/loss.h"
#include "measure/metric_credit.h"
#include "measure/metric_priv.h"
#include "measure/metric_visits.h"
#include "measure/nps_report.h"
#include "measure/retention.h"

#include "metric_sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CLOSED_NEEDED = 10, CYCLES_NEEDED = 8, PRICED_NEEDED = 5, WON_NEEDED = 5 };

/* --- cohorts: by first contact ------------------------------------------------------------------ */

enum err metric_cohort(struct ctx *cx, struct db *db, const struct metric_ask *ask,
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
    enum err e = metric_cohort(cx, db, ask, &row);

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

static enum err how_open_leads(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                               struct figure *ret)
{
    return cohort_column(cx, db, ask, COLUMN_STILL_OPEN, ret);
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

struct figure row_cac(const struct report_row *row)
{
    return row->figures[COLUMN_SPEND].known
               ? figure_per(row->figures[COLUMN_SPEND].whole, row->figures[COLUMN_WON].whole,
                            WON_NEEDED, "report.few_won")
               : row->figures[COLUMN_SPEND];
}

static enum err how_cac(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                        struct figure *ret)
{
    struct report_row row;
    enum err e = metric_cohort(cx, db, ask, &row);

    if (!e)
        *ret = row_cac(&row);
    return e;
}

struct figure row_roas(const struct report_row *row)
{
    const struct figure *revenue = &row->figures[COLUMN_REVENUE];
    int64_t won = row->figures[COLUMN_WON].whole;

    if (!row->media.known)
        return row->media;
    if (!revenue->known)
        return *revenue;
    if (won < WON_NEEDED)
        return figure_few("report.few_won", won, WON_NEEDED);
    if (row->media.whole == 0)
        return figure_unknown("metric.media_zero");
    return figure_real((double)revenue->whole / (double)row->media.whole);
}

static enum err how_roas(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                         struct figure *ret)
{
    struct report_row row;
    enum err e = metric_cohort(cx, db, ask, &row);

    if (!e)
        *ret = row_roas(&row);
    return e;
}

/* --- deals: by closing date --------------------------------------------------------------------- */

struct closed {
    int64_t won, lost, priced, revenue;
    int64_t lost_ever;
};

const char *metric_channel_key(struct ctx *cx, const char *channel)
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
    db_bind_text(st, "channel_key", metric_channel_key(cx, ask->channel));
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

enum err metric_cycle(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                      const double *shares, size_t n, struct figure *ret, int64_t *ret_have)
{
    struct db_stmt *st = NULL;
    struct buf days = buf_in(cx->arena);
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_metric_cycles, &st);

    if (e)
        return e;
    db_bind_int(st, "from_at", ask->period.from_at);
    db_bind_int(st, "until_at", ask->period.until_at);
    db_bind_text(st, "channel_key", metric_channel_key(cx, ask->channel));
    while (!(e = db_step(cx, st, &row)) && row) {
        double d = days_between(ask->zone, db_int(st, 0), db_int(st, 1));
        buf_add(&days, &d, sizeof(d));
    }
    db_done(st);
    if (!e && !buf_ok(&days))
        e = fail_memory(cx);
    if (e)
        return e;
    *ret_have = (int64_t)(days.len / sizeof(double));
    if (days.len)
        qsort(days.bytes, days.len / sizeof(double), sizeof(double), by_size);
    for (size_t i = 0; i < n; i++)
        ret[i] = days.len
                     ? figure_percentile((double *)(void *)days.bytes, days.len / sizeof(double),
                                         shares[i], CYCLES_NEEDED, "report.few_won")
                     : figure_unknown("metric.no_opening_dates");
    return OK;
}

static enum err how_cycle_days(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                               struct figure *ret)
{
    const double median = 0.5;
    int64_t have = 0;

    return metric_cycle(cx, db, ask, &median, 1, ret, &have);
}

/* --- open deals: now ----------------------------------------------------------------------------- */

/* *ret_own: of the open deals those that are in no other currency. */
static enum err read_open(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                          int64_t *ret_own, struct figure *ret_sum)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_metric_open, &st);

    if (e)
        return e;
    db_bind_text(st, "currency", ask->currency);
    db_bind_text(st, "channel_key", metric_channel_key(cx, ask->channel));
    e = db_step(cx, st, &row);
    if (!e) {
        *ret_own = db_int(st, 3);
        *ret_sum = db_int(st, 0) && !db_int(st, 1) ? figure_unknown("report.revenue_not_given")
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

enum err metric_velocity(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                         struct velocity *ret)
{
    struct figure open;
    int64_t n = 0;
    enum err e = read_open(cx, db, ask, &n, &open);

    if (!e)
        e = how_win_rate(cx, db, ask, &ret->win_rate);
    if (!e)
        e = how_average_deal(cx, db, ask, &ret->average_deal);
    if (!e)
        e = how_cycle_days(cx, db, ask, &ret->cycle_days);
    if (e)
        return e;
    ret->open_deals = figure_whole(n);
    if (!ret->win_rate.known)
        ret->velocity = ret->win_rate;
    else if (!ret->average_deal.known)
        ret->velocity = ret->average_deal;
    else if (!ret->cycle_days.known)
        ret->velocity = ret->cycle_days;
    else if (ret->cycle_days.value <= 0)
        ret->velocity = figure_unknown("metric.no_opening_dates");
    else
        ret->velocity =
            figure_whole(llround((double)n * ret->win_rate.value * (double)ret->average_deal.whole /
                                 ret->cycle_days.value));
    return OK;
}

static enum err how_velocity(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                             struct figure *ret)
{
    struct velocity v;
    enum err e = metric_velocity(cx, db, ask, &v);

    if (!e)
        *ret = v.velocity;
    return e;
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

/* The ends of a metric's scale. */
#define OPEN_SCALE 0, INFINITY
#define SHARE 0, 1
#define NPS_SCALE -100, 100

const struct metric metrics[] = {
    /* key, unit, nature, less is better, now only, needs, how, has parts, beside, all at once, scale */
    {"leads", UNIT_COUNT, METRIC_COUNTS, false, false, 0, how_leads, false, NULL, NULL, OPEN_SCALE},
    {"won", UNIT_COUNT, METRIC_COUNTS, false, false, 0, how_won, false, NULL, NULL, OPEN_SCALE},
    {"revenue", UNIT_MONEY, METRIC_COUNTS, false, false, 0, how_revenue, false, NULL, NULL,
     OPEN_SCALE},
    {"spend", UNIT_MONEY, METRIC_COUNTS, true, false, 0, how_spend, false, NULL, NULL, OPEN_SCALE},
    {"lead_to_customer", UNIT_RATE, METRIC_LEVEL, false, false, 20, how_lead_to_customer, false,
     "open_leads", NULL, SHARE},
    {"open_leads", UNIT_COUNT, METRIC_LEVEL, false, false, 0, how_open_leads, false, NULL, NULL,
     OPEN_SCALE},
    {"acquisition_days", UNIT_DAYS, METRIC_LEVEL, true, false, 8, how_acquisition_days, false, NULL,
     NULL, OPEN_SCALE},
    {"won_within_90_days", UNIT_RATE, METRIC_LEVEL, false, false, 20, how_within_90, false, NULL,
     NULL, SHARE},
    {"win_rate", UNIT_RATE, METRIC_LEVEL, false, false, CLOSED_NEEDED, how_win_rate, false, NULL,
     NULL, SHARE},
    {"cycle_days", UNIT_DAYS, METRIC_LEVEL, true, false, CYCLES_NEEDED, how_cycle_days, false, NULL,
     NULL, OPEN_SCALE},
    {"average_deal", UNIT_MONEY, METRIC_LEVEL, false, false, PRICED_NEEDED, how_average_deal, false,
     NULL, NULL, OPEN_SCALE},
    {"cost_per_lead", UNIT_MONEY, METRIC_LEVEL, true, false, 20, how_cost_per_lead, false, NULL,
     NULL, OPEN_SCALE},
    {"media_cac", UNIT_MONEY, METRIC_LEVEL, true, false, WON_NEEDED, how_media_cac, false, NULL,
     NULL, OPEN_SCALE},
    {"cac", UNIT_MONEY, METRIC_LEVEL, true, false, WON_NEEDED, how_cac, false, NULL, NULL,
     OPEN_SCALE},
    {"mqls", UNIT_COUNT, METRIC_COUNTS, false, false, 0, metric_mqls, false, NULL, NULL,
     OPEN_SCALE},
    {"opportunities", UNIT_COUNT, METRIC_COUNTS, false, false, 0, metric_opportunities, false, NULL,
     NULL, OPEN_SCALE},
    {"cost_per_mql", UNIT_MONEY, METRIC_LEVEL, true, false, MQLS_NEEDED, metric_cost_per_mql, false,
     NULL, NULL, OPEN_SCALE},
    {"cost_per_opportunity", UNIT_MONEY, METRIC_LEVEL, true, false, OPPORTUNITIES_NEEDED,
     metric_cost_per_opportunity, false, NULL, NULL, OPEN_SCALE},
    {"payback_months", UNIT_MONTHS, METRIC_LEVEL, true, false, WON_NEEDED, metric_payback_months,
     false, NULL, NULL, OPEN_SCALE},
    {"ltv_cac", UNIT_RATIO, METRIC_LEVEL, false, false, WORTH_NEEDED, metric_ltv_cac, false, NULL,
     NULL, OPEN_SCALE},
    {"roi", UNIT_RATIO, METRIC_LEVEL, false, false, WON_NEEDED, metric_roi, false, NULL, NULL,
     OPEN_SCALE},
    {"roas", UNIT_RATIO, METRIC_LEVEL, false, false, WON_NEEDED, how_roas, false, NULL, NULL,
     OPEN_SCALE},
    {"open_pipeline", UNIT_MONEY, METRIC_LEVEL, false, true, 0, how_open_pipeline, false, NULL,
     NULL, OPEN_SCALE},
    {"retention", UNIT_RATE, METRIC_LEVEL, false, false, RETENTION_NEEDED, how_retention, false,
     NULL, NULL, SHARE},
    {"churn", UNIT_RATE, METRIC_LEVEL, true, false, RETENTION_NEEDED, how_churn, false, NULL, NULL,
     SHARE},
    {"nrr", UNIT_RATIO, METRIC_LEVEL, false, false, RETENTION_NEEDED, how_nrr, false, NULL, NULL,
     OPEN_SCALE},
    {"nps", UNIT_COUNT, METRIC_LEVEL, false, false, NPS_NEEDED, how_nps, false, NULL, NULL,
     NPS_SCALE},
    {"referrals", UNIT_COUNT, METRIC_COUNTS, false, false, 0, how_referrals, false, NULL, NULL,
     OPEN_SCALE},
    {"early_engagement_days", UNIT_DAYS, METRIC_LEVEL, true, false, EARLY_NEEDED,
     metric_early_engagement, false, NULL, NULL, OPEN_SCALE},
    {"days_in_stage", UNIT_DAYS, METRIC_LEVEL, true, false, STAYS_NEEDED, metric_days_in_stage,
     false, NULL, NULL, OPEN_SCALE},
    {"mql_accept_rate", UNIT_RATE, METRIC_LEVEL, false, false, ANSWERED_NEEDED,
     metric_mql_accept_rate, false, NULL, NULL, SHARE},
    {"pipeline_velocity", UNIT_MONEY_PER_DAY, METRIC_LEVEL, false, true, 0, how_velocity, false,
     NULL, NULL, OPEN_SCALE},
    {"branded_search", UNIT_COUNT, METRIC_COUNTS, false, false, SEARCHES_NEEDED,
     metric_branded_search, false, NULL, NULL, OPEN_SCALE},
    {"branded_clicks", UNIT_COUNT, METRIC_COUNTS, false, false, SEARCHES_NEEDED,
     metric_branded_clicks, false, NULL, NULL, OPEN_SCALE},
    {"branded_position", UNIT_RATIO, METRIC_LEVEL, true, false, SEARCHES_NEEDED,
     metric_branded_position, false, NULL, NULL, OPEN_SCALE},
    {"direct_return", UNIT_COUNT, METRIC_COUNTS, false, false, DIRECT_NEEDED, metric_direct_return,
     false, NULL, NULL, OPEN_SCALE},
    {"target_accounts_seen", UNIT_COUNT, METRIC_COUNTS, false, false, ACCOUNTS_NEEDED,
     metric_target_accounts, false, NULL, NULL, OPEN_SCALE},
    {"data_loss", UNIT_RATE, METRIC_LEVEL, true, false, LOSS_NEEDED, metric_data_loss, false, NULL,
     NULL, SHARE},
    {"visits", UNIT_COUNT, METRIC_COUNTS, false, false, 0, metric_visits, false, NULL, NULL,
     OPEN_SCALE},
    {"visitors", UNIT_COUNT, METRIC_COUNTS, false, false, 0, metric_visitors, false, NULL, NULL,
     OPEN_SCALE},
    {"known_visitors", UNIT_COUNT, METRIC_LEVEL, false, false, 0, metric_known_visitors, false,
     NULL, NULL, OPEN_SCALE},
    {"reach", UNIT_COUNT, METRIC_LEVEL, false, false, REACH_NEEDED, metric_reach, false, NULL, NULL,
     OPEN_SCALE},
    {"views", UNIT_COUNT, METRIC_COUNTS, false, false, 0, metric_views, false, NULL, NULL,
     OPEN_SCALE},
    {"bounce_rate", UNIT_RATE, METRIC_LEVEL, true, false, VISITS_NEEDED, metric_bounce_rate, false,
     NULL, NULL, SHARE},
    {"engaged_seconds", UNIT_SECONDS, METRIC_LEVEL, false, false, VISITS_NEEDED,
     metric_engaged_seconds, false, NULL, NULL, OPEN_SCALE},
    {"downloads", UNIT_COUNT, METRIC_COUNTS, false, false, 0, metric_downloads, false, NULL, NULL,
     OPEN_SCALE},
    {"form_answers", UNIT_COUNT, METRIC_COUNTS, false, false, 0, metric_form_answers, true, NULL,
     NULL, OPEN_SCALE},
    {"form_conversion", UNIT_RATE, METRIC_LEVEL, false, false, VISITS_NEEDED,
     metric_form_conversion, true, NULL, NULL, SHARE},
    {"attributed_pipeline", UNIT_MONEY, METRIC_COUNTS, false, false, 0, metric_attributed_pipeline,
     false, NULL, metric_attributed_pipelines, OPEN_SCALE},
    {"attributed_revenue", UNIT_MONEY, METRIC_COUNTS, false, false, 0, metric_attributed_revenue,
     false, NULL, metric_attributed_revenues, OPEN_SCALE},
    {0},
};

const char *metric_part(const char *key)
{
    const char *colon = key ? strchr(key, ':') : NULL;

    return colon && colon[1] ? colon + 1 : NULL;
}

bool metric_is(const char *key, const char *base)
{
    size_t n = strlen(base);

    return strncmp(key, base, n) == 0 && (!key[n] || (key[n] == ':' && key[n + 1]));
}

const struct metric *metric_find(const char *key)
{
    for (const struct metric *m = metrics; key && m->key; m++)
        if (m->parts ? metric_is(key, m->key) : strcmp(m->key, key) == 0)
            return m;
    return NULL;
}

enum err metric_check_value(struct ctx *cx, const struct metric *m, const char *field, double value)
{
    if (isinf(m->high) || isnan(value) || (value >= m->low && value <= m->high))
        return OK;
    return fail_field(cx, field, "metric.scale", "low", figure_said(cx, NULL, m->unit, m->low),
                      "high", figure_said(cx, NULL, m->unit, m->high), NULL);
}

bool metric_is_as_good(const struct metric *m, double value, double other)
{
    return m->less_is_better ? value <= other : value >= other;
}

enum err metric_ask_make(struct ctx *cx, struct db *db, const char *key, const char *from,
                         const char *to, const char *channel, struct metric_ask *ret)
{
    enum err e;

    if (!metric_find(key))
        return fail_field(cx, "metric", "metric.no_such", NULL);
    e = report_site(cx, db, &ret->zone, &ret->currency);
    ret->channel = channel;
    ret->part = metric_part(key);
    return e ? e : period_read(cx, ret->zone, from, to, &ret->period);
}

/* Of each of the periods. */
static enum err figures_of(struct ctx *cx, struct db *db, const struct metric *m,
                           const struct metric_ask *ask, const struct period *periods, size_t n,
                           struct figure *ret)
{
    struct metric_ask one = *ask;
    enum err e = OK;

    if (m->how_all)
        return m->how_all(cx, db, ask, periods, n, ret);
    for (size_t i = 0; i < n && !e; i++) {
        one.period = periods[i];
        e = m->how(cx, db, &one, &ret[i]);
    }
    return e;
}

enum err metric_value(struct ctx *cx, struct db *db, const char *key, const char *from,
                      const char *to, const char *channel, struct figure *ret)
{
    struct metric_ask ask;
    enum err e = metric_ask_make(cx, db, key, from, to, channel, &ask);

    return e ? e : metric_find(key)->how(cx, db, &ask, ret);
}

enum { MONTHS_MAX = 36 };

/* The days of each month that the series has a point of. */
static size_t months_of(struct ctx *cx, const struct metric_ask *ask, const struct metric *m,
                        struct period *ret)
{
    const struct period *p = &ask->period;
    int64_t last = p->to ? p->last : day_of(ask->zone, ctx_now(cx));
    int64_t oldest = month_start(last, 1 - MONTHS_MAX), next;
    int64_t first = p->from ? p->first : month_start(last, 1 - METRIC_MONTHS);
    size_t n = 0;

    if (m->now_only)
        first = month_start(last, 0);
    if (first < oldest)
        first = oldest;
    for (; first <= last && n < MONTHS_MAX; first = next) {
        next = month_start(first, 1);
        ret[n++] = period_of_days(cx, ask->zone, first, next - 1 < last ? next - 1 : last);
    }
    return n;
}

enum err metric_series(struct ctx *cx, struct db *db, const char *key, const char *from,
                       const char *to, const char *channel, struct figure *ret_whole,
                       struct metric_point **ret, size_t *ret_n)
{
    struct period *periods = arena_array(cx->arena, MONTHS_MAX + 1, sizeof(*periods));
    struct figure *figures = arena_array(cx->arena, MONTHS_MAX + 1, sizeof(*figures));
    struct metric_point *points = arena_array(cx->arena, MONTHS_MAX, sizeof(*points));
    struct metric_ask ask;
    size_t whole = ret_whole != NULL, n;
    enum err e = metric_ask_make(cx, db, key, from, to, channel, &ask);

    if (!e && (!periods || !figures || !points))
        e = fail_memory(cx);
    if (e)
        return e;
    periods[0] = ask.period;
    n = months_of(cx, &ask, metric_find(key), periods + whole);
    e = figures_of(cx, db, metric_find(key), &ask, periods, whole + n, figures);
    for (size_t i = 0; i < n && !e; i++)
        points[i] = (struct metric_point){arena_dup_n(cx->arena, periods[whole + i].from, 7),
                                          figures[whole + i]};
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (e)
        return e;
    if (ret_whole)
        *ret_whole = figures[0];
    *ret = points;
    *ret_n = n;
    return OK;
}
