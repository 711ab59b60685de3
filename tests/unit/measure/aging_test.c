/* aging_test.c -- raw events leave when their months are over, and the figures say from when on they are there. */
#include "measure/aging.h"

#include "measure/judge.h"
#include "measure/loss.h"
#include "measure/rejudge.h"
#include "measure/statistics.h"
#include "unit/world.h"

#include <string.h>

static const int64_t DAY = 86400000;

/* A visit of one view, so many days ago. */
static void came(struct engine_world *w, struct fact_store *st, int64_t days_ago, int64_t subject)
{
    struct fact f = fact_nothing();
    struct visit v;
    struct store_outcome o;
    struct store_batch b = {.follower = "loader",
                            .facts = &f,
                            .count = 1,
                            .visits = &v,
                            .visit_count = 1,
                            .outcomes = &o,
                            .outcome_count = 1};

    f.id = f.key_lo = id_next(w->cx);
    f.site = w->cx->site;
    f.at_ms = f.received_ms = ctx_now(w->cx) - DAYS_MS(days_ago);
    f.kind = "view";
    f.path = f.host = "/precos";
    f.visitor = 1 + days_ago;
    f.subject = subject;
    f.agent = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";
    v = visit_new(&f);
    visit_add(&v, &f);
    v.subject = subject;
    v.channel = "referral";
    f.visit = v.id;
    o = (struct store_outcome){f.site, f.at_ms / DAY, FATE_HUMAN, "", 1};
    assert_int_equal(store_position(w->cx, st, "loader", &b.from), OK);
    b.to = b.from + 1;
    assert_int_equal(store_append(w->cx, st, &b), OK);
}

static void keep(struct engine_world *w, int months)
{
    assert_int_equal(engine_sql(w->cx, w->pool,
                                arena_print(w->cx->arena, "delete from settings where key = "
                                                          "'measure.keep_months'")),
                     OK);
    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   arena_print(w->cx->arena,
                               "insert into settings (site, key, value, changed_at) values (%lld, "
                               "'measure.keep_months', '%d', 0)",
                               (long long)w->cx->site, months)),
        OK);
}

static int64_t facts_of(struct engine_world *w, struct fact_store *st)
{
    struct store_filter all = {.site = w->cx->site, .robots = STORE_EVERYONE};
    struct store_count *rows = NULL;
    size_t n = 0;

    assert_int_equal(store_counts(w->cx, st, &all, STORE_ALL, 1, &rows, &n), OK);
    return rows[0].count;
}

static const char *asked(struct engine_world *w, struct fact_store *st, const char *question)
{
    struct buf out = buf_in(w->cx->arena);
    char *text = arena_dup(w->cx->arena, question);
    struct statistics_site site;
    const struct json *in = NULL;
    struct db *db = NULL;

    for (char *p = text; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    assert_int_equal(json_parse(w->cx, text, strlen(text), &in), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(statistics_site_read(w->cx, db, st, &site), OK);
    db_return(db);
    assert_int_equal(statistics_json(w->cx, &site, in, &out), OK);
    return buf_text(&out);
}

static const char *ledger(struct engine_world *w, struct fact_store *st)
{
    struct buf out = buf_in(w->cx->arena);
    struct json_writer wr = json_to(&out);

    json_open_object(&wr);
    assert_int_equal(loss_report(w->cx, st, NULL, NULL, &wr), OK);
    json_close_object(&wr);
    return buf_text(&out);
}

static void whole_months_leave_and_figures_say_so(void **state)
{
    struct engine_world *w = *state;
    struct fact_store *st = store_memory_new();
    struct store_aged aged = {0};
    const char *text, *before;

    for (int64_t days = 5; days <= 200; days += 15)
        came(w, st, days, 0);
    keep(w, 0);
    assert_int_equal(aging_look(w->cx, w->pool, st, &aged), OK);
    assert_int_equal(aged.before_ms, 0);
    assert_int_equal(facts_of(w, st), 14);
    assert_null(strstr(asked(w, st, "{'metrics':['visits'],'date_range':'12mo'}"), "events_from"));
    before = ledger(w, st);
    assert_non_null(strstr(before, "\"aged\":null"));

    keep(w, 2);
    assert_int_equal(aging_look(w->cx, w->pool, st, &aged), OK);
    assert_true(aged.removed >= 7 && aged.removed <= 10); /* two to three months are left */
    assert_int_equal(facts_of(w, st), 14 - aged.removed);
    text = asked(w, st, "{'metrics':['visits'],'date_range':'12mo'}");
    assert_non_null(strstr(text, "[14]"));
    assert_non_null(strstr(text, "-01\""));
    assert_non_null(strstr(text, "\"events_from\""));
    assert_null(strstr(asked(w, st, "{'metrics':['visits'],'date_range':'7d'}"), "events_from"));
    text = ledger(w, st);
    assert_non_null(strstr(text, "\"removed\""));
    assert_memory_equal(text, before, (size_t)(strstr(before, "\"aged\"") - before));

    keep(w, 9); /* what left does not come back, and nothing more goes */
    assert_int_equal(aging_look(w->cx, w->pool, st, &aged), OK);
    assert_int_equal(facts_of(w, st), 14 - aged.removed);
    store_close(st);
}

/* Their agents are gone, by which they would be taken for machines. */
static void what_left_is_not_judged_again(void **state)
{
    struct engine_world *w = *state;
    struct fact_store *st = store_memory_new();
    struct store_filter humans = {.site = w->cx->site};
    struct store_visit_page page = {.limit = 100};
    struct rejudge r = {0};
    struct store_aged aged = {0};
    struct visit *visits = NULL;
    size_t n = 0;
    bool more = true;

    for (int64_t days = 5; days <= 200; days += 15)
        came(w, st, days, 0);
    keep(w, 2);
    assert_int_equal(aging_look(w->cx, w->pool, st, &aged), OK);
    assert_int_equal(rejudge_begin(w->cx, st, &r), OK);
    while (more)
        assert_int_equal(rejudge_page(w->cx, w->pool, st, &r, &more), OK);
    assert_int_equal(r.done, 14 - aged.removed);
    assert_int_equal(store_visits(w->cx, st, &humans, &page, &visits, &n), OK);
    assert_int_equal(n, 14);
    store_close(st);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_months_leave_and_figures_say_so),
        cmocka_unit_test(what_left_is_not_judged_again),
    };

    return engines_run("aging", tests, COUNT_OF(tests), world_prepare);
}
