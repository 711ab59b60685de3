/* robots.c -- any bytes are a robots.txt, and any path is allowed or not; the same text twice says the same. */
#include "watch/robots.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx *cx = ctx_new(MIB(16), clock_system(), NULL);
    const char *text = arena_dup_n(cx->arena, bytes, n);
    struct robots one, two;

    if (text && robots_read(cx, text, n, &one) == OK && robots_read(cx, text, n, &two) == OK) {
        must(one.rule_count <= ROBOTS_RULES_MAX && one.rule_count == two.rule_count);
        must(one.delay_s >= 0 && one.delay_s <= ROBOTS_DELAY_MAX_S);
        must(robots_allow(cx, &one, "/robots.txt"));
        must(robots_allow(cx, &one, "/precos?x=1") == robots_allow(cx, &two, "/precos?x=1"));
        (void)robots_allow(cx, &one, text);
    }
    ctx_free(cx);
    return 0;
}
