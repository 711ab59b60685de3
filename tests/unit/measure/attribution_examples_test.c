/* attribution_examples_test.c -- worked examples that others published, each with its source. */
#include "unit/measure/journeys.h"

#define EXACT 1e-9
#define DAYS(n) ((n)*ATTRIBUTION_DAY_MS)

static const struct told vignette[] = {{"ABABBA", 1, 0, 0, NULL, NEVER},
                                       {"ABBAA", 1, 0, 0, NULL, NEVER},
                                       {"AA", 1, 0, 0, NULL, NEVER}};

static void channelattribution_vignette(void **state)
{
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, vignette, 3, 2);
    struct attribution a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_MARKOV});
    (void)state;
    assert_credits(&a, (double[]){2, 1}, EXACT);
    assert_near(a.removal[0], 1, EXACT);
    assert_near(a.removal[1], 0.5, EXACT);
    assert_near(a.chance, 1, EXACT);
    a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_FIRST});
    assert_credits(&a, (double[]){3, 0}, EXACT);
    a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_LAST});
    assert_credits(&a, (double[]){3, 0}, EXACT);
    a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_LINEAR});
    assert_credits(&a, (double[]){2.1, 0.9}, EXACT);
    ctx_free(cx);
}

static void bryl_2016(void **state)
{
    static const struct told t[] = {{"ABC", 1, 100000, 0, NULL, NEVER},
                                    {"A", 0, 0, 1, NULL, NEVER},
                                    {"BC", 0, 0, 1, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 3, 3);
    struct attribution a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_MARKOV});
    (void)state;
    assert_near(a.chance, 1.0 / 3, EXACT);
    assert_near(a.removal[0], 0.5, EXACT);
    assert_near(a.removal[1], 1, EXACT);
    assert_near(a.removal[2], 1, EXACT);
    assert_credits(&a, (double[]){0.2, 0.4, 0.4}, EXACT);
    assert_values(&a, (int64_t[]){20000, 40000, 40000});
    ctx_free(cx);
}

static void mta_tests(void **state)
{
    static const struct told t[] = {{"AB", 3, 0, 1, NULL, NEVER}, {"AC", 1, 0, 1, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 2, 3);
    struct attribution a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_MARKOV});
    (void)state;
    assert_near(a.chance, 2.0 / 3, EXACT);
    assert_near(a.removal[0], 1, EXACT);
    assert_near(a.removal[1], 0.75, EXACT);
    assert_near(a.removal[2], 0.25, EXACT);
    assert_credits(&a, (double[]){2, 1.5, 0.5}, EXACT);
    ctx_free(cx);
}

static void mta_conftest(void **state)
{
    /* A direct, B search, C email, D social */
    static const struct told t[] = {
        {"A", 2, 0, 1, NULL, NEVER}, {"BC", 3, 0, 2, NULL, NEVER}, {"BDC", 5, 0, 4, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 3, 4);
    struct attribution a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_LINEAR});
    (void)state;
    assert_credits(&a, (double[]){2, 19.0 / 6, 19.0 / 6, 5.0 / 3}, EXACT);
    a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_POSITION});
    assert_credits(&a, (double[]){2, 3.5, 3.5, 1}, EXACT);
    a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_MARKOV});
    assert_near(a.chance, 10.0 / 17, EXACT);
    assert_credits(&a, (double[]){70.0 / 81, 280.0 / 81, 280.0 / 81, 20.0 / 9}, EXACT);
    ctx_free(cx);
}

static void snowplow_golden_file(void **state)
{
    static const struct told apart[] = {{"ABC", 1, 14000, 0, NULL, NEVER}};
    static const struct told real[] = {{"ABA", 1, 14000, 0, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, apart, 1, 3);
    struct attribution a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_LINEAR});
    (void)state;
    assert_values(&a, (int64_t[]){4667, 4667, 4666}); /* 46.67 each, made to sum to 140.00 */
    a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_POSITION});
    assert_values(&a, (int64_t[]){5600, 2800, 5600});
    a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_FIRST});
    assert_values(&a, (int64_t[]){14000, 0, 0});
    a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_LAST});
    assert_values(&a, (int64_t[]){0, 0, 14000});
    j = journeys_told(cx, real, 1, 2); /* Direct > Organic > Direct */
    a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_LINEAR});
    assert_values(&a, (int64_t[]){9333, 4667});
    a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_POSITION});
    assert_values(&a, (int64_t[]){11200, 2800});
    ctx_free(cx);
}

static void kinley_shapley(void **state)
{
    /* A F, B G, C L: the mass of journeys whose set is exactly that */
    static const struct told t[] = {
        {"A", 0.18, 0, 0, NULL, NEVER},  {"B", 0.04, 0, 0, NULL, NEVER},
        {"C", 0.08, 0, 0, NULL, NEVER},  {"AB", 0.10, 0, 0, NULL, NEVER},
        {"AC", 0.26, 0, 0, NULL, NEVER}, {"BC", 0.07, 0, 0, NULL, NEVER},
        {"ABC", 0.27, 0, 0, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 7, 3);
    struct attribution a =
        credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_SHAPLEY});
    (void)state;
    assert_credits(&a, (double[]){0.450, 0.215, 0.335}, EXACT);
    ctx_free(cx);
}

static void tomgorb_shapley(void **state)
{
    /* A F, B O, C L */
    static const struct told t[] = {
        {"A", 0.2, 0, 0, NULL, NEVER},   {"B", 0.1, 0, 0, NULL, NEVER},
        {"C", 0.17, 0, 0, NULL, NEVER},  {"AB", 0.17, 0, 0, NULL, NEVER},
        {"AC", 0.3, 0, 0, NULL, NEVER},  {"BC", 0, 0, 0, NULL, NEVER},
        {"ABC", 0.06, 0, 0, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 7, 3);
    struct attribution a =
        credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_SHAPLEY});
    (void)state;
    assert_credits(&a, (double[]){0.455, 0.205, 0.340}, EXACT);
    ctx_free(cx);
}

static void calcbee_decay(void **state)
{
    static const int64_t ages[] = {DAYS(30), DAYS(24), DAYS(18), DAYS(12), DAYS(6), 0};
    static const struct told t[] = {{"ABCDEF", 1, 2000000, 0, ages, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 1, 6);
    struct attribution a = credited(
        cx, &j, (struct attribution_rule){.model = ATTRIBUTION_DECAY, .half_life_ms = DAYS(7)});
    double total = 0;
    (void)state;
    assert_values(&a, (int64_t[]){47272, 85631, 155116, 280985, 508989, 922007});
    for (int k = 0; k < 6; k++)
        total += exp2(-(30 - 6.0 * k) / 7);
    for (int k = 0; k < 6; k++)
        assert_near(a.conversions[k], exp2(-(30 - 6.0 * k) / 7) / total, EXACT);
    ctx_free(cx);
}

static void w_on_seven_touches_with_three_milestones(void **state)
{
    static const struct told t[] = {{"ABCDEFG", 1, 10000, 0, NULL, {2, 5}}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 1, 7);
    struct attribution a = credited(cx, &j, (struct attribution_rule){.model = ATTRIBUTION_W});
    (void)state;
    assert_credits(&a, (double[]){.3, .025, .3, .025, .025, .3, .025}, EXACT);
    assert_values(&a, (int64_t[]){3000, 250, 3000, 250, 250, 3000, 250});
    ctx_free(cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(channelattribution_vignette),
        cmocka_unit_test(bryl_2016),
        cmocka_unit_test(mta_tests),
        cmocka_unit_test(mta_conftest),
        cmocka_unit_test(snowplow_golden_file),
        cmocka_unit_test(kinley_shapley),
        cmocka_unit_test(tomgorb_shapley),
        cmocka_unit_test(calcbee_decay),
        cmocka_unit_test(w_on_seven_touches_with_three_milestones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
