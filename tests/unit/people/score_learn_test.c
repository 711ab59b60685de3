/* score_learn_test.c -- figures of how well a score tells won from lost, and what is learned from past deals. */
#include "unit/world.h"

#include "people/account.h"
#include "people/behaviour.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/deal_member.h"
#include "people/score.h"
#include "people/score_replay.h"
#include "people/score_suggest.h"

#include <math.h>

#define LL(x) ((long long)(x))

static uint64_t roll_state;
static int64_t roll(int64_t n)
{
    roll_state = roll_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((roll_state >> 33) % (uint64_t)n);
}

/* --- figures ----------------------------------------------------------------------------------- */

/* By its definition: every pair looked at. */
static double pairs(const struct score_case *c, size_t n)
{
    double sum = 0, all = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (c[i].won && !c[k].won) {
                sum += c[i].score > c[k].score ? 1 : c[i].score < c[k].score ? 0 : 0.5;
                all++;
            }
    return sum / all;
}

static void auc_is_the_share_of_pairs_and_ties_count_half(void **state)
{
    struct engine_world *w = *state;
    struct score_case c[300];
    struct score_auc auc;

    roll_state = 5;
    for (int round = 0; round < 30; round++) {
        size_t n = (size_t)(60 + roll(240));
        double expect;
        for (size_t i = 0; i < n; i++) {
            c[i].won = i < 20 || (i >= 40 && roll(3) == 0);
            c[i].score = (double)roll(12) + (c[i].won ? (double)roll(6) : 0);
        }
        expect = pairs(c, n);
        assert_int_equal(score_auc_of(w->cx, c, n, &auc), OK);
        assert_true(auc.known);
        assert_true(fabs(auc.value - expect) < 1e-9);
        assert_true(auc.low <= auc.value && auc.value <= auc.high && auc.low < auc.high);
        assert_true(auc.low >= 0 && auc.high <= 1);
    }
}

/* The interval covers the truth about as often as it says. */
static void the_interval_covers_the_truth(void **state)
{
    struct engine_world *w = *state;
    int covered = 0;

    roll_state = 99;
    for (int round = 0; round < 400; round++) {
        struct score_case c[120];
        struct score_auc auc;
        struct arena_mark mark = arena_mark(w->cx->arena);
        for (int i = 0; i < 120; i++) {
            c[i].won = i % 2;
            /* won: 0..99 and 50 more with chance 1/2; pairs: P = 0.5 * 0.5 + 0.5 * 0.875 without ties */
            c[i].score = (double)roll(100000) + (c[i].won && roll(2) ? 50000.0 : 0);
        }
        assert_int_equal(score_auc_of(w->cx, c, 120, &auc), OK);
        covered += auc.low <= 0.6875 && 0.6875 <= auc.high;
        arena_reset(w->cx->arena, mark);
    }
    assert_in_range(covered, 364, 396); /* 95 % of 400, three deviations and small samples */
}

static void too_few_are_no_figure(void **state)
{
    struct engine_world *w = *state;
    struct score_case c[60];
    struct score_figures f;

    for (int i = 0; i < 60; i++)
        c[i] = (struct score_case){i, i < 19};
    assert_int_equal(score_figures_of(w->cx, c, 60, &f), OK);
    assert_false(f.auc.known);
    assert_int_equal(f.won, 19);
    assert_int_equal(f.lift_n, 0);
    for (int i = 0; i < 60; i++)
        c[i] = (struct score_case){i, i >= 30};
    assert_int_equal(score_figures_of(w->cx, c, 60, &f), OK);
    assert_true(f.auc.known && f.auc.value == 1 && f.auc.low < 1);
}

static void bins_hold_every_deal_once_and_ties_together(void **state)
{
    struct engine_world *w = *state;
    struct score_case c[250];
    struct score_figures f;
    int64_t n = 0, won = 0;

    roll_state = 17;
    for (int i = 0; i < 250; i++)
        c[i] = (struct score_case){(double)(roll(12) * 9), roll(3) == 0};
    assert_int_equal(score_figures_of(w->cx, c, 250, &f), OK);
    for (int i = 0; i < f.lift_n; i++) {
        n += f.lift[i].n;
        won += f.lift[i].won;
        assert_true(f.lift[i].from <= f.lift[i].to);
        assert_true(!i || f.lift[i].to < f.lift[i - 1].from);
        assert_true(f.lift[i].low <= f.lift[i].rate && f.lift[i].rate <= f.lift[i].high);
    }
    assert_int_equal(n, 250);
    assert_int_equal(won, f.won);
    n = 0;
    for (int i = 0; i < SCORE_CALIBRATION_BINS; i++)
        n += f.calibration[i].n;
    assert_int_equal(n, 250);
}

/* --- learning ---------------------------------------------------------------------------------- */

enum { EXAMPLES = 1200 };

static void weights_that_were_put_in_come_out_in_their_order(void **state)
{
    static const double truth[] = {1.6, 0.3, -1.2, /* */ 0.9, -0.9, /* */ 0, 0};
    struct engine_world *w = *state;
    uint16_t level[EXAMPLES * 3];
    bool won[EXAMPLES];
    struct learn_examples x = {EXAMPLES, 3, 7, level, won};
    struct learned l;

    roll_state = 23;
    for (int i = 0; i < EXAMPLES; i++) {
        double z = -0.2;
        level[i * 3] = (uint16_t)roll(3);
        level[i * 3 + 1] = (uint16_t)(3 + roll(2));
        level[i * 3 + 2] = (uint16_t)(5 + roll(2));
        for (int c = 0; c < 3; c++)
            z += truth[level[i * 3 + c]];
        won[i] = (double)roll(1000000) / 1e6 < 1 / (1 + exp(-z));
    }
    assert_int_equal(score_learn(w->cx, &x, &l), OK);
    assert_true(l.weights[0] > l.weights[1] && l.weights[1] > l.weights[2]);
    assert_true(l.weights[3] > 0.5 && l.weights[4] < -0.5);
    assert_true(fabs(l.weights[5] - l.weights[6]) < 0.4);
    assert_true(fabs(l.weights[0] - l.weights[2] - 2.8) < 0.6);
    assert_true(l.auc.known && l.auc.value > 0.75 && l.auc.value < 0.9);
}

static void what_falls_apart_by_itself_stays_finite(void **state)
{
    struct engine_world *w = *state;
    uint16_t level[100];
    bool won[100];
    struct learn_examples x = {100, 1, 2, level, won};
    struct learned l;

    for (int i = 0; i < 100; i++) {
        won[i] = i % 2;
        level[i] = (uint16_t)(i % 2);
    }
    assert_int_equal(score_learn(w->cx, &x, &l), OK);
    assert_true(isfinite(l.weights[0]) && isfinite(l.weights[1]) && isfinite(l.intercept));
    assert_true(l.weights[1] > l.weights[0] && l.weights[1] < 10);
    assert_true(l.auc.value == 1);
}

/* --- past deals -------------------------------------------------------------------------------- */

static int64_t id_of(struct engine_world *w, const struct model *m, const char *json)
{
    return ((struct record *)world_record(w, m, json))->id;
}

static PRINTF_LIKE(2, 3) const char *with(const struct engine_world *w, const char *format, ...)
{
    va_list args;
    const char *text;

    va_start(args, format);
    text = arena_vprint(w->cx->arena, format, args);
    va_end(args);
    assert_non_null(text);
    return text;
}

struct saving {
    enum score_kind kind;
    const char *json;
    struct score_model m;
    const struct json *rows;
};

static enum err save_in(struct ctx *cx, struct db *db, void *arg)
{
    struct saving *s = arg;
    const struct json *in = NULL;
    struct rule_world w;
    enum err e = people_rules(cx, db, NULL, &w);

    if (!e)
        e = json_parse(cx, s->json, strlen(s->json), &in);
    return e ? e : score_draft_save(cx, db, &w, s->kind, in, 0, &s->m);
}

static void save(struct engine_world *w, enum score_kind kind, const char *json)
{
    char *text = arena_dup(w->cx->arena, json);
    struct saving s = {.kind = kind, .json = text};

    for (char *p = text; *p; p++)
        if (*p == '\'')
            *p = '"';
    if (db_write(w->cx, w->pool, save_in, &s))
        fail_msg("%s: %s", json, w->cx->fault.key);
}

static int64_t a_person(struct engine_world *w, int i, bool director, const char *industry)
{
    int64_t account = id_of(w, &account_model,
                            with(w, "{'name':'E%d','industry':'%s','employees':%d}", i, industry,
                                 (int)(10 + roll(400))));

    return id_of(w, &contact_model,
                 with(w, "{'name':'P%d','seniority':'%s','account':'%lld','lifecycle':'%s'}", i,
                      director ? "director" : "junior", LL(account), roll(2) ? "mql" : "customer"));
}

static int64_t a_deal(struct engine_world *w, int64_t contact, bool won, int64_t opened_days_ago)
{
    char opened[TIME_TEXT_MAX], closed[TIME_TEXT_MAX];

    time_text(w->clock.now_ms - DAYS_MS(opened_days_ago), opened);
    time_text(w->clock.now_ms - DAYS_MS(1), closed);
    return id_of(
        w, &deal_model,
        with(w, "{'name':'d','contact':'%lld','outcome':'%s','opened_at':'%s','closed_at':'%s'}",
             LL(contact), won ? "won" : "lost", opened, closed));
}

static const struct json *replayed(struct engine_world *w, enum score_kind kind)
{
    struct score_replay_ask ask = {kind, 1, w->clock.now_ms - DAYS_MS(365), w->clock.now_ms};
    const char *text = NULL;
    const struct json *v = NULL;

    if (score_replay(w->cx, w->pool, &ask, &text))
        fail_msg("%s %s", w->cx->fault.key, w->cx->fault.detail ? w->cx->fault.detail : "");
    assert_non_null(text);
    assert_int_equal(json_parse(w->cx, text, strlen(text), &v), OK);
    return v;
}

static void a_draft_is_tried_against_past_deals(void **state)
{
    struct engine_world *w = *state;
    const struct json *v, *auc;

    roll_state = 41;
    save(w, SCORE_FIT,
         "{'rows':[{'points':50,'rule':{'field':'seniority','is':'director'}},"
         "{'points':5,'rule':{'field':'lifecycle','is':'customer'}}]}");
    for (int i = 0; i < 60; i++) {
        bool director = i % 2;
        bool won = roll(10) < 8 ? director : !director;
        (void)a_deal(w, a_person(w, i, director, "Agro"), won, 30);
    }
    (void)id_of(w, &deal_model,
                "{'name':'sem contato','outcome':'lost','closed_at':'2023-11-01T00:00:00Z'}");
    v = replayed(w, SCORE_FIT);
    auc = json_get(v, "auc");
    assert_int_equal(json_int(json_get(v, "no_contact"), -1), 1);
    assert_int_equal(json_int(json_get(v, "won"), 0) + json_int(json_get(v, "lost"), 0), 60);
    assert_true(json_bool(json_get(auc, "known"), false));
    assert_true(json_real(json_get(auc, "value"), 0) > 0.65);
    assert_int_equal(json_get(v, "leaks")->count, 1);
    assert_int_equal(json_get(v, "leaks")->first->integer, 1);
    assert_int_equal(world_number(w, "select count(*) from score_replays"), 1);
    (void)replayed(w, SCORE_FIT);
    assert_int_equal(world_number(w, "select count(*) from score_replays"), 1);
}

struct past {
    int64_t contact;
    int n;
};

static enum err past_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct past *p = arg;
    enum err e = OK;

    for (int i = 0; i < p->n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct deal *d = model_new(cx, &deal_model);
        assert_non_null(d);
        d->name = "d";
        d->contact = p->contact;
        d->outcome = i % 2 ? "won" : "lost";
        d->opened_at = ctx_now(cx) - DAYS_MS(30);
        d->closed_at = ctx_now(cx) - DAYS_MS(1);
        e = model_add(cx, db, &deal_model, d);
        arena_reset(cx->arena, mark);
    }
    return e;
}

static enum err queue_in(struct ctx *cx, struct db *db, void *arg)
{
    int64_t job = 0;

    return score_replay_queue(cx, db, arg, &job);
}

static void more_deals_than_an_answer_has_time_for_are_left_to_a_job(void **state)
{
    static const struct job_kind *const kinds[] = {score_replay_job_kinds, NULL};
    struct engine_world *w = *state;
    struct worker_options o = {
        .pool = w->pool, .kinds = kinds, .clock = w->cx->clock, .ids = w->cx->ids, .threads = 1};
    struct score_replay_ask ask = {SCORE_FIT, 1, w->clock.now_ms - DAYS_MS(365), w->clock.now_ms};
    struct past past = {.n = SCORE_REPLAY_AT_ONCE + 1};
    const char *text = NULL;
    const struct json *v = NULL;
    int ran = 0;

    save(w, SCORE_FIT, "{'rows':[{'points':50,'rule':{'field':'seniority','is':'director'}}]}");
    past.contact = a_person(w, 1, true, "Agro");
    assert_int_equal(db_write(w->cx, w->pool, past_in, &past), OK);
    assert_int_equal(score_replay(w->cx, w->pool, &ask, &text), OK);
    assert_null(text);
    for (int i = 0; i < 2; i++)
        assert_int_equal(db_write(w->cx, w->pool, queue_in, &ask), OK);
    assert_int_equal(worker_run_due(w->cx, &o, &ran), OK);
    assert_int_equal(ran, 1);
    assert_int_equal(world_number(w, "select count(*) from jobs where state = 'done' and progress "
                                     "like '%\"total\":2001%'"),
                     1);
    assert_int_equal(score_replay(w->cx, w->pool, &ask, &text), OK);
    assert_non_null(text);
    assert_int_equal(json_parse(w->cx, text, strlen(text), &v), OK);
    assert_int_equal(json_int(json_get(v, "won"), 0), 1000);
    assert_int_equal(json_int(json_get(v, "lost"), 0), 1001);
    assert_int_equal(world_number(w, "select count(*) from score_replays"), 1);
}

struct doing {
    int64_t contact, day, n;
};

static enum err did_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct doing *d = arg;
    struct behaviour_keys k;
    enum err e = behaviour_keys_of(cx, db, &k);

    return e ? e : behaviour_add(cx, db, d->contact, k.all[0].counted, d->day, d->n);
}

static void engagement_of_a_past_deal_is_what_came_before_it(void **state)
{
    struct engine_world *w = *state;
    const struct json *v;
    int64_t today;
    struct rule_world rules;
    struct db *db = NULL;

    roll_state = 43;
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(people_rules(w->cx, db, NULL, &rules), OK);
    db_return(db);
    today = rule_day(rules.zone, w->clock.now_ms);
    save(w, SCORE_ENGAGEMENT, "{'rows':[{'points':10,'behaviour':{'event':'view'}}]}");
    /* All won ones did much after the opening and nothing before; lost ones the other way round. */
    for (int i = 0; i < 50; i++) {
        int64_t who = id_of(w, &contact_model, with(w, "{'name':'P%d'}", i));
        struct doing d = {who, i % 2 ? today - 5 : today - 31, 5};
        (void)a_deal(w, who, i % 2, 30);
        assert_int_equal(db_write(w->cx, w->pool, did_in, &d), OK);
    }
    v = replayed(w, SCORE_ENGAGEMENT);
    assert_true(json_real(json_get(json_get(v, "auc"), "value"), 1) < 0.01);
}

static const char *suggested(struct engine_world *w)
{
    struct db *db = NULL;
    const char *text = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    if (score_suggest(w->cx, db, &text))
        fail_msg("%s %s", w->cx->fault.key, w->cx->fault.detail ? w->cx->fault.detail : "");
    db_return(db);
    return text;
}

static enum err put_in(struct ctx *cx, struct db *db, void *arg)
{
    return score_suggestion_put(cx, db, arg);
}

/* What is kept, as somebody of that language reads it. */
static const struct json *rows_said(struct engine_world *w, enum lang lang)
{
    const enum lang before = w->cx->lang;
    struct db *db = NULL;
    const struct json *v = NULL;
    const char *text = NULL;
    int64_t at = 0;

    w->cx->lang = lang;
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(score_suggestion(w->cx, db, &text, &at), OK);
    db_return(db);
    w->cx->lang = before;
    assert_int_equal(json_parse(w->cx, text, strlen(text), &v), OK);
    return json_get(v, "rows");
}

static enum err accept_in(struct ctx *cx, struct db *db, void *arg)
{
    struct saving *s = arg;

    return score_suggestion_accept(cx, db, s->rows, &s->m);
}

static enum err dismiss_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return score_suggestion_dismiss(cx, db);
}

static void a_channel_is_suggested_by_its_name(void **state)
{
    struct engine_world *w = *state;
    const struct json *v = NULL;
    const char *text;

    roll_state = 31;
    for (int i = 0; i < 240; i++) {
        bool organic = roll(2);
        int64_t who = id_of(w, &contact_model,
                            with(w, "{'name':'P%d','channel':'%s'}", i,
                                 organic ? "organic_search" : "paid_search"));
        (void)a_deal(w, who, roll(100) < (organic ? 80 : 20), 30);
    }
    text = suggested(w);
    assert_int_equal(db_write(w->cx, w->pool, put_in, arena_dup(w->cx->arena, text)), OK);
    v = rows_said(w, LANG_PT_BR)->first;
    assert_string_equal(json_text(json_get(v, "label"), ""), "Canal: Busca orgânica");
    assert_null(strstr(json_text(json_get(v, "sentence"), ""), "organic_search"));
    v = rows_said(w, LANG_EN)->first;
    assert_string_equal(json_text(json_get(v, "label"), ""), "Channel: Organic search");
    assert_non_null(strstr(json_text(json_get(v, "sentence"), ""), "hannel"));
}

static void past_deals_suggest_what_told_them_apart_and_a_person_decides(void **state)
{
    static const char *const industries[] = {"Software", "Agro", "Saúde"};
    struct engine_world *w = *state;
    struct saving s = {.rows = NULL};
    const struct json *v = NULL, *rows;
    const char *text;

    roll_state = 47;
    for (int i = 0; i < 240; i++) {
        bool director = roll(2);
        int64_t industry = roll(3);
        bool won = roll(100) < (director ? 45 : 10) + (industry == 0 ? 45 : 0);
        (void)a_deal(w, a_person(w, i, director, industries[industry]), won, 30);
    }
    for (int i = 240; i < 247; i++) /* too few to tell anything of */
        (void)a_deal(w, a_person(w, i, true, "Mineração"), false, 30);
    text = suggested(w);
    assert_string_equal(text, suggested(w));
    assert_null(strstr(text, "Mineração"));
    assert_null(strstr(text, "lifecycle"));
    assert_null(strstr(text, "outcome"));
    assert_int_equal(json_parse(w->cx, text, strlen(text), &v), OK);
    assert_true(json_bool(json_get(v, "known"), false));
    assert_true(json_real(json_get(json_get(v, "auc"), "value"), 0) > 0.7);
    rows = json_get(v, "rows");
    assert_true(rows->count >= 4);
    assert_true(json_int(json_get(rows->first, "points"), 0) > 20);
    assert_true(json_int(json_get(rows->first, "won"), 0) >
                json_int(json_get(rows->first, "n"), 0) / 2);
    assert_int_equal(db_write(w->cx, w->pool, put_in, arena_dup(w->cx->arena, text)), OK);
    rows = rows_said(w, LANG_PT_BR);
    assert_non_null(strstr(json_text(json_get(rows->first, "label"), ""), "Software"));
    assert_non_null(strstr(json_text(json_get(rows->first->next, "label"), ""), "Senioridade"));
    assert_int_equal(json_parse(w->cx, "[0,999]", 7, &s.rows), OK);
    assert_int_equal(db_write(w->cx, w->pool, accept_in, &s), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "score.no_row");
    fault_clear(w->cx);
    assert_int_equal(json_parse(w->cx, "[0,1]", 5, &s.rows), OK);
    assert_int_equal(db_write(w->cx, w->pool, accept_in, &s), OK);
    assert_int_equal(s.m.row_count, 2);
    assert_null(s.m.rows[0].label); /* its rule is read in everybody's language */
    assert_string_equal(s.m.state, "draft");
    assert_int_equal(db_write(w->cx, w->pool, accept_in, &s), ERR_NOTFOUND);
    fault_clear(w->cx);
    assert_int_equal(db_write(w->cx, w->pool, put_in, arena_dup(w->cx->arena, text)), OK);
    assert_int_equal(db_write(w->cx, w->pool, dismiss_in, NULL), OK);
    assert_int_equal(db_write(w->cx, w->pool, dismiss_in, NULL), ERR_NOTFOUND);
}

static void few_deals_suggest_nothing(void **state)
{
    struct engine_world *w = *state;
    const char *text;

    for (int i = 0; i < 12; i++)
        (void)a_deal(w, a_person(w, i, i % 2, "Agro"), i % 2, 30);
    text = suggested(w);
    assert_non_null(strstr(text, "\"known\":false"));
    assert_non_null(strstr(text, "\"won\":6"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(auc_is_the_share_of_pairs_and_ties_count_half),
        cmocka_unit_test(the_interval_covers_the_truth),
        cmocka_unit_test(too_few_are_no_figure),
        cmocka_unit_test(bins_hold_every_deal_once_and_ties_together),
        cmocka_unit_test(weights_that_were_put_in_come_out_in_their_order),
        cmocka_unit_test(what_falls_apart_by_itself_stays_finite),
        cmocka_unit_test(a_draft_is_tried_against_past_deals),
        cmocka_unit_test(more_deals_than_an_answer_has_time_for_are_left_to_a_job),
        cmocka_unit_test(engagement_of_a_past_deal_is_what_came_before_it),
        cmocka_unit_test(a_channel_is_suggested_by_its_name),
        cmocka_unit_test(past_deals_suggest_what_told_them_apart_and_a_person_decides),
        cmocka_unit_test(few_deals_suggest_nothing),
    };
    return engines_run("score learning", tests, COUNT_OF(tests), world_prepare);
}
