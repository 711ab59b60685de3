/* page.c -- any bytes are a page, a feed and a list of addresses that is read, or none; what was read is written and reads back the same. */
#include "watch/page.h"
#include "fuzz.h"

static void look(struct ctx *cx, enum err e, const struct snapshot *s)
{
    struct snapshot back;
    struct difference *all = NULL;
    const char *json = NULL;
    size_t n = 1, more = 1;
    bool known = false;

    must(e == OK || e == ERR_INVALID || e == ERR_LIMIT);
    if (e || snapshot_write(s, &json) != OK || snapshot_read(cx, json, &back, &known) != OK)
        return;
    must(known && back.n == s->n);
    if (snapshot_compare(cx, s, &back, &all, &n, &more) == OK)
        must(n == 0 && more == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx *cx = ctx_new(MIB(64), clock_system(), NULL);
    const char *text = arena_dup_n(cx->arena, bytes, n);
    struct snapshot s;

    if (text) {
        look(cx, page_read(cx, text, n, NULL, &s), &s);
        fault_clear(cx);
        look(cx, feed_read(cx, text, n, &s), &s);
        fault_clear(cx);
        look(cx, sitemap_read(cx, text, n, &s), &s);
    }
    ctx_free(cx);
    return 0;
}
