/* channel_outcome.c -- see channel_outcome.h. */
#include "measure/channel_outcome.h"

#include "access/site.h"
#include "base/text.h"
#include "measure/channel_report.h"
#include "measure/economics.h"
#include "measure/figures_json_priv.h"
#include "strategy/channel.h"
#include "strategy/plan.h"

#include "channel_outcome_sql.h"

#include <string.h>

enum { CHANNELS_MAX = 200 };
#define MONTH_DAYS 30.4375

/* --- the days ------------------------------------------------------------------------------------- */

enum err plan_days(struct ctx *cx, struct db *db, int64_t id, const char **from, const char **to)
{
    char today[DATE_TEXT_MAX];
    void *found = NULL;
    const struct plan *plan;
    enum err e = model_get(cx, db, &plan_model, id, &found);

    if (!e)
        e = site_day(cx, db, today);
    if (e)
        return e;
    plan = found;
    if (!*from)
        *from = plan->starts_on && strcmp(plan->starts_on, today) < 0
                    ? plan->starts_on
                    : day_text(cx, day_number(today) - 364);
    if (!*to)
        *to = plan->ends_on && strcmp(plan->ends_on, today) < 0 && strcmp(plan->ends_on, *from) >= 0
                  ? plan->ends_on
                  : arena_dup(cx->arena, today);
    return *from && *to ? OK : fail_memory(cx);
}

/* --- counts by channel ----------------------------------------------------------------------------- */

struct count {
    const char *key; /* folded */
    int64_t n;
};

struct counts {
    struct count *all;
    size_t n;
};

static void read_count(struct ctx *cx, const struct db_stmt *st, void *row)
{
    const char *key = db_text(st, 0);

    *(struct count *)row = (struct count){text_fold(cx->arena, key ? key : ""), db_int(st, 1)};
}

static enum err read_counts(struct ctx *cx, struct db *db, const struct db_query *q,
                            const struct period *p, struct counts *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (!e && q == &SQL_outcome_links) {
        db_bind_text(st, "from_day", p->from ? p->from : "0000-00-00");
        db_bind_text(st, "to_day", p->to ? p->to : "9999-99-99");
    } else if (!e) {
        db_bind_int(st, "from_at", p->from_at);
        db_bind_int(st, "until_at", p->until_at);
    }
    if (!e)
        e = db_collect(cx, st, sizeof(*ret->all), read_count, &ret->all, &ret->n);
    db_done(st);
    return e;
}

static int64_t count_at(const struct counts *c, const char *key)
{
    int64_t n = 0;

    for (size_t i = 0; i < c->n; i++)
        if (text_equal(c->all[i].key, key))
            n += c->all[i].n;
    return n;
}

/* --- one channel ----------------------------------------------------------------------------------- */

struct outcome {
    struct channel_report report;
    struct counts mqls, links, codes, calls;
    double months; /* of the period */
};

static const struct report_row *row_of(struct ctx *cx, const struct outcome *o, const char *key)
{
    for (size_t i = 0; i < o->report.count; i++)
        if (text_equal(text_fold(cx->arena, o->report.rows[i].key), key))
            return &o->report.rows[i];
    return NULL;
}

static double months_of(const struct channel *c)
{
    return text_equal(c->cost_period, "year") ? 12 : text_equal(c->cost_period, "quarter") ? 3 : 1;
}

static void put_real(struct json_writer *w, const char *name, bool known, double v)
{
    json_name(w, name);
    if (known)
        json_put_int(w, (int64_t)(v + 0.5));
    else
        json_put_null(w);
}

/* What the cost model says of these days. */
static void put_expected(struct json_writer *w, const struct channel *c, double months)
{
    bool leads = c->expected_leads != NIL, cost = c->expected_cost_per_lead_minor != NIL;
    double n = leads ? (double)c->expected_leads / months_of(c) * months : 0;

    json_name(w, "expected");
    json_open_object(w);
    put_real(w, "cost_per_lead_minor", cost, (double)c->expected_cost_per_lead_minor);
    put_real(w, "leads", leads, n);
    put_real(w, "spend_minor", leads && cost, n * (double)c->expected_cost_per_lead_minor);
    json_close_object(w);
}

static void put_actual(struct ctx *cx, struct json_writer *w, const struct outcome *o,
                       const char *key, const struct report_row *row)
{
    static const enum report_column columns[] = {COLUMN_LEADS,         COLUMN_WON,
                                                 COLUMN_REVENUE,       COLUMN_SPEND,
                                                 COLUMN_COST_PER_LEAD, COLUMN_LEAD_TO_CUSTOMER};
    struct named_figure all[COUNT_OF(columns) + 2];
    int64_t mqls = key ? count_at(&o->mqls, key) : 0;
    const char *why = key ? "promote.nothing_came" : "promote.not_tied";
    size_t n = 0;

    for (size_t i = 0; i < COUNT_OF(columns); i++)
        all[n++] =
            (struct named_figure){report_column_name(columns[i]), report_column_unit(columns[i]),
                                  row ? row->figures[columns[i]] : figure_unknown(why)};
    if (key && !row)
        all[0].f = figure_whole(0);
    all[n++] =
        (struct named_figure){"mqls", UNIT_COUNT, key ? figure_whole(mqls) : figure_unknown(why)};
    all[n++] = (struct named_figure){
        "cost_per_mql_minor", UNIT_MONEY,
        row && row->figures[COLUMN_SPEND].known
            ? figure_per(row->figures[COLUMN_SPEND].whole, mqls, MQLS_NEEDED, "metric.few_mqls")
            : figure_unknown(row ? "metric.no_cost" : why)};
    figures_put(cx, w, all, n);
}

static void put_channel(struct ctx *cx, struct json_writer *w, const struct outcome *o,
                        const struct channel *c)
{
    const char *key = text_empty(c->matches) ? NULL : text_fold(cx->arena, c->matches);
    const struct report_row *row = key ? row_of(cx, o, key) : NULL;

    json_open_object(w);
    json_id_member(w, "channel", c->record.id);
    json_text_member(w, "name", c->name);
    json_text_member(w, "kind", c->kind);
    json_text_member(w, "matches", text_empty(c->matches) ? NULL : c->matches);
    json_text_member(w, "key", row ? row->key : key ? c->matches : NULL);
    json_bool_member(w, "offline", c->offline == 1);
    put_expected(w, c, o->months);
    put_actual(cx, w, o, key, row);
    json_int_member(w, "link_hits", key ? count_at(&o->links, key) : 0);
    json_int_member(w, "code_uses", key ? count_at(&o->codes, key) : 0);
    json_int_member(w, "calls", key ? count_at(&o->calls, key) : 0);
    json_close_object(w);
}

static enum err read_all(struct ctx *cx, struct db *db, const char *from, const char *to,
                         struct outcome *o)
{
    struct report_ask ask = {.by = BY_CHANNEL, .from = from, .to = to};
    enum err e = channel_report_run(cx, db, &ask, &o->report);

    if (!e)
        e = read_counts(cx, db, &SQL_outcome_mqls, &o->report.period, &o->mqls);
    if (!e)
        e = read_counts(cx, db, &SQL_outcome_links, &o->report.period, &o->links);
    if (!e)
        e = read_counts(cx, db, &SQL_outcome_codes, &o->report.period, &o->codes);
    if (!e)
        e = read_counts(cx, db, &SQL_outcome_calls, &o->report.period, &o->calls);
    o->months = (double)(o->report.period.last - o->report.period.first + 1) / MONTH_DAYS;
    return e;
}

enum err channel_outcome_json(struct ctx *cx, struct db *db, int64_t plan, const char *from,
                              const char *to, struct buf *out)
{
    struct json_writer w = json_to(out);
    struct outcome o = {0};
    void **channels = NULL;
    size_t n = 0;
    enum err e = plan_days(cx, db, plan, &from, &to);

    if (!e)
        e = model_related(cx, db, &channel_model, "plan", plan, CHANNELS_MAX, &channels, &n);
    if (!e)
        e = read_all(cx, db, from, to, &o);
    if (e)
        return e;
    json_open_object(&w);
    json_text_member(&w, "from", from);
    json_text_member(&w, "to", to);
    json_text_member(&w, "currency", o.report.currency);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < n; i++)
        put_channel(cx, &w, &o, channels[i]);
    json_close_list(&w);
    json_close_object(&w);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}
