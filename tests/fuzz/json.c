/* json.c -- what is read is written and read again as the same; a stream takes what json_parse takes. */
#include "base/json.h"
#include "base/csv.h"
#include "fuzz.h"

static const char *written(struct ctx *cx, const struct json *v)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);

    json_put(&w, v);
    return buf_text(&b);
}

static void once(struct ctx *cx, const char *bytes, size_t n)
{
    const struct json *v = NULL, *again = NULL;
    const char *first, *second;

    if (json_parse(cx, bytes, n, &v))
        return;
    first = written(cx, v);
    if (!first)
        return;
    must(json_parse(cx, first, strlen(first), &again) == OK);
    second = written(cx, again);
    must(!second || !strcmp(first, second));
}

/* The quick reader takes what the other takes, but for names that come twice, and reads the same in it. */
static void quick(struct ctx *cx, const char *bytes, size_t n)
{
    const struct json *slow = NULL, *fast = NULL;
    enum err e = json_parse(cx, bytes, n, &slow), q;
    /* A NUL after a number is nothing to jansson. */
    bool twice = e && cx->fault.key && !strcmp(cx->fault.key, "json.duplicate_key");
    const char *a, *b;

    fault_clear(cx);
    q = json_parse_quick(cx, bytes, n, &fast);
    fault_clear(cx);
    if (twice || memchr(bytes, 0, n) || e == ERR_LIMIT || q == ERR_LIMIT)
        return;
    must(!e == !q);
    a = e ? NULL : written(cx, slow);
    b = q ? NULL : written(cx, fast);
    must(!a || !b || !strcmp(a, b));
}

static void streamed(struct ctx *cx, const char *bytes, size_t n)
{
    struct csv_memory m = {.bytes = bytes, .len = n};
    struct json_stream *s = NULL;
    const struct json *v = NULL;

    if (json_stream_open(cx, csv_from_memory, &m, 4096, &s))
        return;
    while (json_stream_next(cx, s, &v) == OK && v)
        ;
    if (!cx->fault.kind)
        must(m.at == n);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx *cx = ctx_new(MIB(16), clock_system(), NULL);

    once(cx, (const char *)bytes, n);
    fault_clear(cx);
    quick(cx, (const char *)bytes, n);
    streamed(cx, (const char *)bytes, n);
    ctx_free(cx);
    return 0;
}
