/* attribution_report_write.c -- the report as JSON, as CSV and as a table for a terminal. Credits are written from one place, so that
 * all three say the same. */
#include "measure/attribution_report.h"

#include "base/csv.h"
#include "base/json.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/attribution_report_priv.h"
#include "measure/channel_report.h"

#include <stdio.h>

/* What screens and terminals open with. */
static const enum attribution_model opening[] = {ATTRIBUTION_FIRST, ATTRIBUTION_LAST_KNOWN,
                                                 ATTRIBUTION_W};

/* NULL below the sample. */
static void share_json(struct json_writer *w, const struct attribution_report *r, bool enough,
                       double conversions)
{
    json_name(w, "share");
    if (enough)
        json_put_real(w, conversions / (double)r->conversions);
    else
        json_put_null(w);
}

static void credit_json(struct json_writer *w, const struct attribution_report *r,
                        enum attribution_model m, size_t key)
{
    const struct attribution_credits *c = &r->credits[m];

    json_name(w, attribution_model_name(m));
    json_open_object(w);
    json_real_member(w, "conversions", c->conversions[key]);
    json_int_member(w, "value_minor", c->value[key]);
    share_json(w, r, attribution_report_enough(r), c->conversions[key]);
    json_close_object(w);
}

static void rows_json(struct json_writer *w, const struct attribution_report *r)
{
    json_name(w, "rows");
    json_open_list(w);
    for (size_t i = 0; i < r->key_count; i++) {
        size_t key = r->order[i];
        json_open_object(w);
        json_text_member(w, "key", r->keys[key]);
        json_int_member(w, "touches", r->touches[key]);
        json_bool_member(w, "direct", r->direct[key]);
        json_name(w, "credits");
        json_open_object(w);
        for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++)
            credit_json(w, r, (enum attribution_model)m, key);
        json_close_object(w);
        json_real_member(w, "removal_effect", r->credits[ATTRIBUTION_MARKOV].removal[key]);
        json_close_object(w);
    }
    json_close_list(w);
}

static void ask_json(struct json_writer *w, const struct attribution_report *r)
{
    json_text_member(w, "credit", attribution_credit_name(r->ask.credit));
    json_text_member(w, "by", attribution_by_name(r->ask.by));
    json_text_member(w, "from", r->period.from);
    json_text_member(w, "to", r->period.to);
    json_int_member(w, "window_days", r->ask.window_days);
    json_int_member(w, "half_life_days", r->ask.half_life_days);
    json_bool_member(w, "sales", !r->ask.no_sales);
    json_text_member(w, "currency", r->currency);
}

static void leaders_json(struct json_writer *w, const struct attribution_report *r)
{
    json_name(w, "leaders");
    json_open_object(w);
    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++)
        json_text_member(w, attribution_model_name((enum attribution_model)m), r->leader[m]);
    json_close_object(w);
}

static void heard_json(struct json_writer *w, const struct attribution_report *r)
{
    json_name(w, "self_reported");
    json_open_list(w);
    for (size_t i = 0; i < r->heard_count; i++) {
        json_open_object(w);
        json_text_member(w, "answer", r->heard[i].answer);
        json_int_member(w, "conversions", r->heard[i].conversions);
        json_int_member(w, "value_minor", r->heard[i].value_minor);
        json_close_object(w);
    }
    json_close_list(w);
}

static void others_json(struct json_writer *w, const struct attribution_report *r)
{
    json_name(w, "other_currencies");
    json_open_list(w);
    for (size_t i = 0; i < r->others.n; i++) {
        json_open_object(w);
        json_text_member(w, "currency", r->others.all[i].currency);
        json_int_member(w, "value_minor", r->others.all[i].value_minor);
        json_int_member(w, "deals", r->others.all[i].count);
        json_close_object(w);
    }
    json_close_list(w);
}

void attribution_report_json(struct ctx *cx, const struct attribution_report *r, struct buf *out)
{
    struct json_writer w = json_to(out);

    (void)cx;
    json_open_object(&w);
    ask_json(&w, r);
    json_int_member(&w, "conversions", r->conversions);
    json_int_member(&w, "value_minor", r->value_minor);
    json_int_member(&w, "null_journeys", r->null_journeys);
    json_bool_member(&w, "enough", attribution_report_enough(r));
    json_int_member(&w, "sample", ATTRIBUTION_SAMPLE);
    rows_json(&w, r);
    json_name(&w, "unknown");
    json_open_object(&w);
    json_int_member(&w, "conversions", r->unknown_conversions);
    json_int_member(&w, "value_minor", r->unknown_value_minor);
    share_json(&w, r, r->conversions >= ATTRIBUTION_SAMPLE, (double)r->unknown_conversions);
    json_close_object(&w);
    leaders_json(&w, r);
    heard_json(&w, r);
    json_name(&w, "left_out");
    json_open_object(&w);
    json_int_member(&w, "other_currency", r->foreign);
    others_json(&w, r);
    json_int_member(&w, "no_amount", r->unpriced);
    json_int_member(&w, "undated", r->undated);
    json_close_object(&w);
    json_close_object(&w);
}

static void put_real(struct buf *out, double v)
{
    char text[48];

    (void)snprintf(text, sizeof(text), "%.9f", v);
    csv_put(out, text, false);
}

static void put_whole(struct buf *out, int64_t v)
{
    char text[24];

    (void)snprintf(text, sizeof(text), "%lld", (long long)v);
    csv_put(out, text, false);
}

void attribution_report_csv(struct ctx *cx, const struct attribution_report *r, struct buf *out)
{
    csv_put(out, attribution_by_name(r->ask.by), true);
    csv_put(out, "touches", false);
    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        const char *name = attribution_model_name((enum attribution_model)m);
        csv_put(out, arena_print(cx->arena, "%s_conversions", name), false);
        csv_put(out, arena_print(cx->arena, "%s_value_minor", name), false);
    }
    csv_put(out, "currency", false);
    csv_end_row(out);
    for (size_t i = 0; i <= r->key_count; i++) {
        bool unknown = i == r->key_count;
        size_t key = unknown ? 0 : r->order[i];
        csv_put(out, unknown ? "(unknown)" : r->keys[key], true);
        put_whole(out, unknown ? 0 : r->touches[key]);
        for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
            const struct attribution_credits *c = &r->credits[m];
            put_real(out, unknown ? (double)r->unknown_conversions : c->conversions[key]);
            put_whole(out, unknown ? r->unknown_value_minor : c->value[key]);
        }
        csv_put(out, r->currency, false);
        csv_end_row(out);
    }
    for (size_t i = 0; i < r->others.n; i++) {
        csv_put(out, "(all)", true);
        csv_put(out, "", false);
        for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
            csv_put(out, "", false);
            put_whole(out, r->others.all[i].value_minor);
        }
        csv_put(out, r->others.all[i].currency, false);
        csv_end_row(out);
    }
}

/* --- for a terminal ------------------------------------------------------------------------------ */

enum { CELLS = 1 + 2 * COUNT_OF(opening) };

struct table {
    const char *(*cells)[CELLS];
    size_t lines, width[CELLS];
};

static const char *word(struct ctx *cx, const char *key)
{
    return message(cx->arena, cx->lang, key, NULL, 0);
}

static void fill(struct ctx *cx, const struct attribution_report *r, const char **cells,
                 const char *name, const size_t *key)
{
    cells[0] = text_cut(cx->arena, name, 40);
    for (size_t k = 0; k < COUNT_OF(opening); k++) {
        const struct attribution_credits *c = &r->credits[opening[k]];
        struct figure n = figure_real(key ? c->conversions[*key] : (double)r->unknown_conversions);
        struct figure v = figure_whole(key ? c->value[*key] : r->unknown_value_minor);
        cells[1 + 2 * k] = figure_text(cx, NULL, UNIT_RATIO, &n);
        cells[2 + 2 * k] = figure_text(cx, r->currency, UNIT_MONEY, &v);
    }
}

static void put_line(struct buf *out, const struct table *t, const char *const *cells)
{
    for (size_t c = 0; c < CELLS; c++) {
        size_t chars = text_chars(cells[c]);
        if (c)
            buf_add_text(out, "  ");
        else
            buf_add_text(out, cells[c]);
        for (size_t i = chars; i < t->width[c]; i++)
            buf_add_char(out, ' ');
        if (c)
            buf_add_text(out, cells[c]);
    }
    buf_add_char(out, '\n');
}

enum err attribution_report_table(struct ctx *cx, const struct attribution_report *r,
                                  struct buf *out)
{
    struct table t = {.lines = r->key_count + 2};

    t.cells = arena_array(cx->arena, t.lines, sizeof(*t.cells));
    if (!t.cells)
        return fail_memory(cx);
    t.cells[0][0] =
        word(cx, arena_print(cx->arena, "attribution.by_%s", attribution_by_name(r->ask.by)));
    for (size_t k = 0; k < COUNT_OF(opening); k++) {
        t.cells[0][1 + 2 * k] = word(
            cx, arena_print(cx->arena, "attribution.model_%s", attribution_model_name(opening[k])));
        t.cells[0][2 + 2 * k] = r->currency;
    }
    for (size_t i = 0; i < r->key_count; i++)
        fill(cx, r, t.cells[i + 1], r->keys[r->order[i]], &r->order[i]);
    fill(cx, r, t.cells[t.lines - 1], word(cx, "attribution.unknown"), NULL);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    for (size_t i = 0; i < t.lines; i++)
        for (size_t c = 0; c < CELLS; c++) {
            size_t chars = text_chars(t.cells[i][c]);
            t.width[c] = chars > t.width[c] ? chars : t.width[c];
        }
    for (size_t i = 0; i < t.lines; i++)
        put_line(out, &t, t.cells[i]);
    other_money_lines(cx, &r->others, out);
    return buf_ok(out) ? OK : fail_memory(cx);
}
