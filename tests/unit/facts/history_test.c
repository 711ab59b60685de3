/* history_test.c -- totals of days from before: added to answers where they can be, the same on every engine, and gone when dropped. */
#include "unit/facts/facts_make.h"

#include "facts/history.h"

#include <stdio.h>
#include <string.h>

enum { SITE = 7, IMPORT = 5, OTHER = 6, ROWS = 400, VISITS = 30, QUESTIONS = 400 };

static const int64_t day0 = 20415; /* 2025-11-23 */

static struct fact_store *open_duckdb(struct here *h)
{
    struct store_duckdb_options o = {.dir = here_path(h, "store"), .rest_after_ms = -1};

    return store_duckdb_new(&o);
}

struct dice {
    uint64_t state;
};

static int64_t roll(struct dice *d, int64_t n)
{
    d->state = d->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((d->state >> 33) % (uint64_t)n);
}

#define PICK(d, list) list[roll(d, (int64_t)COUNT_OF(list))]

static const char *const paths[] = {"/", "/precos", "/Preços/100%", ""};
static const char *const sources[] = {"google", "Ação", "", "news"};
static const char *const countries[] = {"BR", "PT", ""};
static const char *const kinds[] = {"form", "Outbound Link: Click"};

static struct history_row a_row(struct dice *d, int64_t imported)
{
    struct history_row r = history_nothing();

    r.site = SITE;
    r.imported = imported;
    r.report = 1 + roll(d, HISTORY_REPORTS - 1);
    r.day = day0 + roll(d, 40);
    if (r.report == HISTORY_SOURCES) {
        r.source = PICK(d, sources);
        r.channel = r.source[0] ? "organic_search" : "direct_traffic";
    }
    if (r.report == HISTORY_PAGES) {
        r.path = PICK(d, paths);
        r.host = "acme.example";
    }
    if (r.report == HISTORY_ENTRIES)
        r.entry = PICK(d, paths);
    if (r.report == HISTORY_PLACES)
        r.country = PICK(d, countries);
    if (r.report == HISTORY_EVENTS)
        r.kind = PICK(d, kinds);
    r.visitors = roll(d, 50);
    r.visits = r.visitors + roll(d, 10);
    r.views = r.visits + roll(d, 99);
    r.bounces = roll(d, r.visits + 1);
    r.engaged_ms = roll(d, 100000);
    r.events = r.report == HISTORY_EVENTS ? roll(d, 20) : 0;
    r.scroll = r.report == HISTORY_PAGES ? roll(d, 900) : 0;
    r.scrolled = r.scroll ? 10 : 0;
    return r;
}

static void keep(struct here *h, struct fact_store *st, const char *follower, int64_t from,
                 int64_t to, struct fact *facts, size_t n, const struct history_row *rows,
                 size_t row_count)
{
    struct history_batch b = {.follower = follower,
                              .from = from,
                              .to = to,
                              .facts = facts,
                              .count = n,
                              .rows = rows,
                              .row_count = row_count};

    assert_int_equal(history_append(h->cx, st, &b), OK);
}

/* Visits of one or two pages; of an import when it has a number. */
static void some_facts(struct dice *d, struct fact *to, size_t n, int64_t imported, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        to[i] = a_fact(id + (int64_t)i, DAYS_MS(day0) + roll(d, DAYS_MS(40)));
        to[i].visitor = 1 + roll(d, 12);
        to[i].imported = imported;
        to[i].path = PICK(d, paths);
        to[i].channel = "";
        to[i].country = PICK(d, countries);
    }
}

/* The past twice, and what was measured, in a store. */
static void fill(struct here *h, struct fact_store *st)
{
    static struct history_row rows[ROWS];
    static struct fact facts[VISITS];
    struct dice d = {11};

    some_facts(&d, facts, VISITS, 0, 1000);
    keep(h, st, "test", 0, 1, facts, VISITS, NULL, 0);
    for (size_t i = 0; i < ROWS; i++)
        rows[i] = a_row(&d, i < ROWS / 2 ? IMPORT : OTHER);
    some_facts(&d, facts, VISITS, IMPORT, 2000);
    keep(h, st, "history:5", 0, 7, facts, VISITS, rows, ROWS / 2);
    keep(h, st, "history:6", 0, 3, NULL, 0, rows + ROWS / 2, ROWS / 2);
}

static const char *const dimensions[] = {"page",      "event",      "entry",    "source",
                                         "channel",   "country",    "host",     "time:day",
                                         "time:week", "time:month", "time:hour"};

static struct stats_filter *a_filter(struct here *h, struct dice *d, int depth)
{
    static const char *const values[] = {"/", "/precos", "google", "BR", "form", "o", ""};
    struct stats_filter *f = arena_alloc(h->cx->arena, sizeof(*f));
    const char **v = arena_array(h->cx->arena, 1, sizeof(*v));

    assert_non_null(f);
    assert_non_null(v);
    if (depth < 2 && roll(d, 3) == 0) {
        f->op = roll(d, 3) == 0 ? STATS_HAS_DONE : roll(d, 2) ? STATS_NOT : STATS_OR;
        f->first = a_filter(h, d, depth + 1);
        return f;
    }
    f->op = (enum stats_op)(STATS_IS + roll(d, 2));
    assert_true(stats_dimension_find(h->cx, dimensions[roll(d, 7)], &f->dimension));
    *v = PICK(d, values);
    f->values = v;
    f->count = 1;
    return f;
}

static struct stats_question a_question(struct here *h, struct dice *d)
{
    static const enum stats_metric metrics[] = {
        STATS_VISITORS, STATS_VISITS, STATS_VIEWS,  STATS_BOUNCE_RATE,
        STATS_ENGAGED,  STATS_SCROLL, STATS_EVENTS, STATS_ENGAGED_MEDIAN};
    int64_t from = DAYS_MS(day0) + roll(d, DAYS_MS(30));
    struct stats_question q = stats_question_of(SITE, from, from + 1 + roll(d, DAYS_MS(30)));
    int64_t n = roll(d, 3);

    q.with_days = roll(d, 5) != 0;
    q.no_imports = roll(d, 5) == 0;
    q.robots = roll(d, 5) ? STATS_HUMANS : STATS_ROBOTS;
    q.zone.offset_ms[0] = -HOURS_MS(3);
    q.limit = roll(d, 2) ? 1000 : 1 + roll(d, 5);
    q.count_rows = true;
    do
        q.metrics[q.metric_count++] = PICK(d, metrics);
    while (q.metric_count < 4 && roll(d, 2));
    for (int64_t i = 0; i < n; i++)
        assert_true(
            stats_dimension_find(h->cx, PICK(d, dimensions), &q.dimensions[q.dimension_count++]));
    if (roll(d, 3) == 0)
        q.filter = a_filter(h, d, 0);
    return q;
}

static void same(const struct stats_question *q, const struct stats_answer *a,
                 const struct stats_answer *b, int64_t nth)
{
    if (a->n != b->n || a->all != b->all)
        fail_msg("question %lld: %zu rows of %lld, %zu of %lld", (long long)nth, a->n,
                 (long long)a->all, b->n, (long long)b->all);
    for (size_t i = 0; i < a->n; i++) {
        for (size_t k = 0; k < q->dimension_count; k++)
            if (strcmp(a->rows[i].keys[k].text, b->rows[i].keys[k].text) != 0 ||
                a->rows[i].keys[k].time != b->rows[i].keys[k].time)
                fail_msg("question %lld row %zu: other keys", (long long)nth, i);
        for (int s = 0; s < STATS_SUMS; s++)
            if (a->rows[i].sums[s] != b->rows[i].sums[s])
                fail_msg("question %lld row %zu sum %d: %lld, %lld", (long long)nth, i, s,
                         (long long)a->rows[i].sums[s], (long long)b->rows[i].sums[s]);
    }
}

static void any_question_has_one_answer_with_the_past_in_it(void **state)
{
    struct here *h = *state;
    struct fact_store *plain = store_memory_new(), *duck = open_duckdb(h);
    struct dice d = {2026};
    int64_t answered = 0;

    fill(h, plain);
    fill(h, duck);
    for (int64_t i = 0; i < QUESTIONS; i++) {
        struct arena_mark mark = arena_mark(h->cx->arena);
        struct stats_question q = a_question(h, &d);
        struct stats_answer a = {0}, b = {0};
        if (stats_check(h->cx, &q) == OK) {
            answered += stats_history_report(&q) != 0;
            assert_int_equal(store_stats(h->cx, plain, &q, &a), OK);
            if (store_stats(h->cx, duck, &q, &b) != OK)
                fail_msg("question %lld: %s", (long long)i, h->cx->fault.detail);
            same(&q, &a, &b, i);
        }
        fault_clear(h->cx);
        arena_reset(h->cx->arena, mark);
    }
    assert_true(answered > 100);
    store_close(plain);
    store_close(duck);
}

/* What a dimension tells apart adds up to all rows of its report, on every engine. */
static void parts_add_up(struct here *h, struct fact_store *st)
{
    static const struct {
        const char *dimension;
        enum history_report report;
    } parts[] = {{"page", HISTORY_PAGES},
                 {"source", HISTORY_SOURCES},
                 {"entry", HISTORY_ENTRIES},
                 {"country", HISTORY_PLACES},
                 {"event", HISTORY_EVENTS}};
    static struct history_row rows[ROWS];
    struct dice d = {77};

    for (size_t i = 0; i < ROWS; i++)
        rows[i] = a_row(&d, IMPORT);
    keep(h, st, "history:5", 0, 7, NULL, 0, rows, ROWS);
    for (size_t k = 0; k < COUNT_OF(parts); k++) {
        struct stats_question q = stats_question_of(SITE, DAYS_MS(day0 - 1), DAYS_MS(day0 + 60));
        struct stats_answer a = {0};
        int64_t views = 0, visitors = 0, all_views = 0, all_visitors = 0;
        q.with_days = true;
        q.limit = 1000;
        q.metrics[q.metric_count++] = STATS_VIEWS;
        q.metrics[q.metric_count++] = STATS_VISITORS;
        assert_true(
            stats_dimension_find(h->cx, parts[k].dimension, &q.dimensions[q.dimension_count++]));
        assert_int_equal(stats_history_report(&q), parts[k].report);
        assert_int_equal(store_stats(h->cx, st, &q, &a), OK);
        for (size_t i = 0; i < a.n; i++) {
            views += a.rows[i].sums[SUM_VIEWS];
            visitors += a.rows[i].sums[SUM_VISITORS];
        }
        for (size_t i = 0; i < ROWS; i++)
            if (rows[i].report == (int64_t)parts[k].report) {
                all_views += rows[i].views;
                all_visitors += rows[i].visitors;
            }
        assert_true(all_views > 0);
        assert_int_equal(views, all_views);
        assert_int_equal(visitors, all_visitors);
    }
    store_close(st);
}

static void parts_of_the_past_add_up_to_its_rows(void **state)
{
    parts_add_up(*state, store_memory_new());
    parts_add_up(*state, open_duckdb(*state));
}

static void ask_all(struct here *h, struct fact_store *st, struct stats_answer *ret)
{
    struct dice d = {99};

    for (int64_t i = 0; i < 40; i++) {
        struct stats_question q = a_question(h, &d);
        ret[i] = (struct stats_answer){0};
        if (stats_check(h->cx, &q) == OK)
            assert_int_equal(store_stats(h->cx, st, &q, &ret[i]), OK);
        fault_clear(h->cx);
    }
}

/* An import comes in and is dropped: nothing has changed, and it may come again. */
static void dropped(struct here *h, struct fact_store *st)
{
    static struct history_row rows[ROWS];
    static struct fact facts[VISITS];
    static struct stats_answer before[40], after[40];
    struct store_imported had = {0};
    struct store_outcome *lost = NULL;
    struct dice d = {5}, again = {99};
    int64_t at = -1;
    size_t n = 0;

    fill(h, st);
    ask_all(h, st, before);
    for (size_t i = 0; i < ROWS; i++)
        rows[i] = a_row(&d, 9);
    some_facts(&d, facts, VISITS, 9, 5000);
    keep(h, st, "history:9", 0, 4, facts, VISITS, rows, ROWS);
    assert_int_equal(store_imported(h->cx, st, SITE, 9, &had), OK);
    assert_int_equal(had.facts, VISITS);
    assert_int_equal(had.rows, ROWS);
    assert_true(had.visits > 0 && had.first_ms <= had.last_ms);
    assert_int_equal(store_drop(h->cx, st, SITE, 9, "history:9"), OK);
    assert_int_equal(store_imported(h->cx, st, SITE, 9, &had), OK);
    assert_int_equal(had.facts + had.visits + had.rows, 0);
    assert_int_equal(store_position(h->cx, st, "history:9", &at), OK);
    assert_int_equal(at, 0);
    ask_all(h, st, after);
    for (int64_t i = 0; i < 40; i++) {
        struct stats_question q = a_question(h, &again);
        same(&q, &before[i], &after[i], i);
    }
    assert_int_equal(store_outcomes(h->cx, st, SITE, 0, 100000, &lost, &n), OK);
    assert_int_equal(n, 0); /* none of it was sent to us */
    store_close(st);
}

static void what_is_dropped_leaves_all_as_it_was(void **state)
{
    dropped(*state, store_memory_new());
    dropped(*state, open_duckdb(*state));
}

static void a_question_that_crosses_reports_is_answered_without_the_past(void **state)
{
    struct here *h = *state;
    struct stats_question q = stats_question_of(SITE, DAYS_MS(day0), DAYS_MS(day0 + 9));

    q.with_days = true;
    q.metrics[q.metric_count++] = STATS_VISITS;
    assert_int_equal(stats_history_report(&q), HISTORY_TOTALS);
    assert_true(stats_dimension_find(h->cx, "source", &q.dimensions[q.dimension_count++]));
    assert_true(stats_dimension_find(h->cx, "medium", &q.dimensions[q.dimension_count++]));
    assert_int_equal(stats_history_report(&q), HISTORY_SOURCES);
    assert_true(stats_dimension_find(h->cx, "country", &q.dimensions[q.dimension_count++]));
    assert_int_equal(stats_history_report(&q), 0);
    q.dimension_count = 0;
    assert_true(stats_dimension_find(h->cx, "host", &q.dimensions[q.dimension_count++]));
    assert_int_equal(stats_history_report(&q), 0); /* pages would count a visit more than once */
    q.dimension_count = 0;
    assert_true(stats_dimension_find(h->cx, "time:hour", &q.dimensions[q.dimension_count++]));
    assert_int_equal(stats_history_report(&q), 0);
    q.dimension_count = 0;
    q.no_imports = true;
    assert_int_equal(stats_history_report(&q), 0);
}

static void who_came_back(struct here *h, struct fact_store *st)
{
    struct fact facts[4];
    struct visit visits[4];
    struct store_returns r = {0};
    struct store_batch b = {.follower = "test",
                            .to = 1,
                            .facts = facts,
                            .count = 4,
                            .visits = visits,
                            .visit_count = 4};

    for (int64_t i = 0; i < 4; i++) {
        facts[i] = a_fact(10 + i, DAYS_MS(day0 + i));
        facts[i].visitor = i == 3 ? 2 : 1;
        facts[i].consent = i == 3 ? 0 : CONSENT_STABLE;
        facts[i].channel = "";
        visits[i] = visit_new(&facts[i]);
        visit_add(&visits[i], &facts[i]);
        visits[i].channel = i == 0 ? "social" : "direct_traffic";
        facts[i].visit = visits[i].id;
    }
    visits[2].robot = true;
    assert_int_equal(store_append(h->cx, st, &b), OK);
    assert_int_equal(
        store_returns(h->cx, st, SITE, "direct_traffic", DAYS_MS(day0), DAYS_MS(day0 + 9), &r), OK);
    assert_int_equal(r.visits, 2);
    assert_int_equal(r.known, 1);
    assert_int_equal(r.returned, 1);
    store_close(st);
}

static void only_who_can_be_known_again_returns(void **state)
{
    who_came_back(*state, store_memory_new());
    who_came_back(*state, open_duckdb(*state));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, here_setup, here_teardown)
    static const struct CMUnitTest tests[] = {
        TEST(any_question_has_one_answer_with_the_past_in_it),
        TEST(parts_of_the_past_add_up_to_its_rows),
        TEST(what_is_dropped_leaves_all_as_it_was),
        TEST(a_question_that_crosses_reports_is_answered_without_the_past),
        TEST(only_who_can_be_known_again_returns),
    };

    return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}
