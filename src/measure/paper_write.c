/* paper_write.c -- a report as HTML, as text, as a file and as JSON. In mails styles stand at the elements, since mail programs
 * drop style sheets, and colour never says alone what a sign says too. */
#include "base/csv.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/paper.h"

#include <string.h>

enum { TEXT_WIDTH_MAX = 38 };

static const char *say(struct ctx *cx, const char *key, const char *name, const char *value)
{
    struct fault_param p = {name, value};

    return message(cx->arena, cx->lang, key, &p, name ? 1 : 0);
}

/* --- HTML */

struct page {
    struct ctx *cx;
    struct buf *out;
    bool mail;
};

/* An open tag with a class on a page, or a style in a mail. */
static void tag(const struct page *g, const char *name, const char *class, const char *style)
{
    if (g->mail ? *style : *class)
        buf_print(g->out, "<%s %s=\"%s\">", name, g->mail ? "style" : "class",
                  g->mail ? style : class);
    else
        buf_print(g->out, "<%s>", name);
}

static void line(const struct page *g, const char *class, const char *style, const char *text)
{
    tag(g, "p", class, style);
    text_html(g->out, text);
    buf_add_text(g->out, "</p>");
}

static void put_head(const struct page *g, const struct paper *p)
{
    static const char small[] = "margin:2px 0;color:#4a5a68;font-size:14px";

    line(g, "paper-period", small,
         p->period ? say(g->cx, "paper.period", "period", p->period)
                   : say(g->cx, "paper.all_time", NULL, NULL));
    if (p->compared)
        line(g, "paper-period", small, say(g->cx, "paper.compared", "period", p->compared));
    for (size_t i = 0; i < p->filter_count; i++)
        line(g, "paper-filter", small, say(g->cx, "paper.filter", "filter", p->filters[i]));
}

static void put_columns(const struct page *g, const struct paper_table *t)
{
    buf_add_text(g->out, "<thead><tr>");
    for (size_t i = 0; i < t->column_count; i++) {
        const struct paper_column *c = &t->columns[i];
        buf_add_text(g->out, "<th scope=\"col\"");
        if (g->mail)
            buf_print(g->out,
                      " style=\"text-align:%s;padding:6px;border-bottom:2px solid #c9d2da;"
                      "font-weight:600\"",
                      c->number ? "right" : "left");
        else if (c->number)
            buf_add_text(g->out, " class=\"num\"");
        if (c->definition && !g->mail) {
            buf_add_text(g->out, " title=\"");
            text_html(g->out, c->definition);
            buf_add_text(g->out, "\"");
        }
        buf_add_text(g->out, ">");
        text_html(g->out, c->label);
        buf_add_text(g->out, "</th>");
    }
    buf_add_text(g->out, "</tr></thead>");
}

static const char *color_of(int change)
{
    return change > 0 ? "#226344" : change < 0 ? "#a8412c" : "#12263a";
}

static void put_cell(const struct page *g, const struct paper_table *t, size_t column,
                     const struct paper_cell *c, bool strong)
{
    static const char *const classes[] = {"num worse", "num", "num better"};
    bool number = t->columns[column].number;
    const char *name = column ? "td" : "th";

    buf_print(g->out, "<%s%s", name, column ? "" : " scope=\"row\"");
    if (g->mail)
        buf_print(g->out,
                  " style=\"text-align:%s;padding:6px;border-bottom:1px solid #e3e0d9;"
                  "font-weight:%s;color:%s\"",
                  number ? "right;white-space:nowrap" : "left", strong ? "600" : "400",
                  color_of(c->change));
    else if (number)
        buf_print(g->out, " class=\"%s\"", classes[c->change + 1]);
    buf_add_text(g->out, ">");
    text_html(g->out, c->text);
    buf_print(g->out, "</%s>", name);
}

static void put_rows(const struct page *g, const struct paper_table *t)
{
    buf_add_text(g->out, "<tbody>");
    for (size_t r = 0; r < t->row_count; r++) {
        bool strong = t->has_totals && r + 1 == t->row_count;
        buf_add_text(g->out, strong && !g->mail ? "<tr class=\"totals\">" : "<tr>");
        for (size_t i = 0; i < t->column_count; i++)
            put_cell(g, t, i, &t->cells[r * t->column_count + i], strong);
        buf_add_text(g->out, "</tr>");
    }
    buf_add_text(g->out, "</tbody>");
}

/* Each reason once. */
static void put_reasons(const struct page *g, const struct paper_table *t)
{
    size_t n = t->row_count * t->column_count;

    for (size_t i = 0; i < n; i++) {
        bool told = !t->cells[i].why;
        for (size_t k = 0; k < i && !told; k++)
            told = text_equal(t->cells[k].why, t->cells[i].why);
        if (!told)
            line(g, "paper-note", "margin:4px 0;color:#4a5a68;font-size:13px",
                 arena_print(g->cx->arena, "– %s", t->cells[i].why));
    }
}

static void put_table(const struct page *g, const struct paper_table *t)
{
    tag(g, "section", "paper-table", "margin:0 0 24px");
    if (t->title) {
        tag(g, "h2", "", "font-size:17px;margin:16px 0 6px;color:#12263a");
        text_html(g->out, t->title);
        buf_add_text(g->out, "</h2>");
    }
    if (!t->row_count) {
        line(g, "paper-note", "margin:4px 0;color:#4a5a68",
             say(g->cx, "paper.no_rows", NULL, NULL));
    } else {
        if (!g->mail) {
            buf_add_text(g->out,
                         "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"");
            text_html(g->out, t->title ? t->title : say(g->cx, "paper.table", NULL, NULL));
            buf_add_text(g->out, "\">");
        } else {
            buf_add_text(g->out, "<div style=\"overflow-x:auto\">");
        }
        tag(g, "table", "paper",
            "border-collapse:collapse;width:100%;font-size:14px;color:#12263a");
        put_columns(g, t);
        put_rows(g, t);
        buf_add_text(g->out, "</table></div>");
    }
    if (t->left_out)
        line(g, "paper-note", "margin:4px 0;color:#4a5a68;font-size:13px",
             say(g->cx, "paper.left_out", "count", arena_print(g->cx->arena, "%zu", t->left_out)));
    put_reasons(g, t);
    buf_add_text(g->out, "</section>");
}

void paper_html(struct ctx *cx, const struct paper *p, enum paper_for where, struct buf *out)
{
    struct page g = {cx, out, where == PAPER_MAIL};

    put_head(&g, p);
    for (size_t i = 0; i < p->table_count; i++)
        put_table(&g, &p->tables[i]);
    for (size_t i = 0; i < p->note_count; i++)
        line(&g, "paper-note", "margin:4px 0;color:#4a5a68;font-size:13px", p->notes[i]);
    if (p->made)
        line(&g, "paper-made", "margin:12px 0 0;color:#4a5a68;font-size:13px",
             say(cx, "paper.made", "at", p->made));
}

/* --- text */

static void put_text_row(struct ctx *cx, const struct paper_table *t, const size_t *width, int row,
                         struct buf *out)
{
    for (size_t i = 0; i < t->column_count; i++) {
        const char *text =
            row < 0 ? t->columns[i].label : t->cells[(size_t)row * t->column_count + i].text;
        if (i)
            buf_add_text(out, "  ");
        text_pad(out, text_cut(cx->arena, text, TEXT_WIDTH_MAX), width[i], t->columns[i].number);
    }
    buf_add_char(out, '\n');
}

static void put_text_table(struct ctx *cx, const struct paper_table *t, struct buf *out)
{
    size_t width[PAPER_COLUMNS_MAX] = {0};

    if (t->title)
        buf_print(out, "\n%s\n\n", t->title);
    else
        buf_add_char(out, '\n');
    if (!t->row_count) {
        buf_print(out, "%s\n", say(cx, "paper.no_rows", NULL, NULL));
        return;
    }
    for (size_t i = 0; i < t->column_count; i++) {
        width[i] = text_chars(text_cut(cx->arena, t->columns[i].label, TEXT_WIDTH_MAX));
        for (size_t r = 0; r < t->row_count; r++) {
            size_t n = text_chars(
                text_cut(cx->arena, t->cells[r * t->column_count + i].text, TEXT_WIDTH_MAX));
            width[i] = n > width[i] ? n : width[i];
        }
    }
    for (int r = -1; r < (int)t->row_count; r++)
        put_text_row(cx, t, width, r, out);
}

void paper_text(struct ctx *cx, const struct paper *p, struct buf *out)
{
    buf_print(out, "%s\n",
              p->period ? say(cx, "paper.period", "period", p->period)
                        : say(cx, "paper.all_time", NULL, NULL));
    if (p->compared)
        buf_print(out, "%s\n", say(cx, "paper.compared", "period", p->compared));
    for (size_t i = 0; i < p->filter_count; i++)
        buf_print(out, "%s\n", say(cx, "paper.filter", "filter", p->filters[i]));
    for (size_t i = 0; i < p->table_count; i++)
        put_text_table(cx, &p->tables[i], out);
    for (size_t i = 0; i < p->note_count; i++)
        buf_print(out, "\n%s\n", p->notes[i]);
}

/* --- a file */

void paper_csv(const struct paper *p, struct buf *out)
{
    for (size_t i = 0; i < p->table_count; i++) {
        const struct paper_table *t = &p->tables[i];
        if (i)
            csv_end_row(out);
        for (size_t c = 0; c < t->column_count; c++)
            csv_put(out, t->columns[c].key, c == 0);
        csv_end_row(out);
        for (size_t r = 0; r < t->row_count; r++) {
            for (size_t c = 0; c < t->column_count; c++) {
                const struct paper_cell *cell = &t->cells[r * t->column_count + c];
                csv_put(out, cell->plain ? cell->plain : cell->text, c == 0);
            }
            csv_end_row(out);
        }
    }
}

/* --- JSON */

static void table_json(const struct paper_table *t, struct json_writer *w)
{
    json_open_object(w);
    json_text_member(w, "title", t->title);
    json_name(w, "columns");
    json_open_list(w);
    for (size_t i = 0; i < t->column_count; i++) {
        json_open_object(w);
        json_text_member(w, "key", t->columns[i].key);
        json_text_member(w, "label", t->columns[i].label);
        json_text_member(w, "definition", t->columns[i].definition);
        json_bool_member(w, "number", t->columns[i].number);
        json_close_object(w);
    }
    json_close_list(w);
    json_name(w, "rows");
    json_open_list(w);
    for (size_t r = 0; r < t->row_count; r++) {
        json_open_list(w);
        for (size_t i = 0; i < t->column_count; i++) {
            const struct paper_cell *c = &t->cells[r * t->column_count + i];
            json_open_object(w);
            json_text_member(w, "text", c->text);
            json_text_member(w, "why", c->why);
            json_int_member(w, "change", c->change);
            json_close_object(w);
        }
        json_close_list(w);
    }
    json_close_list(w);
    json_bool_member(w, "totals", t->has_totals);
    json_int_member(w, "left_out", (int64_t)t->left_out);
    json_close_object(w);
}

static void lines_json(struct json_writer *w, const char *name, const char *const *lines, size_t n)
{
    json_name(w, name);
    json_open_list(w);
    for (size_t i = 0; i < n; i++)
        json_put_text(w, lines[i]);
    json_close_list(w);
}

void paper_json(const struct paper *p, struct json_writer *w)
{
    json_open_object(w);
    json_text_member(w, "title", p->title);
    json_text_member(w, "kind", p->kind);
    json_text_member(w, "site", p->site);
    json_text_member(w, "period", p->period);
    json_text_member(w, "compared", p->compared);
    lines_json(w, "filters", p->filters, p->filter_count);
    json_text_member(w, "made", p->made);
    json_bool_member(w, "something", p->something);
    json_name(w, "tables");
    json_open_list(w);
    for (size_t i = 0; i < p->table_count; i++)
        table_json(&p->tables[i], w);
    json_close_list(w);
    lines_json(w, "notes", p->notes, p->note_count);
    json_close_object(w);
}
