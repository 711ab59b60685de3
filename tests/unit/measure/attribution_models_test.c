/* attribution_models_test.c -- the corners of each model, and the two that have a naive twin to
 * compare with. */
#include "unit/measure/random_journeys.h"

#define EXACT 1e-9
#define DAYS(n) ((n)*ATTRIBUTION_DAY_MS)
enum { LETTERS = 4, STATES = LETTERS + 3, START = LETTERS, WON, LOST };

static void assert_weights(struct told t, struct attribution_rule rule, const double *wanted)
{
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, &t, 1, 26);
    double w[26];

    attribution_weigh(&j, 0, &rule, w);
    for (size_t p = 0; t.path[p]; p++)
        assert_near(w[p], wanted[p], EXACT);
    ctx_free(cx);
}

#define STAGES(path, lead, opportunity) ((struct told){path, 1, 0, 0, NULL, {lead, opportunity}})
#define NONE ATTRIBUTION_NO_TOUCH
#define RULE(m) ((struct attribution_rule){.model = ATTRIBUTION_##m})

static void w_gives_a_touch_the_sum_of_its_milestones(void **state)
{
    (void)state;
    assert_weights(STAGES("ABCD", 0, 2), RULE(W), (double[]){.6, .05, .3, .05});
    assert_weights(STAGES("ABCD", 2, 2), RULE(W), (double[]){.3, .05, .6, .05});
    assert_weights(STAGES("ABC", 0, 0), RULE(W), (double[]){.9, .05, .05});
}

static void w_without_another_touch_shares_the_ten_pro_rata(void **state)
{
    (void)state;
    assert_weights(STAGES("A", 0, 0), RULE(W), (double[]){1});
    assert_weights(STAGES("ABC", 1, 2), RULE(W), (double[]){1.0 / 3, 1.0 / 3, 1.0 / 3});
    assert_weights(STAGES("AB", 1, 1), RULE(W), (double[]){1.0 / 3, 2.0 / 3});
}

static void w_without_a_milestone_leaves_its_share_to_the_others(void **state)
{
    (void)state;
    assert_weights(STAGES("ABC", 1, NONE), RULE(W), (double[]){3.0 / 7, 3.0 / 7, 1.0 / 7});
    assert_weights(STAGES("ABC", NONE, NONE), RULE(W), (double[]){.75, .125, .125});
}

static void u_weighs_first_and_lead_creation(void **state)
{
    (void)state;
    assert_weights(STAGES("ABCD", 2, NONE), RULE(U), (double[]){.4, .1, .4, .1});
    assert_weights(STAGES("AB", 1, NONE), RULE(U), (double[]){.5, .5});
    assert_weights(STAGES("AB", 0, NONE), RULE(U), (double[]){.8, .2});
}

static void full_path_weighs_four_milestones(void **state)
{
    (void)state;
    assert_weights(STAGES("ABCDEF", 1, 3), RULE(FULL_PATH),
                   (double[]){.225, .225, .05, .225, .05, .225});
    assert_weights(STAGES("ABC", 0, 2), RULE(FULL_PATH), (double[]){.45, .1, .45});
}

static void a_milestone_older_than_the_window_drops_out(void **state)
{
    static const int64_t ages[] = {DAYS(400), DAYS(20), DAYS(10), 0};
    struct told t = {"ABCD", 1, 0, 0, ages, {0, 2}};
    struct attribution_rule rule = RULE(W);
    (void)state;
    rule.window_ms = DAYS(365);
    assert_weights(t, rule, (double[]){0, 3.0 / 7, 3.0 / 7, 1.0 / 7});
}

static void position_has_its_short_forms(void **state)
{
    (void)state;
    assert_weights(STAGES("A", NONE, NONE), RULE(POSITION), (double[]){1});
    assert_weights(STAGES("AB", NONE, NONE), RULE(POSITION), (double[]){.5, .5});
    assert_weights(STAGES("ABC", NONE, NONE), RULE(POSITION), (double[]){.4, .2, .4});
    assert_weights(STAGES("ABBCA", NONE, NONE), RULE(POSITION),
                   (double[]){.4, .2 / 3, .2 / 3, .2 / 3, .4});
}

static void last_known_passes_over_direct_unless_all_is_direct(void **state)
{
    bool direct[26] = {[3] = true, [4] = true}; /* D, E */
    struct attribution_rule rule = {.model = ATTRIBUTION_LAST_KNOWN, .not_known = direct};
    (void)state;
    assert_weights(STAGES("ABDE", NONE, NONE), rule, (double[]){0, 1, 0, 0});
    assert_weights(STAGES("DED", NONE, NONE), rule, (double[]){0, 0, 1});
    assert_weights(STAGES("DAB", NONE, NONE), rule, (double[]){0, 0, 1});
    rule.not_known = NULL;
    assert_weights(STAGES("AD", NONE, NONE), rule, (double[]){0, 1});
}

static void decay_without_times_takes_a_step_for_a_day(void **state)
{
    struct attribution_rule rule = {.model = ATTRIBUTION_DECAY, .half_life_ms = DAYS(1)};
    (void)state;
    assert_weights(STAGES("ABC", NONE, NONE), rule, (double[]){1.0 / 7, 2.0 / 7, 4.0 / 7});
    rule.half_life_ms = 0; /* 30 days */
    assert_weights(STAGES("AB", NONE, NONE), rule,
                   (double[]){1 / (1 + exp2(1.0 / 30)), 1 / (1 + exp2(-1.0 / 30))});
}

static void decay_does_not_vanish_with_age(void **state)
{
    static const int64_t ages[] = {DAYS(90007), DAYS(90000)};
    struct told t = {"AB", 1, 0, 0, ages, NEVER};
    struct attribution_rule rule = {.model = ATTRIBUTION_DECAY, .half_life_ms = DAYS(7)};
    (void)state;
    assert_weights(t, rule, (double[]){1.0 / 3, 2.0 / 3});
}

static void shapley_counts_a_channel_once_a_journey(void **state)
{
    (void)state;
    assert_weights(STAGES("ABABC", NONE, NONE), RULE(SHAPLEY),
                   (double[]){1.0 / 3, 1.0 / 3, 0, 0, 1.0 / 3});
}

static void the_touch_at_a_milestone_is_the_last_that_is_not_after_it(void **state)
{
    static const int64_t ages[] = {50, 30, 30, 10};
    (void)state;
    assert_int_equal(attribution_touch_at(ages, 4, 60), ATTRIBUTION_NO_TOUCH);
    assert_int_equal(attribution_touch_at(ages, 4, 50), 0);
    assert_int_equal(attribution_touch_at(ages, 4, 31), 0);
    assert_int_equal(attribution_touch_at(ages, 4, 30), 2);
    assert_int_equal(attribution_touch_at(ages, 4, 11), 2);
    assert_int_equal(attribution_touch_at(ages, 4, -5), 3);
    assert_int_equal(attribution_touch_at(ages, 0, 0), ATTRIBUTION_NO_TOUCH);
}

static void names_lead_to_their_models_and_back(void **state)
{
    enum attribution_model m = ATTRIBUTION_FIRST;
    (void)state;
    for (int i = 0; i < ATTRIBUTION_MODEL_COUNT; i++) {
        assert_true(attribution_model_find(attribution_model_name((enum attribution_model)i), &m));
        assert_int_equal(m, i);
    }
    assert_false(attribution_model_find("Markov", &m));
    assert_false(attribution_model_find(NULL, &m));
}

static void markov_without_nulls_always_converts(void **state)
{
    static const struct told t[] = {{"AB", 1, 0, 0, NULL, NEVER}, {"C", 2, 0, 0, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 2, 3);
    struct attribution a = credited(cx, &j, RULE(MARKOV));
    (void)state;
    assert_near(a.chance, 1, EXACT);
    assert_near(a.removal[0], 1.0 / 3, EXACT);
    assert_near(a.removal[1], 1.0 / 3, EXACT);
    assert_near(a.removal[2], 2.0 / 3, EXACT);
    assert_credits(&a, (double[]){.75, .75, 1.5}, EXACT);
    ctx_free(cx);
}

static void markov_without_conversions_gives_nothing(void **state)
{
    static const struct told t[] = {{"ABA", 0, 0, 5, NULL, NEVER}, {"C", 0, 0, 0, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 2, 3);
    struct attribution a = credited(cx, &j, RULE(MARKOV));
    (void)state;
    assert_true(a.chance == 0);
    assert_credits(&a, (double[]){0, 0, 0}, 0);
    for (size_t c = 0; c < 3; c++)
        assert_true(a.removal[c] == 0);
    ctx_free(cx);
}

static void markov_over_no_journeys_gives_nothing(void **state)
{
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, NULL, 0, 2);
    struct attribution a = credited(cx, &j, RULE(MARKOV));
    (void)state;
    assert_true(a.chance == 0);
    assert_credits(&a, (double[]){0, 0}, 0);
    ctx_free(cx);
}

static void markov_gives_a_dead_end_nothing(void **state)
{
    /* C is only reached by journeys that end in null, and ends all of its own so. */
    static const struct told t[] = {{"AB", 2, 0, 0, NULL, NEVER}, {"AC", 0, 0, 3, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 2, 3);
    struct attribution a = credited(cx, &j, RULE(MARKOV));
    (void)state;
    assert_near(a.chance, 0.4, EXACT);
    assert_credits(&a, (double[]){1, 1, 0}, EXACT);
    ctx_free(cx);
}

static void markov_takes_repeats_and_loops_as_one_visit(void **state)
{
    static const struct told loops[] = {{"ABABABAB", 1, 0, 1, NULL, NEVER},
                                        {"BBBA", 2, 0, 1, NULL, NEVER}};
    static const struct told once[] = {{"ABABABAB", 1, 0, 1, NULL, NEVER},
                                       {"BA", 2, 0, 1, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, loops, 2, 2), k = journeys_told(cx, once, 2, 2);
    struct attribution a = credited(cx, &j, RULE(MARKOV)), b = credited(cx, &k, RULE(MARKOV));
    (void)state;
    assert_credits(&a, b.conversions, EXACT);
    assert_near(a.chance, b.chance, EXACT);
    ctx_free(cx);
}

/* The chain as a table of steps, repeats kept, walked until hardly anything is left on its way.
 * Entering removed ends in LOST. */
static double walked(const struct told *t, size_t count, int removed)
{
    double step[STATES][STATES] = {{0}}, mass[STATES] = {0}, left = 1;

    for (size_t i = 0; i < count; i++) {
        int at = START;
        for (const char *p = t[i].path; *p; p++) {
            step[at][*p - 'A'] += t[i].conversions + t[i].nulls;
            at = *p - 'A';
        }
        step[at][WON] += t[i].conversions;
        step[at][LOST] += t[i].nulls;
    }
    mass[START] = 1;
    for (int round = 0; round < 100000 && left > 1e-16; round++) {
        double next[STATES] = {0};
        next[WON] = mass[WON];
        next[LOST] = mass[LOST];
        for (int s = 0; s <= START; s++) {
            double out = 0;
            for (int c = 0; c < STATES; c++)
                out += step[s][c];
            for (int c = 0; c < STATES && out > 0; c++)
                next[c == removed ? LOST : c] += mass[s] * step[s][c] / out;
        }
        memcpy(mass, next, sizeof(mass));
        left = 0;
        for (int s = 0; s <= START; s++)
            left += mass[s];
    }
    return mass[WON];
}

static void markov_agrees_with_walking_the_chain(void **state)
{
    struct ctx *cx = test_ctx();
    uint64_t seed = 7;
    (void)state;
    for (int round = 0; round < 100; round++) {
        size_t count = 1 + dice(&seed, 10);
        struct told *t = random_journeys(cx, &seed, count, LETTERS, false);
        struct journeys j = journeys_told(cx, t, count, LETTERS);
        struct attribution a = credited(cx, &j, RULE(MARKOV));
        double chance = walked(t, count, -1);
        assert_near(a.chance, chance, EXACT);
        for (int c = 0; c < LETTERS && chance > 0; c++)
            assert_near(a.removal[c], 1 - walked(t, count, c) / chance, EXACT);
    }
    ctx_free(cx);
}

static unsigned set_of(const char *path)
{
    unsigned set = 0;

    for (; *path; path++)
        set |= 1u << (*path - 'A');
    return set;
}

static double worth(const struct told *t, size_t count, unsigned set)
{
    double v = 0;

    for (size_t i = 0; i < count; i++)
        v += (set_of(t[i].path) & ~set) == 0 ? t[i].conversions : 0;
    return v;
}

/* The definition: over every order in which channels could join, what each adds on average. */
static double joined(const struct told *t, size_t count, unsigned c)
{
    static const double factorial[] = {1, 1, 2, 6, 24};
    double credit = 0;

    for (unsigned set = 0; set < 1u << LETTERS; set++) {
        int size = __builtin_popcount(set);
        if (set & 1u << c)
            continue;
        credit += factorial[size] * factorial[LETTERS - 1 - size] / factorial[LETTERS] *
                  (worth(t, count, set | 1u << c) - worth(t, count, set));
    }
    return credit;
}

static void shapley_agrees_with_its_definition(void **state)
{
    struct ctx *cx = test_ctx();
    uint64_t seed = 8;
    (void)state;
    for (int round = 0; round < 100; round++) {
        struct told *t = random_journeys(cx, &seed, 15, LETTERS, false);
        struct journeys j = journeys_told(cx, t, 15, LETTERS);
        struct attribution a = credited(cx, &j, RULE(SHAPLEY));
        for (unsigned c = 0; c < LETTERS; c++)
            assert_near(a.conversions[c], joined(t, 15, c), EXACT);
    }
    ctx_free(cx);
}

static void a_cent_goes_to_the_largest_remainder(void **state)
{
    static const struct told t[] = {{"ABC", 1, 100, 0, NULL, NEVER}, {"BC", 1, 1, 0, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 2, 3);
    struct attribution a = credited(cx, &j, RULE(LINEAR)); /* 33.33, 33.83, 33.83 */
    (void)state;
    assert_values(&a, (int64_t[]){33, 34, 34});
    ctx_free(cx);
}

static void money_given_back_is_shared_too(void **state)
{
    static const struct told t[] = {{"ABC", 1, -100, 0, NULL, NEVER}};
    struct ctx *cx = test_ctx();
    struct journeys j = journeys_told(cx, t, 1, 3);
    struct attribution a = credited(cx, &j, RULE(LINEAR));
    (void)state;
    assert_int_equal(a.value[0] + a.value[1] + a.value[2], -100);
    for (size_t c = 0; c < 3; c++)
        assert_true(a.value[c] == -33 || a.value[c] == -34);
    ctx_free(cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(w_gives_a_touch_the_sum_of_its_milestones),
        cmocka_unit_test(w_without_another_touch_shares_the_ten_pro_rata),
        cmocka_unit_test(w_without_a_milestone_leaves_its_share_to_the_others),
        cmocka_unit_test(u_weighs_first_and_lead_creation),
        cmocka_unit_test(full_path_weighs_four_milestones),
        cmocka_unit_test(a_milestone_older_than_the_window_drops_out),
        cmocka_unit_test(position_has_its_short_forms),
        cmocka_unit_test(last_known_passes_over_direct_unless_all_is_direct),
        cmocka_unit_test(decay_without_times_takes_a_step_for_a_day),
        cmocka_unit_test(decay_does_not_vanish_with_age),
        cmocka_unit_test(shapley_counts_a_channel_once_a_journey),
        cmocka_unit_test(the_touch_at_a_milestone_is_the_last_that_is_not_after_it),
        cmocka_unit_test(names_lead_to_their_models_and_back),
        cmocka_unit_test(markov_without_nulls_always_converts),
        cmocka_unit_test(markov_without_conversions_gives_nothing),
        cmocka_unit_test(markov_over_no_journeys_gives_nothing),
        cmocka_unit_test(markov_gives_a_dead_end_nothing),
        cmocka_unit_test(markov_takes_repeats_and_loops_as_one_visit),
        cmocka_unit_test(markov_agrees_with_walking_the_chain),
        cmocka_unit_test(shapley_agrees_with_its_definition),
        cmocka_unit_test(a_cent_goes_to_the_largest_remainder),
        cmocka_unit_test(money_given_back_is_shared_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
