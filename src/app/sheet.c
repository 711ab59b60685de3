/* sheet.c -- see sheet.h. */
#include "app/sheet.h"

#include "app/outfile.h"
#include "base/csv.h"
#include "base/text.h"

#include <string.h>

struct sheet sheet_of(struct ctx *cx, const char *const *names)
{
    struct sheet s = {.names = names, .cells = buf_in(cx->arena)};

    while (names[s.columns])
        s.columns++;
    return s;
}

void sheet_row(struct sheet *s, const char *const *cells)
{
    buf_add(&s->cells, cells, s->columns * sizeof(*cells));
}

static const char *name_of(const struct sheet *s, size_t column)
{
    return s->names[column] + (s->names[column][0] == '#');
}

static const char *cell(const struct sheet *s, size_t row, size_t column)
{
    const char *const *all = (const char *const *)(const void *)s->cells.bytes;
    const char *text = all[row * s->columns + column];

    return text ? text : "";
}

static size_t rows_of(const struct sheet *s)
{
    return s->columns ? s->cells.len / (s->columns * sizeof(const char *)) : 0;
}

static void as_csv(const struct sheet *s, struct buf *out)
{
    for (size_t i = 0; i < s->columns; i++)
        csv_put(out, name_of(s, i), i == 0);
    csv_end_row(out);
    for (size_t r = 0; r < rows_of(s); r++) {
        for (size_t i = 0; i < s->columns; i++)
            csv_put(out, cell(s, r, i), i == 0);
        csv_end_row(out);
    }
}

static void as_json(const struct sheet *s, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t r = 0; r < rows_of(s); r++) {
        json_open_object(&w);
        for (size_t i = 0; i < s->columns; i++) {
            int64_t n = 0;
            if (s->names[i][0] == '#' && text_to_int(cell(s, r, i), &n))
                json_int_member(&w, name_of(s, i), n);
            else
                json_text_member(&w, name_of(s, i), *cell(s, r, i) ? cell(s, r, i) : NULL);
        }
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    buf_add_char(out, '\n');
}

static void as_table(const struct sheet *s, size_t *width, struct buf *out)
{
    for (size_t i = 0; i < s->columns; i++) {
        width[i] = text_chars(name_of(s, i));
        for (size_t r = 0; r < rows_of(s); r++)
            if (text_chars(cell(s, r, i)) > width[i])
                width[i] = text_chars(cell(s, r, i));
    }
    for (size_t r = 0; r <= rows_of(s); r++) {
        for (size_t i = 0; i < s->columns; i++) {
            text_pad(out, r ? cell(s, r - 1, i) : name_of(s, i), i + 1 < s->columns ? width[i] : 0,
                     s->names[i][0] == '#');
            buf_add_text(out, i + 1 < s->columns ? "  " : "\n");
        }
    }
}

enum err sheet_format(struct ctx *cx, const struct args *a, const char **ret)
{
    const char *format = args_option(a, "format");

    *ret = format ? format : "table";
    return text_equal(*ret, "table") || text_equal(*ret, "json") || text_equal(*ret, "csv")
               ? OK
               : fail(cx, ERR_INVALID, "cli.format", "format", format, NULL);
}

enum err sheet_out(struct ctx *cx, const struct args *a, const struct buf *out)
{
    struct outfile f;
    enum err e = buf_ok(out) ? outfile_open(cx, args_option(a, "out"), &f) : fail_memory(cx);

    return e ? e : outfile_end(cx, &f, outfile_add(cx, &f, out->bytes, out->len));
}

enum err sheet_print(struct ctx *cx, const struct args *a, const struct sheet *s)
{
    const char *format = NULL;
    struct buf out = buf_in(cx->arena);
    size_t *width = arena_array(cx->arena, s->columns, sizeof(*width));
    enum err e = sheet_format(cx, a, &format);

    if (e)
        return e;
    if (!buf_ok(&s->cells) || !width)
        return fail_memory(cx);
    if (text_equal(format, "csv"))
        as_csv(s, &out);
    else if (text_equal(format, "json"))
        as_json(s, &out);
    else
        as_table(s, width, &out);
    return sheet_out(cx, a, &out);
}

/* --- cells of JSON ------------------------------------------------------------------------------- */

static void put_value(struct buf *out, const struct json *v)
{
    struct json_writer w = json_to(out);

    if (v->kind == JSON_LIST && v->first && v->first->kind != JSON_OBJECT) {
        for (const struct json *x = v->first; x; x = x->next) {
            put_value(out, x);
            buf_add_text(out, x->next ? ", " : "");
        }
    } else if (v->kind == JSON_TEXT) {
        for (const char *p = v->text; *p; p++)
            buf_add_char(out, *p == '\n' || *p == '\r' || *p == '\t' ? ' ' : *p);
    } else if (v->kind != JSON_NULL && !(v->kind == JSON_LIST && !v->first)) {
        json_put(&w, v);
    }
}

const char *sheet_cell(struct ctx *cx, const struct json *v)
{
    struct buf out = buf_in(cx->arena);

    if (!v)
        return "";
    put_value(&out, v);
    return buf_text(&out);
}

const struct json *sheet_member(struct ctx *cx, const struct json *v, const char *path)
{
    const char *dot = strchr(path, '.');
    const char *name = dot ? arena_dup_n(cx->arena, path, (size_t)(dot - path)) : path;

    v = name ? json_get(v, name) : NULL;
    return dot && v ? sheet_member(cx, v, dot + 1) : v;
}
