/* json_write.c -- JSON appended to a buf; commas and colons kept by the writer.
 *
 * Surprising: a real is written with the fewest of 15, 16 or 17 digits that read back as the same
 * number, and always with a point or an exponent, so that it is read back as a real. Nothing here
 * fails by itself: the buf remembers, and the caller asks buf_ok() once.
 */
#include "base/id.h"
#include "base/json_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WRITE_DEPTH_MAX = 64 };

struct json_writer json_to(struct buf *out)
{
    return (struct json_writer){.out = out};
}

static void before_value(struct json_writer *w)
{
    uint64_t bit = (uint64_t)1 << w->depth;

    if (w->named) {
        w->named = false;
        return;
    }
    if (w->comma & bit)
        buf_add_char(w->out, w->depth ? ',' : '\n');
    w->comma |= bit;
}

static void open_with(struct json_writer *w, char c)
{
    before_value(w);
    buf_add_char(w->out, c);
    w->depth++;
    must(w->depth < WRITE_DEPTH_MAX);
    w->comma &= ~((uint64_t)1 << w->depth);
}

static void close_with(struct json_writer *w, char c)
{
    must(w->depth > 0 && !w->named);
    w->depth--;
    buf_add_char(w->out, c);
}

void json_open_object(struct json_writer *w)
{
    open_with(w, '{');
}

void json_close_object(struct json_writer *w)
{
    close_with(w, '}');
}

void json_open_list(struct json_writer *w)
{
    open_with(w, '[');
}

void json_close_list(struct json_writer *w)
{
    close_with(w, ']');
}

static void escape(struct buf *out, unsigned char c)
{
    static const char letters[] = "btn\0fr"; /* 8..13 without 11 */

    if (c == '"' || c == '\\') {
        char two[2] = {'\\', (char)c};
        buf_add(out, two, 2);
    } else if (c >= 8 && c <= 13 && letters[c - 8]) {
        char two[2] = {'\\', letters[c - 8]};
        buf_add(out, two, 2);
    } else {
        buf_print(out, "\\u%04x", c);
    }
}

static void add_quoted(struct buf *out, const char *text, size_t n)
{
    size_t from = 0;

    buf_add_char(out, '"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        buf_add(out, text + from, i - from);
        escape(out, c);
        from = i + 1;
    }
    if (n)
        buf_add(out, text + from, n - from);
    buf_add_char(out, '"');
}

void json_name(struct json_writer *w, const char *name)
{
    must(w->depth > 0 && !w->named);
    before_value(w);
    add_quoted(w->out, name, strlen(name));
    buf_add_char(w->out, ':');
    w->named = true;
}

void json_put_text(struct json_writer *w, const char *text)
{
    if (text)
        json_put_text_n(w, text, strlen(text));
    else
        json_put_null(w);
}

void json_put_text_n(struct json_writer *w, const char *text, size_t n)
{
    before_value(w);
    add_quoted(w->out, text, n);
}

void json_put_int(struct json_writer *w, int64_t v)
{
    before_value(w);
    buf_print(w->out, "%" PRId64, v);
}

void json_put_id(struct json_writer *w, int64_t id)
{
    if (id == 0 || id == NIL) {
        json_put_null(w);
        return;
    }
    before_value(w);
    buf_print(w->out, "\"%" PRId64 "\"", id);
}

void json_put_real(struct json_writer *w, double v)
{
    char text[40];

    if (!isfinite(v)) {
        json_put_null(w);
        return;
    }
    before_value(w);
    for (int digits = 15; digits <= 17; digits++) {
        double again;
        (void)snprintf(text, sizeof(text), "%.*g", digits, v);
        again = strtod(text, NULL);
        if (again == v)
            break;
    }
    buf_add_text(w->out, text);
    if (!strpbrk(text, ".e"))
        buf_add_text(w->out, ".0");
}

void json_put_bool(struct json_writer *w, bool v)
{
    json_put_raw(w, v ? "true" : "false");
}

void json_put_null(struct json_writer *w)
{
    json_put_raw(w, "null");
}

void json_put_raw(struct json_writer *w, const char *json)
{
    before_value(w);
    buf_add_text(w->out, json);
}

/* Recursion ends at the depth of a parsed tree. */
void json_put(struct json_writer *w, const struct json *v)
{
    switch (v ? v->kind : JSON_NULL) {
    case JSON_NULL:
        json_put_null(w);
        return;
    case JSON_BOOL:
        json_put_bool(w, v->boolean);
        return;
    case JSON_INT:
        json_put_int(w, v->integer);
        return;
    case JSON_REAL:
        json_put_real(w, v->real);
        return;
    case JSON_TEXT:
        json_put_text_n(w, v->text, v->count);
        return;
    case JSON_LIST:
    case JSON_OBJECT:
        break;
    }
    open_with(w, v->kind == JSON_LIST ? '[' : '{');
    for (const struct json *m = v->first; m; m = m->next) {
        if (v->kind == JSON_OBJECT)
            json_name(w, m->name);
        json_put(w, m);
    }
    close_with(w, v->kind == JSON_LIST ? ']' : '}');
}

void json_text_member(struct json_writer *w, const char *name, const char *text)
{
    json_name(w, name);
    json_put_text(w, text);
}

void json_int_member(struct json_writer *w, const char *name, int64_t v)
{
    json_name(w, name);
    json_put_int(w, v);
}

void json_id_member(struct json_writer *w, const char *name, int64_t id)
{
    json_name(w, name);
    json_put_id(w, id);
}

void json_bool_member(struct json_writer *w, const char *name, bool v)
{
    json_name(w, name);
    json_put_bool(w, v);
}

void json_real_member(struct json_writer *w, const char *name, double v)
{
    json_name(w, name);
    json_put_real(w, v);
}
