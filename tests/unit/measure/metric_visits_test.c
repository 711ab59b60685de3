/* metric_visits_test.c -- figures of visits as metrics: counted by hand, week by week, and where a goal on them stands. */
#include "unit/measure/market.h"

#include "facts/store.h"
#include "measure/goal_outlook.h"
#include "measure/goal_progress.h"
#include "measure/metric.h"
#include "measure/metric_text.h"
#include "measure/metric_visits.h"
#include "measure/metric_weeks.h"
#include "people/site_form.h"

#include <math.h>

/* 2025-11-23 15:00 in São Paulo, a Sunday. */
static const int64_t now_ms = INT64_C(1763920800000);

static void close_store(void *st)
{
    store_close(st);
}

static void prepare(struct engine_world *w)
{
    struct fact_store *st = store_memory_new();

    market_prepare(w);
    w->clock.now_ms = now_ms;
    assert_true(arena_defer(w->cx->arena, close_store, st));
    w->cx->facts = st;
}

struct coming {
    int64_t visitor;
    const char *day, *channel;
    const char *then; /* the kind of what happened after the view; NULL: nothing */
    const char *props;
    bool agreed;
    int64_t engaged_ms;
};

/* A visit of one page, at noon, and what happened a minute later. */
static void came(struct engine_world *w, struct coming c)
{
    struct fact facts[3] = {fact_nothing(), fact_nothing(), fact_nothing()};
    const char *kinds[3] = {"view", c.then, c.then};
    struct visit v;
    int64_t position = 0;
    struct store_batch b = {.follower = "test", .facts = facts, .visits = &v, .visit_count = 1};

    b.count = c.then ? 2 : 1;
    if (c.engaged_ms)
        kinds[b.count++] = "engage";
    for (size_t i = 0; i < b.count; i++) {
        facts[i].id = facts[i].key_lo = id_next(w->cx);
        facts[i].site = w->cx->site;
        facts[i].at_ms = facts[i].received_ms =
            at(w, c.day) + HOURS_MS(12) + MINUTES_MS((int64_t)i);
        facts[i].visitor = c.visitor;
        facts[i].kind = kinds[i];
        facts[i].path = "/";
        facts[i].props = i == 1 ? c.props : NULL;
        facts[i].engaged_ms = text_equal(kinds[i], "engage") ? c.engaged_ms : 0;
        facts[i].consent = CONSENT_NECESSARY |
                           (c.agreed ? CONSENT_ANSWERED | CONSENT_PERFORMANCE | CONSENT_STABLE : 0);
    }
    v = visit_new(&facts[0]);
    for (size_t i = 0; i < b.count; i++) {
        visit_add(&v, &facts[i]);
        facts[i].visit = v.id;
    }
    v.channel = c.channel;
    assert_int_equal(store_position(w->cx, w->cx->facts, "test", &position), OK);
    b.from = position;
    b.to = position + 1;
    assert_int_equal(store_append(w->cx, w->cx->facts, &b), OK);
}

static struct figure value(struct engine_world *w, const char *key, const char *from,
                           const char *to, const char *channel)
{
    struct figure f = {0};
    struct db *db = market_read(w);

    assert_int_equal(metric_value(w->cx, db, key, from, to, channel, &f), OK);
    db_return(db);
    return f;
}

static int64_t whole(struct engine_world *w, const char *key, const char *channel)
{
    struct figure f = value(w, key, "2025-11-01", "2025-11-30", channel);

    assert_true(f.known);
    return f.whole;
}

static void what_is_counted_is_of_the_period_and_the_channel(void **state)
{
    struct engine_world *w = *state;

    came(w, (struct coming){.visitor = 1,
                            .day = "2025-11-03",
                            .channel = "social",
                            .then = "form",
                            .props = "{\"form\":\"contato\"}"});
    came(w, (struct coming){
                .visitor = 2, .day = "2025-11-04", .channel = "social", .then = "download"});
    came(w, (struct coming){.visitor = 3,
                            .day = "2025-11-04",
                            .channel = "email",
                            .then = "form",
                            .props = "{\"form\":\"orcamento\"}"});
    came(w, (struct coming){.visitor = 4, .day = "2025-11-05"});
    came(w, (struct coming){.visitor = 5, .day = "2025-10-31", .channel = "social"});
    assert_int_equal(whole(w, "visits", NULL), 4);
    assert_int_equal(whole(w, "visits", "Social"), 2);
    assert_int_equal(whole(w, "visits", "(none)"), 1);
    assert_int_equal(whole(w, "views", NULL), 4);
    assert_int_equal(whole(w, "downloads", NULL), 1);
    assert_int_equal(whole(w, "downloads", "email"), 0);
    assert_int_equal(whole(w, "form_answers", NULL), 2);
    assert_int_equal(whole(w, "form_answers", "social"), 1);
    assert_int_equal(whole(w, "form_answers:contato", NULL), 1);
    assert_int_equal(whole(w, "form_answers:contato", "email"), 0);
    assert_int_equal(value(w, "visits", NULL, NULL, NULL).whole, 5);
    assert_int_equal(value(w, "visits", "2025-12-01", "2025-12-31", NULL).whole, 0);
}

static void who_did_not_agree_is_not_made_one_person_over_days(void **state)
{
    struct engine_world *w = *state;

    /* One who agreed, on three days and twice on one; and two ids of a day each. */
    came(w, (struct coming){.visitor = 7, .day = "2025-11-03", .agreed = true});
    came(w, (struct coming){.visitor = 7, .day = "2025-11-04", .agreed = true});
    came(w, (struct coming){.visitor = 7, .day = "2025-11-05", .agreed = true});
    came(w, (struct coming){.visitor = 8, .day = "2025-11-03"});
    came(w, (struct coming){.visitor = 9, .day = "2025-11-04"});
    assert_int_equal(whole(w, "visitors", NULL), 5);
    assert_int_equal(whole(w, "known_visitors", NULL), 1);
}

static void a_share_of_visits_needs_twenty(void **state)
{
    struct engine_world *w = *state;
    struct figure f;

    for (int i = 0; i < 19; i++)
        came(w, (struct coming){.visitor = 20 + i, .day = "2025-11-03", .engaged_ms = 5000});
    f = value(w, "bounce_rate", "2025-11-01", "2025-11-30", NULL);
    assert_false(f.known);
    assert_int_equal(f.have, 19);
    assert_int_equal(f.need, VISITS_NEEDED);
    assert_false(value(w, "engaged_seconds", "2025-11-01", "2025-11-30", NULL).known);
    assert_false(value(w, "form_conversion", "2025-11-01", "2025-11-30", NULL).known);
    came(w, (struct coming){.visitor = 50,
                            .day = "2025-11-04",
                            .then = "form",
                            .props = "{\"form\":\"contato\"}",
                            .engaged_ms = 25000});
    f = value(w, "bounce_rate", "2025-11-01", "2025-11-30", NULL);
    assert_true(fabs(f.value - 0.95) < 1e-9);
    f = value(w, "engaged_seconds", "2025-11-01", "2025-11-30", NULL);
    assert_true(fabs(f.value - 6) < 1e-9);
    assert_true(fabs(value(w, "form_conversion", NULL, NULL, NULL).value - 0.05) < 1e-9);
    assert_true(value(w, "form_conversion:outro", NULL, NULL, NULL).value == 0);
    w->cx->lang = LANG_EN;
    assert_string_equal(figure_text(w->cx, NULL, UNIT_SECONDS, &f), "6 s");
}

static void reach_is_a_mean_of_days(void **state)
{
    struct engine_world *w = *state;

    for (int i = 0; i < 99; i++)
        came(w, (struct coming){.visitor = 100 + i, .day = i % 2 ? "2025-11-21" : "2025-11-22"});
    assert_string_equal(value(w, "reach", "2025-11-20", "2025-11-30", NULL).reason,
                        "metric.few_visitors");
    came(w, (struct coming){.visitor = 300, .day = "2025-11-22"});
    /* The 20th to the 23rd, which is today: what is to come does not divide. */
    assert_int_equal(value(w, "reach", "2025-11-20", "2025-11-30", NULL).whole, 25);
    assert_int_equal(value(w, "reach", NULL, NULL, NULL).whole, 33);
}

static void without_a_store_nothing_is_said(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = model_new(w->cx, &goal_model);
    struct fact_store *st = w->cx->facts;
    struct goal_outlook o;
    struct db *db;

    w->cx->facts = NULL;
    assert_string_equal(value(w, "visits", NULL, NULL, NULL).reason, "metric.no_facts");
    assert_string_equal(value(w, "reach", NULL, NULL, NULL).reason, "metric.no_facts");
    assert_string_equal(value(w, "attributed_revenue", NULL, NULL, NULL).reason, "metric.no_facts");
    *g = (struct goal){.metric = "visits", .starts_on = "2025-11-01", .due_on = "2025-12-31"};
    db = market_read(w);
    assert_int_equal(goal_outlook(w->cx, db, g, &o), OK);
    db_return(db);
    assert_string_equal(o.reason.reason, "metric.no_facts");
    w->cx->facts = st;
}

/* Twenty weeks of 10 visits by known visitors, one week as the other. */
static void even_weeks(struct engine_world *w)
{
    int64_t monday = at(w, "2025-07-07");

    for (int week = 0; week < 20; week++)
        for (int i = 0; i < 10; i++) {
            char day[DATE_TEXT_MAX];
            date_text(NULL, monday + DAYS_MS(7 * week + i % 5) + HOURS_MS(12), day);
            came(w, (struct coming){.visitor = 1000 + i,
                                    .day = day,
                                    .agreed = true,
                                    .channel = i ? "social" : "email"});
        }
}

static void a_goal_on_visits_has_progress_pace_and_outlook(void **state)
{
    static const char *const both[] = {"visits", "visitors"};
    struct engine_world *w = *state;
    struct goal *g = model_new(w->cx, &goal_model);
    struct metric_weeks weeks;
    struct goal_progress p;
    struct goal_outlook o;
    struct db *db;

    even_weeks(w);
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        *g = (struct goal){.metric = both[i],
                           .starts_on = "2025-11-03",
                           .due_on = "2025-12-14",
                           .target_micro = 60 * 1000000,
                           .baseline_micro = NIL};
        db = market_read(w);
        assert_int_equal(metric_weeks(w->cx, db, both[i], NULL, NULL, &weeks), OK);
        assert_int_equal(weeks.n, 18); /* the first is left out, the one of today is not over */
        for (size_t k = 0; k < weeks.n; k++)
            assert_int_equal(weeks.count[k], 10);
        assert_int_equal(metric_weeks(w->cx, db, both[i], NULL, "email", &weeks), OK);
        assert_int_equal(weeks.count[0], 1);
        assert_int_equal(goal_prepare(w->cx, db, g), OK);
        assert_int_equal(goal_progress(w->cx, db, g, &p), OK);
        assert_int_equal(goal_outlook(w->cx, db, g, &o), OK);
        db_return(db);
        assert_int_equal(g->baseline_micro, 60 * 1000000);
        assert_true(fabs(p.current - 30) < 1e-9);
        assert_true(fabs(p.pace - 1) < 1e-9);
        assert_int_equal(p.verdict, VERDICT_ON_TRACK);
        assert_true(o.reason.known);
        assert_true(o.low <= 60 && o.high >= 60);
    }
}

static void a_form_is_called_by_its_name(void **state)
{
    struct engine_world *w = *state;
    struct site_form *f = model_new(w->cx, &site_form_model);
    const char *key, *title;
    struct buf out = buf_in(w->cx->arena);
    struct db *db;

    w->cx->lang = LANG_EN;
    f->name = "Ask for an offer";
    f->title_pt = "Peça um orçamento";
    market_save(w, &site_form_model, f);
    key = arena_print(w->cx->arena, "form_answers:%lld", (long long)f->record.id);
    came(w, (struct coming){.visitor = 1,
                            .day = "2025-11-03",
                            .then = "form",
                            .props = arena_print(w->cx->arena, "{\"form\":\"%lld\"}",
                                                 (long long)f->record.id)});
    came(w,
         (struct coming){
             .visitor = 2, .day = "2025-11-03", .then = "form", .props = "{\"form\":\"footer\"}"});
    db = market_read(w);
    assert_int_equal(metric_title(w->cx, db, key, &title), OK);
    assert_string_equal(title, "Forms sent: Ask for an offer");
    assert_int_equal(metric_title(w->cx, db, "form_answers:footer", &title), OK);
    assert_string_equal(title, "Forms sent: footer");
    assert_int_equal(metric_title(w->cx, db, "form_answers:99", &title), OK);
    assert_string_equal(title, "Forms sent: 99");
    assert_int_equal(metrics_json(w->cx, db, &out), OK);
    db_return(db);
    assert_non_null(strstr(buf_text(&out), "\"form_conversion:footer\""));
    assert_non_null(strstr(buf_text(&out), "\"Forms sent: Ask for an offer\""));
    assert_null(metric_find("form_answers:"));
    assert_null(metric_find("visits:contato"));
    assert_null(metric_find("form_answerso"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_counted_is_of_the_period_and_the_channel),
        cmocka_unit_test(who_did_not_agree_is_not_made_one_person_over_days),
        cmocka_unit_test(a_share_of_visits_needs_twenty),
        cmocka_unit_test(reach_is_a_mean_of_days),
        cmocka_unit_test(without_a_store_nothing_is_said),
        cmocka_unit_test(a_goal_on_visits_has_progress_pace_and_outlook),
        cmocka_unit_test(a_form_is_called_by_its_name),
    };

    return engines_run("metrics of visits", tests, COUNT_OF(tests), prepare);
}
