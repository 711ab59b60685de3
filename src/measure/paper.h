/* paper.h -- a report as it is read: titles, a period, filters, tables of cells. One form for the screen, the page behind a link,
 * the mail, the file and the terminal, so that all say the same.
 *
 * A cell is told twice: as people read it, in the ctx's language, and plainly, for files. A figure that its sample cannot carry
 * has no number but a reason, and the reason stands below its table.
 *
 * Ownership: everything lives in the ctx's arena.
 * Threads:   pure.
 */
#ifndef PRACA_MEASURE_PAPER_H
#define PRACA_MEASURE_PAPER_H

#include "base/json.h"
#include "measure/figure.h"

enum { PAPER_TABLES_MAX = 24, PAPER_COLUMNS_MAX = 24, PAPER_LINES_MAX = 48, PAPER_ROWS_MAX = 1000 };

struct paper_column {
    const char *key, *label; /* key: for files and programs */
    const char *definition;  /* NULL: it says enough */
    bool number;
};

struct paper_cell {
    const char *text;  /* as people read it */
    const char *plain; /* for files; NULL: as text */
    const char *why;   /* why there is no number; NULL */
    int change;        /* of a change: 1 better, -1 worse, 0 neither */
};

struct paper_table {
    const char *title; /* NULL: none of its own */
    struct paper_column columns[PAPER_COLUMNS_MAX];
    size_t column_count;
    struct paper_cell *cells; /* row after row */
    size_t row_count, room;
    bool has_totals; /* the last row */
    size_t left_out; /* rows that did not fit */
};

struct paper {
    const char *title, *kind; /* its name; "Visits" */
    const char *site, *currency;
    const char *period, *compared; /* "01/10/2026 to 30/10/2026"; NULL: all time, nothing */
    const char *filters[PAPER_LINES_MAX];
    size_t filter_count;
    struct paper_table tables[PAPER_TABLES_MAX];
    size_t table_count;
    const char *notes[PAPER_LINES_MAX];
    size_t note_count;
    bool something; /* a number that is not 0 stands in it */
    int64_t made_at;
    const char *made; /* when, on the site's clock */
};

/* --- writing one */

/* NULL when there are as many as there may be. */
struct paper_table *paper_table_add(struct paper *p, const char *title);
/* Before the first row. must: no more than PAPER_COLUMNS_MAX; each kind of report asserts that its own fit. */
void paper_column_add(struct paper_table *t, const char *key, const char *label,
                      const char *definition, bool number);
/* A row of empty cells; NULL when it is one too many (counted), or the arena is full. */
struct paper_cell *paper_row_add(struct ctx *cx, struct paper_table *t);
struct paper_cell paper_words(const char *text);
/* currency: of money; NULL without it. Notes that there is something when it is not 0. */
struct paper_cell paper_figure(struct ctx *cx, struct paper *p, enum unit unit,
                               const struct figure *f);
/* From before to now as a share; empty when either is unknown or before is 0. */
struct paper_cell paper_change(struct ctx *cx, double now, double before, bool less_is_better);
void paper_filter_add(struct paper *p, const char *text);
void paper_note_add(struct paper *p, const char *text);

/* --- reading it */

enum paper_for { PAPER_PAGE, PAPER_MAIL };
/* Sections and tables without a frame. For a page with classes of its style sheet, for a mail with styles at each element. */
void paper_html(struct ctx *cx, const struct paper *p, enum paper_for where, struct buf *out);
void paper_text(struct ctx *cx, const struct paper *p, struct buf *out);
/* All tables, one below the other, an empty line between. */
void paper_csv(const struct paper *p, struct buf *out);
/* {"title", "kind", "site", "period", "compared", "filters": [], "made_at", "something", "tables": [{"title", "columns": [{"key",
 * "label", "definition", "number"}], "rows": [[{"text", "why", "change"}]], "totals", "left_out"}], "notes": []} */
void paper_json(const struct paper *p, struct json_writer *w);

#endif
