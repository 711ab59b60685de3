/* history_search.c -- searches that showed the site, out of the performance export of Google Search Console; and of which format a file
 * is.
 *
 * The export is a folder of tables: one of days (with the totals of each), one of searches (with the totals of the whole time), and others
 * that are passed over. The days are read first, because the searches are of them all together. A table that has a day and a search in
 * each row (from the API) is taken day by day.
 *
 * Source: Search Console Help, "Performance report", the headers as it writes them in English and Portuguese.
 */
#include "measure/history_priv.h"

#include "base/text.h"
#include "measure/period.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum column { DATE, QUERY, CLICKS, IMPRESSIONS, POSITION, COLUMNS };

static const struct {
    const char *name;
    enum column column;
} names[] = {
    {"date", DATE},
    {"data", DATE},
    {"top_queries", QUERY},
    {"queries", QUERY},
    {"query", QUERY},
    {"consultas_principais", QUERY},
    {"principais_consultas", QUERY},
    {"consultas_mais_populares", QUERY},
    {"consultas", QUERY},
    {"consulta", QUERY},
    {"clicks", CLICKS},
    {"cliques", CLICKS},
    {"impressions", IMPRESSIONS},
    {"impressoes", IMPRESSIONS},
    {"position", POSITION},
    {"posicao", POSITION},
    {"average_position", POSITION},
    {"posicao_media", POSITION},
};

static bool find_columns(struct ctx *cx, const char *const *header, size_t n,
                         struct history_table *ret)
{
    memset(ret, 0, sizeof(*ret));
    for (size_t i = 0; i < COUNT_OF(ret->columns); i++)
        ret->columns[i] = -1;
    for (size_t i = 0; i < n; i++) {
        const char *plain = history_plain_name(cx, header[i]);
        for (size_t k = 0; k < COUNT_OF(names); k++)
            if (strcmp(names[k].name, plain) == 0 && ret->columns[names[k].column] < 0)
                ret->columns[names[k].column] = (int)i;
    }
    return ret->columns[CLICKS] >= 0 && ret->columns[IMPRESSIONS] >= 0 &&
           (ret->columns[DATE] >= 0 || ret->columns[QUERY] >= 0);
}

bool history_search_header(struct ctx *cx, const char *const *header, size_t n,
                           struct history_table *ret)
{
    return find_columns(cx, header, n, ret);
}

static const char *cell(const struct history_table *t, const struct csv_row *row, enum column c)
{
    int at = t->columns[c];

    return at >= 0 && (size_t)at < row->count ? row->cells[at] : "";
}

/* "3.7", "3,7" → 3700; "" → 0. */
static bool read_position(const char *text, int64_t *ret)
{
    int64_t whole = 0, part = 0, scale = 1000;
    const char *p = text;

    *ret = 0;
    if (!*text)
        return true;
    for (; *p >= '0' && *p <= '9' && whole < 100000; p++)
        whole = whole * 10 + (*p - '0');
    if (p == text || (*p && *p != '.' && *p != ','))
        return false;
    for (p += *p != 0; *p >= '0' && *p <= '9'; p++)
        if (scale > 1) {
            scale /= 10;
            part += (*p - '0') * scale;
        }
    *ret = whole * 1000 + part;
    return *p == 0 && whole < 100000;
}

void history_search_span(struct history_run *r, const struct history_table *t,
                         const struct csv_row *row)
{
    const char *date = cell(t, row, DATE);
    int64_t day = date_ok(date) ? day_number(date) : NIL;

    if (day == NIL)
        return;
    if (r->span_first == NIL || day < r->span_first)
        r->span_first = day;
    if (r->span_last == NIL || day > r->span_last)
        r->span_last = day;
}

void history_search_row(struct history_run *r, const struct history_table *t,
                        const struct csv_row *row)
{
    const char *date = cell(t, row, DATE);
    struct history_term term = {.query = history_text(r->cx, cell(t, row, QUERY), 500)};

    if (t->columns[DATE] >= 0 && !date_ok(date)) {
        run_refuse(r, "history.why_date");
        return;
    }
    term.first_day = t->columns[DATE] >= 0 ? day_number(date) : r->span_first;
    term.last_day = t->columns[DATE] >= 0 ? term.first_day : r->span_last;
    if (t->columns[QUERY] >= 0 && !*term.query) {
        run_refuse(r, "history.why_name");
        return;
    }
    if (!text_to_int(cell(t, row, CLICKS), &term.clicks) || term.clicks < 0 ||
        !text_to_int(cell(t, row, IMPRESSIONS), &term.impressions) || term.impressions < 0 ||
        term.impressions > INT64_C(1000000000000) || term.clicks > term.impressions ||
        !read_position(cell(t, row, POSITION), &term.position_milli)) {
        run_refuse(r, "history.why_number");
        return;
    }
    if (!run_wants_day(r, 0, term.first_day))
        return;
    run_term(r, &term);
    run_taken(r, 0, term.first_day, term.last_day);
}

/* --- which format */

static const char *by_header(struct ctx *cx, const char *const *header, size_t n)
{
    struct history_table *t = arena_alloc(cx->arena, sizeof(*t));
    struct history_import im = {.name = ""};
    struct history_run r = {
        .cx = cx, .im = &im, .options = {.report = "totals", .from = "x", .to = "x"}};

    if (!t)
        return NULL;
    if (find_columns(cx, header, n, t))
        return "search";
    if (history_visits_header(cx, header, n, t))
        return "matomo";
    if (history_plausible_header(&r, "", header, n, t))
        return "plausible";
    return history_matomo_header(&r, "", header, n, t) ? "matomo" : NULL;
}

static bool is_log(struct ctx *cx, const char *head, size_t n)
{
    size_t length = 0;
    struct log_line l;
    char *line;

    while (length < n && head[length] != '\n')
        length++;
    if (length && head[length - 1] == '\r')
        length--;
    line = arena_dup_n(cx->arena, head, length);
    return line && log_line_read(line, length, &l) == NULL;
}

const char *history_guess(struct ctx *cx, const char *name, const char *head, size_t n)
{
    struct csv_memory source = {head, n, 0};
    struct csv_reader *csv = NULL;
    struct csv_shape shape;
    const char *const *header;
    const char *format = NULL;
    size_t count = 0;

    (void)name;
    if (is_log(cx, head, n))
        return "log";
    if (csv_guess(cx, head, n, &shape) == OK &&
        csv_open(cx, csv_from_memory, &source, &shape, &csv) == OK) {
        header = csv_header(csv, &count);
        format = by_header(cx, header, count);
    }
    if (!arena_full(cx->arena))
        fault_clear(cx);
    return format;
}
