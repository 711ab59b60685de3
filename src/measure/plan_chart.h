/* plan_chart.h -- charts of a printed document, drawn as SVG.
 *
 * Words stand at the things they name; colours are classes of the style sheet (c0 to c7), so that print and dark screens have their
 * own. Nothing here is the only place of a number: the table beside a chart has them all.
 *
 * Ownership: appended to the buffer.
 * Units:     values are plain numbers; days are day numbers (period.h).
 * Threads:   pure.
 */
#ifndef PRACA_MEASURE_PLAN_CHART_H
#define PRACA_MEASURE_PLAN_CHART_H

#include "base/ctx.h"

enum { CHART_PARTS_MAX = 8 };

struct chart_bar {
    const char *label, *words; /* words: the value as people read it */
    double value;              /* may be below 0 */
};
void chart_bars(struct ctx *cx, struct buf *out, const char *title, const struct chart_bar *bars,
                size_t n);

struct chart_column {
    const char *label, *words; /* words: its sum */
    double parts[CHART_PARTS_MAX];
};
/* Columns of parts on one another. */
void chart_columns(struct ctx *cx, struct buf *out, const char *title, const char *const *parts,
                   size_t part_count, const struct chart_column *columns, size_t n);

struct chart_span {
    const char *label, *words;
    int64_t first, last; /* days, both included */
    int tone;            /* 0 to 7 */
};
/* What runs from when to when, between two days. */
void chart_spans(struct ctx *cx, struct buf *out, const char *title, int64_t first, int64_t last,
                 const struct chart_span *spans, size_t n);

#endif
