/* journeys.h -- journeys of a test, written as text: channels are single letters, "ABA" is A > B >
 * A. */
#ifndef PRACA_TESTS_MEASURE_JOURNEYS_H
#define PRACA_TESTS_MEASURE_JOURNEYS_H

#include "unit/unit.h"

#include "measure/attribution.h"

#include <math.h>

struct told {
    const char *path;
    double conversions;
    int64_t value;
    double nulls;
    const int64_t *age_ms; /* as many as letters; all journeys of a set or none */
    struct attribution_milestones at;
};

#define NEVER                                                                                      \
    {                                                                                              \
        ATTRIBUTION_NO_TOUCH, ATTRIBUTION_NO_TOUCH                                                 \
    }

static inline struct ctx *test_ctx(void)
{
    static struct test_clock standing;

    return ctx_new(MIB(512), test_clock(&standing), NULL);
}

/* The journeys in the arena of cx; channels are the letters from A. */
static inline struct journeys journeys_told(struct ctx *cx, const struct told *t, size_t count,
                                            size_t channels)
{
    size_t touches = 0, at = 0;
    size_t *start = arena_array(cx->arena, count + 1, sizeof(*start));
    uint32_t *channel;
    int64_t *age, *value = arena_array(cx->arena, count + 1, sizeof(*value));
    double *conversions = arena_array(cx->arena, count + 1, sizeof(*conversions));
    double *nulls = arena_array(cx->arena, count + 1, sizeof(*nulls));
    struct attribution_milestones *m = arena_array(cx->arena, count + 1, sizeof(*m));

    for (size_t i = 0; i < count; i++)
        touches += strlen(t[i].path);
    channel = arena_array(cx->arena, touches + 1, sizeof(*channel));
    age = arena_array(cx->arena, touches + 1, sizeof(*age));
    for (size_t i = 0; i < count; i++) {
        start[i] = at;
        for (size_t p = 0; t[i].path[p]; p++, at++) {
            channel[at] = (uint32_t)(t[i].path[p] - 'A');
            age[at] = t[i].age_ms ? t[i].age_ms[p] : 0;
        }
        conversions[i] = t[i].conversions;
        value[i] = t[i].value;
        nulls[i] = t[i].nulls;
        m[i] = t[i].at;
    }
    start[count] = at;
    return (struct journeys){.count = count,
                             .channels = channels,
                             .start = start,
                             .channel = channel,
                             .age_ms = count && t[0].age_ms ? age : NULL,
                             .conversions = conversions,
                             .value = value,
                             .nulls = nulls,
                             .milestones = m};
}

static inline struct attribution credited(struct ctx *cx, const struct journeys *j,
                                          struct attribution_rule rule)
{
    struct attribution a = {0};

    assert_int_equal(attribution_run(cx, j, &rule, &a), OK);
    return a;
}

static inline void assert_near(double got, double wanted, double within)
{
    bool near_enough = fabs(got - wanted) <= within;

    if (!near_enough)
        print_error("%.12f is not %.12f\n", got, wanted);
    assert_true(near_enough);
}

static inline void assert_credits(const struct attribution *a, const double *wanted, double within)
{
    for (size_t c = 0; c < a->channels; c++)
        assert_near(a->conversions[c], wanted[c], within);
}

static inline void values_are(const struct attribution *a, const int64_t *wanted, size_t count)
{
    assert_int_equal(a->channels, count);
    for (size_t c = 0; c < count; c++)
        assert_int_equal(a->value[c], wanted[c]);
}

/* wanted is an array of int64_t written in place, one for each channel. */
#define assert_values(a, ...) values_are((a), (__VA_ARGS__), sizeof(__VA_ARGS__) / sizeof(int64_t))

#endif
