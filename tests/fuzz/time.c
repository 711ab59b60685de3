/* time.c -- a time that is read is written as the same instant; bytes that claim to be a zone do no harm. */
#include "base/time.h"
#include "fuzz.h"

static void as_time(struct ctx *cx, const char *text)
{
    char back[TIME_TEXT_MAX], day[DATE_TEXT_MAX];
    int64_t ms = 0, again = 0;
    bool ambiguous;
    const char *samples[1] = {text}, *pattern;

    if (time_read(cx, text, NULL, &ms) == OK) {
        time_text(ms, back);
        date_text(NULL, ms, day);
        if (date_ok(day)) {
            must(time_read(cx, back, NULL, &again) == OK);
            must(again == ms);
        }
    }
    fault_clear(cx);
    pattern = time_guess_pattern(samples, 1, &ambiguous);
    if (pattern && *text)
        must(time_read_pattern(cx, text, pattern, NULL, &ms) == OK);
}

static void as_zone(struct ctx *cx, const uint8_t *bytes, size_t n)
{
    const struct zone *z = zone_parse(cx->arena, bytes, n);

    for (int64_t day = -25000; z && day < 84000; day += 2345) {
        int64_t ms = DAYS_MS(day) + 12345;
        struct civil c = time_civil(z, ms);
        if (c.year > 1800 && c.year < 2300)
            (void)time_from_civil(z, &c);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx *cx = ctx_new(MIB(4), clock_system(), NULL);
    const char *text = arena_dup_n(cx->arena, bytes, n);

    if (text)
        as_time(cx, text);
    as_zone(cx, bytes, n);
    ctx_free(cx);
    return 0;
}
