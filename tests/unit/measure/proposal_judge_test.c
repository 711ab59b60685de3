/* proposal_judge_test.c -- what is to be scaled, fixed or stopped, from numbers alone; intervals that hold, changes that are found and
 * none that are made up. */
#include "unit/measure/journeys.h"

#include "measure/chance.h"
#include "measure/channel_power.h"
#include "measure/proposal_judge.h"
#include "measure/rate_change.h"

#include <stdlib.h>

enum { ROWS = 12 };

static struct judged row(const char *key, int64_t leads, int64_t won)
{
    return (struct judged){.key = key,
                           .name = key,
                           .leads = leads,
                           .won = won,
                           .spend = NAN,
                           .revenue = NAN,
                           .elasticity = NAN};
}

static int64_t won_of(struct chance *c, int64_t leads, double rate)
{
    int64_t n = 0;

    for (int64_t i = 0; i < leads; i++)
        n += chance_uniform(c) < rate;
    return n;
}

static void ranges_hold_eight_of_ten_rates(void **state)
{
    struct chance c = {7};
    int held = 0, all = 0;

    (void)state;
    for (int world = 0; world < 60; world++) {
        struct judged rows[ROWS];
        double rates[ROWS];
        for (int i = 0; i < ROWS; i++) {
            rates[i] = chance_beta(&c, 4, 36);
            rows[i] = row("x", 30 + 25 * i, 0);
            rows[i].won = won_of(&c, rows[i].leads, rates[i]);
        }
        proposal_judge(rows, ROWS, NAN, 1);
        for (int i = 0; i < ROWS; i++, all++)
            held += rates[i] >= rows[i].low && rates[i] <= rows[i].high;
    }
    print_message("%d of %d rates held\n", held, all);
    assert_true(held * 100 >= all * 75 && held * 100 <= all * 86);
}

static void equal_channels_are_rarely_told_apart(void **state)
{
    struct chance c = {11};
    int apart = 0, all = 0;

    (void)state;
    for (int world = 0; world < 60; world++) {
        struct judged rows[6];
        for (int i = 0; i < 6; i++, all++) {
            rows[i] = row("x", 200, 0);
            rows[i].won = won_of(&c, 200, 0.1);
        }
        proposal_judge(rows, 6, NAN, 1);
        for (int i = 0; i < 6; i++)
            apart += rows[i].kind != PROPOSAL_KEEP;
    }
    print_message("%d of %d equal channels told apart\n", apart, all);
    assert_true(apart * 100 <= all * 6);
}

/* Worlds, not rows: in how many of them anything is told apart at all. */
static void of_many_equal_assets_hardly_ever_one_is_told_apart(void **state)
{
    struct chance c = {29};
    int apart = 0, worlds = 80;

    (void)state;
    for (int world = 0; world < worlds; world++) {
        struct judged rows[ROWS], base = row("(none)", 400, won_of(&c, 400, 0.1));
        struct judge_whole whole = {400 + 150 * ROWS, base.won, 0};
        bool any = false;
        for (int i = 0; i < ROWS; i++) {
            rows[i] = row("x", 150, won_of(&c, 150, 0.1));
            whole.won += rows[i].won;
        }
        whole.looks = judge_comparable(rows, ROWS, &whole);
        assert_int_equal(whole.looks, ROWS);
        proposal_judge_against(rows, ROWS, &base, &whole, NAN, 1);
        for (int i = 0; i < ROWS; i++)
            any = any || rows[i].kind != PROPOSAL_KEEP;
        apart += any;
    }
    print_message("in %d of %d worlds of equal assets one was told apart\n", apart, worlds);
    assert_true(apart * 100 <= worlds * 10);
}

static void an_asset_is_told_apart_from_those_that_met_none(void **state)
{
    static const double amounts[] = {100, 100, 100, 100, 100, 100, 100, 100, 100, 100};
    struct judged rows[] = {row("good", 200, 50), row("bad", 300, 9), row("same", 200, 21),
                            row("few", 19, 19), row("dear", 150, 12)};
    struct judged base = row("(none)", 500, 50);
    struct judge_whole whole = {1300, 150, 0};

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        rows[i].amounts = amounts;
        rows[i].amount_count = 10;
        rows[i].revenue = 1000;
    }
    rows[0].spend = 1; /* pays a thousandfold: not what scales it */
    rows[4].spend = 100000;
    whole.looks = judge_comparable(rows, 5, &whole);
    assert_int_equal(whole.looks, 4);
    proposal_judge_against(rows, 5, &base, &whole, NAN, 1);
    assert_int_equal(rows[0].kind, PROPOSAL_SCALE);
    assert_true(rows[0].confidence >= 1 - 0.05 / 4);
    assert_int_equal(rows[1].kind, PROPOSAL_FIX);
    assert_int_equal(rows[2].kind, PROPOSAL_KEEP);
    assert_int_equal(rows[3].kind, PROPOSAL_FEW);
    assert_int_equal(rows[4].kind, PROPOSAL_STOP);
    assert_int_equal(base.kind, PROPOSAL_BASE);
    assert_true(fabs(rows[0].rest - 0.1) < 1e-9);
    /* With too few that met none there is nothing to compare with. */
    base = row("(none)", 19, 2);
    proposal_judge_against(rows, 5, &base, &whole, NAN, 1);
    assert_int_equal(rows[0].kind, PROPOSAL_FEW);
    assert_true(rows[0].few_base && rows[0].have == 19);
    assert_int_equal(base.kind, PROPOSAL_BASE);
}

/* Whatever its rate, its money and its leads. */
static void what_nobody_knows_the_source_of_is_never_scaled(void **state)
{
    static const double amounts[] = {9e6, 9e6, 9e6, 9e6, 9e6, 9e6};
    struct chance c = {13};

    (void)state;
    for (int world = 0; world < 200; world++) {
        struct judged rows[3] = {row("search", 400, 20), row("mail", 300, 15), {0}};
        int64_t leads = 1 + (int64_t)(chance_uniform(&c) * 900);
        rows[2] = row("unknown", leads, won_of(&c, leads, chance_uniform(&c)));
        rows[2].unknown = true;
        if (world % 2) {
            rows[2].spend = 100;
            rows[2].revenue = 54e6;
            rows[2].amounts = amounts;
            rows[2].amount_count = 6;
        }
        proposal_judge(rows, 3, NAN, 1);
        assert_int_equal(rows[2].kind, leads < JUDGE_LEADS ? PROPOSAL_FEW : PROPOSAL_MEND);
        assert_true(fabs(rows[0].rest - 15.0 / 300) < 1e-9); /* and it counts for nobody */
    }
}

static void known_by_name_in_both_languages(void **state)
{
    static const char *const unknown[] = {
        "", "(none)", "unknown", "direct", "direct_traffic", "direto", "desconhecido"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(unknown); i++)
        assert_true(channel_is_unknown(unknown[i]));
    assert_true(channel_is_unknown(NULL));
    assert_false(channel_is_unknown("paid_search"));
    assert_false(channel_is_unknown("direct_mail"));
}

static void too_few_say_how_many_are_needed(void **state)
{
    struct judged rows[] = {row("big", 1000, 100), row("tiny", 19, 19), row("small", 30, 3)};

    (void)state;
    proposal_judge(rows, 3, NAN, 1);
    assert_int_equal(rows[1].kind, PROPOSAL_FEW);
    assert_int_equal(rows[1].have, 19);
    assert_int_equal(rows[1].need, 20);
    assert_int_equal(rows[2].kind, PROPOSAL_FEW);
    assert_int_equal(rows[2].have, 3);
    assert_int_equal(rows[2].need, 8);
    assert_true(rows[2].few_won);
}

static void money_decides_where_it_is_known(void **state)
{
    double good[20], poor[20], fair[20];
    struct judged rows[] = {row("good", 300, 20), row("poor", 300, 20), row("fair", 300, 20)};

    (void)state;
    for (int i = 0; i < 20; i++) {
        good[i] = 100000 + 1000 * i;
        poor[i] = 2000 + 10 * i;
        fair[i] = 20000 + 100 * i;
    }
    rows[0].amounts = good;
    rows[1].amounts = poor;
    rows[2].amounts = fair;
    for (int i = 0; i < 3; i++) {
        rows[i].amount_count = 20;
        rows[i].spend = 200000;
        rows[i].revenue = 0;
        for (int k = 0; k < 20; k++)
            rows[i].revenue += rows[i].amounts[k];
    }
    proposal_judge(rows, 3, NAN, 1);
    assert_int_equal(rows[0].kind, PROPOSAL_SCALE);
    assert_int_equal(rows[1].kind, PROPOSAL_STOP);
    assert_int_equal(rows[2].kind, PROPOSAL_KEEP);
    assert_true(rows[0].return_low < rows[0].return_middle &&
                rows[0].return_middle < rows[0].return_high);
    assert_true(rows[0].return_low < 10.95 && rows[0].return_high > 10.95); /* 2.19 M of 200 k */
    rows[0].elasticity = 0.05; /* one more unit brings back half of itself */
    proposal_judge(rows, 3, NAN, 1);
    assert_int_equal(rows[0].kind, PROPOSAL_KEEP);
    rows[0].elasticity = NAN;
    proposal_judge(rows, 3, 0.05, 1); /* of a margin of 5 %, ten times the spend is half of it */
    assert_int_equal(rows[0].kind, PROPOSAL_STOP);
}

static void elasticity_is_found_or_said_to_be_unknown(void **state)
{
    struct chance c = {17};
    int64_t in[24], out[24];
    struct elasticity e;

    (void)state;
    for (int i = 0; i < 24; i++) {
        in[i] = 10000 + (int64_t)(chance_uniform(&c) * 200000);
        out[i] = llround(0.5 * sqrt((double)in[i]));
    }
    e = elasticity_fit(in, out, 24);
    assert_true(e.told && fabs(e.mean - 0.5) < 0.05);
    for (int i = 0; i < 24; i++)
        in[i] = 50000; /* always the same */
    e = elasticity_fit(in, out, 24);
    assert_false(e.told);
    assert_true(fabs(e.mean - 0.6) < 1e-9);
    assert_false(elasticity_fit(in, out, 5).told);
}

static struct rate_change change_of(struct ctx *cx, struct chance *c, int days, int at,
                                    double before, double after)
{
    struct rate_day all[400];
    struct rate_change r = {0};

    for (int i = 0; i < days; i++) {
        all[i] = (struct rate_day){.day = 19000 + i, .leads = 9};
        all[i].within = all[i].won = won_of(c, 9, i < at ? before : after);
    }
    assert_int_equal(rate_change_find(cx, all, (size_t)days, &r), OK);
    return r;
}

static void a_change_is_found_where_it_was_and_none_where_there_is_none(void **state)
{
    struct ctx *cx = test_ctx();
    struct chance c = {19};
    int made_up = 0, found = 0, near = 0;

    (void)state;
    for (int i = 0; i < 200; i++) {
        struct rate_change r = change_of(cx, &c, 364, 0, 0.1, 0.1);
        made_up += r.found;
        r = change_of(cx, &c, 364, 182, 0.04, 0.12);
        found += r.found;
        near += r.found && llabs(r.until - (19000 + 182)) <= 21;
        if (r.found) {
            assert_true(r.from < r.until && r.until - r.from <= 31);
            assert_true(r.before.leads + r.after.leads <= 364 * 9);
        }
    }
    print_message("made up %d, found %d, near %d of 200\n", made_up, found, near);
    assert_true(made_up <= 4);
    assert_true(found >= 196 && near >= 180);
    assert_false(change_of(cx, &c, 50, 25, 0.02, 0.3).found); /* too short to tell */
    ctx_free(cx);
}

static void the_beta_distribution_is_as_the_tables_say(void **state)
{
    (void)state;
    assert_true(fabs(beta_below(2, 3, 0.5) - 0.6875) < 1e-9);
    assert_true(fabs(beta_quantile(1, 1, 0.3) - 0.3) < 1e-9);
    assert_true(fabs(beta_below(20, 180, beta_quantile(20, 180, 0.9)) - 0.9) < 1e-9);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_hold_eight_of_ten_rates),
        cmocka_unit_test(equal_channels_are_rarely_told_apart),
        cmocka_unit_test(of_many_equal_assets_hardly_ever_one_is_told_apart),
        cmocka_unit_test(an_asset_is_told_apart_from_those_that_met_none),
        cmocka_unit_test(what_nobody_knows_the_source_of_is_never_scaled),
        cmocka_unit_test(known_by_name_in_both_languages),
        cmocka_unit_test(too_few_say_how_many_are_needed),
        cmocka_unit_test(money_decides_where_it_is_known),
        cmocka_unit_test(elasticity_is_found_or_said_to_be_unknown),
        cmocka_unit_test(a_change_is_found_where_it_was_and_none_where_there_is_none),
        cmocka_unit_test(the_beta_distribution_is_as_the_tables_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
