/* olist_test.c -- a real funnel through import and report: 8,000 leads and 842 wins of a Brazilian company.
 *
 * The data may not be copied into the tree (CC BY-NC-SA); they are looked for in $PRACA_SHARED and beside the tree.
 * The expected figures were computed from the files by a separate script.
 */
#include "unit/measure/report_unit.h"

#include "base/message.h"
#include "measure/forecast.h"
#include "measure/metric_weeks.h"
#include "measure/period.h"
#include "measure/proposal.h"
#include "people/import.h"

#include <time.h>

#define NEAR(a, b) assert_true(fabs((a) - (b)) < 1e-6)

/* A place in the tree, or beside it. */
static const char *tree(struct engine_world *w, const char *path)
{
    static const char here[] = __FILE__;
    const char *end = strstr(here, "tests/unit/measure/");

    must(end != NULL);
    return arena_print(w->cx->arena, "%.*s%s", (int)(end - here), here, path);
}

static const char *data(struct engine_world *w, const char *file)
{
    const char *shared = getenv("PRACA_SHARED");

    if (shared)
        return arena_print(w->cx->arena, "%s/data/olist/%s", shared, file);
    return tree(w, arena_print(w->cx->arena, "../shared/data/olist/%s", file));
}

static const struct json *map_of(struct engine_world *w, const char *name)
{
    FILE *f = fopen(tree(w, name), "rb");
    const struct json *map = NULL;
    char *text = arena_alloc(w->cx->arena, 16384);
    size_t n;

    assert_non_null(f);
    n = fread(text, 1, 16384, f);
    (void)fclose(f);
    assert_int_equal(json_parse(w->cx, text, n, &map), OK);
    return map;
}

static enum err add_import(struct ctx *cx, struct db *db, void *arg)
{
    return import_add(cx, db, arg);
}

static void import_file(struct engine_world *w, const char *kind, const char *file,
                        const char *map_name)
{
    struct arena_mark mark = arena_mark(w->cx->arena);
    struct import i = {.name = file};

    assert_int_equal(import_probe(w->cx, data(w, file), kind, map_of(w, map_name), &i), OK);
    assert_int_equal(db_write(w->cx, w->pool, add_import, &i), OK);
    if (import_run(w->cx, w->pool, i.id, data(w, file), NULL, NULL) != OK)
        fail_msg("%s: %s", file, fault_message(w->cx));
    arena_reset(w->cx->arena, mark);
}

/* False, and said, when the data are not there. */
static bool olist(struct engine_world *w)
{
    const char *name = data(w, "olist_marketing_qualified_leads_dataset.csv");
    FILE *f = fopen(name, "rb");

    if (!f) {
        print_message("%s is not there: skipped (set PRACA_SHARED)\n", name);
        return false;
    }
    (void)fclose(f);
    import_file(w, "leads", "olist_marketing_qualified_leads_dataset.csv",
                "examples/olist/leads.json");
    import_file(w, "deals", "olist_closed_deals_dataset.csv", "examples/olist/deals.json");
    return true;
}

struct expected {
    const char *key;
    int64_t leads, won;
    double rate, within;
    double days[4];
};

static const struct expected channels[] = {
    {"organic_search",
     2296,
     271,
     0.1180313589,
     0.0945121951,
     {6.571181, 15.246528, 56.439583, 171.997708}},
    {"paid_search",
     1586,
     195,
     0.1229508197,
     0.0945775536,
     {6.184375, 15.674306, 80.855556, 182.024167}},
    {"social", 1350, 75, 0.0555555556, 0.0429629630, {13.178819, 30.55625, 84.725347, 151.800694}},
    {"unknown",
     1099,
     179,
     0.1628753412,
     0.1428571429,
     {5.748264, 11.827083, 36.940278, 126.009306}},
    {"direct_traffic",
     499,
     56,
     0.1122244490,
     0.1002004008,
     {5.381944, 10.575694, 32.769444, 92.543403}},
    {"email", 493, 15, 0.0304259635, 0.0243407708, {9.696181, 21.125, 62.719792, 163.525972}},
    {"referral", 284, 24, 0.0845070423, 0.0739436620, {5.647222, 19.370486, 36.096007, 93.895347}},
    {"other", 150, 4, 0.0266666667, 0.0266666667, {0}},
    {"display", 118, 6, 0.0508474576, 0.0508474576, {0}},
    {"other_publicities", 65, 3, 0.0461538462, 0.0461538462, {0}},
    {"(none)", 60, 14, 0.2333333333, 0.2, {5.053125, 8.083681, 21.217535, 118.790972}},
};

static void check_row(const struct report_row *row, const struct expected *x)
{
    assert_int_equal(whole(row, COLUMN_LEADS), x->leads);
    assert_int_equal(whole(row, COLUMN_WON), x->won);
    NEAR(real(row, COLUMN_LEAD_TO_CUSTOMER), x->rate);
    NEAR(real(row, COLUMN_WITHIN_90), x->within);
    for (int i = 0; i < 4; i++) {
        if (x->days[0] > 0)
            NEAR(real(row, (enum report_column)(COLUMN_DAYS_P25 + i)), x->days[i]);
        else
            assert_string_equal(reason(row, (enum report_column)(COLUMN_DAYS_P25 + i)),
                                "report.few_won");
    }
    assert_string_equal(reason(row, COLUMN_REVENUE), "report.revenue_not_given");
    assert_string_equal(reason(row, COLUMN_MEDIA_CAC), "report.spend_not_given");
}

static void the_channels_of_olist_are_as_its_files_say(void **state)
{
    static const struct expected all = {
        "", 8000, 842, 0.10525, 0.08625, {5.859722, 14.721528, 55.125, 162.671528}};
    struct engine_world *w = *state;
    struct channel_report r;

    if (!olist(w))
        return;
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(r.count, COUNT_OF(channels));
    for (size_t i = 0; i < r.count; i++) {
        assert_string_equal(r.rows[i].key, channels[i].key);
        check_row(&r.rows[i], &channels[i]);
    }
    check_row(&r.totals, &all);
    assert_int_equal(anomaly(&r, "won_before_contact"), 1);
    assert_int_equal(anomaly(&r, "blank_channel"), 60);
    assert_int_equal(anomaly(&r, "wins_begin_late"), 694);
    assert_int_equal(anomaly(&r, "rate_changed"), r.change.before.leads);
    assert_int_equal(r.anomaly_count, 4);
    assert_int_equal(
        rows_behind(w, &(struct rows_ask){.key = "organic_search", .column = "won", .limit = 500})
            .count,
        271);
    spend(w, "paid_search", "media", "2018-01-01", NULL, 5000000);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(whole(row_of(&r, "paid_search"), COLUMN_COST_PER_LEAD), 3153);
    assert_int_equal(whole(row_of(&r, "paid_search"), COLUMN_MEDIA_CAC), 25641);
}

static void olist_by_other_dimensions(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;

    if (!olist(w))
        return;
    r = report(w, BY_MONTH, NULL, NULL);
    assert_int_equal(r.count, 12);
    assert_string_equal(r.rows[0].key, "2017-06");
    assert_int_equal(whole(&r.rows[0], COLUMN_LEADS), 4);
    assert_int_equal(whole(&r.rows[1], COLUMN_LEADS), 239);
    assert_int_equal(whole(&r.rows[2], COLUMN_LEADS), 386);
    r = report(w, BY_LANDING_PAGE, NULL, NULL);
    assert_int_equal(r.count, 495);
    assert_int_equal(whole(&r.rows[0], COLUMN_LEADS), 912);
    NEAR(real(&r.rows[0], COLUMN_LEAD_TO_CUSTOMER), 0.1875);
    NEAR(real(&r.rows[0], COLUMN_DAYS_P50), 11.728472);
    r = report(w, BY_INDUSTRY, NULL, NULL);
    assert_int_equal(r.count, 34);
    assert_int_equal(whole(row_of(&r, "home_decor"), COLUMN_WON), 105);
    assert_string_equal(reason(row_of(&r, "home_decor"), COLUMN_LEAD_TO_CUSTOMER),
                        "report.known_for_customers_only");
    r = report(w, BY_CHANNEL, "2018-01-01", "2018-03-31");
    assert_int_equal(whole(&r.totals, COLUMN_LEADS), 3343);
    assert_int_equal(whole(&r.totals, COLUMN_WON), 468);
    NEAR(real(&r.totals, COLUMN_DAYS_P50), 15.860417);
}

/* The weeks of a metric up to that day, and how the forecast would have done in each of them. */
static struct forecast_trials trials_of(struct engine_world *w, const char *key, const char *to,
                                        const char *first)
{
    struct forecast_trials t = {0};
    struct metric_weeks weeks;
    struct db *db = market_read(w);

    assert_int_equal(metric_weeks(w->cx, db, key, to, NULL, &weeks), OK);
    db_return(db);
    assert_string_equal(day_text(w->cx, weeks.first), first);
    assert_int_equal(forecast_trials(w->cx, weeks.count, weeks.n, &t), OK);
    print_message("%s: %zu of %zu weeks held, score %.1f against %.1f\n", key, t.held, t.trials,
                  t.score, t.naive_score);
    return t;
}

static void the_forecast_holds_on_olists_weeks(void **state)
{
    struct engine_world *w = *state;
    struct forecast_trials t;

    if (!olist(w))
        return;
    /* The files end on a Thursday; wins go on until November. */
    t = trials_of(w, "leads", "2018-05-31", "2017-06-19");
    assert_int_equal(t.trials, 37);
    assert_true(t.held * 10 >= t.trials * 7 && t.held * 10 <= t.trials * 9);
    assert_true(t.score < t.naive_score);
    t = trials_of(w, "won", "2018-11-14", "2017-12-11");
    assert_int_equal(t.trials, 36);
    assert_true(t.held * 10 >= t.trials * 7 && t.held * 10 <= t.trials * 9);
    assert_true(t.score < t.naive_score);
}

static double part(const struct rate_side *s)
{
    return (double)s->won / (double)s->leads;
}

/* Leads up to November became customers at 2.8 %, later ones at 13.0 %: nobody told the program. */
static void the_change_of_the_rate_is_noticed(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;
    const struct rate_change *c;

    if (!olist(w))
        return;
    r = report(w, BY_CHANNEL, NULL, NULL);
    c = &r.change;
    assert_true(c->found);
    print_message("until %s %.2f %% (%d of %d), from %s %.2f %% (%d of %d)\n",
                  day_text(w->cx, c->from), part(&c->before) * 100, (int)c->before.won,
                  (int)c->before.leads, day_text(w->cx, c->until), part(&c->after) * 100,
                  (int)c->after.won, (int)c->after.leads);
    assert_string_equal(day_text(w->cx, c->from), "2017-12-01");
    assert_string_equal(day_text(w->cx, c->until), "2018-01-01");
    assert_int_equal(c->before.won * 10000 + c->before.leads, 50 * 10000 + 1802);
    assert_true(fabs(part(&c->after) - 0.130) < 0.0005);
}

static const struct judged *judged_of(const struct judged *all, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(all[i].key, key))
            return &all[i];
    fail_msg("no row %s", key);
    return NULL;
}

static void olists_origins_are_told_apart_and_the_unknown_never_scaled(void **state)
{
    static const char *const unknown[] = {"(none)", "unknown", "direct_traffic"};
    struct engine_world *w = *state;
    struct channel_powers powers;
    struct proposal *made = NULL;
    struct judged *all = NULL;
    size_t n = 0, count = 0, strong = 0, weak = 0;
    int64_t leads = 0;
    struct db *db;

    if (!olist(w))
        return;
    db = market_read(w);
    assert_int_equal(channel_powers_read(w->cx, db, &powers), OK);
    assert_true(powers.cohorts.change.found);
    assert_true(powers.cohorts.first >= powers.cohorts.change.until); /* never mixed */
    assert_int_equal(powers_judge(w->cx, db, &powers, BY_CHANNEL, &all, &n, &leads), OK);
    for (size_t i = 0; i < n; i++)
        print_message("%-18s %-5s %d of %d, %.3f to %.3f, chance %.3f\n", all[i].key,
                      proposal_kind_name(all[i].kind), (int)all[i].won, (int)all[i].leads,
                      all[i].low, all[i].high, all[i].chance);
    for (size_t i = 0; i < COUNT_OF(unknown); i++)
        assert_int_equal(judged_of(all, n, unknown[i])->kind, PROPOSAL_MEND);
    assert_int_equal(judged_of(all, n, "paid_search")->kind, PROPOSAL_SCALE);
    assert_int_equal(judged_of(all, n, "organic_search")->kind, PROPOSAL_SCALE);
    assert_int_equal(judged_of(all, n, "email")->kind, PROPOSAL_FIX);
    assert_int_equal(judged_of(all, n, "social")->kind, PROPOSAL_FIX);
    assert_int_equal(proposals_make(w->cx, db, &made, &count), OK);
    db_return(db);
    for (size_t i = 0; i < count; i++) {
        bool is_known = !channel_is_unknown(text_fold(w->cx->arena, made[i].subject));
        struct evidence e;
        assert_int_equal(evidence_read(w->cx, made[i].evidence, &e), OK);
        assert_true(e.n[EV_LOW] < e.n[EV_HIGH]);
        if (strcmp(made[i].dimension, "channel") != 0)
            continue;
        strong += !strcmp(made[i].kind, "scale");
        weak += !strcmp(made[i].kind, "fix");
        assert_true(is_known == (strcmp(made[i].kind, "mend") != 0));
    }
    assert_true(strong >= 1 && weak >= 1);
}

/* Not a benchmark: only that nothing runs away. */
static void the_report_over_olist_answers_at_once(void **state)
{
    struct engine_world *w = *state;
    struct timespec a, b;
    double ms, best = 1e9;

    if (!olist(w))
        return;
    for (int i = 0; i < 3; i++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        struct channel_report r;
        struct buf out = buf_in(w->cx->arena);
        (void)clock_gettime(CLOCK_MONOTONIC, &a);
        r = report(w, BY_CHANNEL, NULL, NULL);
        channel_report_json(w->cx, &r, &out);
        (void)clock_gettime(CLOCK_MONOTONIC, &b);
        ms = (double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) / 1e6;
        best = ms < best ? ms : best;
        arena_reset(w->cx->arena, mark);
    }
    print_message("channel report over 8,000 leads: %.1f ms\n", best);
    assert_true(best < 500);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_channels_of_olist_are_as_its_files_say),
        cmocka_unit_test(olist_by_other_dimensions),
        cmocka_unit_test(the_forecast_holds_on_olists_weeks),
        cmocka_unit_test(the_change_of_the_rate_is_noticed),
        cmocka_unit_test(olists_origins_are_told_apart_and_the_unknown_never_scaled),
        cmocka_unit_test(the_report_over_olist_answers_at_once),
    };

    return engines_run("olist", tests, COUNT_OF(tests), market_prepare);
}
