/* paper.c -- see paper.h: putting cells where they belong. */
#include "measure/paper.h"

#include "base/message.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

struct paper_table *paper_table_add(struct paper *p, const char *title)
{
    struct paper_table *t;

    if (p->table_count == PAPER_TABLES_MAX)
        return NULL;
    t = &p->tables[p->table_count++];
    *t = (struct paper_table){.title = title};
    return t;
}

void paper_column_add(struct paper_table *t, const char *key, const char *label,
                      const char *definition, bool number)
{
    must(t->column_count < PAPER_COLUMNS_MAX && !t->row_count);
    t->columns[t->column_count++] = (struct paper_column){key, label, definition, number};
}

static bool grow(struct ctx *cx, struct paper_table *t)
{
    size_t room = t->room ? 2 * t->room : 16;
    struct paper_cell *more = arena_array(cx->arena, room * t->column_count, sizeof(*more));

    if (!more)
        return false;
    if (t->row_count)
        memcpy(more, t->cells, t->row_count * t->column_count * sizeof(*more));
    t->cells = more;
    t->room = room;
    return true;
}

struct paper_cell *paper_row_add(struct ctx *cx, struct paper_table *t)
{
    struct paper_cell *row;

    must(t->column_count > 0);
    if (t->row_count == PAPER_ROWS_MAX) {
        t->left_out++;
        return NULL;
    }
    if (t->row_count == t->room && !grow(cx, t))
        return NULL;
    row = t->cells + t->row_count++ * t->column_count;
    for (size_t i = 0; i < t->column_count; i++)
        row[i] = paper_words("");
    return row;
}

struct paper_cell paper_words(const char *text)
{
    return (struct paper_cell){.text = text ? text : ""};
}

/* Days, months and money per day name what they are in; other units say it by their sign. Portuguese has one day up to 1,9. */
static const char *with_unit(struct ctx *cx, enum unit unit, const struct figure *f,
                             const char *text)
{
    bool one = cx->lang == LANG_PT_BR && fabs(figure_number(unit, f)) < 1.95;
    const char *key = unit == UNIT_DAYS            ? one ? "paper.in_day" : "paper.in_days"
                      : unit == UNIT_MONTHS        ? one ? "paper.in_month" : "paper.in_months"
                      : unit == UNIT_MONEY_PER_DAY ? "paper.per_day"
                                                   : NULL;
    struct fault_param p = {"n", text};

    return key ? message(cx->arena, cx->lang, key, &p, 1) : text;
}

static const char *plain_of(struct ctx *cx, const char *currency, enum unit unit,
                            const struct figure *f)
{
    if (unit == UNIT_COUNT)
        return arena_print(cx->arena, "%lld", (long long)f->whole);
    if (unit == UNIT_MONEY || unit == UNIT_MONEY_PER_DAY)
        return money_plain(cx, currency, f->whole);
    return arena_print(cx->arena, "%.6g", f->value);
}

struct paper_cell paper_figure(struct ctx *cx, struct paper *p, enum unit unit,
                               const struct figure *f)
{
    struct paper_cell c = {.text = figure_text(cx, p->currency, unit, f)};

    if (!f->known) {
        c.plain = "";
        c.why = figure_sentence(cx, f);
        return c;
    }
    if (p->currency && (unit == UNIT_MONEY || unit == UNIT_MONEY_PER_DAY))
        c.text = money_said(cx, p->currency, f->whole);
    c.text = with_unit(cx, unit, f, c.text);
    c.plain = plain_of(cx, p->currency, unit, f);
    p->something = p->something || fabs(figure_number(unit, f)) > 0;
    return c;
}

struct paper_cell paper_change(struct ctx *cx, double now, double before, bool less_is_better)
{
    struct figure f;
    double share = (now - before) / before;
    const char *text;
    int way;

    if (!isfinite(share) || fabs(before) < 1e-9)
        return (struct paper_cell){.text = "", .plain = ""};
    f = figure_real(fabs(share));
    text = figure_text(cx, NULL, UNIT_RATE, &f);
    way = share > 0.0005 ? 1 : share < -0.0005 ? -1 : 0;
    return (struct paper_cell){
        .text = way == 0 ? text : arena_print(cx->arena, "%s%s", way > 0 ? "▲ +" : "▼ −", text),
        .plain = arena_print(cx->arena, "%.4f", share),
        .change = less_is_better ? -way : way};
}

void paper_filter_add(struct paper *p, const char *text)
{
    if (p->filter_count < PAPER_LINES_MAX && text)
        p->filters[p->filter_count++] = text;
}

void paper_note_add(struct paper *p, const char *text)
{
    for (size_t i = 0; i < p->note_count; i++)
        if (text_equal(p->notes[i], text))
            return;
    if (p->note_count < PAPER_LINES_MAX && text)
        p->notes[p->note_count++] = text;
}
