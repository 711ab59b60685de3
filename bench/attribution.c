/* attribution.c -- what credits cost: each model over made-up journeys, beside one pass that only adds up the same touches.
 *
 *     bench_attribution JOURNEYS [MODEL [CHANNELS]]
 *
 * Prints the processor time of each model (or the one named; "all"), of the pass, and of all models together, in ms, and how
 * many conversions there were. Run it several times.
 */
#include "measure/attribution.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CHANNELS = 12, CHANNELS_MOST = 1000, TOUCHES_MOST = 8 };

static double now_ms(void)
{
    struct timespec t;

    must(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static uint32_t dice(uint64_t *state, uint32_t n)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % n;
}

static void *room(size_t n, size_t size)
{
    void *p = calloc(n, size);

    must(p != NULL);
    return p;
}

static struct journeys make(size_t count, uint32_t channels)
{
    size_t *start = room(count + 1, sizeof(*start)), touches = 0;
    uint32_t *channel = room(count * TOUCHES_MOST, sizeof(*channel));
    int64_t *age = room(count * TOUCHES_MOST, sizeof(*age)), *value = room(count, sizeof(*value));
    double *conversions = room(count, sizeof(*conversions)), *nulls = room(count, sizeof(*nulls));
    struct attribution_milestones *stones = room(count, sizeof(*stones));
    uint64_t state = 42;

    for (size_t i = 0; i < count; i++) {
        uint32_t n = 1 + dice(&state, TOUCHES_MOST);
        start[i] = touches;
        for (uint32_t k = 0; k < n; k++) {
            age[touches] = (int64_t)(n - k) * ATTRIBUTION_DAY_MS;
            channel[touches++] = dice(&state, channels);
        }
        conversions[i] = dice(&state, 5);
        nulls[i] = dice(&state, 10);
        value[i] = conversions[i] > 0 ? dice(&state, 1000000) : 0;
        stones[i] = (struct attribution_milestones){n / 3, n / 2};
    }
    start[count] = touches;
    return (struct journeys){.count = count,
                             .channels = channels,
                             .start = start,
                             .channel = channel,
                             .age_ms = age,
                             .conversions = conversions,
                             .value = value,
                             .nulls = nulls,
                             .milestones = stones};
}

static double pass_ms(const struct journeys *j)
{
    double sums[CHANNELS_MOST] = {0}, from = now_ms();
    double all = 0;

    for (size_t i = 0; i < j->count; i++)
        for (size_t k = j->start[i]; k < j->start[i + 1]; k++)
            sums[j->channel[k]] += j->conversions[i];
    from = now_ms() - from;
    for (size_t i = 0; i < CHANNELS_MOST; i++)
        all += sums[i];
    return all < 0 ? -1 : from; /* the sums are used, so they are made */
}

static double model_ms(const struct journeys *j, enum attribution_model m)
{
    struct ctx *cx = ctx_new(MIB(256), clock_system(), NULL);
    struct attribution got;
    double from = now_ms();

    must(attribution_run(cx, j, &(struct attribution_rule){.model = m}, &got) == OK);
    from = now_ms() - from;
    ctx_free(cx);
    return from;
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 0;
    size_t channels = argc > 3 ? (size_t)strtoul(argv[3], NULL, 10) : CHANNELS;
    struct journeys j;
    double all = 0, conversions = 0;

    if (!count || count > 10000000 || !channels || channels > CHANNELS_MOST) {
        (void)fprintf(stderr, "usage: bench_attribution JOURNEYS [MODEL [CHANNELS]]\n");
        return 2;
    }
    j = make(count, (uint32_t)channels);
    for (size_t i = 0; i < count; i++)
        conversions += j.conversions[i];
    (void)printf("conversions %.0f\n", conversions);
    (void)printf("pass %.3f\n", pass_ms(&j));
    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        const char *name = attribution_model_name((enum attribution_model)m);
        double ms;
        if (argc > 2 && strcmp(argv[2], "all") != 0 && strcmp(argv[2], name) != 0)
            continue;
        ms = model_ms(&j, (enum attribution_model)m);
        all += ms;
        (void)printf("%s %.3f\n", name, ms);
    }
    (void)printf("all %.3f\n", all);
    return 0;
}
