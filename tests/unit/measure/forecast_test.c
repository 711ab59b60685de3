/* forecast_test.c -- weeks to come: held by the range as often as it says, jumps noticed, sums that add up. */
#include "unit/measure/journeys.h"

#include "measure/forecast.h"
#include "unit/measure/random_journeys.h"

/* Counts by chance around a mean, as independent events come: the sum of many small chances. */
static int64_t by_chance(uint64_t *seed, uint32_t mean)
{
    int64_t n = 0;

    for (int i = 0; i < 1000; i++)
        n += dice(seed, 1000) < mean;
    return n;
}

static struct forecast fitted(struct ctx *cx, const int64_t *weeks, size_t n)
{
    struct forecast f = {0};

    assert_int_equal(forecast_fit(cx, weeks, n, &f), OK);
    return f;
}

static void under_twelve_weeks_nothing_is_said(void **state)
{
    int64_t weeks[FORECAST_WEEKS_MIN] = {0};
    struct ctx *cx = test_ctx();
    struct forecast f;
    struct forecast_trials t;

    (void)state;
    assert_int_equal(forecast_fit(cx, weeks, FORECAST_WEEKS_MIN - 1, &f), ERR_INVALID);
    assert_string_equal(cx->fault.key, "forecast.few_weeks");
    assert_int_equal(forecast_trials(cx, weeks, FORECAST_WEEKS_MIN - 1, &t), ERR_INVALID);
    assert_int_equal(forecast_fit(cx, weeks, FORECAST_WEEKS_MIN, &f), OK);
    ctx_free(cx);
}

static void steady_weeks_are_held_eight_times_in_ten(void **state)
{
    struct ctx *cx = test_ctx();
    uint64_t seed = 7;
    size_t held = 0, trials = 0;

    (void)state;
    for (int round = 0; round < 12; round++) {
        int64_t weeks[60];
        struct forecast_trials t;
        uint32_t mean = 3 + dice(&seed, 90);
        for (size_t i = 0; i < COUNT_OF(weeks); i++)
            weeks[i] = by_chance(&seed, mean);
        assert_int_equal(forecast_trials(cx, weeks, COUNT_OF(weeks), &t), OK);
        held += t.held;
        trials += t.trials;
        assert_true(t.score < t.naive_score);
    }
    print_message("%zu of %zu steady weeks held\n", held, trials);
    assert_true(held * 100 > trials * 77 && held * 100 < trials * 90);
    ctx_free(cx);
}

static void weeks_before_a_jump_stop_to_count(void **state)
{
    int64_t weeks[40];
    struct ctx *cx = test_ctx();
    struct forecast f;
    struct forecast_range r;
    uint64_t seed = 3;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(weeks); i++)
        weeks[i] = by_chance(&seed, i < 30 ? 20 : 150);
    f = fitted(cx, weeks, COUNT_OF(weeks));
    assert_int_equal(f.steady, 10);
    r = forecast_next(&f);
    assert_true(r.low > 110 && r.high < 195 && r.low < r.middle && r.middle < r.high);
    /* The jump was rare so far, so the next is not expected soon. */
    assert_true(f.jump > 0.02 && f.jump < 0.1);
    ctx_free(cx);
}

static void sums_are_repeatable_and_grow_with_the_weeks(void **state)
{
    int64_t weeks[52];
    struct ctx *cx = test_ctx();
    struct forecast f;
    double *one, *again, *four, *part, *later, last = 1;
    uint64_t seed = 11;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(weeks); i++)
        weeks[i] = by_chance(&seed, 40);
    f = fitted(cx, weeks, COUNT_OF(weeks));
    assert_int_equal(forecast_sums(cx, &f, 0, 1, 1, &one), OK);
    assert_int_equal(forecast_sums(cx, &f, 0, 1, 1, &again), OK);
    assert_memory_equal(one, again, FORECAST_DRAWS * sizeof(*one));
    assert_int_equal(forecast_sums(cx, &f, 0, 4, 2, &four), OK);
    assert_int_equal(forecast_sums(cx, &f, 0, 0.5, 3, &part), OK);
    /* A drawn week is the same as the one by formula. */
    assert_true(fabs(forecast_quantile(one, 0.5) - forecast_next(&f).middle) < 1.5);
    assert_true(fabs(forecast_quantile(one, 0.1) - forecast_next(&f).low) < 2);
    assert_true(fabs(forecast_quantile(four, 0.5) / forecast_quantile(one, 0.5) - 4) < 0.2);
    assert_true(fabs(forecast_quantile(part, 0.5) / forecast_quantile(one, 0.5) - 0.5) < 0.03);
    assert_int_equal(forecast_sums(cx, &f, 6.5, 4, 2, &later), OK);
    assert_true(fabs(forecast_quantile(later, 0.5) / forecast_quantile(four, 0.5) - 1) < 0.05);
    assert_true(forecast_quantile(later, 0.9) > forecast_quantile(four, 0.9));
    assert_true(forecast_chance(four, 0) == 1 && forecast_chance(four, 1e9) == 0);
    for (int target = 100; target < 240; target += 10) {
        double chance = forecast_chance(four, target);
        assert_true(chance <= last);
        last = chance;
    }
    assert_true(fabs(forecast_chance(four, forecast_quantile(four, 0.3)) - 0.7) < 0.001);
    ctx_free(cx);
}

static void weeks_without_anything_are_no_trouble(void **state)
{
    int64_t weeks[30] = {0};
    struct ctx *cx = test_ctx();
    struct forecast f = fitted(cx, weeks, COUNT_OF(weeks));
    struct forecast_range r = forecast_next(&f);
    double *sums;

    (void)state;
    assert_true(r.low >= 0 && r.high < 2);
    assert_int_equal(forecast_sums(cx, &f, 0, FORECAST_AHEAD_MAX, 5, &sums), OK);
    assert_true(sums[0] >= 0);
    weeks[29] = INT64_C(4000000000000);
    f = fitted(cx, weeks, COUNT_OF(weeks));
    r = forecast_next(&f);
    assert_true(isfinite(r.low) && isfinite(r.high) && r.low <= r.high);
    ctx_free(cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(under_twelve_weeks_nothing_is_said),
        cmocka_unit_test(steady_weeks_are_held_eight_times_in_ten),
        cmocka_unit_test(weeks_before_a_jump_stop_to_count),
        cmocka_unit_test(sums_are_repeatable_and_grow_with_the_weeks),
        cmocka_unit_test(weeks_without_anything_are_no_trouble),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
