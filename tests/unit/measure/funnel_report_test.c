/* How long stages take and what sales accepts, by hand and below the sample. */
#include "unit/people/stages.h"

#include "base/time.h"
#include "measure/funnel_report.h"
#include "people/board.h"
#include "people/contact.h"

static struct figure metric(struct engine_world *w, const char *key, const char *from)
{
    struct db *db = NULL;
    struct figure f = {0};

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(metric_value(w->cx, db, key, from, NULL, NULL, &f), OK);
    db_return(db);
    return f;
}

static const struct json *report(struct engine_world *w, bool handoffs)
{
    struct buf out = buf_in(w->cx->arena);
    const struct json *j = NULL;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(handoffs ? handoff_report_json(w->cx, db, NULL, NULL, &out)
                              : funnel_report_json(w->cx, db, NULL, NULL, &out),
                     OK);
    db_return(db);
    assert_int_equal(json_parse(w->cx, out.bytes, out.len, &j), OK);
    return j;
}

static enum err move_in(struct ctx *cx, struct db *db, void *arg)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &deal_model, *(int64_t *)arg, &found);

    if (e)
        return e;
    ((struct deal *)found)->stage = "proposal";
    return model_change(cx, db, &deal_model, found);
}

/* A deal that stood so many days in its first stage. */
static void a_stay(struct engine_world *w, int days)
{
    struct deal *d = world_record(w, &deal_model, "{'name':'d','stage':'qualification'}");

    w->clock.now_ms += DAYS_MS(days);
    assert_int_equal(db_write(w->cx, w->pool, move_in, &d->record.id), OK);
    w->clock.now_ms -= DAYS_MS(days);
}

static void days_in_a_stage_need_eight_stays_and_are_the_middle_one(void **state)
{
    struct engine_world *w = *state;
    struct figure f;

    for (int i = 1; i <= 7; i++)
        a_stay(w, i);
    w->clock.now_ms += DAYS_MS(30);
    f = metric(w, "days_in_stage", NULL);
    assert_false(f.known);
    assert_int_equal(f.have, 7);
    w->clock.now_ms -= DAYS_MS(30);
    a_stay(w, 8);
    w->clock.now_ms += DAYS_MS(30);
    f = metric(w, "days_in_stage", NULL);
    assert_true(f.known);
    assert_true(f.value > 4.49 && f.value < 4.51);
    assert_int_equal(json_int(json_get(json_get(report(w, false), "stages")->first, "have"), -1),
                     8);
}

static void a_stamp(struct engine_world *w, int64_t contact, const char *stage, int64_t at,
                    const char *cause)
{
    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   arena_print(w->cx->arena,
                               "insert into lifecycle_stamps (site, id, contact, stage, at, cause) "
                               "values (%lld, %lld, %lld, '%s', %lld, '%s')",
                               (long long)w->cx->site, (long long)id_next(w->cx),
                               (long long)contact, stage, (long long)at, cause)),
        OK);
}

static void a_step_is_timed_between_neighbours_and_a_file_says_no_time(void **state)
{
    struct engine_world *w = *state;
    int64_t start = ctx_now(w->cx) - DAYS_MS(60);
    char at[TIME_TEXT_MAX];
    const struct json *step;

    time_text(start, at);
    for (int i = 0; i < 10; i++) {
        struct contact *c =
            world_record(w, &contact_model,
                         arena_print(w->cx->arena,
                                     "{'name':'c','lifecycle':'mql','first_contact_at':'%s'}", at));
        a_stamp(w, c->record.id, "mql", start + DAYS_MS(i + 1), i < 9 ? "rule" : "import");
    }
    step = json_get(report(w, false), "ladder")->first;
    assert_string_equal(json_text(json_get(step, "to"), ""), "mql");
    assert_int_equal(json_int(json_get(step, "entered"), 0), 10);
    assert_int_equal(json_int(json_get(step, "have"), 0), 9);
    assert_true(json_real(json_get(step, "p50"), 0) > 4.9 &&
                json_real(json_get(step, "p50"), 0) < 5.1);
}

static void a_handoff(struct engine_world *w, int64_t contact, const char *state,
                      const char *reason)
{
    int64_t now = ctx_now(w->cx);

    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   arena_print(w->cx->arena,
                               "insert into handoffs (site, id, contact, seller, asked_at, due_at, "
                               "channel, channel_key, state, answered_at, reason) values "
                               "(%lld, %lld, %lld, 1, %lld, %lld, 'ads', 'ads', '%s', %lld, %s)",
                               (long long)w->cx->site, (long long)id_next(w->cx),
                               (long long)contact, (long long)(now - HOURS_MS(5)), (long long)now,
                               state, (long long)now, reason)),
        OK);
}

static void what_sales_accepts_needs_ten_answers_and_says_why_not(void **state)
{
    struct engine_world *w = *state;
    struct contact *c = world_record(w, &contact_model, "{'name':'c','channel':'ads'}");
    const struct json *row;
    struct figure f;

    for (int i = 0; i < 9; i++)
        a_handoff(w, c->record.id, i < 6 ? "accepted" : "returned", i < 6 ? "null" : "'early'");
    w->clock.now_ms += 1000;
    f = metric(w, "mql_accept_rate", NULL);
    assert_false(f.known);
    assert_int_equal(f.need, 10);
    a_handoff(w, c->record.id, "returned", "'no_budget'");
    a_handoff(w, c->record.id, "withdrawn", "null");
    w->clock.now_ms += 1000;
    f = metric(w, "mql_accept_rate", NULL);
    assert_true(f.known && f.value > 0.599 && f.value < 0.601);
    row = json_get(report(w, true), "rows")->first;
    assert_string_equal(json_text(json_get(row, "channel"), ""), "ads");
    assert_int_equal(json_int(json_get(row, "asked"), 0), 10);
    assert_int_equal(json_int(json_get(json_get(row, "reasons"), "early"), 0), 3);
    assert_true(json_real(json_get(row, "answer_hours"), 0) > 4.99);
}

static const struct board_column *column(const struct board *b, const char *stage)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->columns[i].stage && !strcmp(b->columns[i].stage->key, stage))
            return &b->columns[i];
    fail_msg("no column %s", stage);
    return NULL;
}

static void the_board_sums_each_currency_by_itself_and_finds_gaps(void **state)
{
    struct engine_world *w = *state;
    struct board_ask ask = {0};
    const struct board_column *proposal;
    struct board b = {0};
    struct db *db = NULL;

    (void)world_record(w, &deal_model,
                       "{'name':'Ação','stage':'proposal','amount_minor':1000,'currency':'BRL'}");
    (void)world_record(w, &deal_model,
                       "{'name':'b','stage':'proposal','amount_minor':500,'currency':'EUR'}");
    (void)world_record(w, &deal_model, "{'name':'c','stage':'proposal'}");
    (void)world_record(w, &deal_model, "{'name':'d'}");
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(board_read(w->cx, db, &ask, &b), OK);
    assert_null(b.columns[0].stage); /* those without a stage stand first */
    assert_int_equal(b.columns[0].count, 1);
    proposal = column(&b, "proposal");
    assert_int_equal(proposal->count, 3);
    assert_int_equal(proposal->sum_count, 2);
    assert_int_equal(proposal->card_count, 3);
    assert_string_equal(proposal->cards[0].missing, "champion,decider,payer,user");
    ask.q = "ACAO";
    assert_int_equal(board_read(w->cx, db, &ask, &b), OK);
    assert_int_equal(column(&b, "proposal")->count, 1);
    db_return(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_in_a_stage_need_eight_stays_and_are_the_middle_one),
        cmocka_unit_test(a_step_is_timed_between_neighbours_and_a_file_says_no_time),
        cmocka_unit_test(what_sales_accepts_needs_ten_answers_and_says_why_not),
        cmocka_unit_test(the_board_sums_each_currency_by_itself_and_finds_gaps),
    };
    return engines_run("funnel report", tests, COUNT_OF(tests), stages_prepare);
}
