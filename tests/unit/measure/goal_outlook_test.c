/* goal_outlook_test.c -- a goal against its own past: timid, within reach or bold, and the reason that a bold one is asked for. */
#include "unit/measure/report_unit.h"

#include "measure/goal_outlook.h"
#include "measure/goal_progress.h"
#include "measure/metric.h"
#include "measure/metric_weeks.h"

/* Ten leads and two wins a week, give or take, for the 30 weeks up to Sunday 2023-07-30; every second lead by mail. */
enum { WEEKS = 30 };

static void some_history(struct engine_world *w)
{
    static const int a_week[] = {10, 12, 9, 8, 11, 10, 13, 7, 10, 9};
    int64_t monday = day_number("2023-07-31") - (int64_t)WEEKS * WEEK_DAYS;

    for (int i = 0; i < WEEKS; i++, monday += WEEK_DAYS) {
        for (int n = 0; n < a_week[i % 10]; n++) {
            const char *day = day_text(w->cx, monday + n % WEEK_DAYS);
            int64_t who = lead(w, n % 2 ? "mail" : "ads", day);
            if (n < 2)
                won(w, who, day_text(w->cx, monday + 2 * n + 1), n ? 300000 : 100000);
        }
    }
    w->clock.now_ms = at(w, "2023-08-01T09:00");
}

static struct goal *a_goal(struct engine_world *w, const char *metric, double target)
{
    struct goal *g = model_new(w->cx, &goal_model);
    struct plan *p = model_new(w->cx, &plan_model);

    p->name = "2023";
    g->plan = market_save(w, &plan_model, p);
    g->name = "More";
    g->metric = metric;
    g->starts_on = "2023-08-01";
    g->due_on = "2023-10-30"; /* 13 weeks */
    g->target_micro = llround(target * 1e6);
    return g;
}

static struct goal_outlook outlook(struct engine_world *w, const struct goal *g)
{
    struct goal_outlook o = {0};
    struct db *db = market_read(w);

    assert_int_equal(goal_outlook(w->cx, db, g, &o), OK);
    db_return(db);
    return o;
}

static enum err prepared(struct engine_world *w, struct goal *g)
{
    struct db *db = market_read(w);
    enum err e = goal_prepare(w->cx, db, g);

    db_return(db);
    return e;
}

static void weeks_are_what_the_metric_says_of_each(void **state)
{
    /* The last two never happened. */
    static const char *const keys[] = {"leads", "won", "revenue", "mqls", "opportunities"};
    static const char *const channels[] = {NULL, "mail", "ads"};
    struct engine_world *w = *state;

    some_history(w);
    for (size_t k = 0; k < COUNT_OF(keys) * COUNT_OF(channels); k++) {
        const char *key = keys[k / COUNT_OF(channels)], *channel = channels[k % COUNT_OF(channels)];
        struct metric_weeks weeks = {0};
        struct db *db = market_read(w);
        assert_int_equal(metric_weeks(w->cx, db, key, NULL, channel, &weeks), OK);
        assert_int_equal(weeks.end, day_number("2023-07-31"));
        assert_int_equal(weeks.n, k < 3 * COUNT_OF(channels) ? WEEKS - 1 : 0);
        for (size_t i = 0; i < weeks.n; i++) {
            int64_t day = weeks.first + (int64_t)i * WEEK_DAYS;
            struct figure f = {0};
            assert_int_equal(metric_value(w->cx, db, key, day_text(w->cx, day),
                                          day_text(w->cx, day + WEEK_DAYS - 1), channel, &f),
                             OK);
            assert_int_equal(weeks.count[i], f.whole);
        }
        db_return(db);
    }
}

static void a_target_is_timid_within_reach_or_bold(void **state)
{
    struct engine_world *w = *state;
    struct goal_outlook o;

    some_history(w);
    o = outlook(w, a_goal(w, "leads", 130)); /* as always */
    assert_true(o.reason.known);
    assert_int_equal(o.ambition, AMBITION_WITHIN);
    assert_true(o.low < 130 && o.middle > 115 && o.middle < 140 && o.high > 130);
    assert_true(o.chance > 0.2 && o.chance < 0.8);
    assert_int_equal(o.weeks, WEEKS - 1);
    assert_int_equal(o.steady, o.weeks);
    assert_int_equal(o.trials, WEEKS - 13);
    assert_true(o.held * 10 >= o.trials * 7);
    assert_true(fabs(o.best) < 0.1 && fabs(o.needed) < 0.1);
    assert_int_equal(outlook(w, a_goal(w, "leads", 60)).ambition, AMBITION_TIMID);
    o = outlook(w, a_goal(w, "leads", 400));
    assert_int_equal(o.ambition, AMBITION_BOLD);
    assert_true(o.needed > 2 && o.needed < 2.3); /* one quarter, three times as many */
}

static void a_bold_target_asks_for_a_reason_once(void **state)
{
    struct engine_world *w = *state;
    struct goal *g;

    some_history(w);
    g = a_goal(w, "leads", 400);
    assert_int_equal(prepared(w, g), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "reason");
    assert_string_equal(w->cx->fault.fields->key, "goal.bold_growth");
    g->reason = "Two fairs in September";
    assert_int_equal(prepared(w, g), OK);
    market_save(w, &goal_model, g);
    /* It was said once; only another target asks again. */
    g->reason = NULL;
    g->name = "More of it";
    assert_int_equal(prepared(w, g), OK);
    g->target_micro += 1000000;
    assert_int_equal(prepared(w, g), ERR_INVALID);
}

static void revenue_is_deals_times_what_they_bring(void **state)
{
    struct engine_world *w = *state;
    struct goal_outlook o;

    some_history(w);
    o = outlook(w, a_goal(w, "revenue", 5200000)); /* 26 deals of 2,000.00 */
    assert_true(o.reason.known);
    assert_true(o.middle > 4500000 && o.middle < 5900000);
    assert_true(o.low > 2500000 && o.high < 12000000 && o.low < o.middle && o.middle < o.high);
}

static void what_has_no_outlook_says_why(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = a_goal(w, "leads", 10);

    w->clock.now_ms = at(w, "2023-08-01T09:00");
    assert_string_equal(outlook(w, g).reason.reason, "goal.few_weeks");
    some_history(w);
    assert_string_equal(outlook(w, a_goal(w, "win_rate", 0.5)).reason.reason, "goal.no_forecast");
    g->due_on = "2023-08-01";
    assert_string_equal(outlook(w, g).reason.reason, "goal.over");
    g->due_on = "2043-08-01";
    assert_string_equal(outlook(w, g).reason.reason, "goal.far_ahead");
}

static void what_is_there_counts_and_the_rest_is_forecast(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = a_goal(w, "leads", 130);

    some_history(w);
    leads(w, 100, "mail", "2023-08-01");
    w->clock.now_ms = at(w, "2023-10-29T12:00");
    /* One day is left; 12 weeks without leads came since. */
    assert_true(outlook(w, g).low >= 100 && outlook(w, g).high < 110);
    assert_int_equal(outlook(w, g).ambition, AMBITION_BOLD);
}

static void days_that_have_not_been_are_no_baseline(void **state)
{
    struct engine_world *w = *state;
    struct goal *now = a_goal(w, "leads", 130), *later = a_goal(w, "leads", 130);

    some_history(w);
    assert_int_equal(prepared(w, now), OK);
    assert_true(now->baseline_micro > 100000000); /* ten a week for 13 weeks */
    later->starts_on = "2023-12-01";
    later->due_on = "2024-02-29"; /* 13 weeks too */
    assert_int_equal(prepared(w, later), OK);
    assert_int_equal(later->baseline_micro, now->baseline_micro);
}

static void a_share_has_no_target_above_the_whole(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(prepared(w, a_goal(w, "win_rate", 1)), OK);
    assert_int_equal(prepared(w, a_goal(w, "win_rate", 1.01)), ERR_INVALID);
    assert_true(fault_has_field(w->cx, "target_micro"));
    fault_clear(w->cx);
    assert_int_equal(prepared(w, a_goal(w, "nrr", 1.2)), OK);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(weeks_are_what_the_metric_says_of_each),
        cmocka_unit_test(a_target_is_timid_within_reach_or_bold),
        cmocka_unit_test(a_bold_target_asks_for_a_reason_once),
        cmocka_unit_test(revenue_is_deals_times_what_they_bring),
        cmocka_unit_test(what_has_no_outlook_says_why),
        cmocka_unit_test(what_is_there_counts_and_the_rest_is_forecast),
        cmocka_unit_test(days_that_have_not_been_are_no_baseline),
        cmocka_unit_test(a_share_has_no_target_above_the_whole),
    };

    return engines_run("goal outlook", tests, COUNT_OF(tests), market_prepare);
}
