/* metric_others.c -- what each metric of money leaves out, because it is in another currency.
 *
 * A metric that is no sum but is made of one (a cost, a return) leaves out what that sum does. Those of cohorts are read off the row of
 * the channel report they are read off themselves.
 */
#include "measure/metric.h"

#include "measure/economics.h"
#include "measure/metric_credit.h"
#include "measure/metric_priv.h"
#include "measure/retention.h"

#include "metric_others_sql.h"

#include <string.h>

enum basis {
    BASIS_CLOSED, /* won deals, by closing date */
    BASIS_OPEN,   /* open deals, now */
    BASIS_SPEED,  /* both */
    BASIS_COHORT, /* leads of the period: their deals, and the spend of its days */
    BASIS_PAID,   /* that, and what companies pay in its months */
    BASIS_WORTH,  /* that, and what a customer is worth */
    BASIS_OPENED_CREDIT,
    BASIS_WON_CREDIT,
};

static const struct rests_on {
    const char *key;
    enum basis basis;
    int of; /* of the cohort */
} table[] = {
    {"revenue", BASIS_CLOSED, 0},
    {"average_deal", BASIS_CLOSED, 0},
    {"pipeline_velocity", BASIS_SPEED, 0},
    {"open_pipeline", BASIS_OPEN, 0},
    {"spend", BASIS_COHORT, OTHER_SPEND | OTHER_MEDIA},
    {"cost_per_lead", BASIS_COHORT, OTHER_SPEND | OTHER_MEDIA},
    {"cost_per_mql", BASIS_COHORT, OTHER_SPEND | OTHER_MEDIA},
    {"cost_per_opportunity", BASIS_COHORT, OTHER_SPEND | OTHER_MEDIA},
    {"cac", BASIS_COHORT, OTHER_SPEND | OTHER_MEDIA},
    {"media_cac", BASIS_COHORT, OTHER_MEDIA},
    {"roas", BASIS_COHORT, OTHER_DEALS | OTHER_MEDIA},
    {"roi", BASIS_COHORT, OTHER_DEALS | OTHER_SPEND | OTHER_MEDIA},
    {"nrr", BASIS_PAID, 0},
    {"payback_months", BASIS_PAID, OTHER_SPEND | OTHER_MEDIA},
    {"ltv_cac", BASIS_WORTH, OTHER_SPEND | OTHER_MEDIA},
    {"attributed_pipeline", BASIS_OPENED_CREDIT, 0},
    {"attributed_revenue", BASIS_WON_CREDIT, 0},
    {0},
};

static const struct rests_on *find(const char *key)
{
    for (const struct rests_on *t = table; key && t->key; t++)
        if (!strcmp(t->key, key))
            return t;
    return NULL;
}

static enum err of_deals(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                         const char *outcome, struct other_monies *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_metric_others_deals, &st);

    if (e)
        return e;
    db_bind_text(st, "outcome", outcome);
    db_bind_text(st, "currency", ask->currency);
    db_bind_int(st, "from_at", ask->period.from_at);
    db_bind_int(st, "until_at", ask->period.until_at);
    db_bind_text(st, "channel_key", metric_channel_key(cx, ask->channel));
    while (!(e = db_step(cx, st, &row)) && row)
        other_money_add(cx->arena, ret, OTHER_DEALS, db_text(st, 0), db_int(st, 1), db_int(st, 2));
    db_done(st);
    return e;
}

static enum err of_cohort(struct ctx *cx, struct db *db, const struct metric_ask *ask, int of,
                          struct other_monies *ret)
{
    struct report_row row;
    enum err e = metric_cohort(cx, db, ask, &row);

    if (!e)
        other_money_pick(cx->arena, ret, &row.others, of);
    return e;
}

static enum err of_paid(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                        struct other_monies *ret)
{
    struct retention_figures r = {0};
    enum err e = retention_of(cx, db, &ask->period, &r);

    if (!e)
        other_money_pick(cx->arena, ret, &r.others, OTHER_DEALS);
    return e;
}

/* Touches are walked only when there is something to find. */
static enum err of_credit(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                          enum basis basis, struct other_monies *ret)
{
    struct db_stmt *st = NULL;
    bool any = false;
    enum err e = db_begin(cx, db, &SQL_metric_others_any, &st);

    if (e)
        return e;
    db_bind_text(st, "currency", ask->currency);
    e = db_step(cx, st, &any);
    db_done(st);
    return e || !any ? e : metric_credit_others(cx, db, ask, basis == BASIS_WON_CREDIT, ret);
}

bool metric_leaves_out(const char *key)
{
    return find(key) != NULL;
}

enum err metric_others(struct ctx *cx, struct db *db, const char *key, const char *from,
                       const char *to, const char *channel, struct other_monies *ret)
{
    const struct rests_on *t = find(key);
    struct other_monies all = {0};
    struct metric_ask ask;
    enum err e = metric_ask_make(cx, db, key, from, to, channel, &ask);

    *ret = all;
    if (e || !t)
        return e;
    switch (t->basis) {
    case BASIS_CLOSED:
        e = of_deals(cx, db, &ask, "won", &all);
        break;
    case BASIS_OPEN:
        e = of_deals(cx, db, &ask, "open", &all);
        break;
    case BASIS_SPEED:
        e = of_deals(cx, db, &ask, "won", &all);
        if (!e)
            e = of_deals(cx, db, &ask, "open", &all);
        break;
    case BASIS_COHORT:
        e = of_cohort(cx, db, &ask, t->of, &all);
        break;
    case BASIS_PAID:
    case BASIS_WORTH:
        if (t->of)
            e = of_cohort(cx, db, &ask, t->of, &all);
        if (!e)
            e = t->basis == BASIS_PAID ? of_paid(cx, db, &ask, &all)
                                       : metric_worth_others(cx, db, &ask, &all);
        break;
    case BASIS_OPENED_CREDIT:
    case BASIS_WON_CREDIT:
        e = of_credit(cx, db, &ask, t->basis, &all);
        break;
    }
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e)
        *ret = all;
    return e;
}
