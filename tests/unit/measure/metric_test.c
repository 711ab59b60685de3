/* metric_test.c -- each metric on a world counted by hand, and where a goal on it stands. */
#include "unit/measure/report_unit.h"

#include "measure/goal_outlook.h"
#include "measure/goal_progress.h"
#include "measure/metric.h"

#define NEAR(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static struct figure value(struct engine_world *w, const char *key, const char *from,
                           const char *to, const char *channel)
{
    struct figure f = {0};
    struct db *db = market_read(w);

    assert_int_equal(metric_value(w->cx, db, key, from, to, channel, &f), OK);
    db_return(db);
    return f;
}

static void lost(struct engine_world *w, int n, int64_t contact, const char *closed)
{
    while (n--)
        market_save(w, &deal_model, new_deal(w, contact, "lost", closed, NIL));
}

static void every_metric_answers_on_an_empty_site_and_has_its_words(void **state)
{
    struct engine_world *w = *state;
    int n = 0;

    for (const struct metric *m = metrics; m->key; m++, n++) {
        struct figure f = value(w, m->key, NULL, NULL, NULL);
        bool zero = f.known && f.whole == 0;
        assert_true(zero || !f.known);
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            w->cx->lang = (enum lang)lang;
            assert_string_not_equal(metric_label(w->cx, m->key), m->key);
            assert_non_null(metric_definition(w->cx, m->key));
            assert_true(!m->need || metric_sample_rule(w->cx, m->key));
            if (!f.known)
                assert_string_not_equal(figure_sentence(w->cx, &f), f.reason);
        }
    }
    assert_int_equal(n, 50);
}

static void an_unknown_metric_is_refused(void **state)
{
    struct engine_world *w = *state;
    struct figure f;
    struct db *db = market_read(w);

    assert_int_equal(metric_value(w->cx, db, "luck", NULL, NULL, NULL, &f), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "metric");
    db_return(db);
}

static void deals_go_by_their_closing_day(void **state)
{
    struct engine_world *w = *state;
    int64_t a = lead(w, "ads", "2023-01-10"), b = lead(w, NULL, "2023-01-10");

    won(w, a, "2023-02-28T23:59", 1000);
    won(w, a, "2023-03-01", 300);
    won(w, b, "2023-03-31T23:59", 500);
    assert_int_equal(value(w, "won", "2023-03-01", "2023-03-31", NULL).whole, 2);
    assert_int_equal(value(w, "revenue", "2023-03-01", "2023-03-31", NULL).whole, 800);
    assert_int_equal(value(w, "won", NULL, NULL, "ADS").whole, 2);
    assert_int_equal(value(w, "revenue", NULL, NULL, "(none)").whole, 500);
    assert_int_equal(value(w, "won", NULL, NULL, "mail").whole, 0);
}

static struct other_monies others(struct engine_world *w, const char *key, const char *from,
                                  const char *to, const char *channel)
{
    struct other_monies m = {0};
    struct db *db = market_read(w);

    assert_int_equal(metric_others(w->cx, db, key, from, to, channel, &m), OK);
    db_return(db);
    return m;
}

static void in_dollars(struct engine_world *w, int64_t contact, const char *outcome,
                       const char *closed, int64_t amount)
{
    struct deal *d = new_deal(w, contact, outcome, closed, amount);

    d->currency = "USD";
    market_save(w, &deal_model, d);
}

static bool is_one(struct other_monies m, enum other_money_of of, const char *currency,
                   int64_t value, int64_t count)
{
    return m.n == 1 && m.all[0].of == of && !strcmp(m.all[0].currency, currency) &&
           m.all[0].value_minor == value && m.all[0].count == count;
}

static void what_a_metric_of_money_leaves_out_is_told(void **state)
{
    struct engine_world *w = *state;
    int64_t a = lead(w, "ads", "2023-01-10"), b = lead(w, NULL, "2023-02-10");
    struct spend_line *s = new_spend(w, "ads", "media", "2023-03-31", "2023-04-01", 500);

    won(w, a, "2023-03-01", 300);
    in_dollars(w, a, "won", "2023-02-28T23:59", 7);
    in_dollars(w, a, "won", "2023-03-01", 100);
    in_dollars(w, b, "won", "2023-03-31T23:59", 20);
    in_dollars(w, b, "won", "2023-03-31T23:59", NIL);
    in_dollars(w, b, "open", NULL, 4000);
    s->currency = "EUR";
    market_save(w, &spend_line_model, s);
    spend(w, "ads", "tools", "2023-03-31", NULL, 40);
    assert_int_equal(value(w, "revenue", "2023-03-01", "2023-03-31", NULL).whole, 300);
    assert_true(
        is_one(others(w, "revenue", "2023-03-01", "2023-03-31", NULL), OTHER_DEALS, "USD", 120, 2));
    assert_true(
        is_one(others(w, "average_deal", "2023-03-01", NULL, "ADS"), OTHER_DEALS, "USD", 100, 1));
    assert_true(
        is_one(others(w, "pipeline_velocity", NULL, NULL, "(none)"), OTHER_DEALS, "USD", 4020, 2));
    assert_true(is_one(others(w, "open_pipeline", NULL, NULL, NULL), OTHER_DEALS, "USD", 4000, 1));
    assert_int_equal(others(w, "open_pipeline", NULL, NULL, "ads").n, 0);
    assert_true(
        is_one(others(w, "spend", "2023-03-01", "2023-03-31", NULL), OTHER_SPEND, "EUR", 250, 1));
    assert_true(is_one(others(w, "cost_per_lead", NULL, NULL, "ads"), OTHER_SPEND, "EUR", 500, 1));
    assert_int_equal(others(w, "cac", NULL, NULL, "mail").n, 0);
    assert_int_equal(others(w, "roas", NULL, NULL, NULL).n, 2); /* both sides of it */
    assert_int_equal(others(w, "roas", "2023-01-01", "2023-01-31", NULL).n, 1); /* of the cohort */
    assert_int_equal(others(w, "won", NULL, NULL, NULL).n, 0);                  /* nobody's money */
}

static void every_metric_of_money_knows_what_it_leaves_out(void **state)
{
    (void)state;
    for (const struct metric *m = metrics; m->key; m++)
        if (m->unit == UNIT_MONEY || m->unit == UNIT_MONEY_PER_DAY)
            assert_true(metric_leaves_out(m->key));
    assert_false(metric_leaves_out("leads"));
}

static void revenue_of_unpriced_wins_is_not_given(void **state)
{
    struct engine_world *w = *state;

    won(w, lead(w, "ads", "2023-01-10"), "2023-03-01", NIL);
    assert_string_equal(value(w, "revenue", NULL, NULL, NULL).reason, "report.revenue_not_given");
    assert_int_equal(value(w, "revenue", "2023-01-01", "2023-01-02", NULL).whole, 0);
}

static void a_win_rate_needs_lost_deals_and_ten_closed_ones(void **state)
{
    struct engine_world *w = *state;
    int64_t a = lead(w, "ads", "2023-01-10");
    struct figure f;

    for (int i = 0; i < 9; i++)
        won(w, a, "2023-03-01", NIL);
    assert_string_equal(value(w, "win_rate", NULL, NULL, NULL).reason, "metric.no_lost_deals");
    lost(w, 1, a, "2022-03-01");
    f = value(w, "win_rate", "2023-01-01", NULL, NULL);
    assert_string_equal(f.reason, "metric.few_closed");
    assert_int_equal(f.have, 9);
    lost(w, 3, a, "2023-03-01");
    NEAR(value(w, "win_rate", "2023-01-01", NULL, NULL).value, 0.75);
}

static void cycle_average_and_velocity_follow_the_deals(void **state)
{
    struct engine_world *w = *state;
    int64_t a = lead(w, "ads", "2023-01-10");
    struct figure f;

    for (int i = 0; i < 8; i++) {
        struct deal *d = new_deal(w, a, "won", "2023-03-21", 1000);
        d->opened_at = at(w, "2023-03-01");
        market_save(w, &deal_model, d);
    }
    NEAR(value(w, "cycle_days", NULL, NULL, NULL).value, 20);
    assert_int_equal(value(w, "average_deal", NULL, NULL, NULL).whole, 1000);
    assert_string_equal(value(w, "pipeline_velocity", NULL, NULL, NULL).reason,
                        "metric.no_lost_deals");
    lost(w, 2, a, "2023-03-21");
    market_save(w, &deal_model, new_deal(w, a, "open", NULL, 700));
    market_save(w, &deal_model, new_deal(w, a, "open", NULL, 500));
    in_dollars(w, a, "open", NULL, 4000); /* in neither */
    assert_int_equal(value(w, "open_pipeline", NULL, NULL, NULL).whole, 1200);
    /* 2 open × 0.8 × 1000 ÷ 20 days */
    assert_int_equal(value(w, "pipeline_velocity", NULL, NULL, NULL).whole, 80);
    f = value(w, "cycle_days", "2023-04-01", NULL, NULL);
    assert_string_equal(f.reason, "metric.no_opening_dates");
}

static void costs_are_those_of_the_channel_report(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;

    for (int i = 0; i < 5; i++)
        won(w, lead(w, "ads", "2023-03-01"), "2023-03-05", 40000);
    leads(w, 15, "ads", "2023-03-02");
    lead(w, "mail", "2023-03-02");
    spend(w, "ads", "media", "2023-03-01", NULL, 100000);
    spend(w, NULL, "people", "2023-03-01", NULL, 50000);
    r = report(w, BY_CHANNEL, "2023-03-01", "2023-03-31");
    assert_int_equal(value(w, "media_cac", "2023-03-01", "2023-03-31", "ads").whole,
                     whole(row_of(&r, "ads"), COLUMN_MEDIA_CAC));
    assert_int_equal(value(w, "media_cac", "2023-03-01", "2023-03-31", NULL).whole, 20000);
    assert_int_equal(value(w, "cac", "2023-03-01", "2023-03-31", NULL).whole, 30000);
    assert_int_equal(value(w, "cac", "2023-03-01", "2023-03-31", "ads").whole, 20000);
    assert_int_equal(value(w, "cost_per_lead", "2023-03-01", "2023-03-31", "ads").whole, 5000);
    NEAR(value(w, "roas", "2023-03-01", "2023-03-31", "ads").value, 2.0);
    assert_string_equal(value(w, "roas", NULL, NULL, "mail").reason, "report.spend_not_given");
    NEAR(value(w, "lead_to_customer", NULL, NULL, "ads").value, 0.25);
    assert_int_equal(value(w, "leads", NULL, NULL, "fair").whole, 0);
}

static void a_series_has_a_value_for_each_month(void **state)
{
    struct engine_world *w = *state;
    struct metric_point *p = NULL;
    size_t n = 0;
    struct db *db;

    w->clock.now_ms = at(w, "2023-06-15T12:00");
    leads(w, 2, "ads", "2023-05-31T23:59");
    leads(w, 3, "ads", "2023-06-01");
    db = market_read(w);
    assert_int_equal(metric_series(w->cx, db, "leads", NULL, NULL, NULL, NULL, &p, &n), OK);
    assert_int_equal(n, 12);
    assert_string_equal(p[0].month, "2022-07");
    assert_string_equal(p[11].month, "2023-06");
    assert_int_equal(p[10].value.whole, 2);
    assert_int_equal(p[11].value.whole, 3);
    assert_int_equal(metric_series(w->cx, db, "open_pipeline", NULL, NULL, NULL, NULL, &p, &n), OK);
    assert_int_equal(n, 1);
    db_return(db);
}

/* --- goals ----------------------------------------------------------------------------------------- */

static struct goal *new_goal(struct engine_world *w, const char *metric, double target)
{
    struct goal *g = model_new(w->cx, &goal_model);
    struct plan *p = model_new(w->cx, &plan_model);

    p->name = "2023";
    g->plan = market_save(w, &plan_model, p);
    g->name = "More";
    g->metric = metric;
    g->starts_on = "2023-03-01";
    g->due_on = "2023-03-30"; /* 30 days */
    g->target_micro = llround(target * 1e6);
    return g;
}

static struct goal_progress progress(struct engine_world *w, struct goal *g)
{
    struct goal_progress p = {0};
    struct db *db = market_read(w);

    assert_int_equal(goal_prepare(w->cx, db, g), OK);
    assert_int_equal(goal_progress(w->cx, db, g, &p), OK);
    db_return(db);
    return p;
}

static void a_counting_goal_begins_at_nothing(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = new_goal(w, "leads", 60);
    struct goal_progress p;

    leads(w, 9, "ads", "2023-01-30"); /* the first of the 30 days before */
    leads(w, 5, "ads", "2023-01-29"); /* a day too early */
    leads(w, 24, "ads", "2023-03-01");
    leads(w, 3, "ads", "2023-03-11");
    w->clock.now_ms = at(w, "2023-03-10T18:00");
    p = progress(w, g);
    NEAR(p.baseline, 9);
    assert_int_equal(g->baseline_micro, 9000000);
    NEAR(p.current, 24);
    NEAR(p.progress, 0.4);
    NEAR(p.elapsed, 10 / 30.0);
    NEAR(p.expected_now, 20);
    NEAR(p.pace, 1.2);
    assert_int_equal(p.days_left, 20);
    assert_int_equal(p.days_total, 30);
    assert_int_equal(p.verdict, VERDICT_ON_TRACK);
    assert_int_equal(p.point_count, 1);
    assert_string_equal(p.points[0].date, "2023-03-10");
    NEAR(p.points[0].value, 24);
    w->clock.now_ms = at(w, "2023-03-14T01:00");
    p = progress(w, g);
    NEAR(p.current, 27);
    assert_int_equal(p.verdict, VERDICT_BEHIND); /* 28 expected */
    w->clock.now_ms = at(w, "2023-05-01");
    p = progress(w, g);
    NEAR(p.elapsed, 1);
    assert_int_equal(p.days_left, 0);
    NEAR(p.expected_now, 60);
    assert_true(p.over);
    w->clock.now_ms = at(w, "2023-03-30T23:00");
    p = progress(w, g);
    assert_false(p.over); /* the last day is not over */
}

static void a_goal_saved_before_its_start_has_the_baseline_of_the_days_up_to_it(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = new_goal(w, "leads", 60);
    struct goal_progress p = {0};
    struct db *db;

    leads(w, 5, "ads", "2023-01-12");
    leads(w, 7, "ads", "2023-02-20");
    w->clock.now_ms = at(w, "2023-02-10T12:00");
    db = market_read(w);
    assert_int_equal(goal_prepare(w->cx, db, g), OK);
    db_return(db);
    assert_int_equal(g->baseline_micro, 5000000); /* of the 30 days up to February 9 */
    market_save(w, &goal_model, g);
    w->clock.now_ms = at(w, "2023-03-02T12:00");
    db = market_read(w);
    assert_int_equal(goal_progress(w->cx, db, g, &p), OK);
    db_return(db);
    NEAR(p.baseline, 7);
}

static void a_level_goal_goes_from_its_baseline_to_its_target(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = new_goal(w, "lead_to_customer", 0.25);
    struct goal_progress p;

    leads(w, 19, "ads", "2023-02-10");
    won(w, lead(w, "ads", "2023-02-10"), "2023-02-20", NIL); /* 5 % */
    leads(w, 17, "ads", "2023-03-02");
    for (int i = 0; i < 3; i++)
        won(w, lead(w, "ads", "2023-03-02"), "2023-03-04", NIL); /* 15 % */
    w->clock.now_ms = at(w, "2023-03-15T12:00");
    p = progress(w, g);
    NEAR(p.baseline, 0.05);
    NEAR(p.current, 0.15);
    NEAR(p.progress, 0.5);
    NEAR(p.elapsed, 0.5);
    NEAR(p.expected_now, 0.15);
    assert_int_equal(p.verdict, VERDICT_ON_TRACK);
}

/* Leads of a day of which so many of a hundred became customers. */
static void hundredths(struct engine_world *w, int won_leads, const char *day, const char *won_on)
{
    leads(w, 100 - won_leads, "ads", day);
    for (int i = 0; i < won_leads; i++)
        won(w, lead(w, "ads", day), won_on, NIL);
}

static void a_level_that_began_beyond_its_target_is_to_stay_there(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = new_goal(w, "lead_to_customer", 0.25);
    struct goal_progress p;

    hundredths(w, 30, "2023-02-10", "2023-02-20");
    hundredths(w, 26, "2023-03-02", "2023-03-04");
    w->clock.now_ms = at(w, "2023-03-15T12:00");
    p = progress(w, g);
    assert_true(p.keeps && p.reached);
    NEAR(p.baseline, 0.3);
    NEAR(p.expected_now, 0.25); /* not somewhere on the way down */
    NEAR(p.progress, 1);
    assert_true(isnan(p.pace));
    assert_int_equal(p.verdict, VERDICT_ON_TRACK);
    leads(w, 100, "ads", "2023-03-05"); /* 13 % */
    p = progress(w, g);
    assert_true(p.keeps && !p.reached);
    NEAR(p.progress, 0);
    assert_int_equal(p.verdict, VERDICT_BEHIND);
}

static void a_cost_that_began_below_its_target_is_to_stay_there(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = new_goal(w, "cost_per_lead", 300);
    struct goal_progress p;

    leads(w, 20, "ads", "2023-02-10");
    spend(w, "ads", "media", "2023-02-10", NULL, 4000); /* 200 each */
    leads(w, 20, "ads", "2023-03-02");
    spend(w, "ads", "media", "2023-03-02", NULL, 5000);
    w->clock.now_ms = at(w, "2023-03-15T12:00");
    p = progress(w, g);
    NEAR(p.baseline, 200);
    assert_true(p.keeps && p.reached);
    assert_int_equal(p.verdict, VERDICT_ON_TRACK);
    spend(w, "ads", "media", "2023-03-03", NULL, 1020); /* 301 each */
    p = progress(w, g);
    assert_int_equal(p.verdict, VERDICT_BEHIND);
    NEAR(p.expected_now, 300);
}

static void a_level_without_a_baseline_has_no_progress(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = new_goal(w, "lead_to_customer", 0.25);
    struct goal_progress p;

    leads(w, 20, "ads", "2023-03-02");
    w->clock.now_ms = at(w, "2023-03-15T12:00");
    p = progress(w, g);
    assert_int_equal(g->baseline_micro, NIL);
    NEAR(p.current, 0);
    assert_true(isnan(p.progress));
    assert_int_equal(p.verdict, VERDICT_UNKNOWN);
    assert_string_equal(p.reason.reason, "goal.no_baseline");
}

static void less_may_be_better(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = new_goal(w, "spend", 300);
    struct goal_progress p;

    w->clock.now_ms = at(w, "2023-03-15T12:00");
    p = progress(w, g);
    assert_string_equal(p.reason.reason, "report.spend_not_given");
    assert_int_equal(p.verdict, VERDICT_UNKNOWN);
    spend(w, "ads", "media", "2023-03-02", NULL, 150);
    p = progress(w, g);
    assert_int_equal(p.verdict, VERDICT_ON_TRACK);
    spend(w, "ads", "media", "2023-03-03", NULL, 1);
    p = progress(w, g);
    assert_int_equal(p.verdict, VERDICT_BEHIND);
}

static void a_goal_of_the_future_waits(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = new_goal(w, "leads", 60);
    struct goal_progress p;

    w->clock.now_ms = at(w, "2023-02-28T23:59");
    p = progress(w, g);
    NEAR(p.elapsed, 0);
    assert_int_equal(p.days_left, 30);
    assert_string_equal(p.reason.reason, "goal.not_started");
    assert_int_equal(p.verdict, VERDICT_UNKNOWN);
}

static void a_goal_needs_a_metric_that_exists(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = new_goal(w, "luck", 60);
    struct db *db = market_read(w);

    assert_int_equal(goal_prepare(w->cx, db, g), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "metric");
    assert_string_equal(w->cx->fault.fields->key, "metric.no_such");
    db_return(db);
}

/* No value past the ends of a scale; below nought only where the scale goes there. */
static void a_target_lies_on_the_scale_of_its_metric(void **state)
{
    static const struct {
        const char *metric;
        double target;
        const char *refused;
    } tried[] = {
        {"nps", 130, "metric.scale"}, {"nps", 100, NULL},           {"nps", -101, "metric.scale"},
        {"nps", -10, NULL},           {"churn", 2, "metric.scale"}, {"churn", 0, NULL},
        {"leads", 0, "goal.nothing"},
    };
    struct engine_world *w = *state;
    struct db *db = market_read(w);

    for (size_t i = 0; i < COUNT_OF(tried); i++) {
        struct goal *g = new_goal(w, tried[i].metric, tried[i].target);
        enum err e = goal_prepare(w->cx, db, g);
        assert_int_equal(e, tried[i].refused ? ERR_INVALID : OK);
        if (!e)
            continue;
        assert_string_equal(w->cx->fault.fields->field, "target_micro");
        assert_string_equal(w->cx->fault.fields->key, tried[i].refused);
        fault_clear(w->cx);
    }
    db_return(db);
}

static void every_share_has_two_ends(void **state)
{
    (void)state;
    for (const struct metric *m = metrics; m->key; m++) {
        assert_true(m->low < m->high);
        assert_true((m->unit == UNIT_RATE) == (m->low == 0 && m->high == 1));
    }
}

static void metrics_and_goals_are_written_as_json(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = new_goal(w, "revenue", 60);
    struct buf a = buf_in(w->cx->arena), b = buf_in(w->cx->arena), c = buf_in(w->cx->arena);
    const struct json *j = NULL;
    struct goal_outlook o;
    struct goal_progress p;
    struct db *db;

    w->clock.now_ms = at(w, "2023-03-15T12:00");
    won(w, lead(w, "ads", "2023-03-01"), "2023-03-05", 40000);
    db = market_read(w);
    assert_int_equal(metrics_json(w->cx, db, &a), OK);
    db_return(db);
    assert_int_equal(json_parse(w->cx, a.bytes, a.len, &j), OK);
    assert_int_equal(json_get(j, "metrics")->count, 50);
    db = market_read(w);
    assert_int_equal(metric_json(w->cx, db, "win_rate", NULL, NULL, NULL, &b), OK);
    db_return(db);
    assert_int_equal(json_parse(w->cx, b.bytes, b.len, &j), OK);
    assert_int_equal(json_get(j, "value")->kind, JSON_NULL);
    assert_string_equal(json_text(json_get(json_get(j, "reason"), "code"), ""),
                        "metric.no_lost_deals");
    assert_int_equal(json_get(j, "series")->count, 12);
    p = progress(w, g);
    db = market_read(w);
    assert_int_equal(goal_outlook(w->cx, db, g, &o), OK);
    db_return(db);
    goal_progress_json(w->cx, &p, &o, &c);
    assert_int_equal(json_parse(w->cx, c.bytes, c.len, &j), OK);
    assert_int_equal(json_int(json_get(j, "current"), 0), 40000);
    assert_true(json_bool(json_get(j, "on_track"), false));
    assert_int_equal(json_get(j, "reason")->kind, JSON_NULL);
    assert_string_equal(json_text(json_get(json_get(json_get(j, "outlook"), "reason"), "code"), ""),
                        "goal.few_weeks");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_metric_answers_on_an_empty_site_and_has_its_words),
        cmocka_unit_test(an_unknown_metric_is_refused),
        cmocka_unit_test(deals_go_by_their_closing_day),
        cmocka_unit_test(what_a_metric_of_money_leaves_out_is_told),
        cmocka_unit_test(every_metric_of_money_knows_what_it_leaves_out),
        cmocka_unit_test(revenue_of_unpriced_wins_is_not_given),
        cmocka_unit_test(a_win_rate_needs_lost_deals_and_ten_closed_ones),
        cmocka_unit_test(cycle_average_and_velocity_follow_the_deals),
        cmocka_unit_test(costs_are_those_of_the_channel_report),
        cmocka_unit_test(a_series_has_a_value_for_each_month),
        cmocka_unit_test(a_counting_goal_begins_at_nothing),
        cmocka_unit_test(a_goal_saved_before_its_start_has_the_baseline_of_the_days_up_to_it),
        cmocka_unit_test(a_level_goal_goes_from_its_baseline_to_its_target),
        cmocka_unit_test(a_level_that_began_beyond_its_target_is_to_stay_there),
        cmocka_unit_test(a_cost_that_began_below_its_target_is_to_stay_there),
        cmocka_unit_test(a_level_without_a_baseline_has_no_progress),
        cmocka_unit_test(less_may_be_better),
        cmocka_unit_test(a_goal_of_the_future_waits),
        cmocka_unit_test(a_goal_needs_a_metric_that_exists),
        cmocka_unit_test(a_target_lies_on_the_scale_of_its_metric),
        cmocka_unit_test(every_share_has_two_ends),
        cmocka_unit_test(metrics_and_goals_are_written_as_json),
    };

    return engines_run("metric", tests, COUNT_OF(tests), market_prepare);
}
