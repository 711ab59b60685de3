/* random_journeys.h -- small journeys by chance, the same at every run of a test. */
#ifndef PRACA_TESTS_MEASURE_RANDOM_JOURNEYS_H
#define PRACA_TESTS_MEASURE_RANDOM_JOURNEYS_H

#include "unit/measure/journeys.h"

enum { RANDOM_TOUCHES = 6 };

static inline uint32_t dice(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % sides;
}

/* count rows in the arena over the first letters; whole numbers, as real files have. */
static inline struct told *random_journeys(struct ctx *cx, uint64_t *seed, size_t count,
                                           uint32_t letters, bool aged)
{
    struct told *t = arena_array(cx->arena, count, sizeof(*t));

    for (size_t i = 0; i < count; i++) {
        size_t n = 1 + dice(seed, RANDOM_TOUCHES);
        char *path = arena_alloc(cx->arena, n + 1);
        int64_t *age = arena_array(cx->arena, n, sizeof(*age)), old = dice(seed, 5);
        for (size_t p = n; p-- > 0;) {
            path[p] = (char)('A' + dice(seed, letters));
            age[p] = old * ATTRIBUTION_DAY_MS;
            old += dice(seed, 20);
        }
        t[i] = (struct told){.path = path,
                             .conversions = dice(seed, 4),
                             .nulls = dice(seed, 6),
                             .age_ms = aged ? age : NULL,
                             .at = {dice(seed, (uint32_t)n), ATTRIBUTION_NO_TOUCH}};
        if (t[i].conversions > 0)
            t[i].value = dice(seed, 100000);
        if (dice(seed, 2))
            t[i].at.opportunity = dice(seed, (uint32_t)n);
    }
    return t;
}

#endif
