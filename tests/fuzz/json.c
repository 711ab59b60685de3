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
    streamed(cx, (const char *)bytes, n);
    ctx_free(cx);
    return 0;
}
