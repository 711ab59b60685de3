/* json.c -- reading: jansson parses, the result is copied into the arena.
 *
 * Surprising: jansson.h and json.h share the names of the kinds, so jansson's are renamed while its
 * header is read. jansson's tree lives on the heap only inside json_parse(). Its error text quotes
 * the input, which may be personal, so only line and column leave this file.
 */
#define JSON_OBJECT JANSSON_OBJECT
#define JSON_ARRAY JANSSON_ARRAY
#define JSON_STRING JANSSON_STRING
#define JSON_INTEGER JANSSON_INTEGER
#define JSON_REAL JANSSON_REAL
#define JSON_TRUE JANSSON_TRUE
#define JSON_FALSE JANSSON_FALSE
#define JSON_NULL JANSSON_NULL
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_STRING
#undef JSON_INTEGER
#undef JSON_REAL
#undef JSON_TRUE
#undef JSON_FALSE
#undef JSON_NULL

#include "base/json.h"
#include "base/json_priv.h"

#include "base/text.h"

#include <string.h>

/* The outcome of a copy; the sentence is made once, by json_parse_at(). */
enum copied { COPIED, COPY_FULL, COPY_DEEP };

static enum copied copy(struct arena *a, json_t *from, int depth, struct json *to);

static enum copied copy_member(struct arena *a, json_t *from, const char *name, int depth,
                               struct json *parent, struct json **last)
{
    struct json *m = arena_alloc(a, sizeof(*m));

    if (!m)
        return COPY_FULL;
    m->name = name ? arena_dup(a, name) : NULL;
    if (name && !m->name)
        return COPY_FULL;
    if (*last)
        (*last)->next = m;
    else
        parent->first = m;
    *last = m;
    parent->count++;
    return copy(a, from, depth + 1, m);
}

static enum copied copy_members(struct arena *a, json_t *from, int depth, struct json *to)
{
    struct json *last = NULL;
    enum copied c = COPIED;

    if (depth >= JSON_DEPTH_MAX)
        return COPY_DEEP;
    if (to->kind == JSON_LIST) {
        for (size_t i = 0; !c && i < json_array_size(from); i++)
            c = copy_member(a, json_array_get(from, i), NULL, depth, to, &last);
        return c;
    }
    for (void *i = json_object_iter(from); !c && i; i = json_object_iter_next(from, i))
        c = copy_member(a, json_object_iter_value(i), json_object_iter_key(i), depth, to, &last);
    return c;
}

/* Recursion ends at JSON_DEPTH_MAX. */
static enum copied copy(struct arena *a, json_t *from, int depth, struct json *to)
{
    switch (json_typeof(from)) {
    case JANSSON_OBJECT:
        to->kind = JSON_OBJECT;
        return copy_members(a, from, depth, to);
    case JANSSON_ARRAY:
        to->kind = JSON_LIST;
        return copy_members(a, from, depth, to);
    case JANSSON_STRING:
        to->kind = JSON_TEXT;
        to->count = json_string_length(from);
        to->text = arena_dup_n(a, json_string_value(from), to->count);
        return to->text ? COPIED : COPY_FULL;
    case JANSSON_INTEGER:
        to->kind = JSON_INT;
        to->integer = json_integer_value(from);
        return COPIED;
    case JANSSON_REAL:
        to->kind = JSON_REAL;
        to->real = json_real_value(from);
        return COPIED;
    case JANSSON_TRUE:
    case JANSSON_FALSE:
        to->kind = JSON_BOOL;
        to->boolean = json_typeof(from) == JANSSON_TRUE;
        return COPIED;
    case JANSSON_NULL:
        break;
    }
    to->kind = JSON_NULL;
    return COPIED;
}

static enum err refuse(struct ctx *cx, const json_error_t *why, int64_t first_line)
{
    char line[24], column[24];
    const char *key = "json.syntax";

    switch (json_error_code(why)) {
    case json_error_out_of_memory:
        return fail_memory(cx);
    case json_error_duplicate_key:
        key = "json.duplicate_key";
        break;
    case json_error_numeric_overflow:
        key = "json.number";
        break;
    case json_error_stack_overflow:
        return fail(cx, ERR_INVALID, "json.depth", NULL);
    default:
        break;
    }
    return fail(cx, ERR_INVALID, key, "line",
                decimal(first_line - 1 + (why->line > 0 ? why->line : 1), line), "column",
                decimal(why->column > 0 ? why->column : 1, column), NULL);
}

enum err json_parse_at(struct ctx *cx, const char *bytes, size_t n, int64_t first_line,
                       const struct json **ret)
{
    json_error_t why = {.line = 0};
    struct json *v;
    json_t *parsed;
    enum copied c = COPY_FULL;

    parsed = json_loadb(n ? bytes : "", n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
    if (!parsed)
        return refuse(cx, &why, first_line);
    v = arena_alloc(cx->arena, sizeof(*v));
    if (v)
        c = copy(cx->arena, parsed, 0, v);
    json_decref(parsed);
    if (c == COPY_DEEP)
        return fail(cx, ERR_INVALID, "json.depth", NULL);
    if (c == COPY_FULL)
        return fail_memory(cx);
    *ret = v;
    return OK;
}

enum err json_parse(struct ctx *cx, const char *bytes, size_t n, const struct json **ret)
{
    return json_parse_at(cx, bytes, n, 1, ret);
}

const struct json *json_get(const struct json *v, const char *name)
{
    if (!v || v->kind != JSON_OBJECT)
        return NULL;
    for (v = v->first; v; v = v->next)
        if (v->name[0] == name[0] && !strcmp(v->name, name))
            return v;
    return NULL;
}

const char *json_text(const struct json *v, const char *otherwise)
{
    return v && v->kind == JSON_TEXT ? v->text : otherwise;
}

int64_t json_int(const struct json *v, int64_t otherwise)
{
    if (v && v->kind == JSON_INT)
        return v->integer;
    if (v && v->kind == JSON_TEXT)
        (void)text_to_int(v->text, &otherwise);
    return otherwise;
}

double json_real(const struct json *v, double otherwise)
{
    if (v && v->kind == JSON_REAL)
        return v->real;
    return v && v->kind == JSON_INT ? (double)v->integer : otherwise;
}

bool json_bool(const struct json *v, bool otherwise)
{
    return v && v->kind == JSON_BOOL ? v->boolean : otherwise;
}
