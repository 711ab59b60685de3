/* metric_json.c -- metrics as the API answers them. */
#include "base/json.h"
#include "measure/channel_report_priv.h"
#include "measure/metric.h"
#include "measure/metric_text.h"

void metrics_json(struct ctx *cx, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_name(&w, "metrics");
    json_open_list(&w);
    for (const struct metric *m = metrics; m->key; m++) {
        json_open_object(&w);
        json_text_member(&w, "key", m->key);
        json_text_member(&w, "label", metric_label(cx, m->key));
        json_text_member(&w, "unit", unit_name(m->unit));
        json_text_member(&w, "definition", metric_definition(cx, m->key));
        json_text_member(&w, "sample_rule", metric_sample_rule(cx, m->key));
        json_int_member(&w, "need", m->need);
        json_bool_member(&w, "counts", m->nature == METRIC_COUNTS);
        json_bool_member(&w, "less_is_better", m->less_is_better);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
}

static void int_or_null(struct json_writer *w, const char *name, int64_t v)
{
    json_name(w, name);
    if (v == NIL)
        json_put_null(w);
    else
        json_put_int(w, v);
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
    struct figure f;
    enum err e = metric_value(cx, db, key, from, to, channel, &f);

    if (!e)
        e = metric_series(cx, db, key, from, to, channel, &points, &n);
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
    json_close_object(&w);
    return buf_ok(out) ? OK : fail_memory(cx);
}
