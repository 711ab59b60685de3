/* metric_json.c -- metrics as the API answers them. */
#include "base/json.h"
#include "measure/channel_report_priv.h"
#include "measure/metric.h"
#include "measure/metric_text.h"
#include "measure/metric_visits.h"

#include <math.h>
#include <string.h>

static void put_metric(struct ctx *cx, struct json_writer *w, const struct metric *m,
                       const char *key, const char *label)
{
    json_open_object(w);
    json_text_member(w, "key", key);
    json_text_member(w, "label", label);
    json_text_member(w, "unit", unit_name(m->unit));
    json_text_member(w, "definition", metric_definition(cx, key));
    json_text_member(w, "sample_rule", metric_sample_rule(cx, key));
    json_int_member(w, "need", m->need);
    json_bool_member(w, "counts", m->nature == METRIC_COUNTS);
    json_bool_member(w, "less_is_better", m->less_is_better);
    json_real_member(w, "low", m->low);
    json_real_member(w, "high", isinf(m->high) ? NAN : m->high);
    json_close_object(w);
}

/* The metric of each form. */
static enum err put_parts(struct ctx *cx, struct db *db, struct json_writer *w,
                          const struct metric *m, const char *const *forms, size_t n)
{
    enum err e = OK;

    for (size_t i = 0; i < n && !e; i++) {
        const char *key = arena_print(cx->arena, "%s:%s", m->key, forms[i]), *label = NULL;
        if (!key || strlen(key) > METRIC_KEY_MAX)
            continue;
        e = metric_title(cx, db, key, &label);
        if (!e)
            put_metric(cx, w, m, key, label);
    }
    return e;
}

enum err metrics_json(struct ctx *cx, struct db *db, struct buf *out)
{
    struct json_writer w = json_to(out);
    const char **forms = NULL;
    size_t n = 0;
    enum err e = metric_forms(cx, &forms, &n);

    if (e)
        return e;
    json_open_object(&w);
    json_name(&w, "metrics");
    json_open_list(&w);
    for (const struct metric *m = metrics; m->key && !e; m++) {
        put_metric(cx, &w, m, m->key, metric_label(cx, m->key));
        if (m->parts)
            e = put_parts(cx, db, &w, m, forms, n);
    }
    json_close_list(&w);
    json_close_object(&w);
    return e || buf_ok(out) ? e : fail_memory(cx);
}

static void int_or_null(struct json_writer *w, const char *name, int64_t v)
{
    json_name(w, name);
    if (v == NIL)
        json_put_null(w);
    else
        json_put_int(w, v);
}

/* What is told with it. */
static enum err put_beside(struct ctx *cx, struct db *db, const struct metric *m,
                           const struct period *p, const char *channel, struct json_writer *w)
{
    struct figure f;
    enum err e;

    if (!m->beside) {
        json_put_null(w);
        return OK;
    }
    e = metric_value(cx, db, m->beside, p->from, p->to, channel, &f);
    if (e)
        return e;
    json_open_object(w);
    json_text_member(w, "key", m->beside);
    json_text_member(w, "label", metric_label(cx, m->beside));
    json_name(w, "value");
    figure_json(w, metric_find(m->beside)->unit, &f);
    json_close_object(w);
    return OK;
}

enum err metric_json(struct ctx *cx, struct db *db, const char *key, const char *from,
                     const char *to, const char *channel, struct buf *out)
{
    const struct metric *m = metric_find(key);
    struct json_writer w = json_to(out);
    struct metric_point *points = NULL;
    const struct zone *zone = NULL;
    const char *currency = NULL;
    size_t n = 0;
    struct other_monies others = {0};
    struct figure f;
    enum err e = metric_series(cx, db, key, from, to, channel, &f, &points, &n);

    if (!e)
        e = metric_others(cx, db, key, from, to, channel, &others);
    if (!e)
        e = report_site(cx, db, &zone, &currency);
    if (e)
        return e;
    json_open_object(&w);
    json_text_member(&w, "key", key);
    json_name(&w, "value");
    figure_json(&w, m->unit, &f);
    int_or_null(&w, "have", f.have);
    int_or_null(&w, "need", f.need);
    json_name(&w, "reason");
    figure_reason_json(cx, &w, &f);
    json_text_member(&w, "unit", unit_name(m->unit));
    json_text_member(&w, "from", from);
    json_text_member(&w, "to", to);
    json_text_member(&w, "channel", channel);
    json_text_member(&w, "currency", currency);
    json_name(&w, "series");
    json_open_list(&w);
    for (size_t i = 0; i < n; i++) {
        json_open_object(&w);
        json_text_member(&w, "month", points[i].month);
        json_name(&w, "value");
        figure_json(&w, m->unit, &points[i].value);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_name(&w, "beside");
    e = put_beside(cx, db, m, &(struct period){.from = from, .to = to}, channel, &w);
    other_money_json(&w, &others);
    json_close_object(&w);
    return e || buf_ok(out) ? e : fail_memory(cx);
}
