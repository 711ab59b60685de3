/* economics_report_write.c -- the report as JSON, as CSV and as a table for a terminal. */
#include "measure/economics_report.h"

#include "base/csv.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/metric_text.h"

/* --- JSON -------------------------------------------------------------------------------------------- */

static void put_row(struct ctx *cx, struct json_writer *w, const struct economics_row *row)
{
    json_open_object(w);
    json_text_member(w, "key", row->key);
    json_text_member(w, "label", row->name);
    for (int c = 0; c < ECONOMICS_COLUMNS; c++) {
        json_name(w, economics_column_name((enum economics_column)c));
        figure_json(w, economics_column_unit((enum economics_column)c), &row->figures[c]);
    }
    json_name(w, "reasons");
    json_open_object(w);
    for (int c = 0; c < ECONOMICS_COLUMNS; c++) {
        if (row->figures[c].known)
            continue;
        json_name(w, economics_column_name((enum economics_column)c));
        figure_reason_json(cx, w, &row->figures[c]);
    }
    json_close_object(w);
    json_close_object(w);
}

static const char *model_label(struct ctx *cx, const char *model)
{
    return message(cx->arena, cx->lang, arena_print(cx->arena, "economics.model.%s", model), NULL,
                   0);
}

static void put_columns(struct ctx *cx, struct json_writer *w, const struct economics_report *r)
{
    struct fault_param model = {"model", model_label(cx, r->model)};

    json_open_object(w);
    for (int c = 0; c < ECONOMICS_COLUMNS; c++) {
        const char *metric = economics_column_metric((enum economics_column)c);
        bool named = c == ECON_ROI || c == ECON_ROAS;
        json_name(w, economics_column_name((enum economics_column)c));
        json_open_object(w);
        json_text_member(w, "label", metric_label(cx, metric));
        json_text_member(
            w, "definition",
            named && !text_equal(r->model, "first_contact")
                ? message(cx->arena, cx->lang,
                          c == ECON_ROI ? "economics.roi_model" : "economics.roas_model", &model, 1)
                : metric_definition(cx, metric));
        json_text_member(w, "sample_rule", metric_sample_rule(cx, metric));
        json_text_member(w, "unit", unit_name(economics_column_unit((enum economics_column)c)));
        json_text_member(w, "basis", economics_basis_text(cx, r, (enum economics_column)c));
        json_close_object(w);
    }
    json_close_object(w);
}

static void put_figure(struct ctx *cx, struct json_writer *w, const char *name, const char *metric,
                       enum unit unit, const struct figure *f)
{
    json_name(w, name);
    json_open_object(w);
    json_text_member(w, "label", metric_label(cx, metric));
    json_text_member(w, "definition", metric_definition(cx, metric));
    json_text_member(w, "sample_rule", metric_sample_rule(cx, metric));
    json_text_member(w, "unit", unit_name(unit));
    json_name(w, "value");
    figure_json(w, unit, f);
    json_name(w, "reason");
    figure_reason_json(cx, w, f);
    json_close_object(w);
}

static void put_percentiles(struct ctx *cx, struct json_writer *w, const char *name,
                            const char *metric, const struct figure *four, int64_t have)
{
    static const char *const names[] = {"p25", "p50", "p75", "p90"};

    json_name(w, name);
    json_open_object(w);
    json_text_member(w, "label", metric_label(cx, metric));
    json_text_member(w, "definition", metric_definition(cx, metric));
    json_text_member(w, "sample_rule", metric_sample_rule(cx, metric));
    json_int_member(w, "have", have);
    for (int i = 0; i < 4; i++) {
        json_name(w, names[i]);
        figure_json(w, UNIT_DAYS, &four[i]);
    }
    json_name(w, "reason");
    figure_reason_json(cx, w, &four[0]);
    json_close_object(w);
}

static void put_overall(struct ctx *cx, struct json_writer *w, const struct economics_report *r)
{
    put_percentiles(cx, w, "cycle", "cycle_days", r->cycle, r->cycle_have);
    put_percentiles(cx, w, "early_engagement", "early_engagement_days", r->early, r->early_have);
    json_name(w, "velocity");
    json_open_object(w);
    put_figure(cx, w, "velocity", "pipeline_velocity", UNIT_MONEY_PER_DAY, &r->velocity);
    put_figure(cx, w, "open_deals", "open_deals", UNIT_COUNT, &r->open_deals);
    put_figure(cx, w, "win_rate", "win_rate", UNIT_RATE, &r->win_rate);
    put_figure(cx, w, "average_deal", "average_deal", UNIT_MONEY, &r->average_deal);
    put_figure(cx, w, "cycle_days", "cycle_days", UNIT_DAYS, &r->cycle_days);
    json_close_object(w);
    json_name(w, "lagged_cac");
    json_open_object(w);
    put_figure(cx, w, "cac", "cac", UNIT_MONEY, &r->lagged.cac);
    put_figure(cx, w, "days", "acquisition_days", UNIT_DAYS, &r->lagged.days);
    json_text_member(w, "spend_from", r->lagged.from);
    json_text_member(w, "spend_to", r->lagged.to);
    json_close_object(w);
}

static void put_numbers(struct ctx *cx, struct json_writer *w, const struct economics_report *r)
{
    json_text_member(w, "from", r->base.period.from);
    json_text_member(w, "to", r->base.period.to);
    json_name(w, "rows");
    json_open_list(w);
    for (size_t i = 0; i < r->count; i++)
        put_row(cx, w, &r->rows[i]);
    json_close_list(w);
    json_name(w, "totals");
    put_row(cx, w, &r->totals);
    put_overall(cx, w, r);
}

void economics_report_json(struct ctx *cx, const struct economics_report *r, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_text_member(&w, "by", report_by_name(r->ask.by));
    json_text_member(&w, "currency", r->base.currency);
    json_text_member(&w, "model", r->model);
    json_text_member(&w, "model_label", model_label(cx, r->model));
    put_numbers(cx, &w, r);
    json_name(&w, "columns");
    put_columns(cx, &w, r);
    json_name(&w, "anomalies");
    report_anomalies_json(cx, &w, &r->base);
    json_name(&w, "settings");
    json_open_object(&w);
    json_bool_member(&w, "gross_margin", r->has_margin);
    json_bool_member(&w, "recurring", r->recurring);
    json_close_object(&w);
    json_name(&w, "before");
    if (r->before) {
        json_open_object(&w);
        put_numbers(cx, &w, r->before);
        json_close_object(&w);
    } else {
        json_put_null(&w);
    }
    json_close_object(&w);
}

/* --- CSV and table ------------------------------------------------------------------------------------- */

/* What the rows have in other currencies: a row for each, with nothing but that. */
static void put_other_rows(struct ctx *cx, struct buf *out, const struct economics_report *r,
                           const char *name, const struct other_monies *others)
{
    for (size_t i = 0; i < others->n; i++) {
        const struct other_money *m = &others->all[i];
        csv_put(out, name, true);
        for (int c = 0; c < ECONOMICS_COLUMNS; c++) {
            bool here = m->of == OTHER_DEALS
                            ? c == ECON_REVENUE
                            : c == ECON_SPEND || (c == ECON_MEDIA && m->of == OTHER_MEDIA);
            csv_put(out, here ? arena_print(cx->arena, "%lld", (long long)m->value_minor) : "",
                    false);
        }
        csv_put(out, m->currency, false);
        csv_put(out, r->model, false);
        csv_end_row(out);
    }
}

static void put_unassigned(struct ctx *cx, struct buf *out, const struct economics_report *r)
{
    const struct report_unassigned *u = &r->base.unassigned;

    if (!u->spend)
        return;
    csv_put(out, REPORT_UNASSIGNED, true);
    for (int c = 0; c < ECONOMICS_COLUMNS; c++) {
        int64_t amount = c == ECON_SPEND                     ? u->spend
                         : c >= ECON_MEDIA && c < ECON_LEADS ? u->spend_of[c - ECON_MEDIA]
                                                             : 0;
        csv_put(out, amount ? arena_print(cx->arena, "%lld", (long long)amount) : "", false);
    }
    csv_put(out, r->base.currency, false);
    csv_put(out, r->model, false);
    csv_end_row(out);
}

void economics_report_csv(struct ctx *cx, const struct economics_report *r, struct buf *out)
{
    csv_put(out, report_by_name(r->ask.by), true);
    for (int c = 0; c < ECONOMICS_COLUMNS; c++)
        csv_put(out, economics_column_name((enum economics_column)c), false);
    csv_put(out, "currency", false);
    csv_put(out, "model", false);
    csv_end_row(out);
    for (size_t i = 0; i < r->count; i++) {
        csv_put(out, r->rows[i].name, true);
        for (int c = 0; c < ECONOMICS_COLUMNS; c++)
            csv_put(out,
                    report_cell_plain(cx, economics_column_unit((enum economics_column)c),
                                      &r->rows[i].figures[c]),
                    false);
        csv_put(out, r->base.currency, false);
        csv_put(out, r->model, false);
        csv_end_row(out);
    }
    for (size_t i = 0; i < r->base.count; i++)
        put_other_rows(cx, out, r, r->base.rows[i].name, &r->base.rows[i].others);
    put_unassigned(cx, out, r);
    put_other_rows(cx, out, r, REPORT_UNASSIGNED, &r->base.unassigned.others);
}

/* What fits a terminal. */
static const enum economics_column shown[] = {
    ECON_SPEND,         ECON_LEADS,        ECON_MQLS, ECON_OPPORTUNITIES, ECON_WON,  ECON_REVENUE,
    ECON_COST_PER_LEAD, ECON_COST_PER_MQL, ECON_CAC,  ECON_PAYBACK,       ECON_ROAS,
};
enum { CELLS = COUNT_OF(shown) + 1 };

static void fill_line(struct ctx *cx, const char *currency, const char **cells, const char *name,
                      const struct economics_row *row)
{
    cells[0] = text_cut(cx->arena, name, 32);
    for (size_t c = 0; c < COUNT_OF(shown); c++)
        cells[c + 1] =
            figure_text(cx, currency, economics_column_unit(shown[c]), &row->figures[shown[c]]);
}

void economics_report_table(struct ctx *cx, const struct economics_report *r, struct buf *out)
{
    size_t lines = r->count + 2;
    const char **cells = arena_array(cx->arena, lines * CELLS, sizeof(*cells));
    struct fault_param note[] = {{"currency", r->base.currency},
                                 {"model", model_label(cx, r->model)}};

    if (!cells) {
        out->failed = true;
        return;
    }
    cells[0] = message(cx->arena, cx->lang,
                       arena_print(cx->arena, "report.by.%s", report_by_name(r->ask.by)), NULL, 0);
    for (size_t c = 0; c < COUNT_OF(shown); c++)
        cells[c + 1] = metric_label(cx, economics_column_metric(shown[c]));
    for (size_t i = 0; i < r->count; i++)
        fill_line(cx, r->base.currency, cells + (i + 1) * CELLS,
                  report_name_shown(cx, r->rows[i].name), &r->rows[i]);
    fill_line(cx, r->base.currency, cells + (lines - 1) * CELLS,
              message(cx->arena, cx->lang, "report.total", NULL, 0), &r->totals);
    report_columns_put(cx, out, cells, lines, CELLS);
    other_money_lines(cx, &r->base.totals.others, out);
    buf_print(out, "\n%s\n", message(cx->arena, cx->lang, "economics.table_note", note, 2));
}
