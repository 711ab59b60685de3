/* economics_report.c -- see economics_report.h. The channel report gives most of a row; what was reached is counted beside it by the
 * same keys, and a key that only something reached has becomes a row of its own. */
#include "measure/economics_report.h"

#include "base/message.h"
#include "base/text.h"
#include "measure/attribution_report.h"
#include "measure/channel_report_priv.h"
#include "measure/early_engagement.h"
#include "measure/economics.h"
#include "measure/economics_priv.h"

#include "economics_sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CREDITED_NEEDED = 5 };

#define FIRST_CONTACT "first_contact"

static const struct column {
    const char *name, *metric;
    enum unit unit;
    enum economics_basis basis;
} columns[ECONOMICS_COLUMNS] = {
    [ECON_SPEND] = {"spend_minor", "spend", UNIT_MONEY, BASIS_SPEND},
    [ECON_MEDIA] = {"media_minor", "spend_media", UNIT_MONEY, BASIS_SPEND},
    [ECON_PEOPLE] = {"people_minor", "spend_people", UNIT_MONEY, BASIS_SPEND},
    [ECON_TOOLS] = {"tools_minor", "spend_tools", UNIT_MONEY, BASIS_SPEND},
    [ECON_COMMISSION] = {"commission_minor", "spend_commission", UNIT_MONEY, BASIS_SPEND},
    [ECON_OTHER] = {"other_minor", "spend_other", UNIT_MONEY, BASIS_SPEND},
    [ECON_LEADS] = {"leads", "leads", UNIT_COUNT, BASIS_FIRST},
    [ECON_MQLS] = {"mqls", "mqls", UNIT_COUNT, BASIS_REACHED},
    [ECON_OPPORTUNITIES] = {"opportunities", "opportunities", UNIT_COUNT, BASIS_REACHED},
    [ECON_WON] = {"won", "won_leads", UNIT_COUNT, BASIS_FIRST},
    [ECON_REVENUE] = {"revenue_minor", "cohort_revenue", UNIT_MONEY, BASIS_FIRST},
    [ECON_COST_PER_LEAD] = {"cost_per_lead_minor", "cost_per_lead", UNIT_MONEY, BASIS_FIRST},
    [ECON_COST_PER_MQL] = {"cost_per_mql_minor", "cost_per_mql", UNIT_MONEY, BASIS_REACHED},
    [ECON_COST_PER_OPPORTUNITY] = {"cost_per_opportunity_minor", "cost_per_opportunity", UNIT_MONEY,
                                   BASIS_REACHED},
    [ECON_CAC] = {"cac_minor", "cac", UNIT_MONEY, BASIS_FIRST},
    [ECON_MEDIA_CAC] = {"media_cac_minor", "media_cac", UNIT_MONEY, BASIS_FIRST},
    [ECON_PAYBACK] = {"payback_months", "payback_months", UNIT_MONTHS, BASIS_FIRST},
    [ECON_LTV_CAC] = {"ltv_cac", "ltv_cac", UNIT_RATIO, BASIS_WHOLE},
    [ECON_CREDITED_WON] = {"credited_won", "credited_won", UNIT_RATIO, BASIS_MODEL},
    [ECON_CREDITED_REVENUE] = {"credited_revenue_minor", "credited_revenue", UNIT_MONEY,
                               BASIS_MODEL},
    [ECON_ROI] = {"roi", "roi", UNIT_RATIO, BASIS_MODEL},
    [ECON_ROAS] = {"roas", "roas", UNIT_RATIO, BASIS_MODEL},
};

const char *economics_column_name(enum economics_column c)
{
    return columns[c].name;
}

const char *economics_column_metric(enum economics_column c)
{
    return columns[c].metric;
}

enum unit economics_column_unit(enum economics_column c)
{
    return columns[c].unit;
}

enum economics_basis economics_basis(enum economics_column c)
{
    return columns[c].basis;
}

const char *economics_basis_text(struct ctx *cx, const struct economics_report *r,
                                 enum economics_column c)
{
    static const char *const names[] = {"spend", "first", "reached", "model", "whole"};
    const char *word = arena_print(cx->arena, "economics.model.%s", r->model);
    struct fault_param model = {"model", message(cx->arena, cx->lang, word, NULL, 0)};

    return message(cx->arena, cx->lang,
                   arena_print(cx->arena, "economics.basis.%s", names[columns[c].basis]), &model,
                   1);
}

enum err economics_by_read(struct ctx *cx, const char *name, enum report_by *ret)
{
    static const enum report_by all[] = {BY_CHANNEL, BY_CAMPAIGN, BY_SEGMENT, BY_MONTH};

    if (!name) {
        *ret = BY_CHANNEL;
        return OK;
    }
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        if (!strcmp(report_by_name(all[i]), name)) {
            *ret = all[i];
            return OK;
        }
    }
    return fail_field(cx, "by", "field.choice", "choices", "channel, campaign, segment, month",
                      NULL);
}

/* --- what was reached ------------------------------------------------------------------------------ */

struct membership {
    int64_t contact;
    const char *segment, *name;
};

/* What a row of the report counts beside the channel report's. */
struct reached {
    const char *id, *label, *name;
    int64_t mqls, opportunities;
};

struct counting {
    enum report_by by;
    const struct zone *zone;
    struct membership *members; /* by contact */
    size_t member_count;
    struct reached *list;
    size_t count, room;
    struct reached all;
};

static struct reached *reached_at(struct ctx *cx, struct counting *c, const char *id,
                                  const char *label, const char *name)
{
    for (size_t i = 0; i < c->count; i++)
        if (text_equal(c->list[i].id, id))
            return &c->list[i];
    if (c->count == c->room) {
        size_t room = c->room ? 2 * c->room : 64;
        struct reached *wide = arena_array(cx->arena, room, sizeof(*wide));
        if (!wide)
            return NULL;
        if (c->count)
            memcpy(wide, c->list, c->count * sizeof(*wide));
        c->list = wide;
        c->room = room;
    }
    c->list[c->count] = (struct reached){.id = arena_dup(cx->arena, id),
                                         .label = arena_dup(cx->arena, label),
                                         .name = arena_dup(cx->arena, name)};
    return c->list[c->count].id ? &c->list[c->count++] : NULL;
}

static bool add_one(struct ctx *cx, struct counting *c, const char *id, const char *label,
                    const char *name, bool mql)
{
    struct reached *r =
        is_none(id) ? reached_at(cx, c, "", NULL, NULL) : reached_at(cx, c, id, label, name);

    if (!r)
        return false;
    *(mql ? &r->mqls : &r->opportunities) += 1;
    return true;
}

static int by_contact(const void *a, const void *b)
{
    const struct membership *x = a, *y = b;

    return (x->contact > y->contact) - (x->contact < y->contact);
}

/* In each segment of the person; under nothing when there is none. */
static bool add_member(struct ctx *cx, struct counting *c, int64_t contact, bool mql)
{
    struct membership key = {.contact = contact};
    const struct membership *m =
        c->member_count ? bsearch(&key, c->members, c->member_count, sizeof(key), by_contact)
                        : NULL;

    if (!m)
        return add_one(cx, c, NULL, NULL, NULL, mql);
    while (m > c->members && m[-1].contact == contact)
        m--;
    for (; m < c->members + c->member_count && m->contact == contact; m++)
        if (!add_one(cx, c, m->segment, m->segment, m->name, mql))
            return false;
    return true;
}

/* Columns: contact, when, channel key and name, campaign and its name. */
static bool count_row(struct ctx *cx, struct counting *c, const struct db_stmt *st, bool mql)
{
    char month[DATE_TEXT_MAX];

    *(mql ? &c->all.mqls : &c->all.opportunities) += 1;
    switch (c->by) {
    case BY_MONTH:
        date_text(c->zone, db_int(st, 1), month);
        month[7] = 0;
        return add_one(cx, c, month, month, NULL, mql);
    case BY_CAMPAIGN:
        return add_one(cx, c, db_text(st, 4), db_text(st, 4), db_text(st, 5), mql);
    case BY_SEGMENT:
        return add_member(cx, c, db_int(st, 0), mql);
    case BY_CHANNEL:
    case BY_LANDING_PAGE:
    case BY_INDUSTRY:
        break;
    }
    return add_one(cx, c, db_text(st, 2), db_text(st, 3), NULL, mql);
}

static enum err count_reached(struct ctx *cx, struct db *db, const struct period *p,
                              struct counting *c, bool mql)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e =
        db_begin(cx, db, mql ? &SQL_economics_mql_rows : &SQL_economics_opportunity_rows, &st);

    if (e)
        goto out;
    db_bind_int(st, "from_at", p->from_at);
    db_bind_int(st, "until_at", p->until_at);
    while (!(e = db_step(cx, st, &row)) && row) {
        if (!count_row(cx, c, st, mql)) {
            e = fail_memory(cx);
            break;
        }
    }
out:
    db_done(st);
    return e;
}

static void read_member(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct membership *)row =
        (struct membership){db_int(st, 0), db_text_dup(cx, st, 1), db_text_dup(cx, st, 2)};
}

static enum err read_members(struct ctx *cx, struct db *db, struct counting *c)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_economics_memberships, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(*c->members), read_member, &c->members, &c->member_count);
    db_done(st);
    return e;
}

/* --- rows -------------------------------------------------------------------------------------------- */

/* What holds for all rows. */
struct making {
    struct economics_report *r;
    struct worth worth;
    struct retention_figures retention;
    struct fact_store *facts;
};

static struct figure cost_per(const struct report_row *row, int64_t n, int64_t need,
                              const char *few)
{
    const struct figure *spend = &row->figures[COLUMN_SPEND];

    return spend->known ? figure_per(spend->whole, n, need, few) : *spend;
}

static void fill_row(const struct making *m, const struct report_row *row, int64_t mqls,
                     int64_t opportunities, struct economics_row *ret)
{
    static const enum report_column same[][2] = {
        {(enum report_column)ECON_SPEND, COLUMN_SPEND},
        {(enum report_column)ECON_LEADS, COLUMN_LEADS},
        {(enum report_column)ECON_WON, COLUMN_WON},
        {(enum report_column)ECON_REVENUE, COLUMN_REVENUE},
        {(enum report_column)ECON_COST_PER_LEAD, COLUMN_COST_PER_LEAD},
        {(enum report_column)ECON_MEDIA_CAC, COLUMN_MEDIA_CAC},
    };
    struct worth w = m->worth;
    struct figure *to = ret->figures;

    worth_of_row(&w, row);
    for (size_t i = 0; i < COUNT_OF(same); i++)
        to[same[i][0]] = row->figures[same[i][1]];
    to[ECON_MEDIA] = row->media;
    for (int k = SPEND_PEOPLE; k < SPEND_KINDS; k++)
        to[ECON_MEDIA + k] = !row->figures[COLUMN_SPEND].known ? row->figures[COLUMN_SPEND]
                             : row->spend_of[k]                ? figure_whole(row->spend_of[k])
                                                : figure_unknown("report.spend_not_given");
    to[ECON_MQLS] = figure_whole(mqls);
    to[ECON_OPPORTUNITIES] = figure_whole(opportunities);
    to[ECON_COST_PER_MQL] = cost_per(row, mqls, MQLS_NEEDED, "metric.few_mqls");
    to[ECON_COST_PER_OPPORTUNITY] =
        cost_per(row, opportunities, OPPORTUNITIES_NEEDED, "metric.few_opportunities");
    to[ECON_CAC] = row_cac(row);
    to[ECON_PAYBACK] = worth_payback(&w, &m->retention);
    to[ECON_LTV_CAC] =
        figure_unknown(m->worth.margin > 0 ? "metric.no_channel" : "metric.no_margin");
    to[ECON_CREDITED_WON] = row->figures[COLUMN_WON];
    to[ECON_CREDITED_WON].value = (double)row->figures[COLUMN_WON].whole;
    to[ECON_CREDITED_REVENUE] = row->figures[COLUMN_REVENUE];
    to[ECON_ROI] = worth_roi(&w);
    to[ECON_ROAS] = row_roas(row);
}

/* A month is a period of its own: what its customers pay, and what one is worth, is asked of it. */
static enum err fill_month(struct ctx *cx, struct db *db, const struct making *m,
                           const struct report_row *row, struct economics_row *ret)
{
    struct metric_ask ask = {
        .period = m->r->base.period, .zone = m->r->base.zone, .currency = m->r->base.currency};
    struct making own = *m;
    enum err e = report_month(cx, ask.zone, ret->key, &ask.period);

    if (!e)
        e = retention_of(cx, db, &ask.period, &own.retention);
    if (e)
        return e;
    fill_row(&own, row, ret->figures[ECON_MQLS].whole, ret->figures[ECON_OPPORTUNITIES].whole, ret);
    worth_of_row(&own.worth, row);
    return worth_ltv_cac(cx, db, &ask, &own.worth, &ret->figures[ECON_LTV_CAC]);
}

static const struct reached *find_reached(struct ctx *cx, const struct counting *c, const char *key)
{
    const char *id = is_none(key) ? "" : c->by == BY_CHANNEL ? text_fold(cx->arena, key) : key;

    for (size_t i = 0; i < c->count; i++)
        if (text_equal(c->list[i].id, id))
            return &c->list[i];
    return NULL;
}

static int by_leads(const void *a, const void *b)
{
    const struct economics_row *x = a, *y = b;
    int64_t n = x->figures[ECON_LEADS].whole, m = y->figures[ECON_LEADS].whole;

    return n != m ? (n < m ? 1 : -1) : strcmp(x->key, y->key);
}

static int by_key(const void *a, const void *b)
{
    const struct economics_row *x = a, *y = b;

    return strcmp(x->key, y->key);
}

/* Rows of the channel report, then those that only something reached has. */
static enum err rows_make(struct ctx *cx, struct making *m, const struct counting *c)
{
    struct economics_report *r = m->r;
    struct report_row nothing;
    enum err e = report_nothing(cx, &r->base, &nothing);

    r->rows = arena_array(cx->arena, r->base.count + c->count + 1, sizeof(*r->rows));
    if (!e && !r->rows)
        e = fail_memory(cx);
    if (e)
        return e;
    for (size_t i = 0; i < r->base.count; i++) {
        const struct report_row *row = &r->base.rows[i];
        const struct reached *has = find_reached(cx, c, row->key);
        struct economics_row *to = &r->rows[r->count++];
        to->key = row->key;
        to->name = row->name;
        fill_row(m, row, has ? has->mqls : 0, has ? has->opportunities : 0, to);
    }
    for (size_t i = 0; i < c->count; i++) {
        const struct reached *x = &c->list[i];
        const char *key = !*x->id ? REPORT_NONE : x->label ? x->label : x->id;
        struct economics_row *to = &r->rows[r->count];
        bool known = false;
        for (size_t k = 0; k < r->base.count && !known; k++)
            known = find_reached(cx, c, r->base.rows[k].key) == x;
        if (known)
            continue;
        r->count++;
        to->key = key;
        to->name = x->name ? x->name : key;
        fill_row(m, &nothing, x->mqls, x->opportunities, to);
    }
    return OK;
}

/* --- revenue by another model ------------------------------------------------------------------------ */

/* What a model credits a row, and the two figures made of it. */
static void credit(const struct making *m, struct economics_row *row, double won, int64_t value)
{
    const struct figure *spend = &row->figures[ECON_SPEND], *media = &row->figures[ECON_MEDIA];
    struct figure *roi = &row->figures[ECON_ROI], *roas = &row->figures[ECON_ROAS];
    bool few = won + 1e-9 < CREDITED_NEEDED;
    struct figure sample = figure_few("report.few_won", (int64_t)won, CREDITED_NEEDED);

    row->figures[ECON_CREDITED_WON] = figure_real(won);
    row->figures[ECON_CREDITED_REVENUE] = figure_whole(value);
    if (!(m->worth.margin > 0))
        *roi = figure_unknown("metric.no_margin");
    else if (!spend->known || few)
        *roi = spend->known ? sample : *spend;
    else if (!spend->whole)
        *roi = figure_unknown("metric.no_cost");
    else
        *roi = figure_real(((double)value * m->worth.margin - (double)spend->whole) /
                           (double)spend->whole);
    if (!media->known || few)
        *roas = media->known ? sample : *media;
    else if (!media->whole)
        *roas = figure_unknown("metric.media_zero");
    else
        *roas = figure_real((double)value / (double)media->whole);
}

/* The credit of a row: of the keys that are its own, each of which only one row has. */
static void credit_row(struct ctx *cx, const struct making *m, const struct attribution_report *a,
                       const struct attribution_credits *c, struct economics_row *row, bool *taken)
{
    const char *id = text_fold(cx->arena, m->r->ask.by == BY_CAMPAIGN ? row->name : row->key);
    double won = 0;
    int64_t value = 0;

    for (size_t k = 0; k < a->key_count; k++) {
        if (taken[k] || !text_equal(text_fold(cx->arena, a->keys[k]), id))
            continue;
        taken[k] = true;
        won += c->conversions[k];
        value = money_add(value, c->value[k]);
    }
    credit(m, row, won, value);
}

/* A row that nobody came by first and nothing was spent on. */
static struct economics_row *row_of_credit(const struct making *m, const struct report_row *nothing,
                                           const char *key, const char *name)
{
    struct economics_row *row = &m->r->rows[m->r->count++];

    *row = (struct economics_row){.key = key, .name = name};
    fill_row(m, nothing, 0, 0, row);
    return row;
}

static enum err credit_rows(struct ctx *cx, struct making *m, const struct attribution_report *a,
                            enum attribution_model model)
{
    struct economics_report *r = m->r;
    const struct attribution_credits *c = &a->credits[model];
    struct economics_row *wide = arena_array(cx->arena, r->count + a->key_count + 1, sizeof(*wide));
    bool *taken = arena_array(cx->arena, a->key_count + 1, sizeof(*taken));
    struct report_row nothing;
    enum err e = report_nothing(cx, &r->base, &nothing);

    if (!e && (!wide || !taken))
        e = fail_memory(cx);
    if (e)
        return e;
    memset(taken, 0, (a->key_count + 1) * sizeof(*taken));
    if (r->count)
        memcpy(wide, r->rows, r->count * sizeof(*wide));
    r->rows = wide;
    for (size_t i = 0; i < r->count; i++)
        credit_row(cx, m, a, c, &r->rows[i], taken);
    for (size_t k = 0; k < a->key_count; k++)
        if (!taken[k] && (c->conversions[k] > 1e-9 || c->value[k])) {
            const char *key = arena_dup(cx->arena, a->keys[k]);
            credit(m, row_of_credit(m, &nothing, key, key), c->conversions[k], c->value[k]);
        }
    if (a->unknown_conversions)
        credit(m,
               row_of_credit(m, &nothing, ECONOMICS_UNKNOWN,
                             message(cx->arena, cx->lang, "attribution.unknown", NULL, 0)),
               (double)a->unknown_conversions, a->unknown_value_minor);
    credit(m, &r->totals, (double)a->conversions, a->value_minor);
    return OK;
}

static enum err credit_by_model(struct ctx *cx, struct db *db, struct making *m)
{
    const struct economics_ask *ask = &m->r->ask;
    struct attribution_ask what = {.credit = CREDIT_WON,
                                   .by = ask->by == BY_CAMPAIGN ? CREDIT_BY_CAMPAIGN
                                                                : CREDIT_BY_CHANNEL,
                                   .from = ask->from,
                                   .to = ask->to};
    enum attribution_model model;
    struct attribution_report a;
    enum err e;

    if (!ask->model || !strcmp(ask->model, FIRST_CONTACT))
        return OK;
    if (!attribution_model_find(ask->model, &model))
        return attribution_model_wrong(cx, "model");
    if (ask->by != BY_CHANNEL && ask->by != BY_CAMPAIGN)
        return fail_field(cx, "model", "economics.model_by", NULL);
    e = attribution_report_run(cx, db, m->facts, &what, &a);
    if (e)
        return e;
    e = credit_rows(cx, m, &a, model);
    attribution_report_done(&a);
    m->r->model = attribution_model_name(model);
    return e;
}

/* --- the whole ---------------------------------------------------------------------------------------- */

static enum err asked(struct ctx *cx, struct db *db, const char *metric,
                      const struct metric_ask *ask, struct figure *ret)
{
    const struct metric *m = metric_find(metric);

    must(m != NULL);
    return m->how(cx, db, ask, ret);
}

static enum err lagged(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                       struct lagged_cac *ret)
{
    struct metric_ask ever = *ask, then = *ask;
    struct figure won = {0}, spend = {0};
    int64_t lag;
    enum err e;

    *ret = (struct lagged_cac){.cac = figure_unknown("economics.lag_open"),
                               .days = figure_unknown("economics.lag_open")};
    if (!ask->period.from || !ask->period.to)
        return OK;
    e = period_read(cx, ask->zone, NULL, ask->period.to, &ever.period);
    if (!e)
        e = asked(cx, db, "acquisition_days", &ever, &ret->days);
    ret->cac = ret->days;
    if (e || !ret->days.known)
        return e;
    lag = llround(figure_number(UNIT_DAYS, &ret->days));
    then.period = period_of_days(cx, ask->zone, ask->period.first - lag, ask->period.last - lag);
    ret->from = then.period.from;
    ret->to = then.period.to;
    e = asked(cx, db, "spend", &then, &spend);
    if (!e)
        e = asked(cx, db, "won", ask, &won);
    if (!e)
        ret->cac = spend.known ? figure_per(spend.whole, won.whole, metric_find("cac")->need,
                                            "report.few_won")
                               : spend;
    return e;
}

static enum err overall(struct ctx *cx, struct db *db, const struct making *m)
{
    static const double shares[] = {0.25, 0.5, 0.75, 0.9};
    struct economics_report *r = m->r;
    struct metric_ask ask = {
        .period = r->base.period, .zone = r->base.zone, .currency = r->base.currency};
    struct velocity v = {0};
    struct worth w = m->worth;
    enum err e;

    worth_of_row(&w, &r->base.totals);
    e = worth_ltv_cac(cx, db, &ask, &w, &r->totals.figures[ECON_LTV_CAC]);
    if (!e)
        e = metric_cycle(cx, db, &ask, shares, COUNT_OF(shares), r->cycle, &r->cycle_have);
    if (!e)
        e = metric_velocity(cx, db, &ask, &v);
    if (!e)
        e = lagged(cx, db, &ask, &r->lagged);
    if (!e)
        e = early_engagement(cx, db, &ask, shares, COUNT_OF(shares), r->early, &r->early_have);
    r->velocity = v.velocity;
    r->open_deals = v.open_deals;
    r->win_rate = v.win_rate;
    r->average_deal = v.average_deal;
    r->cycle_days = v.cycle_days;
    return e;
}

static enum err counted(struct ctx *cx, struct db *db, struct making *m, struct counting *c)
{
    struct economics_report *r = m->r;
    enum err e = r->ask.by == BY_SEGMENT ? read_members(cx, db, c) : OK;

    if (!e)
        e = count_reached(cx, db, &r->base.period, c, true);
    if (!e)
        e = count_reached(cx, db, &r->base.period, c, false);
    if (!e)
        e = rows_make(cx, m, c);
    for (size_t i = 0; i < r->count && !e && r->ask.by == BY_MONTH; i++) {
        struct report_row row = {0};
        for (size_t k = 0; k < r->base.count; k++)
            if (!strcmp(r->base.rows[k].key, r->rows[i].key))
                row = r->base.rows[k];
        if (row.key)
            e = fill_month(cx, db, m, &row, &r->rows[i]);
    }
    if (!e && r->count)
        qsort(r->rows, r->count, sizeof(*r->rows), r->ask.by == BY_MONTH ? by_key : by_leads);
    return e;
}

static enum err run_one(struct ctx *cx, struct db *db, struct fact_store *facts,
                        const struct economics_ask *ask, struct economics_report *r)
{
    const struct report_ask base = {.by = ask->by, .from = ask->from, .to = ask->to};
    struct making m = {.r = r, .facts = facts};
    struct counting c = {.by = ask->by};
    enum err e;

    *r = (struct economics_report){.ask = *ask, .model = FIRST_CONTACT};
    e = worth_settings(cx, db, &m.worth);
    if (!e)
        e = channel_report_run(cx, db, &base, &r->base);
    c.zone = r->base.zone;
    if (!e)
        e = retention_of(cx, db, &r->base.period, &m.retention);
    if (!e)
        e = counted(cx, db, &m, &c);
    if (e)
        return e;
    r->has_margin = m.worth.margin > 0;
    r->recurring = m.worth.recurring;
    r->totals.key = r->totals.name = "";
    fill_row(&m, &r->base.totals, c.all.mqls, c.all.opportunities, &r->totals);
    e = credit_by_model(cx, db, &m);
    if (!e)
        e = overall(cx, db, &m);
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}

/* The days compared with: as many just before, or the same a year ago. */
static enum err before_of(struct ctx *cx, const struct economics_report *r,
                          struct economics_ask *ret)
{
    const struct period *p = &r->base.period;
    bool year = text_equal(r->ask.compare, "year_over_year");

    if (!year && !text_equal(r->ask.compare, "previous_period"))
        return fail_field(cx, "compare", "field.choice", "choices",
                          "previous_period, year_over_year", NULL);
    if (!p->from || !p->to)
        return fail_field(cx, "compare", "economics.compare_open", NULL);
    *ret = r->ask;
    ret->compare = NULL;
    if (year) {
        int64_t from = month_start(p->first, -12), to = month_start(p->last, -12);
        int64_t end = month_start(to, 1) - 1, day = to + (p->last - month_start(p->last, 0));
        ret->from = day_text(cx, from + (p->first - month_start(p->first, 0)));
        ret->to = day_text(cx, day < end ? day : end);
    } else {
        ret->from = day_text(cx, 2 * p->first - p->last - 1);
        ret->to = day_text(cx, p->first - 1);
    }
    return OK;
}

enum err economics_report_run(struct ctx *cx, struct db *db, struct fact_store *facts,
                              const struct economics_ask *ask, struct economics_report *ret)
{
    struct economics_ask then;
    enum err e = run_one(cx, db, facts, ask, ret);

    if (e || !ask->compare)
        return e;
    e = before_of(cx, ret, &then);
    if (e)
        return e;
    ret->before = arena_alloc(cx->arena, sizeof(*ret->before));
    return ret->before ? run_one(cx, db, facts, &then, ret->before) : fail_memory(cx);
}
