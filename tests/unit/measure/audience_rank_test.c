/* audience_rank_test.c -- what holds for any audiences: the order is that of their worth, and the value told to turn it turns it. */
#include "unit/unit.h"

#include "measure/audience_rank.h"

#include <stdlib.h>

enum { ROUNDS = 400, CASES = 6 };

static int64_t dice(uint64_t *seed, int64_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((*seed >> 33) % (uint64_t)below);
}

/* hours: whether they are said. Some lose money, some have nobody to reach, some got no points. */
static void any_cases(uint64_t *seed, struct rank_case *cases, bool hours)
{
    for (int i = 0; i < CASES; i++) {
        cases[i] = (struct rank_case){.id = 100 + i};
        cases[i].v[ASSUME_REACH] = dice(seed, 5000);
        cases[i].v[ASSUME_WIN_RATE] = dice(seed, 300000);
        cases[i].v[ASSUME_MARGIN] = dice(seed, 2000000);
        cases[i].v[ASSUME_COST] = 1 + dice(seed, 900000);
        cases[i].v[ASSUME_HOURS] = hours ? 1 + dice(seed, 3000) : NIL;
        for (int a = ASSUME_FIT; a < ASSUMPTIONS; a++)
            cases[i].v[a] = dice(seed, 6);
    }
}

static size_t place_of(const struct rank_case *cases, int64_t id)
{
    size_t at = 0;

    while (cases[at].id != id)
        at++;
    return at;
}

static const struct rank_case two[2] = {
    {1, {400, 50000, 500000, 100000, 100, 4, 4, 4, 4}},
    {2, {300, 50000, 400000, 100000, 100, 4, 4, 4, 4}},
};

static void worth_is_profit_by_the_hour_for_the_points(void **state)
{
    (void)state;
    assert_true(rank_won(&two[0]) > 19.999 && rank_won(&two[0]) < 20.001);
    assert_true(rank_profit(&two[0]) > 7999999 && rank_profit(&two[0]) < 8000001);
    assert_true(rank_worth(&two[0], RANK_PER_HOUR) > 63999 &&
                rank_worth(&two[0], RANK_PER_HOUR) < 64001);
    assert_true(rank_worth(&two[0], RANK_PER_COST) > 3.199 &&
                rank_worth(&two[0], RANK_PER_COST) < 3.201);
    assert_int_equal(rank_points(&two[0]), 16);
    assert_int_equal(rank_driver(&two[0], &two[1], RANK_PER_HOUR), ASSUME_REACH);
    assert_int_equal(rank_driver(&two[0], &two[1], RANK_PER_COST), ASSUME_MARGIN);
}

static void few_points_do_not_make_a_loss_smaller(void **state)
{
    struct rank_case c = two[0];

    (void)state;
    c.v[ASSUME_MARGIN] = 50000;
    assert_true(rank_worth(&c, RANK_PER_HOUR) < 0);
    assert_true(rank_worth(&c, RANK_PER_HOUR) == rank_per_unit(&c, RANK_PER_HOUR));
}

static void money_is_the_unit_as_soon_as_one_lacks_its_hours(void **state)
{
    struct rank_case c[2] = {two[0], two[1]};

    (void)state;
    assert_int_equal(rank_unit_of(c, 2), RANK_PER_HOUR);
    c[1].v[ASSUME_HOURS] = NIL;
    assert_int_equal(rank_unit_of(c, 2), RANK_PER_COST);
    assert_true(rank_ready(&c[0], RANK_PER_COST) && rank_ready(&c[1], RANK_PER_COST));
    c[1].v[ASSUME_MARGIN] = NIL; /* cannot be ranked anyway */
    assert_int_equal(rank_unit_of(c, 2), RANK_PER_HOUR);
    assert_true(rank_needs(&c[1], ASSUME_MARGIN, RANK_PER_HOUR));
    assert_true(rank_needs(&c[1], ASSUME_HOURS, RANK_PER_HOUR));
    c[0].v[ASSUME_COST] = 0;
    assert_true(rank_ready(&c[0], RANK_PER_HOUR) && !rank_ready(&c[0], RANK_PER_COST));
}

static void the_order_is_that_of_worth_and_ties_keep_the_order_of_writing(void **state)
{
    struct rank_case cases[CASES];
    uint64_t seed = 7;

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        enum rank_unit unit = round % 2 ? RANK_PER_COST : RANK_PER_HOUR;
        any_cases(&seed, cases, unit == RANK_PER_HOUR);
        rank_sort(cases, CASES, unit);
        for (size_t i = 0; i + 1 < CASES; i++) {
            double x = rank_worth(&cases[i], unit), y = rank_worth(&cases[i + 1], unit);
            assert_true(x >= y);
            assert_true(x > y || cases[i].id < cases[i + 1].id);
        }
    }
}

/* The value told turns the pair; the one before it, on the way there, does not; nothing nearer on the other side does. */
static void check_flip(const struct rank_case *cases, size_t at, enum assumption a,
                       enum rank_unit unit, const struct rank_flip *f)
{
    struct rank_case moved[CASES];
    int64_t was = cases[at].v[a], step = f->to > was ? 1 : -1;
    size_t other = place_of(cases, f->other);

    assert_int_equal(f->gains ? at - 1 : at + 1, other);
    for (int k = 0; k < 3; k++) {
        int64_t v = k == 0 ? f->to : k == 1 ? f->to - step : was - (f->to - was) + step;
        if (k == 2 && v < 0)
            continue;
        for (size_t i = 0; i < CASES; i++)
            moved[i] = cases[i];
        moved[at].v[a] = v;
        assert_int_equal(rank_before(&moved[at], &moved[other], unit),
                         k == 0 ? f->gains : !f->gains);
    }
}

static void the_value_told_turns_the_order_and_the_one_before_does_not(void **state)
{
    struct rank_case cases[CASES];
    uint64_t seed = 11;
    int found = 0;

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        enum rank_unit unit = round % 2 ? RANK_PER_COST : RANK_PER_HOUR;
        any_cases(&seed, cases, unit == RANK_PER_HOUR);
        rank_sort(cases, CASES, unit);
        for (size_t i = 0; i < CASES; i++)
            for (int a = 0; a < ASSUMPTIONS; a++) {
                struct rank_flip f;
                if (!rank_flip(cases, CASES, i, (enum assumption)a, unit, &f))
                    continue;
                found++;
                if (a < ASSUME_FIT)
                    check_flip(cases, i, (enum assumption)a, unit, &f);
            }
    }
    assert_true(found > ROUNDS * CASES);
}

static void what_cannot_change_the_order_alone_is_not_told_to(void **state)
{
    struct rank_flip f;

    (void)state;
    assert_false(rank_flip(two, 2, 0, ASSUME_REACH, RANK_PER_COST, &f));
    assert_false(rank_flip(two, 2, 0, ASSUME_HOURS, RANK_PER_COST, &f));
    assert_false(rank_flip(two, 1, 0, ASSUME_MARGIN, RANK_PER_HOUR, &f));
    assert_false(
        rank_flip(two, 2, 1, ASSUME_FIT, RANK_PER_HOUR, &f)); /* five points would not do */
    assert_true(rank_flip(two, 2, 1, ASSUME_MARGIN, RANK_PER_HOUR, &f));
    assert_true(f.gains && f.to > 400000);
}

static void an_assumption_goes_by_the_name_of_its_field(void **state)
{
    (void)state;
    for (int a = 0; a < ASSUMPTIONS; a++)
        assert_int_equal(assumption_named(assumption_field((enum assumption)a)), a);
    assert_int_equal(assumption_named("industry"), -1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(worth_is_profit_by_the_hour_for_the_points),
        cmocka_unit_test(few_points_do_not_make_a_loss_smaller),
        cmocka_unit_test(money_is_the_unit_as_soon_as_one_lacks_its_hours),
        cmocka_unit_test(the_order_is_that_of_worth_and_ties_keep_the_order_of_writing),
        cmocka_unit_test(the_value_told_turns_the_order_and_the_one_before_does_not),
        cmocka_unit_test(what_cannot_change_the_order_alone_is_not_told_to),
        cmocka_unit_test(an_assumption_goes_by_the_name_of_its_field),
    };
    return cmocka_run_group_tests_name("audience_rank", tests, NULL, NULL);
}
