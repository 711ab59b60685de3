/* report_visits.c -- reports of visits and of funnels. They are asked as the API asks (statistics.h) and read from its answer, so
 * that a report says what the screen says. */
#include "base/message.h"
#include "base/text.h"
#include "measure/report_kind_priv.h"
#include "measure/statistics_priv.h"

#include <math.h>
#include <string.h>

enum { VALUES_SHOWN = 8, FILTERS_DEEP = 6, ENOUGH_BEFORE = 20 };

_Static_assert(STATS_DIMENSIONS_MAX + STATS_METRICS <= PAPER_COLUMNS_MAX,
               "a question fits a paper");
_Static_assert((int)STATISTICS_QUERIES_MAX <= (int)PAPER_TABLES_MAX,
               "and so do all of one request");
_Static_assert(STATS_LEAVES_MAX + 1 <= PAPER_LINES_MAX, "a paper names each filter, and robots");

/* --- checking */

/* The same object without its period, which may be "all" and would be looked for in the store. */
static const struct json *without_period(struct ctx *cx, const struct json *q)
{
    struct json *out = arena_alloc(cx->arena, sizeof(*out)), **end;

    if (!out)
        return NULL;
    *out = *q;
    out->first = NULL;
    out->count = 0;
    end = &out->first;
    for (const struct json *j = q->first; j; j = j->next) {
        struct json *copy;
        if (text_equal(j->name, "date_range") || text_equal(j->name, "queries"))
            continue;
        copy = arena_alloc(cx->arena, sizeof(*copy));
        if (!copy)
            return NULL;
        *copy = *j;
        copy->next = NULL;
        *end = copy;
        end = &copy->next;
        out->count++;
    }
    return out;
}

static enum err check_range(struct ctx *cx, const struct statistics_site *site,
                            const struct json *q)
{
    const struct json *range = json_get(q, "date_range");
    struct statistics_span span;
    const char *word = NULL;

    return !range || text_equal(json_text(range, NULL), "all")
               ? OK
               : statistics_range(cx, site, "date_range", range, &span, &word);
}

static enum err check_one(struct ctx *cx, const struct statistics_site *site, const struct json *q,
                          const struct json *common, const char *prefix)
{
    const struct json *bare = without_period(cx, q);
    struct statistics_ask ask;
    enum err e = check_range(cx, site, q);

    if (e)
        return e;
    return bare ? statistics_read(cx, site, bare, common, prefix, &ask) : fail_memory(cx);
}

enum err report_visits_check(struct ctx *cx, const struct statistics_site *site,
                             const struct json *q)
{
    const struct json *queries = json_get(q, "queries"), *common;
    enum err e = OK;
    int n = 0;

    if (!queries)
        return check_one(cx, site, q, NULL, "");
    if (queries->kind != JSON_LIST || !queries->first || queries->count > STATISTICS_QUERIES_MAX)
        return fail_field(cx, "queries", "stats.queries", "max",
                          arena_print(cx->arena, "%d", (int)STATISTICS_QUERIES_MAX), NULL);
    common = without_period(cx, q);
    e = common ? check_range(cx, site, q) : fail_memory(cx);
    for (const struct json *j = queries->first; j && (!e || e == ERR_INVALID); j = j->next, n++) {
        enum err one = check_one(cx, site, j, common, arena_print(cx->arena, "queries.%d.", n));
        e = one ? one : e;
    }
    return e;
}

enum err report_steps_check(struct ctx *cx, const struct statistics_site *site,
                            const struct json *q)
{
    const struct stats_filter *filter = NULL;
    enum err e = statistics_steps_check(cx, json_get(q, "steps"));

    if (!e)
        e = check_range(cx, site, q);
    return e ? e : statistics_filters(cx, "filters", json_get(q, "filters"), &filter);
}

/* --- filters in words */

static const char *value_words(struct ctx *cx, const char *dimension, const char *value)
{
    if (text_empty(value))
        return report_say(cx,
                          text_equal(dimension, "source") || text_equal(dimension, "referrer")
                              ? "paper.no_source"
                              : "paper.not_known",
                          NULL, NULL);
    if (text_equal(dimension, "channel") || text_equal(dimension, "device") ||
        text_equal(dimension, "event"))
        return report_word(cx, dimension, value, value);
    if (text_starts(dimension, "time") && date_ok(value))
        return day_shown(cx, day_number(value));
    return value;
}

/* "visit:source" and "event:page" are "source" and "page". */
static const char *bare_dimension(const char *name)
{
    if (text_starts(name, "visit:"))
        return name + strlen("visit:");
    return text_starts(name, "event:") ? name + strlen("event:") : name;
}

static const char *dimension_words(struct ctx *cx, const char *name)
{
    const char *bare = bare_dimension(name);

    if (text_starts(bare, "props:"))
        return bare + strlen("props:");
    if (text_starts(bare, "time"))
        return report_say(cx, "paper.time", NULL, NULL);
    return report_word(cx, "dimension", bare, bare);
}

static void put_values(struct ctx *cx, const struct json *values, const char *dimension,
                       struct buf *out)
{
    int n = 0;

    if (!values || values->kind != JSON_LIST)
        return;
    for (const struct json *v = values->first; v; v = v->next, n++) {
        if (n == VALUES_SHOWN) {
            buf_add_text(out, ", …");
            return;
        }
        buf_print(out, "%s%s", n ? ", " : "", value_words(cx, dimension, json_text(v, "")));
    }
}

static const char *filter_words(struct ctx *cx, const struct json *f, int deep);

/* "a; b" of a list of filters. */
static const char *list_words(struct ctx *cx, const struct json *list, const char *between,
                              int deep)
{
    struct buf b = buf_in(cx->arena);

    if (!list || list->kind != JSON_LIST)
        return "";
    for (const struct json *j = list->first; j; j = j->next)
        buf_print(&b, "%s%s", j == list->first ? "" : between, filter_words(cx, j, deep + 1));
    return buf_ok(&b) ? buf_text(&b) : "";
}

static const char *filter_words(struct ctx *cx, const struct json *f, int deep)
{
    const char *op = f->kind == JSON_LIST && f->first ? json_text(f->first, "") : "";
    const struct json *second = *op ? f->first->next : NULL;
    struct fault_param p[] = {{"dimension", NULL}, {"values", NULL}};
    struct buf values = buf_in(cx->arena);

    if (!second || deep > FILTERS_DEEP)
        return "…";
    if (text_equal(op, "has_done"))
        return filter_words(cx, second, deep + 1);
    if (text_equal(op, "not") || text_equal(op, "has_not_done"))
        return report_say(cx, "paper.filter_not", "filter", filter_words(cx, second, deep + 1));
    if (text_equal(op, "and") || text_equal(op, "or"))
        return list_words(cx, second, report_word(cx, "between", op, "; "), deep);
    put_values(cx, second->next, bare_dimension(json_text(second, "")), &values);
    p[0].value = dimension_words(cx, json_text(second, ""));
    p[1].value = buf_ok(&values) ? buf_text(&values) : "";
    return message(cx->arena, cx->lang, arena_print(cx->arena, "paper.op.%s", op), p, COUNT_OF(p));
}

static void put_filters(struct ctx *cx, const struct json *q, struct paper *p)
{
    const struct json *filters = json_get(q, "filters"), *robots;

    for (const struct json *f = filters && filters->kind == JSON_LIST ? filters->first : NULL; f;
         f = f->next)
        paper_filter_add(p, filter_words(cx, f, 0));
    robots = json_get(json_get(q, "include"), "robots");
    if (text_equal(json_text(robots, NULL), "only"))
        paper_filter_add(p, report_say(cx, "paper.robots_only", NULL, NULL));
    else if (json_bool(robots, false))
        paper_filter_add(p, report_say(cx, "paper.robots_too", NULL, NULL));
}

/* --- figures */

static const char *duration(struct ctx *cx, double seconds)
{
    long long s = llround(seconds);

    return arena_print(cx->arena, "%lld:%02lld", s / 60, s % 60);
}

static struct paper_cell stats_cell(struct ctx *cx, struct paper *p,
                                    const struct stats_metric_row *m, const struct json *v)
{
    double n = json_real(v, NAN);
    struct figure f = m->unit == STATS_UNIT_COUNT || m->unit == STATS_UNIT_MONEY
                          ? figure_whole((int64_t)llround(isnan(n) ? 0 : n))
                          : figure_real(n);

    if (isnan(n))
        return (struct paper_cell){.text = "–", .plain = ""};
    switch (m->unit) {
    case STATS_UNIT_COUNT:
        return paper_figure(cx, p, UNIT_COUNT, &f);
    case STATS_UNIT_MONEY:
        return paper_figure(cx, p, UNIT_MONEY, &f);
    case STATS_UNIT_RATE:
        return paper_figure(cx, p, UNIT_RATE, &f);
    case STATS_UNIT_RATIO:
        return paper_figure(cx, p, UNIT_RATIO, &f);
    case STATS_UNIT_SECONDS:
        return (struct paper_cell){.text = duration(cx, n),
                                   .plain = arena_print(cx->arena, "%.0f", n)};
    case STATS_UNIT_PERCENT:
        break;
    }
    return (struct paper_cell){.text = arena_print(cx->arena, "%.0f %%", n),
                               .plain = arena_print(cx->arena, "%.0f", n)};
}

static const struct json *nth(const struct json *list, size_t n)
{
    const struct json *j = list && list->kind == JSON_LIST ? list->first : NULL;

    for (; j && n; n--)
        j = j->next;
    return j;
}

/* Against a handful of visits anything has grown by thousands of percent. */
static bool enough(const struct json *metrics, const struct json *before)
{
    size_t i = 0;

    for (const struct json *m = metrics->first; m; m = m->next, i++)
        if (text_equal(json_text(m, ""), "visits") || text_equal(json_text(m, ""), "visitors"))
            return json_real(nth(before, i), 0) >= ENOUGH_BEFORE;
    return json_real(nth(before, 0), 0) >= ENOUGH_BEFORE;
}

static const char *stats_label(struct ctx *cx, const char *key, const char *what)
{
    return message(cx->arena, cx->lang, arena_print(cx->arena, "stats.metric.%s.%s", key, what),
                   NULL, 0);
}

/* One figure a row, beside what it was. */
static enum err totals_table(struct ctx *cx, struct paper *p, const struct json *metrics,
                             const struct json *answer)
{
    const struct json *row = nth(json_get(answer, "results"), 0);
    const struct json *before = json_get(json_get(row, "comparison"), "metrics");
    bool compared = before && before->kind == JSON_LIST, told = compared && enough(metrics, before);
    struct paper_table *t = paper_table_add(p, report_say(cx, "paper.summary", NULL, NULL));
    size_t i = 0;

    if (!t)
        return OK;
    paper_column_add(t, "metric", report_say(cx, "paper.figure", NULL, NULL), NULL, false);
    paper_column_add(t, "value", report_say(cx, "paper.value", NULL, NULL), NULL, true);
    if (compared) {
        paper_column_add(t, "before", report_say(cx, "paper.before", NULL, NULL), NULL, true);
        paper_column_add(t, "change", report_say(cx, "paper.change", NULL, NULL), NULL, true);
    }
    for (const struct json *m = metrics->first; m && row; m = m->next, i++) {
        const struct stats_metric_row *metric = stats_metric_find(json_text(m, ""));
        const struct json *now = nth(json_get(row, "metrics"), i);
        struct paper_cell *cells = metric ? paper_row_add(cx, t) : NULL;
        if (!cells)
            continue;
        cells[0] = paper_words(stats_label(cx, metric->key, "label"));
        cells[1] = stats_cell(cx, p, metric, now);
        if (!compared)
            continue;
        cells[2] = stats_cell(cx, p, metric, nth(before, i));
        if (told)
            cells[3] = paper_change(cx, json_real(now, NAN), json_real(nth(before, i), NAN),
                                    text_equal(metric->key, "bounce_rate"));
    }
    return OK;
}

static void stats_columns(struct ctx *cx, struct paper_table *t, const struct json *dimensions,
                          const struct json *metrics)
{
    for (const struct json *d = dimensions->first; d; d = d->next)
        paper_column_add(t, json_text(d, ""), dimension_words(cx, json_text(d, "")), NULL, false);
    for (const struct json *m = metrics->first; m; m = m->next)
        if (stats_metric_find(json_text(m, "")))
            paper_column_add(t, json_text(m, ""), stats_label(cx, json_text(m, ""), "label"),
                             stats_label(cx, json_text(m, ""), "definition"), true);
}

static enum err rows_table(struct ctx *cx, struct paper *p, const struct json *dimensions,
                           const struct json *metrics, const struct json *answer)
{
    const struct json *results = json_get(answer, "results");
    struct paper_table *t =
        paper_table_add(p, dimension_words(cx, json_text(dimensions->first, "")));

    if (!t)
        return OK;
    stats_columns(cx, t, dimensions, metrics);
    for (const struct json *r = results ? results->first : NULL; r; r = r->next) {
        struct paper_cell *cells = paper_row_add(cx, t);
        size_t at = 0, i = 0;
        if (!cells)
            break;
        for (const struct json *d = dimensions->first; d; d = d->next, at++)
            cells[at] = paper_words(value_words(cx, bare_dimension(json_text(d, "")),
                                                json_text(nth(json_get(r, "dimensions"), at), "")));
        for (const struct json *m = metrics->first; m; m = m->next, i++) {
            const struct stats_metric_row *metric = stats_metric_find(json_text(m, ""));
            if (metric)
                cells[at++] = stats_cell(cx, p, metric, nth(json_get(r, "metrics"), i));
        }
    }
    return OK;
}

static enum err table_of(struct ctx *cx, struct paper *p, const struct json *q,
                         const struct json *common, const struct json *answer)
{
    const struct json *dimensions = json_get(q, "dimensions"), *metrics = json_get(q, "metrics");

    dimensions = dimensions ? dimensions : json_get(common, "dimensions");
    metrics = metrics ? metrics : json_get(common, "metrics");
    if (!metrics || metrics->kind != JSON_LIST)
        return OK;
    return dimensions && dimensions->kind == JSON_LIST && dimensions->first
               ? rows_table(cx, p, dimensions, metrics, answer)
               : totals_table(cx, p, metrics, answer);
}

static void put_period(struct ctx *cx, struct paper *p, const struct json *meta)
{
    const struct json *before = json_get(meta, "comparison");

    if (!p->period)
        p->period = report_days_text(cx, json_text(json_get(meta, "from"), NULL),
                                     json_text(json_get(meta, "to"), NULL));
    if (!p->compared && before)
        p->compared = report_days_text(cx, json_text(json_get(before, "from"), NULL),
                                       json_text(json_get(before, "to"), NULL));
}

/* A value is of the company's currency alone; what came in others is said beside it. */
static void put_other_money(struct ctx *cx, struct paper *p, const struct json *meta)
{
    const struct json *others = json_get(meta, "other_currencies");

    for (const struct json *o = others ? others->first : NULL; o; o = o->next) {
        int64_t events = json_int(json_get(o, "events"), 0);
        const char *currency = json_text(json_get(o, "currency"), "");
        struct fault_param params[] = {
            {"money", money_said(cx, currency, json_int(json_get(o, "value"), 0))},
            {"count", arena_print(cx->arena, "%lld", (long long)events)}};
        paper_note_add(p, message(cx->arena, cx->lang,
                                  events == 1 ? "paper.other_money_one" : "paper.other_money",
                                  params, COUNT_OF(params)));
    }
}

static enum err asked(struct ctx *cx, const struct report_source *source, const struct json *q,
                      enum err (*fn)(struct ctx *cx, const struct statistics_site *site,
                                     const struct json *in, struct buf *out),
                      const struct json **ret)
{
    struct buf out = buf_in(cx->arena);
    enum err e =
        source->facts ? fn(cx, &source->site, q, &out) : fail(cx, ERR_BUSY, "facts.stopping", NULL);

    if (!e && !buf_ok(&out))
        e = fail_memory(cx);
    return e ? e : json_parse(cx, buf_text(&out), out.len, ret);
}

enum err report_visits_run(struct ctx *cx, const struct report_source *source, const struct json *q,
                           struct paper *ret)
{
    const struct json *answer = NULL, *queries = json_get(q, "queries"), *one;
    enum err e = asked(cx, source, q, statistics_json, &answer);

    if (e)
        return e;
    put_filters(cx, q, ret);
    if (!queries) {
        put_period(cx, ret, json_get(answer, "meta"));
        put_other_money(cx, ret, json_get(answer, "meta"));
        return table_of(cx, ret, q, NULL, answer);
    }
    one = nth(json_get(answer, "answers"), 0);
    for (const struct json *j = queries->first; j && one && !e; j = j->next, one = one->next) {
        put_period(cx, ret, json_get(one, "meta"));
        put_other_money(cx, ret, json_get(one, "meta"));
        e = table_of(cx, ret, j, q, one);
    }
    return e;
}

/* --- funnels */

static struct paper_cell share_cell(struct ctx *cx, struct paper *p, const struct json *v)
{
    double n = json_real(v, NAN);
    struct figure f = figure_real(n);

    return isnan(n) ? (struct paper_cell){.text = "–", .plain = ""}
                    : paper_figure(cx, p, UNIT_RATE, &f);
}

static struct paper_cell count_cell(struct ctx *cx, struct paper *p, const struct json *v)
{
    struct figure f = figure_whole(json_int(v, 0));

    return v->kind == JSON_INT ? paper_figure(cx, p, UNIT_COUNT, &f)
                               : (struct paper_cell){.text = "–", .plain = ""};
}

/* Its own name, else what it is. */
static const char *step_words(struct ctx *cx, const struct json *asked_step)
{
    const char *label = json_text(json_get(asked_step, "label"), "");
    const char *event = json_text(json_get(asked_step, "event"), "");
    const char *page = json_text(json_get(asked_step, "page"), "");

    if (*label || !*event)
        return *label ? label : page;
    event = value_words(cx, "event", event);
    return *page ? arena_print(cx->arena, "%s · %s", event, page) : event;
}

static const char *names_of(struct ctx *cx, const struct json *list)
{
    struct buf b = buf_in(cx->arena);

    for (const struct json *j = list->first; j; j = j->next)
        buf_print(&b, "%s%s", j == list->first ? "" : ", ", json_text(j, ""));
    return buf_ok(&b) ? buf_text(&b) : "";
}

/* What a step said once and no step says any more, and whether it is counted without it. */
static void put_unknown(struct ctx *cx, struct paper *p, const struct json *step, size_t n)
{
    const struct json *unknown = json_get(step, "unknown");
    bool left_out = json_bool(json_get(step, "left_out"), false);

    if (unknown)
        paper_note_add(p, message(cx->arena, cx->lang,
                                  left_out ? "paper.step_left_out" : "paper.step_unknown",
                                  (struct fault_param[]){{"n", arena_print(cx->arena, "%zu", n)},
                                                         {"names", names_of(cx, unknown)}},
                                  2));
}

enum err report_steps_run(struct ctx *cx, const struct report_source *source, const struct json *q,
                          struct paper *ret)
{
    const struct json *answer = NULL, *steps, *asked_step;
    struct paper_table *t = paper_table_add(ret, NULL);
    size_t n = 1;
    enum err e = asked(cx, source, q, statistics_kept_funnel_json, &answer);

    if (e)
        return e;
    put_filters(cx, q, ret);
    put_period(cx, ret, answer);
    paper_column_add(t, "step", report_say(cx, "paper.step", NULL, NULL), NULL, false);
    paper_column_add(t, "count", report_say(cx, "paper.count", NULL, NULL), NULL, true);
    paper_column_add(t, "of_before", report_say(cx, "paper.of_before", NULL, NULL), NULL, true);
    paper_column_add(t, "of_first", report_say(cx, "paper.of_first", NULL, NULL), NULL, true);
    steps = json_get(answer, "steps");
    asked_step = json_get(q, "steps")->first;
    for (const struct json *s = steps ? steps->first : NULL; s && asked_step;
         s = s->next, asked_step = asked_step->next, n++) {
        struct paper_cell *cells = paper_row_add(cx, t);
        if (!cells)
            break;
        cells[0] = paper_words(step_words(cx, asked_step));
        cells[1] = count_cell(cx, ret, json_get(s, "count"));
        put_unknown(cx, ret, s, n);
        cells[2] = share_cell(cx, ret, json_get(s, "of_before"));
        cells[3] = share_cell(cx, ret, json_get(s, "of_first"));
    }
    return OK;
}
