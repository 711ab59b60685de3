/* report_kind.c -- see report_kind.h: the table, and the kinds whose figures come from the database. */
#include "measure/report_kind.h"

#include "base/message.h"
#include "base/text.h"
#include "measure/attribution_report_priv.h"
#include "measure/channel_report_priv.h"
#include "measure/economics_report.h"
#include "measure/metric.h"
#include "measure/metric_text.h"
#include "measure/metric_visits.h"
#include "measure/report_kind_priv.h"
#include "measure/statistics_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { METRICS_MAX = 30 };

_Static_assert(1 + REPORT_COLUMNS <= PAPER_COLUMNS_MAX, "the report of channels fits a paper");
_Static_assert(1 + ECONOMICS_COLUMNS <= PAPER_COLUMNS_MAX, "and so do economics");
_Static_assert(1 + ATTRIBUTION_MODEL_COUNT <= PAPER_COLUMNS_MAX, "and all models side by side");

enum err report_source_open(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                            struct report_source *ret)
{
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    *ret = (struct report_source){.pool = pool, .facts = facts};
    if (!e)
        e = report_site(cx, db, &ret->site.zone, &ret->site.currency);
    db_return(db);
    ret->site.facts = facts;
    ret->site.now_ms = ctx_now(cx);
    return e;
}

/* --- shared */

const char *report_say(struct ctx *cx, const char *key, const char *name, const char *value)
{
    struct fault_param p = {name, value};

    return message(cx->arena, cx->lang, key, &p, name ? 1 : 0);
}

const char *report_word(struct ctx *cx, const char *area, const char *name, const char *otherwise)
{
    const char *key = arena_print(cx->arena, "paper.%s.%s", area, name);
    const char *text = key ? message_find(cx->lang, key) : NULL;

    return text ? text : otherwise;
}

static const char *day_words(struct ctx *cx, const char *day)
{
    return day && date_ok(day) ? day_shown(cx, day_number(day)) : day;
}

const char *report_days_text(struct ctx *cx, const char *from, const char *to)
{
    struct fault_param p[] = {{"from", day_words(cx, from)}, {"to", day_words(cx, to)}};

    if (!from && !to)
        return NULL;
    if (text_equal(from, to))
        return p[0].value;
    return message(cx->arena, cx->lang,
                   !from ? "paper.until"
                   : !to ? "paper.since"
                         : "paper.days",
                   p, COUNT_OF(p));
}

static const char *text_of(const struct json *q, const char *name)
{
    const char *text = json_text(json_get(q, name), NULL);

    return text_empty(text) ? NULL : text;
}

enum err report_days(struct ctx *cx, const struct statistics_site *site, const struct json *q,
                     struct period *ret)
{
    const struct json *range = json_get(q, "date_range");
    struct statistics_span span;
    const char *word = NULL;
    enum err e;

    if (!range || range->kind == JSON_NULL || text_equal(json_text(range, NULL), "all"))
        return period_read(cx, site->zone, text_of(q, "from"), text_of(q, "to"), ret);
    e = statistics_range(cx, site, "date_range", range, &span, &word);
    if (!e)
        *ret = span.days;
    return e;
}

static enum err days_of(struct ctx *cx, const struct statistics_site *site, const struct json *q,
                        const char **ret_from, const char **ret_to)
{
    struct period days;
    enum err e = report_days(cx, site, q, &days);

    if (!e) {
        *ret_from = days.from;
        *ret_to = days.to;
    }
    return e;
}

void report_note_others(struct ctx *cx, struct paper *p, const char *of,
                        const struct other_monies *others)
{
    struct other_monies all = {0};

    other_money_pick(cx->arena, &all, others, OTHER_DEALS | OTHER_SPEND | OTHER_MEDIA);
    for (size_t i = 0; i < all.n; i++) {
        const char *text = other_money_say(cx, &all.all[i]);
        paper_note_add(p, of && text ? arena_print(cx->arena, "%s. %s", of, text) : text);
    }
}

/* --- channels */

static enum err channels_ask(struct ctx *cx, const struct statistics_site *site,
                             const struct json *q, struct report_ask *ret)
{
    enum err e = report_by_read(cx, text_of(q, "by"), &ret->by);

    return e ? e : days_of(cx, site, q, &ret->from, &ret->to);
}

static enum err channels_check(struct ctx *cx, const struct statistics_site *site,
                               const struct json *q)
{
    struct report_ask ask = {0};

    return channels_ask(cx, site, q, &ask);
}

static void channel_row(struct ctx *cx, struct paper *p, struct paper_table *t,
                        const struct channel_report *r, const struct report_row *row,
                        const char *name)
{
    struct paper_cell *cells = paper_row_add(cx, t);

    if (!cells)
        return;
    cells[0] = paper_words(name);
    for (int c = 0; c < REPORT_COLUMNS; c++)
        cells[c + 1] =
            paper_figure(cx, p, report_column_unit((enum report_column)c), &row->figures[c]);
    (void)r;
}

static const char *row_words(struct ctx *cx, enum report_by by, const char *key, const char *name)
{
    if (text_equal(key, REPORT_NONE))
        return report_say(cx, "paper.none", NULL, NULL);
    return by == BY_CHANNEL ? report_word(cx, "channel", key, name) : name;
}

static enum err channels_run(struct ctx *cx, const struct report_source *source,
                             const struct json *q, struct paper *ret)
{
    struct report_ask ask = {0};
    struct channel_report r;
    struct paper_table *t;
    struct db *db = NULL;
    enum err e = channels_ask(cx, &source->site, q, &ask);

    if (!e)
        e = db_read(cx, source->pool, &db);
    if (!e)
        e = channel_report_run(cx, db, &ask, &r);
    db_return(db);
    if (e)
        return e;
    ret->period = report_days_text(cx, r.period.from, r.period.to);
    t = paper_table_add(ret, NULL);
    paper_column_add(t, report_by_name(r.by),
                     report_word(cx, "dimension", report_by_name(r.by), ""), NULL, false);
    for (int c = 0; c < REPORT_COLUMNS; c++) {
        const char *metric = report_column_metric((enum report_column)c);
        paper_column_add(t, report_column_name((enum report_column)c), metric_label(cx, metric),
                         metric_definition(cx, metric), true);
    }
    for (size_t i = 0; i < r.count; i++)
        channel_row(cx, ret, t, &r, &r.rows[i], row_words(cx, r.by, r.rows[i].key, r.rows[i].name));
    if (r.count) {
        channel_row(cx, ret, t, &r, &r.totals, report_say(cx, "paper.total", NULL, NULL));
        t->has_totals = true;
    }
    paper_note_add(ret, report_say(cx, "paper.by_first_contact", NULL, NULL));
    report_note_others(cx, ret, NULL, &r.totals.others);
    return OK;
}

/* --- attribution */

static enum err read_days(struct ctx *cx, const struct json *q, const char *name, int64_t *ret)
{
    const struct json *v = json_get(q, name);

    *ret = v && v->kind != JSON_NULL ? json_int(v, -1) : 0;
    return *ret < 0 ? fail_field(cx, name, "field.int", NULL) : OK;
}

static enum err attribution_ask_of(struct ctx *cx, const struct statistics_site *site,
                                   const struct json *q, struct attribution_ask *ret)
{
    struct period days = {0};
    const struct json *sales = json_get(q, "sales");
    enum err e = attribution_credit_read(cx, text_of(q, "credit"), &ret->credit);

    if (attribution_by_read(cx, text_of(q, "by"), &ret->by) != OK)
        e = ERR_INVALID;
    if (read_days(cx, q, "window", &ret->window_days) != OK)
        e = ERR_INVALID;
    if (read_days(cx, q, "half_life", &ret->half_life_days) != OK)
        e = ERR_INVALID;
    if (report_days(cx, site, q, &days) != OK)
        e = ERR_INVALID;
    ret->from = days.from;
    ret->to = days.to;
    ret->no_sales = sales && (text_equal(json_text(sales, NULL), "false") ||
                              (sales->kind == JSON_BOOL && !sales->boolean));
    return e;
}

/* The models to be shown: those that screens open with, all, or a list. */
static enum err models_of(struct ctx *cx, const struct json *q, bool shown[ATTRIBUTION_MODEL_COUNT])
{
    const struct json *v = json_get(q, "models");
    enum attribution_model m;

    memset(shown, 0, ATTRIBUTION_MODEL_COUNT * sizeof(*shown));
    if (v && v->kind == JSON_LIST && v->count > 0) {
        for (const struct json *j = v->first; j; j = j->next) {
            if (!attribution_model_find(json_text(j, ""), &m))
                return attribution_model_wrong(cx, "models");
            shown[m] = true;
        }
        return OK;
    }
    for (int i = 0; i < ATTRIBUTION_MODEL_COUNT; i++)
        shown[i] = text_equal(json_text(v, NULL), "all");
    shown[ATTRIBUTION_FIRST] = shown[ATTRIBUTION_LAST_KNOWN] = shown[ATTRIBUTION_W] = true;
    return OK;
}

static enum err attribution_check(struct ctx *cx, const struct statistics_site *site,
                                  const struct json *q)
{
    struct attribution_ask ask = {0};
    bool shown[ATTRIBUTION_MODEL_COUNT];
    enum err e = attribution_ask_of(cx, site, q, &ask), models = models_of(cx, q, shown);

    return e ? e : models;
}

static const char *key_words(struct ctx *cx, const struct attribution_report *r, const char *key)
{
    if (text_equal(key, REPORT_NONE))
        return report_say(cx, "paper.none", NULL, NULL);
    if (text_equal(key, ATTRIBUTION_OTHERS))
        return report_say(cx, "paper.others", NULL, NULL);
    return r->ask.by == CREDIT_BY_CHANNEL ? report_word(cx, "channel", key, key) : key;
}

/* A credit is a share of a conversion: "1,25". */
static struct paper_cell credit_cell(struct ctx *cx, struct paper *p, double v)
{
    struct figure f = figure_real(v);
    struct figure whole = figure_whole((int64_t)llround(v));

    return fabs(v - (double)whole.whole) < 0.005 ? paper_figure(cx, p, UNIT_COUNT, &whole)
                                                 : paper_figure(cx, p, UNIT_RATIO, &f);
}

static void credit_columns(struct ctx *cx, struct paper_table *t,
                           const struct attribution_report *r, const bool *shown, bool money)
{
    paper_column_add(t, attribution_by_name(r->ask.by),
                     report_word(cx, "dimension", attribution_by_name(r->ask.by), ""), NULL, false);
    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        const char *name = attribution_model_name((enum attribution_model)m);
        if (shown[m])
            paper_column_add(t, name, report_word(cx, "model", name, name), NULL, true);
    }
    (void)money;
}

/* key SIZE_MAX: no known touch, which is the same under every model; SIZE_MAX - 1: the total. */
static void credit_row(struct ctx *cx, struct paper *p, struct paper_table *t,
                       const struct attribution_report *r, const bool *shown, bool money,
                       size_t key, const char *name)
{
    struct paper_cell *cells = paper_row_add(cx, t);
    size_t at = 1;

    if (!cells)
        return;
    cells[0] = paper_words(name);
    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        const struct attribution_credits *c = &r->credits[m];
        double n = key == SIZE_MAX       ? (double)r->unknown_conversions
                   : key == SIZE_MAX - 1 ? (double)r->conversions
                                         : c->conversions[key];
        struct figure f = figure_whole(key == SIZE_MAX       ? r->unknown_value_minor
                                       : key == SIZE_MAX - 1 ? r->value_minor
                                                             : c->value[key]);
        if (shown[m])
            cells[at++] = money ? paper_figure(cx, p, UNIT_MONEY, &f) : credit_cell(cx, p, n);
    }
}

static void credit_table(struct ctx *cx, struct paper *p, const struct attribution_report *r,
                         const bool *shown, bool money)
{
    struct paper_table *t = paper_table_add(
        p, report_say(cx, money ? "paper.credit_money" : "paper.credit_count", NULL, NULL));

    credit_columns(cx, t, r, shown, money);
    for (size_t i = 0; i < r->key_count; i++)
        credit_row(cx, p, t, r, shown, money, r->order[i], key_words(cx, r, r->keys[r->order[i]]));
    if (r->unknown_conversions)
        credit_row(cx, p, t, r, shown, money, SIZE_MAX,
                   report_say(cx, "attribution.unknown", NULL, NULL));
    if (t->row_count) {
        credit_row(cx, p, t, r, shown, money, SIZE_MAX - 1,
                   report_say(cx, "paper.total", NULL, NULL));
        t->has_totals = true;
    }
}

static enum err attribution_kind_run(struct ctx *cx, const struct report_source *source,
                                     const struct json *q, struct paper *ret)
{
    struct attribution_ask ask = {0};
    struct attribution_report r;
    bool shown[ATTRIBUTION_MODEL_COUNT];
    struct db *db = NULL;
    enum err e = attribution_ask_of(cx, &source->site, q, &ask);

    if (!e)
        e = models_of(cx, q, shown);
    if (!e)
        e = db_read(cx, source->pool, &db);
    if (!e)
        e = attribution_report_run(cx, db, source->facts, &ask, &r);
    db_return(db);
    if (e)
        return e;
    ret->period = report_days_text(cx, r.period.from, r.period.to);
    paper_filter_add(ret, report_word(cx, "credit", attribution_credit_name(r.ask.credit), NULL));
    paper_filter_add(ret, report_say(cx, "paper.window", "days",
                                     arena_print(cx->arena, "%d", (int)r.ask.window_days)));
    if (r.ask.no_sales)
        paper_filter_add(ret, report_say(cx, "paper.no_sales", NULL, NULL));
    credit_table(cx, ret, &r, shown, false);
    if (r.value_minor)
        credit_table(cx, ret, &r, shown, true);
    report_note_others(cx, ret, NULL, &r.others);
    if (!attribution_report_enough(&r))
        paper_note_add(ret, report_say(cx, "paper.few_conversions", "need",
                                       arena_print(cx->arena, "%d", (int)ATTRIBUTION_SAMPLE)));
    attribution_report_done(&r);
    return OK;
}

/* --- metrics, one a row */

static enum err metrics_check(struct ctx *cx, const struct statistics_site *site,
                              const struct json *q)
{
    const struct json *list = json_get(q, "metrics");
    struct period days;

    if (!list || list->kind != JSON_LIST || !list->first || list->count > METRICS_MAX)
        return fail_field(cx, "metrics", "stats.metrics", NULL);
    for (const struct json *j = list->first; j; j = j->next)
        if (!metric_find(json_text(j, "")))
            return fail_field(cx, "metrics", "metric.no_such", "metric", json_text(j, ""), NULL);
    return report_days(cx, site, q, &days);
}

/* As many days before. */
static bool days_before(struct ctx *cx, const struct statistics_site *site, const struct json *q,
                        const struct period *now, struct period *ret)
{
    const struct json *include = json_get(q, "include");
    int64_t n = now->last - now->first + 1;

    if (!now->from || !now->to || !json_get(include, "comparisons"))
        return false;
    *ret = period_of_days(cx, site->zone, now->first - n, now->first - 1);
    return true;
}

/* "Lead to customer (still open: 1.184)". */
static enum err title_with(struct ctx *cx, struct db *db, const char *currency, const char *beside,
                           const struct period *now, const char *channel, const char **title)
{
    struct figure f;
    enum err e = metric_value(cx, db, beside, now->from, now->to, channel, &f);
    struct fault_param p[] = {{"title", *title},
                              {"label", metric_label(cx, beside)},
                              {"value", figure_text(cx, currency, metric_find(beside)->unit, &f)}};

    if (!e)
        *title = message(cx->arena, cx->lang, "paper.beside", p, COUNT_OF(p));
    return e;
}

static enum err metric_row(struct ctx *cx, struct db *db, struct paper *p, struct paper_table *t,
                           const char *key, const struct period *now, const struct period *before,
                           const char *channel)
{
    const struct metric *m = metric_find(key);
    const char *title = NULL;
    struct figure f, was = figure_unknown(NULL);
    struct other_monies others = {0};
    struct paper_cell *cells;
    enum err e = metric_value(cx, db, key, now->from, now->to, channel, &f);

    if (!e)
        e = metric_title(cx, db, key, &title);
    if (!e && m->beside)
        e = title_with(cx, db, p->currency, m->beside, now, channel, &title);
    if (!e && before)
        e = metric_value(cx, db, key, before->from, before->to, channel, &was);
    if (!e)
        e = metric_others(cx, db, key, now->from, now->to, channel, &others);
    cells = e ? NULL : paper_row_add(cx, t);
    if (!cells)
        return e ? e : fail_memory(cx);
    report_note_others(cx, p, title, &others);
    cells[0] = paper_words(title);
    cells[1] = paper_figure(cx, p, m->unit, &f);
    if (!before)
        return OK;
    cells[2] = paper_figure(cx, p, m->unit, &was);
    cells[2].why = NULL;
    cells[3] = paper_change(cx, figure_number(m->unit, &f), figure_number(m->unit, &was),
                            m->less_is_better);
    return OK;
}

static enum err metrics_run(struct ctx *cx, const struct report_source *source,
                            const struct json *q, struct paper *ret)
{
    struct period now, before;
    struct paper_table *t = paper_table_add(ret, NULL);
    struct db *db = NULL;
    bool compared;
    enum err e = metrics_check(cx, &source->site, q);

    if (!e)
        e = report_days(cx, &source->site, q, &now);
    if (e)
        return e;
    compared = days_before(cx, &source->site, q, &now, &before);
    ret->period = report_days_text(cx, now.from, now.to);
    ret->compared = compared ? report_days_text(cx, before.from, before.to) : NULL;
    if (text_of(q, "channel"))
        paper_filter_add(ret, report_say(cx, "paper.channel_is", "channel",
                                         report_word(cx, "channel", text_of(q, "channel"),
                                                     text_of(q, "channel"))));
    paper_column_add(t, "metric", report_say(cx, "paper.figure", NULL, NULL), NULL, false);
    paper_column_add(t, "value", report_say(cx, "paper.value", NULL, NULL), NULL, true);
    if (compared) {
        paper_column_add(t, "before", report_say(cx, "paper.before", NULL, NULL), NULL, true);
        paper_column_add(t, "change", report_say(cx, "paper.change", NULL, NULL), NULL, true);
    }
    cx->facts = source->facts;
    e = db_read(cx, source->pool, &db);
    for (const struct json *j = json_get(q, "metrics")->first; j && !e; j = j->next)
        e = metric_row(cx, db, ret, t, json_text(j, ""), &now, compared ? &before : NULL,
                       text_of(q, "channel"));
    db_return(db);
    return e;
}

/* --- economics */

static enum err economics_ask_of(struct ctx *cx, const struct statistics_site *site,
                                 const struct json *q, struct economics_ask *ret)
{
    enum attribution_model model;
    enum err e = economics_by_read(cx, text_of(q, "by"), &ret->by);

    ret->model = text_of(q, "model");
    if (!e && ret->model && !attribution_model_find(ret->model, &model))
        e = attribution_model_wrong(cx, "model");
    return e ? e : days_of(cx, site, q, &ret->from, &ret->to);
}

static enum err economics_check(struct ctx *cx, const struct statistics_site *site,
                                const struct json *q)
{
    struct economics_ask ask = {0};

    return economics_ask_of(cx, site, q, &ask);
}

static void economics_cells(struct ctx *cx, struct paper *p, struct paper_table *t,
                            const struct economics_row *row, const char *name)
{
    struct paper_cell *cells = paper_row_add(cx, t);

    if (!cells)
        return;
    cells[0] = paper_words(name);
    for (int c = 0; c < ECONOMICS_COLUMNS; c++)
        cells[c + 1] =
            paper_figure(cx, p, economics_column_unit((enum economics_column)c), &row->figures[c]);
}

static enum err economics_run(struct ctx *cx, const struct report_source *source,
                              const struct json *q, struct paper *ret)
{
    struct economics_ask ask = {0};
    struct economics_report r;
    struct paper_table *t;
    struct db *db = NULL;
    enum err e = economics_ask_of(cx, &source->site, q, &ask);

    if (!e)
        e = db_read(cx, source->pool, &db);
    if (!e)
        e = economics_report_run(cx, db, source->facts, &ask, &r);
    db_return(db);
    if (e)
        return e;
    ret->period = report_days_text(cx, r.base.period.from, r.base.period.to);
    t = paper_table_add(ret, NULL);
    paper_column_add(t, report_by_name(ask.by),
                     report_word(cx, "dimension", report_by_name(ask.by), ""), NULL, false);
    for (int c = 0; c < ECONOMICS_COLUMNS; c++) {
        const char *metric = economics_column_metric((enum economics_column)c);
        const char *label = metric_label(cx, metric);
        if (economics_basis((enum economics_column)c) == BASIS_MODEL)
            label = arena_print(cx->arena, "%s, %s", label,
                                economics_basis_text(cx, &r, (enum economics_column)c));
        paper_column_add(t, economics_column_name((enum economics_column)c), label,
                         metric_definition(cx, metric), true);
    }
    for (size_t i = 0; i < r.count; i++)
        economics_cells(cx, ret, t, &r.rows[i],
                        row_words(cx, ask.by, r.rows[i].key, r.rows[i].name));
    if (r.count) {
        economics_cells(cx, ret, t, &r.totals, report_say(cx, "paper.total", NULL, NULL));
        t->has_totals = true;
    }
    paper_note_add(ret, report_say(cx, "paper.by_first_contact", NULL, NULL));
    report_note_others(cx, ret, NULL, &r.base.totals.others);
    return OK;
}

/* --- the table */

const struct report_kind report_kinds[] = {
    {"visits", report_visits_check, report_visits_run},
    {"funnel", report_steps_check, report_steps_run},
    {"channels", channels_check, channels_run},
    {"attribution", attribution_check, attribution_kind_run},
    {"economics", economics_check, economics_run},
    {"metrics", metrics_check, metrics_run},
    {0},
};

const struct report_kind *report_kind_find(const char *key)
{
    for (const struct report_kind *k = report_kinds; k->key; k++)
        if (text_equal(k->key, key))
            return k;
    return NULL;
}
