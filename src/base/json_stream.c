/* json_stream.c -- values one after another out of a source of bytes.
 *
 * A scanner finds where each value ends by brackets and quotes; the value itself is then read by
 * json_parse, which finds every other fault. An outer list is opened and its members are given one
 * by one; without one, values stand side by side, divided by white space.
 *
 * Surprising: the bytes of the value in hand are on the heap, given back with the arena, because
 * the caller resets the arena between values. After an error the stream is spent and repeats the
 * error.
 */
#include "base/json_priv.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 64 * 1024 };

enum place { AT_START, IN_LIST_FIRST, IN_LIST, BETWEEN_LINES, AT_END, SPENT };

struct json_stream {
    json_source *source;
    void *self;
    char *chunk, *value; /* heap */
    size_t at, have;     /* in chunk */
    size_t len, room, max;
    int64_t line;
    enum place place;
};

static void give_back(void *thing)
{
    struct json_stream *s = thing;

    free(s->chunk);
    free(s->value);
}

enum err json_stream_open(struct ctx *cx, json_source *source, void *self, size_t value_max_bytes,
                          struct json_stream **ret)
{
    struct json_stream *s = arena_alloc(cx->arena, sizeof(*s));

    if (!s)
        return fail_memory(cx);
    s->source = source;
    s->self = self;
    s->max = value_max_bytes;
    s->line = 1;
    s->chunk = malloc(CHUNK);
    if (!arena_defer(cx->arena, give_back, s) || !s->chunk)
        return fail_memory(cx);
    *ret = s;
    return OK;
}

/* The next byte without taking it; -1 at the end. */
static enum err peek(struct ctx *cx, struct json_stream *s, int *ret)
{
    enum err e = OK;

    if (s->at == s->have) {
        s->at = s->have = 0;
        e = s->source(s->self, cx, s->chunk, CHUNK, &s->have);
    }
    if (!e)
        *ret = s->have ? (unsigned char)s->chunk[s->at] : -1;
    return e;
}

static void take(struct json_stream *s)
{
    if (s->chunk[s->at++] == '\n')
        s->line++;
}

static enum err keep(struct ctx *cx, struct json_stream *s)
{
    if (s->len == s->max) {
        char line[24];
        return fail(cx, ERR_LIMIT, "json.too_long", "line", decimal(s->line, line), NULL);
    }
    if (s->len == s->room) {
        size_t room = s->room ? s->room * 2 : 1024;
        char *p = realloc(s->value, room);
        if (!p)
            return fail_memory(cx);
        s->value = p;
        s->room = room;
    }
    s->value[s->len++] = s->chunk[s->at];
    take(s);
    return OK;
}

static bool is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static enum err skip_space(struct ctx *cx, struct json_stream *s, int *ret)
{
    enum err e = peek(cx, s, ret);

    while (!e && is_space(*ret)) {
        take(s);
        e = peek(cx, s, ret);
    }
    return e;
}

static enum err syntax(struct ctx *cx, const struct json_stream *s)
{
    char line[24];

    return fail(cx, ERR_INVALID, "json.syntax", "line", decimal(s->line, line), "column", "1",
                NULL);
}

/* Gather one value's bytes. A quote or bracket outside its place is json_parse's to refuse. */
static enum err gather(struct ctx *cx, struct json_stream *s)
{
    int64_t depth = 0;
    bool in_text = false, escaped = false;
    int c = 0;
    enum err e = peek(cx, s, &c);

    s->len = 0;
    for (; !e && c >= 0; e = e ? e : peek(cx, s, &c)) {
        bool closes = !in_text && (c == ']' || c == '}');
        if (!in_text && depth == 0 && s->len && (is_space(c) || c == ',' || closes))
            break;
        e = keep(cx, s);
        if (in_text) {
            in_text = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else {
            in_text = c == '"';
            depth += c == '[' || c == '{';
            depth -= closes;
        }
        if (!in_text && depth <= 0 && (closes || c == '"'))
            break;
    }
    return e;
}

/* Walk to the next value. *ret_more is false at the end of all. */
static enum err approach(struct ctx *cx, struct json_stream *s, bool *ret_more)
{
    int c = 0;
    enum err e = skip_space(cx, s, &c);

    if (!e && s->place == AT_START) {
        s->place = c == '[' ? IN_LIST_FIRST : BETWEEN_LINES;
        if (c == '[') {
            take(s);
            e = skip_space(cx, s, &c);
        }
    }
    if (!e && (s->place == IN_LIST || s->place == IN_LIST_FIRST) && c == ']') {
        take(s);
        s->place = AT_END;
        e = skip_space(cx, s, &c);
    } else if (!e && s->place == IN_LIST) {
        if (c != ',')
            return syntax(cx, s);
        take(s);
        e = skip_space(cx, s, &c);
        if (!e && c == ']')
            return syntax(cx, s);
    }
    if (e)
        return e;
    if (c >= 0 && s->place == AT_END)
        return syntax(cx, s);
    if (c < 0 && s->place != AT_END && s->place != BETWEEN_LINES)
        return syntax(cx, s);
    *ret_more = c >= 0;
    return OK;
}

enum err json_stream_next(struct ctx *cx, struct json_stream *s, const struct json **ret)
{
    const struct json *v = NULL;
    bool more = false;
    int64_t line;
    enum err e;

    if (s->place == SPENT)
        return syntax(cx, s);
    e = approach(cx, s, &more);
    line = s->line;
    if (!e && more)
        e = gather(cx, s);
    if (!e && more)
        e = json_parse_at(cx, s->value, s->len, line, &v);
    if (e) {
        s->place = SPENT;
        return e;
    }
    if (s->place == IN_LIST_FIRST)
        s->place = IN_LIST;
    *ret = v;
    return OK;
}
