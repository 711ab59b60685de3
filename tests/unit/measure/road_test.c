/* road_test.c -- a plan tells how far it is, what it waits for, who answered, and where the data speak against it: once. */
#include "unit/measure/report_unit.h"

#include "access/user.h"
#include "base/message.h"
#include "measure/road.h"
#include "strategy/audience.h"
#include "strategy/budget_line.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"
#include "strategy/goal.h"
#include "work/webhook.h"

/* Started in January 2023; it is July. */
static int64_t a_plan(struct engine_world *w)
{
    struct plan *p = model_new(w->cx, &plan_model);

    w->clock.now_ms = at(w, "2023-01-01T09:00");
    p->name = "2023";
    p->starts_on = "2023-01-01";
    p->ends_on = "2023-12-31";
    return market_save(w, &plan_model, p);
}

static struct audience *an_audience(struct engine_world *w, int64_t plan, const char *name)
{
    struct audience *a = model_new(w->cx, &audience_model);

    a->plan = plan;
    a->name = name;
    (void)market_save(w, &audience_model, a);
    return a;
}

static struct channel *a_channel(struct engine_world *w, int64_t plan, int64_t expected)
{
    struct channel *c = model_new(w->cx, &channel_model);

    c->plan = plan;
    c->name = "Ads";
    c->kind = "paid";
    c->matches = "ads";
    c->expected_cost_per_lead_minor = expected;
    (void)market_save(w, &channel_model, c);
    return c;
}

static struct road road(struct engine_world *w, int64_t plan)
{
    struct road r = {0};
    struct db *db = market_read(w);

    assert_int_equal(road_read(w->cx, db, plan, &r), OK);
    db_return(db);
    return r;
}

static const struct road_answer *answer(const struct road *r, const char *key)
{
    for (size_t i = 0; i < r->answer_count; i++)
        if (!strcmp(r->answers[i].question->key, key))
            return &r->answers[i];
    fail_msg("no question %s", key);
    return NULL;
}

static const struct road_drift *drift(const struct road *r, const char *code)
{
    for (size_t i = 0; i < r->drift_count; i++)
        if (!strcmp(r->drifts[i].code, code))
            return &r->drifts[i];
    return NULL;
}

static bool has_field(const char *name, const struct model *m)
{
    bool has = model_field(m, name) != NULL;

    if (!has)
        print_error("%s has no %s\n", m->name, name);
    return has;
}

static void every_question_names_fields_words_and_a_question_before_it(void **state)
{
    static const char *const areas[] = {"q", "why", "example"};
    struct engine_world *w = *state;

    for (const struct road_question *q = road_questions; q->key; q++) {
        char names[200];
        assert_true(q->step >= 1 && q->step <= ROAD_STEPS);
        assert_ptr_equal(road_question_find(q->key), q);
        (void)snprintf(names, sizeof(names), "%s %s", q->fields, q->further ? q->further : "");
        for (char *more = NULL, *one = strtok_r(names, " ", &more); one;
             one = strtok_r(NULL, " ", &more))
            assert_true(has_field(one, q->model));
        if (q->unless)
            assert_true(has_field(q->unless, q->model));
        assert_true(q->kind != ROAD_COVER || (q->rests_on && has_field("audience", q->model)));
        if (q->rests_on)
            assert_true(road_question_find(q->rests_on) < q &&
                        road_question_find(q->rests_on) >= road_questions);
        for (size_t i = 0; i < COUNT_OF(areas); i++)
            for (int lang = 0; lang < 2; lang++)
                assert_non_null(
                    message_find(lang ? LANG_EN : LANG_PT_BR,
                                 arena_print(w->cx->arena, "road.%s.%s", areas[i], q->key)));
    }
}

static void a_step_says_what_is_next_and_what_it_rests_on(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    struct road r = road(w, plan);

    assert_int_equal(r.done, 0);
    assert_int_equal(r.steps[0].state, ROAD_EMPTY);
    assert_string_equal(r.steps[0].next->question->key, "audience");
    assert_null(r.steps[0].rest);
    assert_string_equal(r.steps[2].rest->question->key, "audience");
    assert_true(answer(&r, "audience_scores")->waits);
    (void)an_audience(w, plan, "Bakeries");
    r = road(w, plan);
    assert_int_equal(r.steps[0].state, ROAD_BEGUN);
    assert_string_equal(r.steps[0].next->question->key, "audience_scores");
    assert_null(r.steps[2].rest);
    assert_string_equal(r.steps[6].rest->question->key, "channel");
}

static enum err user_in(struct ctx *cx, struct db *db, void *id)
{
    static const struct user u = {.email = "ana@acme.example", .name = "Ana", .locale = "en"};
    enum err e = user_add(cx, db, &u, "x", id);

    return e ? e : member_set(cx, db, cx->site, *(int64_t *)id, "owner");
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct audience *is = arg;
    void *record = NULL;
    enum err e = model_get(cx, db, &audience_model, is->record.id, &record);
    struct audience *a = record;

    if (e)
        return e;
    a->fit = a->value = a->resources = a->influence = 4;
    return model_change(cx, db, &audience_model, a);
}

static void an_answer_knows_who_gave_it_and_when(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w), ana = 0, when;
    struct audience *one = an_audience(w, plan, "Bakeries");
    const struct road_answer *a;
    struct road r;

    (void)an_audience(w, plan, "Hotels");
    assert_int_equal(db_write(w->cx, w->pool, user_in, &ana), OK);
    when = w->clock.now_ms += DAYS_MS(3);
    w->cx->actor = ana;
    assert_int_equal(db_write(w->cx, w->pool, change_in, one), OK);
    r = road(w, plan);
    a = answer(&r, "audience_scores");
    assert_int_equal(a->asked, 2);
    assert_int_equal(a->given, 1);
    assert_false(a->done);
    assert_int_equal(a->at, when);
    assert_string_equal(a->by_name, "Ana");
    a = answer(&r, "audience"); /* its name was given before, by nobody */
    assert_int_equal(a->at, when - DAYS_MS(3));
    assert_null(a->by_name);
}

static void a_cost_far_from_the_expected_is_a_drift_once_the_sample_carries_it(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    struct channel *c = a_channel(w, plan, 5000);
    const struct road_drift *d;
    struct road r;

    w->clock.now_ms = at(w, "2023-07-15T09:00");
    leads(w, 19, "ads", "2023-03-01");
    (void)spend(w, "ads", "media", "2023-03-01", NULL, 140000);
    r = road(w, plan);
    assert_null(drift(&r, "cost_above")); /* 19 leads tell nothing */
    leads(w, 1, "ads", "2023-03-01");
    r = road(w, plan);
    d = drift(&r, "cost_above");
    assert_non_null(d);
    assert_int_equal(d->record, c->record.id);
    assert_int_equal(llround(d->expected), 5000);
    assert_int_equal(llround(d->actual), 7000);
    assert_int_equal(d->have, 20);
    assert_true(d->old); /* answered in January */
    assert_true(strstr(d->message, "from 1 Jan 2023") != NULL);
    leads(w, 2, "ads", "2023-03-01"); /* 63,64: within three tenths */
    r = road(w, plan);
    assert_null(drift(&r, "cost_above"));
}

static void money_beyond_a_budget_line_is_a_drift(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    struct channel *c = a_channel(w, plan, NIL);
    struct budget_line *b = model_new(w->cx, &budget_line_model);
    const struct road_drift *d;
    struct road r;

    b->plan = plan;
    b->channel = c->record.id;
    b->month = "2023-07-01";
    b->planned_minor = 100000;
    (void)market_save(w, &budget_line_model, b);
    w->clock.now_ms = at(w, "2023-07-15T09:00");
    (void)spend(w, "ads", "media", "2023-07-03", NULL, 110000);
    r = road(w, plan);
    assert_int_equal(r.drift_count, 0); /* a tenth is nothing */
    (void)spend(w, "ads", "media", "2023-07-04", NULL, 1);
    r = road(w, plan);
    d = drift(&r, "budget_over");
    assert_non_null(d);
    assert_int_equal(llround(d->actual), 110001);
    assert_string_equal(d->name, "Ads, 2023-07");
}

static void a_win_rate_drifts_when_what_was_seen_cannot_be_it(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    struct audience *a = model_new(w->cx, &audience_model);
    const struct road_drift *d;
    struct road r;

    a->plan = plan;
    a->name = "Bakeries";
    a->industry = "Food";
    a->win_rate = 300000;
    (void)market_save(w, &audience_model, a);
    w->clock.now_ms = at(w, "2023-07-15T09:00");
    for (int i = 0; i < 30; i++) {
        struct account *company = model_new(w->cx, &account_model);
        struct contact *who = new_lead(w, "ads", i < 20 ? "2023-02-01" : "2023-07-01");
        struct deal *won_deal;
        company->name = arena_print(w->cx->arena, "Bakery %d", i);
        company->industry = "food";
        who->account = market_save(w, &account_model, company);
        (void)market_save(w, &contact_model, who);
        if (i >= 1)
            continue;
        won_deal = new_deal(w, who->record.id, "won", "2023-03-01", 100);
        won_deal->account = who->account;
        (void)market_save(w, &deal_model, won_deal);
    }
    r = road(w, plan);
    d = drift(&r, "wins_below");
    assert_non_null(d);
    assert_int_equal(d->have, 20); /* the other ten had no time to buy */
    assert_true(fabs(d->actual - 0.05) < 1e-9);
    assert_true(fabs(d->expected - 0.3) < 1e-9);
}

static struct campaign *a_campaign(struct engine_world *w, int64_t plan, const char *name,
                                   const char *state, const char *ends)
{
    struct campaign *c = model_new(w->cx, &campaign_model);

    c->plan = plan;
    c->name = name;
    c->state = state;
    c->ends_on = ends;
    c->override_reason = "test";
    (void)market_save(w, &campaign_model, c);
    return c;
}

static void a_campaign_that_ended_without_anybody_is_a_drift(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    struct campaign *empty = a_campaign(w, plan, "Empty", "done", "2023-05-01");
    struct campaign *full = a_campaign(w, plan, "Full", "done", "2023-05-01");
    struct campaign *late = a_campaign(w, plan, "Late", "running", "2023-07-14");
    struct contact *who = new_lead(w, "ads", "2023-04-01");
    struct road r;

    (void)a_campaign(w, plan, "Fresh", "done", "2023-07-10"); /* leads may still come */
    w->clock.now_ms = at(w, "2023-07-15T09:00");
    who->campaign = full->record.id;
    (void)market_save(w, &contact_model, who);
    r = road(w, plan);
    assert_int_equal(r.drift_count, 2);
    assert_int_equal(drift(&r, "campaign_no_result")->record, empty->record.id);
    assert_int_equal(drift(&r, "campaign_late")->record, late->record.id);
}

static void a_campaign_that_did_not_start_on_its_day_is_a_drift(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    struct campaign *c = a_campaign(w, plan, "Waits", "idea", NULL);
    struct road r;

    assert_int_equal(engine_sql(w->cx, w->pool, "update campaigns set starts_on = '2023-07-14'"),
                     OK);
    w->clock.now_ms = at(w, "2023-07-14T23:30");
    assert_int_equal(road(w, plan).drift_count, 0);
    w->clock.now_ms = at(w, "2023-07-15T00:30");
    r = road(w, plan);
    assert_int_equal(r.drift_count, 1);
    assert_int_equal(drift(&r, "campaign_waiting")->record, c->record.id);
}

static void a_goal_that_nothing_measures_is_a_drift_at_half_time(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    struct goal *g = model_new(w->cx, &goal_model);
    struct road r;

    g->plan = plan;
    g->name = "Win more";
    g->metric = "win_rate"; /* and no deal was ever lost */
    g->starts_on = "2023-06-01";
    g->due_on = "2023-06-30";
    g->target_micro = 500000;
    (void)market_save(w, &goal_model, g);
    w->clock.now_ms = at(w, "2023-06-10T09:00");
    assert_int_equal(road(w, plan).drift_count, 0);
    w->clock.now_ms = at(w, "2023-06-15T09:00");
    r = road(w, plan);
    assert_int_equal(r.drift_count, 1);
    assert_int_equal(drift(&r, "goal_unmeasured")->record, g->record.id);
    assert_true(strstr(r.drifts[0].url, "/goals/") == r.drifts[0].url);
}

/* --- told once --------------------------------------------------------------------------------- */

static enum err listen_in(struct ctx *cx, struct db *db, void *arg)
{
    struct webhook *h = model_new(cx, &webhook_model);

    (void)arg;
    h->name = "Desk";
    h->url = "https://desk.example/hook";
    h->events = "[\"plan.drifted\"]";
    return model_add(cx, db, &webhook_model, h);
}

static int64_t told(struct engine_world *w)
{
    struct db *db = market_read(w);
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t n;

    assert_int_equal(
        db_begin_text(w->cx, db,
                      "select count(*) from webhook_deliveries where event = 'plan.drifted'", &st),
        OK);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    n = db_int(st, 0);
    db_done(st);
    db_return(db);
    return n;
}

static int64_t standing(struct engine_world *w)
{
    struct db *db = market_read(w);
    int64_t n = NIL;

    assert_int_equal(road_drifts_standing(w->cx, db, &n), OK);
    db_return(db);
    return n;
}

static void a_drift_is_told_once_and_again_when_it_returns(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    struct campaign *c = a_campaign(w, plan, "Empty", "done", "2023-05-01");
    struct road r;

    w->clock.now_ms = at(w, "2023-07-15T09:00");
    assert_int_equal(db_write(w->cx, w->pool, listen_in, NULL), OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(road_watch(w->cx, w->pool), OK);
        assert_int_equal(told(w), 1);
        assert_int_equal(standing(w), 1);
    }
    r = road(w, plan);
    assert_int_equal(drift(&r, "campaign_no_result")->since, w->clock.now_ms);
    assert_int_equal(engine_sql(w->cx, w->pool,
                                "update campaigns set state = 'running', "
                                "ends_on = '2023-12-01'"),
                     OK);
    assert_int_equal(road_watch(w->cx, w->pool), OK);
    assert_int_equal(standing(w), 0);
    assert_int_equal(told(w), 1);
    assert_int_equal(
        engine_sql(w->cx, w->pool, "update campaigns set state = 'done', ends_on = '2023-05-01'"),
        OK);
    assert_int_equal(road_watch(w->cx, w->pool), OK);
    assert_int_equal(told(w), 2);
    assert_int_equal(engine_sql(w->cx, w->pool, "update plans set state = 'archived'"), OK);
    assert_int_equal(road_watch(w->cx, w->pool), OK);
    assert_int_equal(told(w), 2);
    assert_int_equal(standing(w), 0);
    assert_int_not_equal(c->record.id, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_question_names_fields_words_and_a_question_before_it),
        cmocka_unit_test(a_step_says_what_is_next_and_what_it_rests_on),
        cmocka_unit_test(an_answer_knows_who_gave_it_and_when),
        cmocka_unit_test(a_cost_far_from_the_expected_is_a_drift_once_the_sample_carries_it),
        cmocka_unit_test(money_beyond_a_budget_line_is_a_drift),
        cmocka_unit_test(a_win_rate_drifts_when_what_was_seen_cannot_be_it),
        cmocka_unit_test(a_campaign_that_ended_without_anybody_is_a_drift),
        cmocka_unit_test(a_campaign_that_did_not_start_on_its_day_is_a_drift),
        cmocka_unit_test(a_goal_that_nothing_measures_is_a_drift_at_half_time),
        cmocka_unit_test(a_drift_is_told_once_and_again_when_it_returns),
    };
    return engines_run("road", tests, COUNT_OF(tests), market_prepare);
}
