/* paths.c -- any bytes as a paths file: it is refused with a sentence, or what comes out sums to
 * what went in. */
#include "measure/attribute.h"

#include <math.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int64_t standing(void *self)
{
    (void)self;
    return 0;
}

static void check(struct ctx *cx, const struct paths *p, enum attribution_model model)
{
    struct attribution_rule rule = {.model = model};
    struct attribution a = {0};
    double conversions = 0, credited = 0;
    int64_t value = 0;

    if (attribution_run(cx, &p->journeys, &rule, &a))
        return;
    for (size_t i = 0; i < p->journeys.count; i++) {
        conversions += p->journeys.conversions[i];
        value += p->journeys.value[i];
    }
    for (size_t c = 0; c < a.channels; c++) {
        must(a.conversions[c] >= 0 && a.value[c] >= 0);
        credited += a.conversions[c];
        value -= a.value[c];
    }
    must(value == a.unknown_value);
    must(fabs(conversions - credited) <= 1e-9 * (1 + conversions));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct clock clock = {.now_ms = standing};
    struct ctx *cx = ctx_new(MIB(64), clock, NULL);
    struct csv_memory m = {.bytes = (const char *)data, .len = size};
    struct csv_shape shape = {.separator = ','};
    struct paths p = {0};
    enum err e = csv_guess(cx, m.bytes, size, &shape);

    if (!e)
        e = paths_read(cx, csv_from_memory, &m, &shape, &p);
    must(e == OK || cx->fault.key != NULL);
    for (int f = ATTRIBUTE_TABLE; !e && f <= ATTRIBUTE_CSV; f++) {
        struct attribute_options o = {.model = ATTRIBUTION_MARKOV,
                                      .format = (enum attribute_format)f};
        struct buf out = buf_in(cx->arena);
        (void)!attribute_write(cx, &p, &o, &out);
        fault_clear(cx);
    }
    for (int model = 0; !e && model < ATTRIBUTION_MODEL_COUNT; model++)
        check(cx, &p, (enum attribution_model)model);
    ctx_free(cx);
    return 0;
}
