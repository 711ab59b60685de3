/* statistics.c -- questions put to the event store, one or many, with those of the period they are compared with. */
#include "measure/statistics_priv.h"

#include "base/message.h"
#include "base/text.h"
#include "facts/store_age.h"
#include "measure/channel_report_priv.h"

#include <stdio.h>
#include <string.h>

enum { NOW_MINUTES = 30, NOW_RECENT_MINUTES = 5, NOW_ROWS = 10 };

enum err statistics_site_read(struct ctx *cx, struct db *db, struct fact_store *facts,
                              struct statistics_site *ret)
{
    struct statistics_site s = {.facts = facts, .now_ms = ctx_now(cx)};
    enum err e = facts ? OK : fail(cx, ERR_BUSY, "facts.stopping", NULL);

    struct history_period *imports = NULL;

    if (!e)
        e = report_site(cx, db, &s.zone, &s.currency);
    if (!e)
        e = history_periods(cx, db, &imports, &s.import_count);
    s.imports = imports;
    if (!e)
        *ret = s;
    return e;
}

/* --- the other period */

/* Only the groups that are shown are asked for again. */
static enum err shown_only(struct ctx *cx, struct stats_question *q, const struct stats_answer *a)
{
    for (size_t k = 0; k < q->dimension_count; k++) {
        struct stats_filter *f = arena_alloc(cx->arena, sizeof(*f));
        const char **values = arena_array(cx->arena, a->n + 1, sizeof(*values));
        if (!f || !values)
            return fail_memory(cx);
        for (size_t i = 0; i < a->n; i++)
            values[i] = a->rows[i].keys[k].text;
        *f = (struct stats_filter){STATS_IS, NULL, NULL, q->dimensions[k], values, a->n};
        q->filter = statistics_both(cx, q->filter, f);
    }
    return OK;
}

static enum err ask_before(struct ctx *cx, const struct statistics_site *site,
                           const struct statistics_ask *a, struct statistics_result *r)
{
    struct stats_question q = a->q;
    bool time = false;
    enum err e = OK;

    q.from_ms = a->before.from_ms;
    q.to_ms = a->before.to_ms;
    q.zone = stats_zone_of(site->zone, q.from_ms, q.to_ms);
    q.offset = 0;
    q.count_rows = false;
    for (size_t i = 0; i < q.dimension_count; i++)
        time = time || stats_is_time(&q.dimensions[i]);
    if (q.dimension_count && !time) {
        if (r->now.n == 0 || r->now.n > STATS_VALUES_MAX)
            return OK;
        e = shown_only(cx, &q, &r->now);
        q.limit = q.dimension_count == 1 ? (int64_t)r->now.n : STATS_LIMIT_MAX;
    }
    return e ? e : store_stats(cx, site->facts, &q, &r->before);
}

static bool asks_value(const struct stats_question *q)
{
    for (size_t i = 0; i < q->metric_count; i++)
        if (q->metrics[i] == STATS_VALUE)
            return true;
    return false;
}

static enum err run(struct ctx *cx, const struct statistics_site *site,
                    const struct statistics_ask *a, struct statistics_result *ret)
{
    enum err e;

    *ret = (struct statistics_result){
        .ask = a, .zone = site->zone, .site = site, .events_from_ms = site->events_from_ms};
    e = store_stats(cx, site->facts, &a->q, &ret->now);
    if (!e && a->compare)
        e = ask_before(cx, site, a, ret);
    if (!e && asks_value(&a->q))
        e = store_other_money(cx, site->facts, &a->q, &ret->others, &ret->other_count);
    return e;
}

/* --- one, or many */

static enum err write_one(struct ctx *cx, const struct statistics_site *site,
                          const struct statistics_ask *a, struct json_writer *w)
{
    struct statistics_result r;
    enum err e = run(cx, site, a, &r);

    return e ? e : statistics_write(cx, w, &r);
}

/* All are read before the first is asked, so that a mistake in the last costs nothing. */
static enum err write_many(struct ctx *cx, const struct statistics_site *site,
                           const struct json *in, const struct json *queries, struct json_writer *w)
{
    struct statistics_ask *asks = arena_array(cx->arena, queries->count + 1, sizeof(*asks));
    enum err e = OK;
    size_t n = 0;

    if (!asks)
        return fail_memory(cx);
    statistics_only(cx, "", in, " queries metrics date_range filters include goal counts_by ");
    e = cx->fault.kind;
    for (const struct json *q = queries->first; q; q = q->next, n++) {
        char prefix[40];
        enum err wrong;
        (void)snprintf(prefix, sizeof(prefix), "queries.%zu.", n);
        wrong = statistics_read(cx, site, q, in, prefix, &asks[n]);
        e = e ? e : wrong;
    }
    json_open_object(w);
    json_name(w, "answers");
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++)
        e = write_one(cx, site, &asks[i], w);
    json_close_list(w);
    json_close_object(w);
    return e;
}

enum err statistics_json(struct ctx *cx, const struct statistics_site *given, const struct json *in,
                         struct buf *out)
{
    const struct json *queries = json_get(in, "queries");
    struct json_writer w = json_to(out);
    struct statistics_site site = *given;
    struct store_aged aged = {0};
    struct statistics_ask a;
    char max[16];
    enum err e;

    (void)snprintf(max, sizeof(max), "%d", STATISTICS_QUERIES_MAX);
    if (queries &&
        (queries->kind != JSON_LIST || !queries->count || queries->count > STATISTICS_QUERIES_MAX))
        return fail_field(cx, "queries", "stats.queries", "max", max, NULL);
    e = store_aged(cx, site.facts, cx->site, &aged);
    site.events_from_ms = aged.before_ms;
    if (e || queries)
        return e ? e : write_many(cx, &site, in, queries, &w);
    e = statistics_read(cx, &site, in, NULL, "", &a);
    return e ? e : write_one(cx, &site, &a, &w);
}

enum err statistics_csv(struct ctx *cx, const struct statistics_site *site, const struct json *in,
                        struct buf *out)
{
    struct statistics_result r;
    struct statistics_ask a;
    enum err e = statistics_read(cx, site, in, NULL, "", &a);

    if (e)
        return e;
    a.compare = COMPARE_NOTHING;
    e = run(cx, site, &a, &r);
    if (!e)
        statistics_write_csv(cx, &r, out);
    return e;
}

/* --- words */

static const char *const unit_names[] = {
    [STATS_UNIT_COUNT] = "count",     [STATS_UNIT_RATE] = "rate",
    [STATS_UNIT_RATIO] = "ratio",     [STATS_UNIT_SECONDS] = "seconds",
    [STATS_UNIT_PERCENT] = "percent", [STATS_UNIT_MONEY] = "money",
};

static const char *words_of(struct ctx *cx, const char *key, const char *part)
{
    const char *name = arena_print(cx->arena, "stats.metric.%s.%s", key, part);

    return name ? message(cx->arena, cx->lang, name, NULL, 0) : NULL;
}

void statistics_words_json(struct ctx *cx, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_name(&w, "metrics");
    json_open_list(&w);
    for (size_t i = 0; i < STATS_METRICS; i++) {
        const struct stats_metric_row *m = &stats_metrics[i];
        json_open_object(&w);
        json_text_member(&w, "key", m->key);
        json_text_member(&w, "label", words_of(cx, m->key, "label"));
        json_text_member(&w, "unit", unit_names[m->unit]);
        json_text_member(&w, "definition", words_of(cx, m->key, "definition"));
        json_close_object(&w);
    }
    json_close_list(&w);
    json_name(&w, "dimensions");
    json_open_list(&w);
    for (const struct stats_dimension_row *d = stats_dimensions; d->key; d++)
        json_put_text(&w, d->key);
    json_put_text(&w, "props:KEY");
    json_close_list(&w);
    json_close_object(&w);
}

/* --- now */

static enum err put_top(struct ctx *cx, const struct statistics_site *site,
                        const struct stats_question *of, const char *name, const char *dimension,
                        struct json_writer *w)
{
    struct stats_question q = *of;
    struct stats_answer a = {0};
    enum err e;

    must(stats_dimension_find(cx, dimension, &q.dimensions[0]));
    q.dimension_count = 1;
    q.metric_count = 1;
    q.limit = NOW_ROWS;
    e = store_stats(cx, site->facts, &q, &a);
    json_name(w, name);
    json_open_list(w);
    for (size_t i = 0; i < a.n && !e; i++) {
        json_open_object(w);
        json_text_member(w, "name", a.rows[i].keys[0].text);
        json_int_member(w, "visitors", a.rows[i].sums[SUM_VISITORS]);
        json_close_object(w);
    }
    json_close_list(w);
    return e;
}

static enum err put_minutes(struct ctx *cx, const struct statistics_site *site,
                            const struct stats_question *of, struct json_writer *w)
{
    struct stats_question q = *of;
    struct stats_answer a = {0};
    size_t row = 0;
    enum err e;

    must(stats_dimension_find(cx, "time:minute", &q.dimensions[q.dimension_count++]));
    e = store_stats(cx, site->facts, &q, &a);
    json_name(w, "minutes");
    json_open_list(w);
    for (int64_t at = q.from_ms; at < q.to_ms && !e; at += MINUTES_MS(1)) {
        char text[TIME_TEXT_MAX];
        bool there;
        while (row < a.n && a.rows[row].keys[0].time < at)
            row++;
        there = row < a.n && a.rows[row].keys[0].time == at;
        time_text(at, text);
        json_open_object(w);
        json_text_member(w, "at", text);
        json_int_member(w, "views", there ? a.rows[row].sums[SUM_VIEWS] : 0);
        json_int_member(w, "visitors", there ? a.rows[row].sums[SUM_VISITORS] : 0);
        json_close_object(w);
    }
    json_close_list(w);
    return e;
}

static enum err put_now(struct ctx *cx, const struct statistics_site *site,
                        const struct stats_question *of, struct json_writer *w)
{
    struct stats_question recent = *of;
    struct stats_answer a = {0}, b = {0};
    enum err e;

    recent.from_ms = site->now_ms - MINUTES_MS(NOW_RECENT_MINUTES);
    recent.metric_count = 1;
    e = store_stats(cx, site->facts, &recent, &a);
    if (!e)
        e = store_stats(cx, site->facts, of, &b);
    if (e)
        return e;
    json_int_member(w, "visitors", a.rows[0].sums[SUM_VISITORS]);
    json_int_member(w, "visitors_30", b.rows[0].sums[SUM_VISITORS]);
    json_int_member(w, "views_30", b.rows[0].sums[SUM_VIEWS]);
    e = put_minutes(cx, site, of, w);
    if (!e)
        e = put_top(cx, site, of, "pages", "page", w);
    if (!e)
        e = put_top(cx, site, of, "sources", "source", w);
    return e ? e : put_top(cx, site, of, "countries", "country", w);
}

enum err statistics_now_json(struct ctx *cx, const struct statistics_site *site,
                             const struct json *in, struct buf *out)
{
    int64_t minute = site->now_ms - site->now_ms % MINUTES_MS(1);
    struct stats_question q =
        stats_question_of(cx->site, minute - MINUTES_MS(NOW_MINUTES - 1), minute + MINUTES_MS(1));
    struct json_writer w = json_to(out);
    enum err e;

    q.by_event = true;
    q.metrics[q.metric_count++] = STATS_VISITORS;
    q.metrics[q.metric_count++] = STATS_VIEWS;
    statistics_only(cx, "", in, " include filters ");
    statistics_include(cx, "include", json_get(in, "include"), &q);
    q.count_rows = false;
    e = statistics_filters(cx, "filters", json_get(in, "filters"), &q.filter);
    if (!e)
        e = cx->fault.kind;
    if (!e)
        e = stats_check(cx, &q);
    if (e)
        return e;
    json_open_object(&w);
    e = put_now(cx, site, &q, &w);
    json_close_object(&w);
    return e;
}
