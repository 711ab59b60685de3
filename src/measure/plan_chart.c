/* plan_chart.c -- see plan_chart.h. */
#include "measure/plan_chart.h"

#include "base/text.h"
#include "measure/period.h"

#include <math.h>

enum {
    WIDTH = 720,
    ROW = 26,
    LABEL_WIDTH = 236,
    WORDS_WIDTH = 130,
    LABEL_CHARS = 31,
    COLUMNS_HEIGHT = 180,
    LEGEND_ROW = 20
};

static void open_svg(struct buf *out, const char *title, int height)
{
    buf_print(out,
              "<figure class=\"doc-chart\"><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
              (int)WIDTH, height);
    text_html(out, title);
    buf_add_text(out, "\">");
}

static void close_svg(struct buf *out, const char *title)
{
    buf_add_text(out, "</svg><figcaption>");
    text_html(out, title);
    buf_add_text(out, "</figcaption></figure>");
}

static void put_words(struct ctx *cx, struct buf *out, double x, double y, const char *class,
                      const char *text, size_t chars)
{
    buf_print(out, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x, y, class);
    text_html(out, text ? text_cut(cx->arena, text, chars) : "");
    buf_add_text(out, "</text>");
}

/* The name of a row, at the left of it: in two lines when one would cut it. */
static void put_label(struct ctx *cx, struct buf *out, double y, const char *text)
{
    const char *cut = NULL;
    size_t chars = 0;

    for (const char *at = text; at && *at && chars <= LABEL_CHARS; at++) {
        chars += ((unsigned char)*at & 0xC0) != 0x80;
        if (*at == ' ')
            cut = at;
    }
    if (chars <= LABEL_CHARS || !cut) {
        put_words(cx, out, LABEL_WIDTH - 8, y + 16, "cl", text, LABEL_CHARS);
        return;
    }
    put_words(cx, out, LABEL_WIDTH - 8, y + 10, "cl ct",
              arena_print(cx->arena, "%.*s", (int)(cut - text), text), LABEL_CHARS);
    put_words(cx, out, LABEL_WIDTH - 8, y + 22, "cl ct", cut + 1, LABEL_CHARS);
}

static void put_box(struct buf *out, double x, double y, double w, double h, int tone)
{
    buf_print(out,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" class=\"c%d\"/>",
              x, y, w, h, tone);
}

void chart_bars(struct ctx *cx, struct buf *out, const char *title, const struct chart_bar *bars,
                size_t n)
{
    const double room = WIDTH - LABEL_WIDTH - WORDS_WIDTH;
    double least = 0, most = 0, zero, scale;

    for (size_t i = 0; i < n; i++) {
        least = fmin(least, bars[i].value);
        most = fmax(most, bars[i].value);
    }
    if (!n || most - least <= 0)
        return;
    scale = room / (most - least);
    zero = LABEL_WIDTH - least * scale;
    open_svg(out, title, (int)n * ROW + 8);
    for (size_t i = 0; i < n; i++) {
        double y = 4 + (double)i * ROW, w = fabs(bars[i].value) * scale;
        double x = bars[i].value < 0 ? zero - w : zero;
        put_label(cx, out, y, bars[i].label);
        put_box(out, x, y + 3, fmax(w, 1), ROW - 8, bars[i].value < 0 ? 1 : 0);
        put_words(cx, out, fmax(x + w, zero) + 6, y + 16, "cv", bars[i].words, LABEL_CHARS);
    }
    buf_print(out, "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"2\" y2=\"%d\" class=\"ca\"/>", zero, zero,
              (int)n * ROW + 6);
    close_svg(out, title);
}

static double sum_of(const struct chart_column *c, size_t parts)
{
    double sum = 0;

    for (size_t i = 0; i < parts; i++)
        sum += c->parts[i];
    return sum;
}

static void put_legend(struct ctx *cx, struct buf *out, const char *const *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t column = i % 3, row = i / 3;
        double x = 10 + (double)column * 235, y = (double)row * LEGEND_ROW;
        put_box(out, x, y + 4, 11, 11, (int)i);
        put_words(cx, out, x + 17, y + 14, "ck", parts[i], LABEL_CHARS);
    }
}

void chart_columns(struct ctx *cx, struct buf *out, const char *title, const char *const *parts,
                   size_t part_count, const struct chart_column *columns, size_t n)
{
    const int legend = (int)((part_count + 2) / 3) * LEGEND_ROW + 10;
    const double step = n ? (double)(WIDTH - 20) / (double)n : 0;
    const double base = legend + COLUMNS_HEIGHT;
    double most = 0;

    for (size_t i = 0; i < n; i++)
        most = fmax(most, sum_of(&columns[i], part_count));
    if (!n || most <= 0)
        return;
    open_svg(out, title, legend + COLUMNS_HEIGHT + 24);
    put_legend(cx, out, parts, part_count);
    for (size_t i = 0; i < n; i++) {
        double x = 10 + (double)i * step, y = base, w = fmin(step * 0.72, 64);
        for (size_t k = 0; k < part_count; k++) {
            double h = columns[i].parts[k] / most * (COLUMNS_HEIGHT - 22);
            if (h <= 0)
                continue;
            y -= h;
            put_box(out, x + (step - w) / 2, y, w, h, (int)k);
        }
        put_words(cx, out, x + step / 2, y - 5, "cm", columns[i].words, LABEL_CHARS);
        put_words(cx, out, x + step / 2, base + 16, "cm", columns[i].label, LABEL_CHARS);
    }
    buf_print(out, "<line x1=\"10\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"ca\"/>", WIDTH - 10,
              base, base);
    close_svg(out, title);
}

static void put_months(struct ctx *cx, struct buf *out, int64_t first, int64_t last, double scale,
                       int height)
{
    int64_t months = (last - first) / 30, every = months > 14 ? 3 : 1, nth = 0;

    for (int64_t day = month_start(first, 1); day <= last; day = month_start(day, 1)) {
        double x = LABEL_WIDTH + (double)(day - first) * scale;
        const char *shown = day_text(cx, day);
        if (nth++ % every != 0)
            continue;
        buf_print(out, "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\" class=\"cg\"/>", x, x,
                  height - 18);
        if (shown)
            put_words(cx, out, x, height - 4, "cm",
                      arena_print(cx->arena, "%.2s/%.2s", shown + 5, shown + 2), LABEL_CHARS);
    }
}

/* After its span, before it, or in it: where there is room. */
static void put_span_words(struct ctx *cx, struct buf *out, double x, double w, double y,
                           const char *words)
{
    const double need = 84;

    if (x + w + need <= WIDTH)
        put_words(cx, out, x + w + 6, y, "cv", words, LABEL_CHARS);
    else if (x - need >= LABEL_WIDTH)
        put_words(cx, out, x - 6, y, "cl", words, LABEL_CHARS);
    else
        put_words(cx, out, x + w - 6, y, "ci", words, LABEL_CHARS);
}

void chart_spans(struct ctx *cx, struct buf *out, const char *title, int64_t first, int64_t last,
                 const struct chart_span *spans, size_t n)
{
    const int height = (int)n * ROW + 28;
    double scale;

    if (!n || last <= first)
        return;
    scale = (double)(WIDTH - LABEL_WIDTH - 10) / (double)(last - first + 1);
    open_svg(out, title, height);
    put_months(cx, out, first, last, scale, height);
    for (size_t i = 0; i < n; i++) {
        int64_t from = spans[i].first < first ? first : spans[i].first;
        int64_t to = spans[i].last > last ? last : spans[i].last;
        double y = 4 + (double)i * ROW, x = LABEL_WIDTH + (double)(from - first) * scale;
        double w = fmax((double)(to - from + 1) * scale, 3);
        put_label(cx, out, y, spans[i].label);
        if (to < from)
            continue;
        put_box(out, x, y + 3, w, ROW - 8, spans[i].tone);
        put_span_words(cx, out, x, w, y + 16, spans[i].words);
    }
    close_svg(out, title);
}
