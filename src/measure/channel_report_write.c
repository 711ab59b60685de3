/* channel_report_write.c -- the report as JSON, as CSV and as a table for a terminal. */
#include "base/csv.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/metric_text.h"

#include <stdio.h>
#include <string.h>

/* --- JSON -------------------------------------------------------------------------------------- */

void report_row_json(struct ctx *cx, struct json_writer *w, const struct channel_report *r,
                     const struct report_row *row)
{
    json_open_object(w);
    json_text_member(w, "key", row->key);
    json_text_member(w, report_by_name(r->by), row->name);
    for (int c = 0; c < REPORT_COLUMNS; c++) {
        json_name(w, report_column_name((enum report_column)c));
        figure_json(w, report_column_unit((enum report_column)c), &row->figures[c]);
    }
    json_name(w, "reasons");
    json_open_object(w);
    for (int c = 0; c < REPORT_COLUMNS; c++) {
        if (row->figures[c].known)
            continue;
        json_name(w, report_column_name((enum report_column)c));
        figure_reason_json(cx, w, &row->figures[c]);
    }
    json_close_object(w);
    json_close_object(w);
}

const char *report_name_shown(struct ctx *cx, const char *name)
{
    return is_none(name) ? message(cx->arena, cx->lang, "paper.none", NULL, 0) : name;
}

static const char *anomaly_sentence(struct ctx *cx, const struct report_anomaly *a)
{
    struct figure n = figure_whole(a->count);
    struct fault_param params[] = {{"count", figure_text(cx, NULL, UNIT_COUNT, &n)},
                                   {"detail", a->detail}};
    const char *key =
        arena_print(cx->arena, "report.anomaly.%s%s", a->code, a->count == 1 ? "_one" : "");

    return message(cx->arena, cx->lang, key, params, COUNT_OF(params));
}

static const char *rows_url(struct ctx *cx, const struct channel_report *r,
                            const struct report_anomaly *a)
{
    struct buf b = buf_in(cx->arena);

    buf_print(&b, "/api/v1/reports/channels/rows?by=%s&anomaly=%s", report_by_name(r->by), a->code);
    if (r->period.from)
        buf_print(&b, "&from=%s", r->period.from);
    if (r->period.to)
        buf_print(&b, "&to=%s", r->period.to);
    return buf_text(&b);
}

void report_anomalies_json(struct ctx *cx, struct json_writer *w, const struct channel_report *r)
{
    json_open_list(w);
    for (size_t i = 0; i < r->anomaly_count; i++) {
        const struct report_anomaly *a = &r->anomalies[i];
        json_open_object(w);
        json_text_member(w, "code", a->code);
        json_text_member(w, "message", anomaly_sentence(cx, a));
        json_int_member(w, "count", a->count);
        json_text_member(w, "rows_url", a->has_rows ? rows_url(cx, r, a) : NULL);
        json_close_object(w);
    }
    json_close_list(w);
}

static void columns_json(struct ctx *cx, struct json_writer *w)
{
    json_open_object(w);
    for (int c = 0; c < REPORT_COLUMNS; c++) {
        const char *metric = report_column_metric((enum report_column)c);
        json_name(w, report_column_name((enum report_column)c));
        json_open_object(w);
        json_text_member(w, "label", metric_label(cx, metric));
        json_text_member(w, "definition", metric_definition(cx, metric));
        json_text_member(w, "sample_rule", metric_sample_rule(cx, metric));
        json_text_member(w, "unit", unit_name(report_column_unit((enum report_column)c)));
        json_close_object(w);
    }
    json_close_object(w);
}

void channel_report_json(struct ctx *cx, const struct channel_report *r, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_name(&w, "rows");
    json_open_list(&w);
    for (size_t i = 0; i < r->count; i++)
        report_row_json(cx, &w, r, &r->rows[i]);
    json_close_list(&w);
    json_name(&w, "totals");
    report_row_json(cx, &w, r, &r->totals);
    json_name(&w, "anomalies");
    report_anomalies_json(cx, &w, r);
    json_name(&w, "columns");
    columns_json(cx, &w);
    json_text_member(&w, "by", report_by_name(r->by));
    json_text_member(&w, "from", r->period.from);
    json_text_member(&w, "to", r->period.to);
    json_text_member(&w, "currency", r->currency);
    json_close_object(&w);
}

/* --- CSV --------------------------------------------------------------------------------------- */

const char *report_cell_plain(struct ctx *cx, enum unit unit, const struct figure *f)
{
    if (!f->known)
        return "";
    if (unit == UNIT_COUNT || unit == UNIT_MONEY)
        return arena_print(cx->arena, "%lld", (long long)f->whole);
    return arena_print(cx->arena, "%.6f", f->value);
}

static void put_money_row(struct ctx *cx, struct buf *out, const char *name, int column,
                          int64_t amount, const char *currency)
{
    csv_put(out, name, true);
    for (int c = 0; c < REPORT_COLUMNS; c++)
        csv_put(out, c == column ? arena_print(cx->arena, "%lld", (long long)amount) : "", false);
    for (int c = COLUMN_REVENUE; c <= COLUMN_MEDIA_CAC; c++)
        csv_put(out, c == column ? money_plain(cx, currency, amount) : "", false);
    csv_put(out, currency, false);
    csv_end_row(out);
}

/* What a row has in other currencies: a row for each, with nothing but that. */
static void put_other_rows(struct ctx *cx, struct buf *out, const char *name,
                           const struct other_monies *others)
{
    struct other_monies all = {0};

    other_money_pick(cx->arena, &all, others, OTHER_DEALS | OTHER_SPEND | OTHER_MEDIA);
    for (size_t i = 0; i < all.n; i++) {
        const struct other_money *m = &all.all[i];
        put_money_row(cx, out, name, m->of == OTHER_DEALS ? COLUMN_REVENUE : COLUMN_SPEND,
                      m->value_minor, m->currency);
    }
}

void channel_report_csv(struct ctx *cx, const struct channel_report *r, struct buf *out)
{
    static const char *const whole[] = {"revenue", "spend", "cost_per_lead", "media_cac"};

    csv_put(out, report_by_name(r->by), true);
    for (int c = 0; c < REPORT_COLUMNS; c++)
        csv_put(out, report_column_name((enum report_column)c), false);
    for (size_t i = 0; i < COUNT_OF(whole); i++)
        csv_put(out, whole[i], false);
    csv_put(out, "currency", false);
    csv_end_row(out);
    for (size_t i = 0; i < r->count; i++) {
        const struct report_row *row = &r->rows[i];
        csv_put(out, row->name, true);
        for (int c = 0; c < REPORT_COLUMNS; c++)
            csv_put(
                out,
                report_cell_plain(cx, report_column_unit((enum report_column)c), &row->figures[c]),
                false);
        for (int c = COLUMN_REVENUE; c <= COLUMN_MEDIA_CAC; c++)
            csv_put(out,
                    row->figures[c].known ? money_plain(cx, r->currency, row->figures[c].whole)
                                          : "",
                    false);
        csv_put(out, r->currency, false);
        csv_end_row(out);
        put_other_rows(cx, out, row->name, &row->others);
    }
    if (r->unassigned.spend)
        put_money_row(cx, out, REPORT_UNASSIGNED, COLUMN_SPEND, r->unassigned.spend, r->currency);
    put_other_rows(cx, out, REPORT_UNASSIGNED, &r->unassigned.others);
}

/* --- table ------------------------------------------------------------------------------------- */

enum { CELLS = REPORT_COLUMNS + 1 };

void report_columns_put(struct ctx *cx, struct buf *out, const char *const *cells, size_t lines,
                        size_t columns)
{
    size_t *width = arena_array(cx->arena, columns, sizeof(*width));

    if (!width) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < lines * columns; i++) {
        size_t chars = text_chars(cells[i] ? cells[i] : "");
        if (chars > width[i % columns])
            width[i % columns] = chars;
    }
    for (size_t i = 0; i < lines * columns; i++) {
        const char *text = cells[i] ? cells[i] : "";
        size_t c = i % columns;
        if (c)
            buf_add_text(out, "  ");
        else
            buf_add_text(out, text);
        for (size_t k = text_chars(text); k < width[c]; k++)
            buf_add_char(out, ' ');
        if (c)
            buf_add_text(out, text);
        if (c == columns - 1)
            buf_add_char(out, '\n');
    }
}

static void fill_line(struct ctx *cx, const char *currency, const char **cells, const char *name,
                      const struct report_row *row)
{
    cells[0] = text_cut(cx->arena, name, 40);
    for (int c = 0; c < REPORT_COLUMNS; c++)
        cells[c + 1] =
            figure_text(cx, currency, report_column_unit((enum report_column)c), &row->figures[c]);
}

static const char *word(struct ctx *cx, const char *area, const char *name)
{
    return message(cx->arena, cx->lang, arena_print(cx->arena, "%s.%s", area, name), NULL, 0);
}

static void put_notes(struct ctx *cx, const struct channel_report *r, struct buf *out)
{
    struct fault_param currency = {"currency", r->currency};

    buf_add_text(out, "\n");
    buf_add_text(out, message(cx->arena, cx->lang, "report.table_note", &currency, 1));
    buf_add_text(out, "\n");
    for (size_t i = 0; i < r->anomaly_count; i++)
        buf_print(out, "! %s\n", anomaly_sentence(cx, &r->anomalies[i]));
}

void channel_report_table(struct ctx *cx, const struct channel_report *r, struct buf *out)
{
    size_t lines = r->count + 2;
    const char **cells = arena_array(cx->arena, lines * CELLS, sizeof(*cells));

    if (!cells) {
        out->failed = true;
        return;
    }
    cells[0] = word(cx, "report.by", report_by_name(r->by));
    for (int c = 0; c < REPORT_COLUMNS; c++)
        cells[c + 1] = word(cx, "report.head", report_column_name((enum report_column)c));
    for (size_t i = 0; i < r->count; i++)
        fill_line(cx, r->currency, cells + (i + 1) * CELLS, report_name_shown(cx, r->rows[i].name),
                  &r->rows[i]);
    fill_line(cx, r->currency, cells + (lines - 1) * CELLS,
              message(cx->arena, cx->lang, "report.total", NULL, 0), &r->totals);
    report_columns_put(cx, out, cells, lines, CELLS);
    other_money_lines(cx, &r->totals.others, out);
    put_notes(cx, r, out);
}
