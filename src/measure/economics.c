/* economics.c -- see economics.h. Spend, won and revenue are read off the channel report, so that a cost here is a cost there. */
#include "measure/economics.h"

#include "measure/dashboard.h"
#include "measure/economics_priv.h"
#include "measure/metric_priv.h"
#include "measure/retention.h"
#include "work/setting.h"

#include "economics_sql.h"

enum { WON_NEEDED = 5, YEAR_MONTHS = 12, PERCENT = 100 };

/* --- what was reached ------------------------------------------------------------------------------ */

static enum err count_of(struct ctx *cx, struct db *db, const struct db_query *query,
                         const struct metric_ask *ask, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, query, &st);

    if (e)
        goto out;
    db_bind_int(st, "from_at", ask->period.from_at);
    db_bind_int(st, "until_at", ask->period.until_at);
    db_bind_text(st, "channel_key", metric_channel_key(cx, ask->channel));
    e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : 0;
out:
    db_done(st);
    return e;
}

enum err metric_mqls(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                     struct figure *ret)
{
    int64_t n = 0;
    enum err e = count_of(cx, db, &SQL_economics_mqls, ask, &n);

    if (!e)
        *ret = figure_whole(n);
    return e;
}

enum err metric_opportunities(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                              struct figure *ret)
{
    int64_t n = 0;
    enum err e = count_of(cx, db, &SQL_economics_opportunities, ask, &n);

    if (!e)
        *ret = figure_whole(n);
    return e;
}

static enum err cost_per(struct ctx *cx, struct db *db, const struct db_query *query,
                         const struct metric_ask *ask, int64_t need, const char *few,
                         struct figure *ret)
{
    struct report_row row;
    int64_t n = 0;
    enum err e = metric_cohort(cx, db, ask, &row);

    if (!e)
        e = count_of(cx, db, query, ask, &n);
    if (!e)
        *ret = row.figures[COLUMN_SPEND].known
                   ? figure_per(row.figures[COLUMN_SPEND].whole, n, need, few)
                   : row.figures[COLUMN_SPEND];
    return e;
}

enum err metric_cost_per_mql(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                             struct figure *ret)
{
    return cost_per(cx, db, &SQL_economics_mqls, ask, MQLS_NEEDED, "metric.few_mqls", ret);
}

enum err metric_cost_per_opportunity(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                     struct figure *ret)
{
    return cost_per(cx, db, &SQL_economics_opportunities, ask, OPPORTUNITIES_NEEDED,
                    "metric.few_opportunities", ret);
}

/* --- what a customer is worth ---------------------------------------------------------------------- */

enum err worth_settings(struct ctx *cx, struct db *db, struct worth *ret)
{
    static const struct setting *const tables[] = {measure_settings, NULL};
    struct settings *set = NULL;
    enum err e = settings_load(cx, db, tables, cx->site, &set);

    if (e)
        return e;
    ret->margin = (double)setting_int(set, "measure.gross_margin") / PERCENT;
    ret->recurring = setting_int(set, "measure.recurring") != 0;
    return OK;
}

void worth_of_row(struct worth *w, const struct report_row *row)
{
    w->row = *row;
    w->cac = row_cac(row);
    if (w->cac.known && w->cac.whole == 0)
        w->cac = figure_unknown("metric.no_cost");
}

static enum err worth_read(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                           struct worth *ret)
{
    struct report_row row;
    enum err e = worth_settings(cx, db, ret);

    if (!e)
        e = metric_cohort(cx, db, ask, &row);
    if (!e)
        worth_of_row(ret, &row);
    return e;
}

/* What a paying company brings in a month, before margin. */
static struct figure monthly_of(const struct retention_figures *r, int64_t need)
{
    return r->payers < need || r->payers == 0 ? figure_few("metric.few_customers", r->payers, need)
                                              : figure_real((double)r->paid / (double)r->payers);
}

struct figure worth_payback(const struct worth *w, const struct retention_figures *r)
{
    struct figure monthly = monthly_of(r, WON_NEEDED);

    if (!(w->margin > 0))
        return figure_unknown("metric.no_margin");
    if (!w->recurring)
        return figure_unknown("metric.not_recurring");
    if (!w->cac.known)
        return w->cac;
    return monthly.known ? figure_real((double)w->cac.whole / (monthly.value * w->margin))
                         : monthly;
}

enum err metric_payback_months(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                               struct figure *ret)
{
    struct retention_figures r = {0};
    struct worth w;
    enum err e = worth_read(cx, db, ask, &w);

    if (!e)
        e = retention_of(cx, db, &ask->period, &r);
    if (!e)
        *ret = worth_payback(&w, &r);
    return e;
}

/* Companies whose first deal was won a year ago or more, and what they brought in the year that began with it. */
struct first_year {
    int64_t customers, revenue, priced;
    struct other_monies others;
};

static enum err first_year_read(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                struct first_year *ret)
{
    int64_t account = 0, began_at = 0, latest_at = ctx_now(cx) - 365 * DAYS_MS(1);
    struct db_stmt *st = NULL;
    bool row = false, counts = false;
    enum err e = db_begin(cx, db, &SQL_economics_customers, &st);

    if (e)
        goto out;
    db_bind_text(st, "currency", ask->currency);
    while (!(e = db_step(cx, st, &row)) && row) {
        int64_t at = db_int(st, 1), amount = db_int(st, 2);
        if (db_int(st, 0) != account) {
            account = db_int(st, 0);
            began_at = at;
            counts = at <= latest_at && at >= ask->period.from_at && at < ask->period.until_at;
            ret->customers += counts;
        }
        if (!counts || at >= began_at + 365 * DAYS_MS(1))
            continue;
        if (db_text(st, 3))
            other_money_add(cx->arena, &ret->others, OTHER_DEALS, db_text(st, 3), db_int(st, 4), 1);
        if (amount == NIL)
            continue;
        ret->revenue = money_add(ret->revenue, amount);
        ret->priced++;
    }
out:
    db_done(st);
    return e;
}

static struct figure worth_once(const struct first_year *y, const struct worth *w)
{
    if (y->customers < WORTH_NEEDED)
        return figure_few("metric.few_old_customers", y->customers, WORTH_NEEDED);
    if (!y->priced)
        return figure_unknown("report.revenue_not_given");
    return figure_real((double)y->revenue / (double)y->customers * w->margin);
}

static struct figure worth_recurring(const struct retention_figures *r, const struct worth *w)
{
    struct figure monthly = monthly_of(r, WORTH_NEEDED);

    if (!monthly.known)
        return monthly;
    if (!r->churn.known)
        return r->churn;
    if (!(r->churn.value > 0))
        return figure_unknown("metric.nobody_left");
    return figure_real(monthly.value * YEAR_MONTHS * w->margin / r->churn.value);
}

enum err worth_ltv_cac(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                       const struct worth *w, struct figure *ret)
{
    const struct period open = {.until_at = ask->period.until_at};
    struct retention_figures r = {0};
    struct first_year y = {0};
    struct figure worth;
    enum err e = w->recurring ? retention_of(cx, db, &open, &r) : first_year_read(cx, db, ask, &y);

    if (e)
        return e;
    worth = w->recurring ? worth_recurring(&r, w) : worth_once(&y, w);
    if (!(w->margin > 0))
        *ret = figure_unknown("metric.no_margin");
    else if (ask->channel)
        *ret = figure_unknown("metric.no_channel");
    else if (!w->cac.known)
        *ret = w->cac;
    else
        *ret = worth.known ? figure_real(worth.value / (double)w->cac.whole) : worth;
    return OK;
}

enum err metric_ltv_cac(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                        struct figure *ret)
{
    struct worth w;
    enum err e = worth_read(cx, db, ask, &w);

    return e ? e : worth_ltv_cac(cx, db, ask, &w, ret);
}

enum err metric_worth_others(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                             struct other_monies *ret)
{
    const struct period open = {.until_at = ask->period.until_at};
    struct retention_figures r = {0};
    struct first_year y = {0};
    struct worth w;
    enum err e = worth_settings(cx, db, &w);

    if (!e)
        e = w.recurring ? retention_of(cx, db, &open, &r) : first_year_read(cx, db, ask, &y);
    if (!e)
        other_money_pick(cx->arena, ret, w.recurring ? &r.others : &y.others, OTHER_DEALS);
    return e;
}

struct figure worth_roi(const struct worth *w)
{
    const struct figure *revenue = &w->row.figures[COLUMN_REVENUE];
    double cost = (double)w->row.figures[COLUMN_SPEND].whole;

    if (!(w->margin > 0))
        return figure_unknown("metric.no_margin");
    if (!w->cac.known)
        return w->cac;
    return revenue->known ? figure_real(((double)revenue->whole * w->margin - cost) / cost)
                          : *revenue;
}

enum err metric_roi(struct ctx *cx, struct db *db, const struct metric_ask *ask, struct figure *ret)
{
    struct worth w;
    enum err e = worth_read(cx, db, ask, &w);

    if (!e)
        *ret = worth_roi(&w);
    return e;
}
