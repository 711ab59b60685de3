/* attribution_properties_test.c -- what holds for every model and any journeys. */
#include "unit/measure/random_journeys.h"

#define EXACT 1e-9
#define DAYS(n) ((n)*ATTRIBUTION_DAY_MS)
enum { ROUNDS = 60, JOURNEYS = 12, LETTERS = 5 };

static struct attribution_rule rule_of(int model)
{
    return (struct attribution_rule){.model = (enum attribution_model)model};
}

static void assert_same(const struct attribution *a, const struct attribution *b)
{
    for (size_t c = 0; c < a->channels; c++) {
        assert_near(a->conversions[c], b->conversions[c], EXACT);
        assert_int_equal(a->value[c], b->value[c]);
    }
}

static void credits_and_money_sum_to_what_came(void **state)
{
    struct ctx *cx = test_ctx();
    uint64_t seed = 1;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct told *t = random_journeys(cx, &seed, JOURNEYS, LETTERS, round % 2);
        struct journeys j = journeys_told(cx, t, JOURNEYS, LETTERS);
        for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
            struct attribution_rule rule = rule_of(m);
            struct attribution a;
            double conversions = 0;
            int64_t value = 0;
            rule.window_ms = round % 3 ? 0 : DAYS(20);
            a = credited(cx, &j, rule);
            for (size_t i = 0; i < JOURNEYS; i++) {
                conversions += t[i].conversions;
                value += t[i].value;
            }
            for (size_t c = 0; c < LETTERS; c++) {
                assert_true(a.conversions[c] >= 0 && a.value[c] >= 0);
                conversions -= a.conversions[c];
                value -= a.value[c];
            }
            assert_near(conversions, a.unknown_conversions, EXACT);
            assert_int_equal(value, a.unknown_value);
        }
    }
    ctx_free(cx);
}

static void the_order_of_accounts_changes_nothing(void **state)
{
    struct ctx *cx = test_ctx();
    uint64_t seed = 2;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct told *t = random_journeys(cx, &seed, JOURNEYS, LETTERS, round % 2);
        struct told mixed[JOURNEYS];
        struct journeys j = journeys_told(cx, t, JOURNEYS, LETTERS), k;
        memcpy(mixed, t, sizeof(mixed));
        for (uint32_t i = JOURNEYS - 1; i > 0; i--) {
            uint32_t with = dice(&seed, i + 1);
            struct told kept = mixed[i];
            mixed[i] = mixed[with];
            mixed[with] = kept;
        }
        k = journeys_told(cx, mixed, JOURNEYS, LETTERS);
        for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
            struct attribution a = credited(cx, &j, rule_of(m)), b = credited(cx, &k, rule_of(m));
            assert_same(&a, &b);
        }
    }
    ctx_free(cx);
}

static void relabelled_channels_keep_their_credits(void **state)
{
    static const uint32_t to[LETTERS] = {3, 0, 4, 2, 1};
    struct ctx *cx = test_ctx();
    uint64_t seed = 3;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct told *t = random_journeys(cx, &seed, JOURNEYS, LETTERS, round % 2);
        struct journeys j = journeys_told(cx, t, JOURNEYS, LETTERS), k = j;
        uint32_t *channel = arena_array(cx->arena, j.start[j.count], sizeof(*channel));
        for (size_t p = 0; p < j.start[j.count]; p++)
            channel[p] = to[j.channel[p]];
        k.channel = channel;
        for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
            struct attribution a = credited(cx, &j, rule_of(m)), b = credited(cx, &k, rule_of(m));
            for (size_t c = 0; c < LETTERS; c++) {
                int64_t apart = a.value[c] - b.value[to[c]];
                assert_near(a.conversions[c], b.conversions[to[c]], EXACT);
                assert_true(apart >= -1 && apart <= 1); /* a tie for the last cent goes by number */
            }
        }
    }
    ctx_free(cx);
}

static void a_channel_never_seen_gets_nothing(void **state)
{
    struct ctx *cx = test_ctx();
    uint64_t seed = 4;
    struct told *t = random_journeys(cx, &seed, JOURNEYS, LETTERS, true);
    struct journeys j = journeys_told(cx, t, JOURNEYS, LETTERS + 3), k = j;
    (void)state;
    k.channels = LETTERS;
    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        struct attribution a = credited(cx, &j, rule_of(m)), b = credited(cx, &k, rule_of(m));
        for (size_t c = LETTERS; c < LETTERS + 3; c++) {
            assert_true(a.conversions[c] == 0);
            assert_int_equal(a.value[c], 0);
        }
        assert_same(&b, &a);
    }
    ctx_free(cx);
}

static void all_models_agree_where_journeys_have_one_touch(void **state)
{
    static const int64_t age[] = {DAYS(3)};
    static const struct told t[] = {{"A", 2, 1001, 3, age, {0, 0}},
                                    {"B", 1, 500, 1, age, {0, ATTRIBUTION_NO_TOUCH}},
                                    {"C", 4, 77, 4, age, NEVER},
                                    {"A", 3, 1, 2, age, {ATTRIBUTION_NO_TOUCH, 0}}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 4, 3);
    (void)state;
    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        struct attribution a = credited(cx, &j, rule_of(m));
        assert_credits(&a, (double[]){5, 1, 4}, EXACT);
        if (m == ATTRIBUTION_MARKOV)
            continue; /* shares money by the same proportions as conversions */
        assert_values(&a, (int64_t[]){1002, 500, 77});
    }
    ctx_free(cx);
}

static void touches_after_the_conversion_or_outside_the_window_change_nothing(void **state)
{
    static const int64_t plain[] = {DAYS(40), DAYS(10), 0};
    static const int64_t noisy[] = {DAYS(400), DAYS(366), DAYS(40), DAYS(10), 0, -1, -DAYS(2)};
    static const struct told bare[] = {{"ABC", 2, 999, 1, plain, {0, 1}},
                                       {"BAC", 1, 100, 0, plain, {1, 2}}};
    static const struct told more[] = {{"DEABCBE", 2, 999, 1, noisy, {2, 3}},
                                       {"CABACDD", 1, 100, 0, noisy, {3, 4}}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, bare, 2, 5), k = journeys_told(cx, more, 2, 5);
    (void)state;
    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        struct attribution_rule rule = rule_of(m);
        struct attribution a, b;
        rule.window_ms = DAYS(365);
        a = credited(cx, &j, rule);
        b = credited(cx, &k, rule);
        assert_same(&a, &b);
        assert_true(b.conversions[3] == 0 && b.conversions[4] == 0);
    }
    ctx_free(cx);
}

static void a_journey_without_a_touch_that_counts_is_not_known(void **state)
{
    static const int64_t late[] = {-1}, fine[] = {5};
    static const struct told t[] = {{"A", 3, 301, 7, late, NEVER}, {"B", 1, 99, 0, fine, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 2, 2);
    (void)state;
    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        struct attribution a = credited(cx, &j, rule_of(m));
        assert_credits(&a, (double[]){0, 1}, EXACT);
        assert_values(&a, (int64_t[]){0, 99});
        assert_near(a.unknown_conversions, 3, EXACT);
        assert_int_equal(a.unknown_value, 301);
    }
    ctx_free(cx);
}

static void weights_of_one_journey_are_its_credits(void **state)
{
    struct ctx *cx = test_ctx();
    uint64_t seed = 5;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct told *t = random_journeys(cx, &seed, 1, LETTERS, round % 2);
        struct journeys j = journeys_told(cx, t, 1, LETTERS);
        for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
            struct attribution_rule rule = rule_of(m);
            struct attribution a;
            double w[RANDOM_TOUCHES], wanted[LETTERS] = {0};
            if (m == ATTRIBUTION_MARKOV)
                continue;
            a = credited(cx, &j, rule);
            attribution_weigh(&j, 0, &rule, w);
            for (size_t p = 0; t[0].path[p]; p++)
                wanted[t[0].path[p] - 'A'] += w[p] * t[0].conversions;
            assert_credits(&a, wanted, EXACT);
        }
    }
    ctx_free(cx);
}

/* One journey over n channels in a row, twice around. */
static size_t room_for(size_t n, int model)
{
    struct ctx *cx = test_ctx();
    uint32_t *channel = arena_array(cx->arena, 2 * n, sizeof(*channel));
    size_t start[2] = {0, 2 * n}, before;
    double one = 1;
    struct journeys j = {
        .count = 1, .channels = n, .start = start, .channel = channel, .conversions = &one};
    struct attribution a;

    for (size_t i = 0; i < 2 * n; i++)
        channel[i] = (uint32_t)(i % n);
    before = arena_used(cx->arena);
    a = credited(cx, &j, rule_of(model));
    before = arena_used(cx->arena) - before;
    if (model == ATTRIBUTION_SHAPLEY || model == ATTRIBUTION_LINEAR) {
        for (size_t c = 0; c < n; c++)
            assert_near(a.conversions[c], 1.0 / (double)n, EXACT);
    }
    ctx_free(cx);
    return before;
}

static void sixty_channels_need_work_in_proportion_to_six(void **state)
{
    (void)state;
    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        /* nothing grows with the number of sets; Markov's matrix grows with the square */
        size_t times = m == ATTRIBUTION_MARKOV ? 100 : 10;
        assert_true(room_for(60, m) <= times * room_for(6, m));
        assert_true(room_for(200, m) > 0);
    }
}

static void too_many_channels_for_markov_are_refused(void **state)
{
    enum { N = ATTRIBUTION_MARKOV_MAX + 1 };
    struct ctx *cx = test_ctx();
    uint32_t *channel = arena_array(cx->arena, N, sizeof(*channel));
    size_t start[2] = {0, N};
    double one = 1;
    struct journeys j = {
        .count = 1, .channels = N, .start = start, .channel = channel, .conversions = &one};
    struct attribution_rule rule = rule_of(ATTRIBUTION_MARKOV);
    struct attribution a = {0};
    (void)state;
    for (uint32_t i = 0; i < N; i++)
        channel[i] = i;
    assert_int_equal(attribution_run(cx, &j, &rule, &a), ERR_LIMIT);
    assert_string_equal(cx->fault.key, "attribute.channels");
    ctx_free(cx);
}

static void money_too_large_to_share_exactly_is_refused(void **state)
{
    static const struct told t[] = {{"A", 1, ATTRIBUTION_VALUE_MAX, 0, NULL, NEVER},
                                    {"B", 1, 1, 0, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 2, 2);
    struct attribution_rule rule = rule_of(ATTRIBUTION_LINEAR);
    struct attribution a = {0};
    (void)state;
    assert_int_equal(attribution_run(cx, &j, &rule, &a), ERR_LIMIT);
    assert_string_equal(cx->fault.key, "attribute.sum");
    ctx_free(cx);
}

static void every_failing_allocation_is_survived(void **state)
{
    (void)state;
    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        enum err e = ERR_LIMIT;
        for (size_t n = 1; e && n < 100; n++) {
            struct ctx *cx = test_ctx();
            uint64_t seed = 6;
            struct told *t = random_journeys(cx, &seed, JOURNEYS, LETTERS, true);
            struct journeys j = journeys_told(cx, t, JOURNEYS, LETTERS);
            struct attribution_rule rule = rule_of(m);
            struct attribution a = {0};
            arena_fail_at(cx->arena, n);
            e = attribution_run(cx, &j, &rule, &a);
            assert_true(e == OK || e == ERR_LIMIT);
            if (e) {
                assert_string_equal(cx->fault.key, "base.memory");
                assert_null(a.conversions);
            }
            ctx_free(cx);
        }
        assert_int_equal(e, OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(credits_and_money_sum_to_what_came),
        cmocka_unit_test(the_order_of_accounts_changes_nothing),
        cmocka_unit_test(relabelled_channels_keep_their_credits),
        cmocka_unit_test(a_channel_never_seen_gets_nothing),
        cmocka_unit_test(all_models_agree_where_journeys_have_one_touch),
        cmocka_unit_test(touches_after_the_conversion_or_outside_the_window_change_nothing),
        cmocka_unit_test(a_journey_without_a_touch_that_counts_is_not_known),
        cmocka_unit_test(weights_of_one_journey_are_its_credits),
        cmocka_unit_test(sixty_channels_need_work_in_proportion_to_six),
        cmocka_unit_test(too_many_channels_for_markov_are_refused),
        cmocka_unit_test(money_too_large_to_share_exactly_is_refused),
        cmocka_unit_test(every_failing_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
