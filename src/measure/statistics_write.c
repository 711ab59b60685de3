/* statistics_write.c -- rows of figures as JSON and CSV. Counts and money are whole numbers; a figure that its sample does not carry
 * is null, with the sample beside it. */
#include "base/csv.h"
#include "measure/figure.h"
#include "measure/statistics_priv.h"

#include <string.h>

static bool is_whole(enum stats_metric m)
{
    return stats_metrics[m].unit == STATS_UNIT_COUNT || stats_metrics[m].unit == STATS_UNIT_MONEY;
}

static bool has_few(const struct stats_row *row, enum stats_metric m)
{
    return m == STATS_CONVERSION_RATE && row->sums[SUM_VISITORS] < STATISTICS_VISITORS_NEEDED;
}

static bool told(const struct stats_row *row, enum stats_metric m, double *ret)
{
    return !has_few(row, m) && stats_value(row, m, ret);
}

static void put_metrics(struct json_writer *w, const struct stats_question *q,
                        const struct stats_row *row)
{
    json_name(w, "metrics");
    json_open_list(w);
    for (size_t i = 0; i < q->metric_count; i++) {
        double v = 0;
        if (!told(row, q->metrics[i], &v))
            json_put_null(w);
        else if (is_whole(q->metrics[i]))
            json_put_int(w, row->sums[stats_metrics[q->metrics[i]].of]);
        else
            json_put_real(w, v);
    }
    json_close_list(w);
}

/* What there is of a sample that is too small. */
static void put_have(struct json_writer *w, const struct stats_question *q,
                     const struct stats_row *row)
{
    bool open = false;

    for (size_t i = 0; i < q->metric_count; i++) {
        if (!has_few(row, q->metrics[i]))
            continue;
        if (!open) {
            json_name(w, "have");
            json_open_object(w);
        }
        open = true;
        json_int_member(w, stats_metrics[q->metrics[i]].key, row->sums[SUM_VISITORS]);
    }
    if (open)
        json_close_object(w);
}

static const char *key_text(struct ctx *cx, const struct statistics_result *r,
                            const struct stats_row *row, size_t i)
{
    const struct stats_dimension *d = &r->ask->q.dimensions[i];

    if (!stats_is_time(d))
        return row->keys[i].text;
    return statistics_time_text(cx, r->zone, d->row->kind, row->keys[i].time);
}

static void put_keys(struct ctx *cx, struct json_writer *w, const struct statistics_result *r,
                     const struct stats_row *row)
{
    json_name(w, "dimensions");
    json_open_list(w);
    for (size_t i = 0; i < r->ask->q.dimension_count; i++)
        json_put_text(w, key_text(cx, r, row, i));
    json_close_list(w);
}

static const struct stats_row *row_before(const struct statistics_result *r,
                                          const struct stats_row *row)
{
    const struct stats_question *q = &r->ask->q;

    for (size_t i = 0; i < r->before.n; i++) {
        size_t k = 0;
        while (k < q->dimension_count &&
               strcmp(r->before.rows[i].keys[k].text, row->keys[k].text) == 0)
            k++;
        if (k == q->dimension_count)
            return &r->before.rows[i];
    }
    return NULL;
}

/* The other period's row, and by how much each figure grew. A group that was not there then has nothing to grow from. */
static void put_comparison(struct json_writer *w, const struct statistics_result *r,
                           const struct stats_row *row)
{
    const struct stats_question *q = &r->ask->q;
    const struct stats_row *before = row_before(r, row);

    json_name(w, "comparison");
    if (!before) {
        json_put_null(w);
        return;
    }
    json_open_object(w);
    put_metrics(w, q, before);
    json_name(w, "change");
    json_open_list(w);
    for (size_t i = 0; i < q->metric_count; i++) {
        double is = 0, was = 0;
        if (told(row, q->metrics[i], &is) && told(before, q->metrics[i], &was) && was > 0)
            json_put_real(w, (is - was) / was);
        else
            json_put_null(w);
    }
    json_close_list(w);
    json_close_object(w);
}

static bool has_time(const struct stats_question *q)
{
    for (size_t i = 0; i < q->dimension_count; i++)
        if (stats_is_time(&q->dimensions[i]))
            return true;
    return false;
}

static enum err put_labels(struct ctx *cx, struct json_writer *w, const struct statistics_result *r,
                           const struct statistics_span *span)
{
    const struct stats_question *q = &r->ask->q;
    const struct stats_dimension *time = NULL;
    struct stats_zone zone;
    int64_t *keys = NULL;
    size_t n = 0;
    enum err e;

    for (size_t i = 0; i < q->dimension_count; i++)
        time = stats_is_time(&q->dimensions[i]) ? &q->dimensions[i] : time;
    if (!time || !r->ask->time_labels)
        return OK;
    zone = stats_zone_of(r->zone, span->from_ms, span->days.until_at);
    e = statistics_time_keys(cx, &zone, time->row->kind, span, &keys, &n);
    if (e)
        return e;
    json_name(w, "time_labels");
    json_open_list(w);
    for (size_t i = 0; i < n; i++)
        json_put_text(w, statistics_time_text(cx, r->zone, time->row->kind, keys[i]));
    json_close_list(w);
    return OK;
}

static void put_money(struct json_writer *w, const struct statistics_result *r)
{
    if (!r->others)
        return;
    json_text_member(w, "currency", r->ask->q.currency);
    json_name(w, "other_currencies");
    json_open_list(w);
    for (size_t i = 0; i < r->other_count; i++) {
        json_open_object(w);
        json_text_member(w, "currency", r->others[i].currency);
        json_int_member(w, "value", r->others[i].value_minor);
        json_int_member(w, "events", r->others[i].events);
        json_close_object(w);
    }
    json_close_list(w);
}

static enum err put_meta(struct ctx *cx, struct json_writer *w, const struct statistics_result *r)
{
    const struct statistics_ask *a = r->ask;
    enum err e;

    json_name(w, "meta");
    json_open_object(w);
    json_text_member(w, "from", a->span.days.from);
    json_text_member(w, "to", a->span.days.to);
    if (r->events_from_ms > a->span.from_ms)
        json_text_member(w, "events_from", day_text(cx, day_of(r->zone, r->events_from_ms)));
    for (size_t i = 0; i < a->q.dimension_count; i++)
        if (stats_is_time(&a->q.dimensions[i]))
            json_text_member(w, "interval", a->q.dimensions[i].row->key + strlen("time:"));
    e = put_labels(cx, w, r, &a->span);
    if (a->q.count_rows)
        json_int_member(w, "total_rows", r->now.all);
    if (r->now.n && r->now.rows[0].sums[SUM_STABLE] != NIL)
        json_int_member(w, "stable_visitors", r->now.rows[0].sums[SUM_STABLE]);
    put_money(w, r);
    statistics_put_imports(cx, w, r->site, a);
    if (a->compare && !e) {
        json_name(w, "comparison");
        json_open_object(w);
        json_text_member(w, "from", a->before.days.from);
        json_text_member(w, "to", a->before.days.to);
        e = put_labels(cx, w, r, &a->before);
        json_close_object(w);
    }
    json_close_object(w);
    return e;
}

enum err statistics_write(struct ctx *cx, struct json_writer *w, const struct statistics_result *r)
{
    const struct stats_question *q = &r->ask->q;
    bool laid_over = r->before.rows && has_time(q);
    enum err e;

    json_open_object(w);
    json_name(w, "results");
    json_open_list(w);
    for (size_t i = 0; i < r->now.n; i++) {
        json_open_object(w);
        put_keys(cx, w, r, &r->now.rows[i]);
        put_metrics(w, q, &r->now.rows[i]);
        put_have(w, q, &r->now.rows[i]);
        if (r->before.rows && !laid_over)
            put_comparison(w, r, &r->now.rows[i]);
        json_close_object(w);
    }
    json_close_list(w);
    if (laid_over) {
        json_name(w, "comparison_results");
        json_open_list(w);
        for (size_t i = 0; i < r->before.n; i++) {
            json_open_object(w);
            put_keys(cx, w, r, &r->before.rows[i]);
            put_metrics(w, q, &r->before.rows[i]);
            json_close_object(w);
        }
        json_close_list(w);
    }
    e = put_meta(cx, w, r);
    json_close_object(w);
    return e;
}

/* Whether the row may hold what was imported: of a time by its days, of others by the whole period. */
static const char *imported_text(const struct statistics_result *r,
                                 const struct statistics_imports *imports,
                                 const struct stats_row *row)
{
    const struct stats_question *q = &r->ask->q;
    bool in = imports->included;

    for (size_t i = 0; i < q->dimension_count && in; i++) {
        enum stats_dimension_kind kind = q->dimensions[i].row->kind;
        int64_t first = row->keys[i].time, last = first;
        if (!stats_is_time(&q->dimensions[i]))
            continue;
        if (kind == STATS_MINUTE || kind == STATS_HOUR)
            first = last = day_of(r->zone, first);
        else if (kind == STATS_WEEK)
            last = first + 6;
        else if (kind == STATS_MONTH)
            last = month_start(first, 1) - 1;
        in = statistics_import_touches(r->site, first, last);
    }
    return in ? "yes" : imports->left_out ? imports->left_out : "no";
}

/* What came in another currency, of the whole question: in no row above, and in a row of its own. It stands once, on the first page. */
static void put_other_rows(struct ctx *cx, const struct statistics_result *r, bool imports,
                           struct buf *out)
{
    const struct stats_question *q = &r->ask->q;

    for (size_t row = 0; r->others && row < r->other_count && q->offset == 0; row++) {
        for (size_t i = 0; i < q->dimension_count; i++)
            csv_put(out, "(all)", i == 0);
        for (size_t i = 0; i < q->metric_count; i++)
            csv_put(out,
                    q->metrics[i] != STATS_VALUE
                        ? ""
                        : money_plain(cx, r->others[row].currency, r->others[row].value_minor),
                    i == 0 && !q->dimension_count);
        csv_put(out, r->others[row].currency, false);
        if (imports)
            csv_put(out, "no", false);
        csv_end_row(out);
    }
}

void statistics_write_csv(struct ctx *cx, const struct statistics_result *r, struct buf *out)
{
    const struct stats_question *q = &r->ask->q;
    const struct statistics_imports imports = statistics_imports_of(r->site, r->ask);

    for (size_t i = 0; i < q->dimension_count; i++)
        csv_put(out, q->dimensions[i].prop ? q->dimensions[i].prop : q->dimensions[i].row->key,
                i == 0);
    for (size_t i = 0; i < q->metric_count; i++)
        csv_put(out, stats_metrics[q->metrics[i]].key, i == 0 && !q->dimension_count);
    if (r->others)
        csv_put(out, "currency", false);
    if (imports.any)
        csv_put(out, "imported", false);
    csv_end_row(out);
    for (size_t row = 0; row < r->now.n; row++) {
        const struct stats_row *of = &r->now.rows[row];
        for (size_t i = 0; i < q->dimension_count; i++)
            csv_put(out, key_text(cx, r, of, i), i == 0);
        for (size_t i = 0; i < q->metric_count; i++) {
            enum stats_metric m = q->metrics[i];
            int64_t whole = of->sums[stats_metrics[m].of];
            const char *text = "";
            double v = 0;
            if (told(of, m, &v))
                text = m == STATS_VALUE ? money_plain(cx, r->site->currency, whole)
                       : is_whole(m)    ? arena_print(cx->arena, "%lld", (long long)whole)
                                        : arena_print(cx->arena, "%.10g", v);
            csv_put(out, text ? text : "", i == 0 && !q->dimension_count);
        }
        if (r->others)
            csv_put(out, q->currency, false);
        if (imports.any)
            csv_put(out, imported_text(r, &imports, of), false);
        csv_end_row(out);
    }
    put_other_rows(cx, r, imports.any, out);
}
