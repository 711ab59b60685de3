/* stats_test.c -- figures of visits: by hand on every engine, and at random one engine against the other. */
#include "unit/facts/facts_make.h"

#include <stdio.h>
#include <string.h>

enum { SITE = 7, VISITS = 60, QUESTIONS = 500, STORES = 2 };

static const int64_t day1 = INT64_C(1763856000000); /* 2025-11-23T00:00:00Z */

static struct fact_store *open_duckdb(struct here *h)
{
    struct store_duckdb_options o = {.dir = here_path(h, "store"), .rest_after_ms = -1};

    return store_duckdb_new(&o);
}

static void keep(struct here *h, struct fact_store *st, const struct fact *facts, size_t n,
                 const struct visit *visits, size_t visit_count)
{
    struct store_batch b = {.follower = "test",
                            .to = 10,
                            .facts = facts,
                            .count = n,
                            .visits = visits,
                            .visit_count = visit_count};

    assert_int_equal(store_append(h->cx, st, &b), OK);
}

/* What happened in one visit: page views and other events, a minute apart. */
struct world {
    struct fact facts[VISITS * 8];
    size_t fact_count;
    struct visit visits[VISITS];
    size_t visit_count;
};

static struct fact *happens(struct world *w, int64_t visitor, int64_t at_ms, const char *kind,
                            const char *path)
{
    struct fact *f = &w->facts[w->fact_count++];

    *f = a_fact((int64_t)w->fact_count, at_ms);
    f->visitor = visitor;
    f->kind = kind;
    f->path = path;
    f->channel = "";
    return f;
}

/* A visit of all that happened since `first`. */
static struct visit *one_visit(struct world *w, size_t first, const char *source)
{
    struct visit *v = &w->visits[w->visit_count++];

    *v = visit_new(&w->facts[first]);
    for (size_t i = first; i < w->fact_count; i++) {
        visit_add(v, &w->facts[i]);
        w->facts[i].visit = v->id;
    }
    v->source = source;
    v->channel = source[0] ? "organic_search" : "direct";
    return v;
}

/* Ana reads two pages and writes; Rui sees one page for a moment, twice on two days; a robot reads everything. */
static void small_world(struct world *w)
{
    struct fact *f;

    (void)happens(w, 1, day1 + HOURS_MS(12), "view", "/");
    (void)happens(w, 1, day1 + HOURS_MS(12) + MINUTES_MS(1), "view", "/precos");
    f = happens(w, 1, day1 + HOURS_MS(12) + MINUTES_MS(2), "engage", "/precos");
    f->engaged_ms = 40000;
    f->scroll = 80;
    f = happens(w, 1, day1 + HOURS_MS(12) + MINUTES_MS(3), "form", "/precos");
    f->value_minor = 9000;
    f->currency = "BRL";
    f->props = "{\"form\":\"contato\",\"n\":3}";
    one_visit(w, 0, "google")->stable = true;
    (void)happens(w, 2, day1 + HOURS_MS(1), "view", "/");
    (void)one_visit(w, 4, "");
    (void)happens(w, 3, day1 + HOURS_MS(30), "view", "/");
    (void)one_visit(w, 5, "google");
    f = happens(w, 9, day1 + HOURS_MS(13), "view", "/precos");
    f->robot = true;
    one_visit(w, 6, "")->robot = true;
}

static struct stats_question ask(struct here *h, const char *dimension, enum stats_metric first)
{
    struct stats_question q = stats_question_of(SITE, day1, day1 + DAYS_MS(3));

    q.metrics[q.metric_count++] = first;
    q.currency = "BRL";
    if (dimension)
        assert_true(stats_dimension_find(h->cx, dimension, &q.dimensions[q.dimension_count++]));
    return q;
}

static double value(const struct stats_answer *a, size_t row, enum stats_metric m)
{
    double v = -1;

    assert_true(row < a->n);
    assert_true(stats_value(&a->rows[row], m, &v));
    return v;
}

static void totals_are_as_counted_by_hand(struct here *h, struct fact_store *st)
{
    struct stats_question q = ask(h, NULL, STATS_VISITORS);
    struct stats_answer a = {0};

    for (enum stats_metric m = STATS_VISITS; m <= STATS_EVENTS; m++)
        q.metrics[q.metric_count++] = m;
    q.metrics[q.metric_count++] = STATS_VALUE;
    assert_int_equal(store_stats(h->cx, st, &q, &a), OK);
    assert_int_equal(a.n, 1);
    assert_int_equal(a.rows[0].sums[SUM_STABLE], 1);
    assert_float_equal(value(&a, 0, STATS_VISITORS), 3, 0);
    assert_float_equal(value(&a, 0, STATS_VISITS), 3, 0);
    assert_float_equal(value(&a, 0, STATS_VIEWS), 4, 0);
    assert_float_equal(value(&a, 0, STATS_VIEWS_PER_VISIT), 4.0 / 3, 1e-12);
    assert_float_equal(value(&a, 0, STATS_BOUNCE_RATE), 2.0 / 3, 1e-12);
    assert_float_equal(value(&a, 0, STATS_ENGAGED), 40.0 / 3, 1e-9);
    assert_float_equal(value(&a, 0, STATS_ENGAGED_MEDIAN), 0, 0);
    assert_float_equal(value(&a, 0, STATS_SCROLL), 80, 0);
    assert_float_equal(value(&a, 0, STATS_EVENTS), 1, 0);
    assert_float_equal(value(&a, 0, STATS_VALUE), 9000, 0);
}

static void sells(struct world *w, const char *currency, int64_t value_minor)
{
    const struct fact *before = &w->facts[w->fact_count - 1];
    struct fact *f = happens(w, before->visitor, before->at_ms + MINUTES_MS(1), "order", "/caixa");

    f->value_minor = value_minor;
    f->currency = currency;
}

static void other_money_is(struct here *h, struct fact_store *st, const struct stats_question *q,
                           size_t nth, const char *currency, int64_t value_minor, int64_t events)
{
    struct stats_money *m = NULL;
    size_t n = 0;

    assert_int_equal(store_other_money(h->cx, st, q, &m, &n), OK);
    assert_true(nth < n);
    assert_string_equal(m[nth].currency, currency);
    assert_int_equal(m[nth].value_minor, value_minor);
    assert_int_equal(m[nth].events, events);
}

static size_t other_currencies(struct here *h, struct fact_store *st,
                               const struct stats_question *q)
{
    struct stats_money *m = NULL;
    size_t n = 0;

    assert_int_equal(store_other_money(h->cx, st, q, &m, &n), OK);
    return n;
}

static void nothing_is_one_row_of_nothing(struct here *h, struct fact_store *st)
{
    struct stats_question q = ask(h, NULL, STATS_VISITORS);
    struct stats_answer a = {0};
    double v;

    q.metrics[q.metric_count++] = STATS_BOUNCE_RATE;
    q.metrics[q.metric_count++] = STATS_ENGAGED_MEDIAN;
    q.site = 8;
    assert_int_equal(store_stats(h->cx, st, &q, &a), OK);
    assert_int_equal(a.n, 1);
    assert_float_equal(value(&a, 0, STATS_VISITORS), 0, 0);
    assert_false(stats_value(&a.rows[0], STATS_BOUNCE_RATE, &v));
    assert_false(stats_value(&a.rows[0], STATS_ENGAGED_MEDIAN, &v));
}

static void pages_know_the_visits_that_passed(struct here *h, struct fact_store *st)
{
    struct stats_question q = ask(h, "page", STATS_VISITORS);
    struct stats_answer a = {0};

    q.metrics[q.metric_count++] = STATS_BOUNCE_RATE;
    q.metrics[q.metric_count++] = STATS_ENGAGED;
    assert_int_equal(store_stats(h->cx, st, &q, &a), OK);
    assert_int_equal(a.n, 2);
    assert_string_equal(a.rows[0].keys[0].text, "/");
    assert_float_equal(value(&a, 0, STATS_VISITORS), 3, 0);
    assert_float_equal(value(&a, 0, STATS_BOUNCE_RATE), 2.0 / 3, 1e-12);
    assert_float_equal(value(&a, 0, STATS_ENGAGED), 0, 0);
    assert_string_equal(a.rows[1].keys[0].text, "/precos");
    assert_float_equal(value(&a, 1, STATS_ENGAGED), 40, 0);
}

static void robots_are_counted_when_asked(struct here *h, struct fact_store *st)
{
    struct stats_question q = ask(h, NULL, STATS_VISITS);
    struct stats_answer a = {0};

    q.robots = STATS_ROBOTS;
    assert_int_equal(store_stats(h->cx, st, &q, &a), OK);
    assert_float_equal(value(&a, 0, STATS_VISITS), 1, 0);
    q.robots = STATS_EVERYONE;
    assert_int_equal(store_stats(h->cx, st, &q, &a), OK);
    assert_float_equal(value(&a, 0, STATS_VISITS), 4, 0);
}

static struct stats_filter leaf(struct here *h, const char *dimension, enum stats_op op,
                                const char *const *one)
{
    struct stats_filter f = {.op = op, .values = one, .count = 1};

    assert_true(stats_dimension_find(h->cx, dimension, &f.dimension));
    return f;
}

static void a_goal_is_converted_by_visits_that_did_it(struct here *h, struct fact_store *st)
{
    static const char *const form[] = {"form"};
    struct stats_filter goal = leaf(h, "event", STATS_IS, form);
    struct stats_question q = ask(h, "source", STATS_VISITORS);
    struct stats_answer a = {0};

    q.metrics[q.metric_count++] = STATS_CONVERSION_RATE;
    q.goal = &goal;
    assert_int_equal(store_stats(h->cx, st, &q, &a), OK);
    assert_int_equal(a.n, 2);
    assert_string_equal(a.rows[0].keys[0].text, "google");
    assert_float_equal(value(&a, 0, STATS_CONVERSION_RATE), 0.5, 0);
    assert_float_equal(value(&a, 1, STATS_CONVERSION_RATE), 0, 0);
}

static void what_was_done_filters_visits(struct here *h, struct fact_store *st)
{
    static const char *const contact[] = {"CONTÁT"}, *const n[] = {"3"};
    struct stats_filter is = leaf(h, "props:form", STATS_CONTAINS, contact);
    struct stats_filter done = {.op = STATS_HAS_DONE, .first = &is};
    struct stats_question q = ask(h, NULL, STATS_VIEWS);
    struct stats_answer a = {0};

    q.filter = &done;
    assert_int_equal(store_stats(h->cx, st, &q, &a), OK);
    assert_float_equal(value(&a, 0, STATS_VIEWS), 2, 0);
    is = leaf(h, "props:n", STATS_IS, n);
    assert_int_equal(store_stats(h->cx, st, &q, &a), OK);
    assert_float_equal(value(&a, 0, STATS_VIEWS), 2, 0);
}

/* Of the same visits, beside a value of the visit's own; and of visits whose events have left, what they kept. */
static void money_in_other_currencies_is_told_beside_the_value(void **state)
{
    static const char *const home[] = {"/"}, *const shop[] = {"/caixa"};
    struct here *h = *state;
    struct fact_store *stores[] = {store_memory_new(), open_duckdb(h)};

    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct world w = {0};
        struct stats_question q = ask(h, NULL, STATS_VALUE);
        struct stats_filter seen = leaf(h, "entry", STATS_IS, home);
        struct stats_filter sold = leaf(h, "page", STATS_IS, shop);
        struct stats_answer a = {0};

        (void)happens(&w, 1, day1 + HOURS_MS(12), "view", "/");
        sells(&w, "BRL", 9000);
        sells(&w, "USD", 500);
        sells(&w, "USD", 700);
        (void)one_visit(&w, 0, "google");
        /* Begun the day before, ended in the period. */
        (void)happens(&w, 2, day1 - MINUTES_MS(1), "view", "/");
        sells(&w, "EUR", 40);
        (void)one_visit(&w, 4, "google");
        (void)happens(&w, 3, day1 + HOURS_MS(1), "view", "/blog");
        sells(&w, "ARS", 99);
        (void)one_visit(&w, 6, "");
        w.fact_count = 7; /* the sale itself has left */
        keep(h, stores[i], w.facts, w.fact_count, w.visits, w.visit_count);
        assert_int_equal(store_stats(h->cx, stores[i], &q, &a), OK);
        assert_float_equal(value(&a, 0, STATS_VALUE), 9000, 0);
        assert_int_equal(other_currencies(h, stores[i], &q), 2);
        other_money_is(h, stores[i], &q, 0, "USD", 1200, 2);
        other_money_is(h, stores[i], &q, 1, "ARS", 99, 1);
        q.filter = &seen;
        assert_int_equal(other_currencies(h, stores[i], &q), 1);
        q.filter = &sold;
        assert_int_equal(other_currencies(h, stores[i], &q), 2);
        other_money_is(h, stores[i], &q, 1, "EUR", 40, 1);
        store_close(stores[i]);
    }
}

static void a_funnel_counts_steps_in_their_order(struct here *h, struct fact_store *st)
{
    static const char *const home[] = {"/"}, *const prices[] = {"/pre*"}, *const form[] = {"form"};
    struct stats_filter a = leaf(h, "page", STATS_IS, home),
                        b = leaf(h, "page", STATS_MATCHES, prices),
                        c = leaf(h, "event", STATS_IS, form);
    struct stats_funnel f = {.of = stats_question_of(SITE, day1, day1 + DAYS_MS(3)),
                             .steps = {&a, &b, &c},
                             .step_count = 3};
    struct stats_steps s = {0};

    assert_int_equal(store_funnel(h->cx, st, &f, &s), OK);
    assert_int_equal(s.reached[0], 3);
    assert_int_equal(s.reached[1], 1);
    assert_int_equal(s.reached[2], 1);
    f.steps[0] = &c;
    f.steps[2] = &a;
    assert_int_equal(store_funnel(h->cx, st, &f, &s), OK);
    assert_int_equal(s.reached[0], 1);
    assert_int_equal(s.reached[1], 0);
}

typedef void claim(struct here *h, struct fact_store *st);

static void on_every_engine(struct here *h, claim *test)
{
    static struct world w;

    memset(&w, 0, sizeof(w));
    small_world(&w);
    for (int i = 0; i < STORES; i++) {
        struct fact_store *st = i ? open_duckdb(h) : store_memory_new();
        keep(h, st, w.facts, w.fact_count, w.visits, w.visit_count);
        test(h, st);
        store_close(st);
    }
}

#define CLAIM(name)                                                                                \
    static void name##_claim(void **state)                                                         \
    {                                                                                              \
        on_every_engine(*state, name);                                                             \
    }
CLAIM(totals_are_as_counted_by_hand)
CLAIM(nothing_is_one_row_of_nothing)
CLAIM(pages_know_the_visits_that_passed)
CLAIM(robots_are_counted_when_asked)
CLAIM(a_goal_is_converted_by_visits_that_did_it)
CLAIM(what_was_done_filters_visits)
CLAIM(a_funnel_counts_steps_in_their_order)

/* --- time */

static void days_follow_the_zone_through_a_change_of_clocks(void **state)
{
    struct here *h = *state;
    const struct zone *zone = NULL;
    struct stats_zone z;
    /* In New York 2025-11-02 has 25 hours: clocks go back at 06:00 UTC. */
    int64_t midnight = INT64_C(1762056000000);

    assert_int_equal(zone_find(h->cx, "America/New_York", &zone), OK);
    z = stats_zone_of(zone, midnight - DAYS_MS(20), midnight + DAYS_MS(20));
    assert_int_equal(z.n, 2);
    assert_int_equal(z.until_ms[0], midnight + HOURS_MS(2));
    assert_int_equal(stats_time_key(&z, STATS_DAY, midnight),
                     stats_time_key(&z, STATS_DAY, midnight + HOURS_MS(25) - 1));
    assert_int_equal(stats_time_key(&z, STATS_DAY, midnight + HOURS_MS(25)),
                     stats_time_key(&z, STATS_DAY, midnight) + 1);
    assert_int_equal(stats_time_key(&z, STATS_HOUR, midnight + HOURS_MS(2)) -
                         stats_time_key(&z, STATS_HOUR, midnight + HOURS_MS(1)),
                     HOURS_MS(1));
    assert_int_equal(stats_time_key(&z, STATS_WEEK, midnight), 20394 - 20394 % 7 + 4 - 7);
    assert_int_equal(stats_time_key(&z, STATS_MONTH, midnight), 20393);
}

/* --- limits */

static struct stats_filter *most_leaves(struct here *h, const char *dimension, bool done)
{
    static const char *const one[] = {"x"};
    struct stats_filter *all = arena_array(h->cx->arena, 2 * STATS_LEAVES_MAX + 1, sizeof(*all));

    assert_non_null(all);
    all[0] = (struct stats_filter){.op = STATS_AND, .first = &all[1]};
    for (size_t i = 0; i < STATS_LEAVES_MAX; i++) {
        struct stats_filter *f = &all[2 * i + 1];
        f[1] = leaf(h, dimension, STATS_MATCHES, one);
        f[0] = done ? (struct stats_filter){.op = STATS_HAS_DONE, .first = &f[1]} : f[1];
        f[0].next = i + 1 < STATS_LEAVES_MAX ? &f[2] : NULL;
    }
    return all;
}

/* What stats_check() lets pass is answered, however much it is. */
static void the_longest_question_is_answered(void **state)
{
    struct here *h = *state;
    struct fact_store *st = open_duckdb(h);
    struct stats_question q = stats_question_of(SITE, day1, day1 + DAYS_MS(1));
    struct stats_answer a = {0};

    q.currency = "BRL";
    q.goal = most_leaves(h, "props:a", false);
    q.filter = most_leaves(h, "props:b", true);
    for (size_t i = 0; i < STATS_METRICS; i++)
        q.metrics[q.metric_count++] = (enum stats_metric)i;
    for (size_t i = 0; i < STATS_DIMENSIONS_MAX; i++)
        assert_true(stats_dimension_find(h->cx, "time:day", &q.dimensions[q.dimension_count++]));
    q.zone.n = STATS_SPANS_MAX;
    for (size_t i = 0; i < STATS_SPANS_MAX; i++)
        q.zone.until_ms[i] = day1 + (int64_t)i;
    assert_int_equal(stats_check(h->cx, &q), OK);
    assert_int_equal(store_stats(h->cx, st, &q, &a), OK);
    assert_int_equal(other_currencies(h, st, &q), 0);
    store_close(st);
}

static void the_longest_funnel_is_answered(void **state)
{
    struct here *h = *state;
    struct fact_store *st = open_duckdb(h);
    struct stats_filter *many = most_leaves(h, "props:a", false);
    struct stats_funnel f = {.of = stats_question_of(SITE, day1, day1 + DAYS_MS(1)),
                             .steps = {many, many},
                             .step_count = 2};
    struct stats_steps s = {0};

    f.of.filter = most_leaves(h, "props:b", true);
    assert_int_equal(stats_funnel_check(h->cx, &f), OK);
    assert_int_equal(store_funnel(h->cx, st, &f, &s), OK);
    f.steps[f.step_count++] = many;
    assert_int_equal(stats_funnel_check(h->cx, &f), ERR_INVALID);
    store_close(st);
}

/* --- at random */

struct dice {
    uint64_t state;
};

static int64_t roll(struct dice *d, int64_t n)
{
    d->state = d->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((d->state >> 33) % (uint64_t)n);
}

static const char *const paths[] = {"/", "/precos", "/Preços/100%", "/a_b", "/contato", ""};
static const char *const kinds[] = {"view", "view", "view", "engage", "form", "download"};
static const char *const sources[] = {"google", "Ação", "", "news", "a*b"};
static const char *const props[] = {"",
                                    "{\"form\":\"x\",\"n\":1}",
                                    "{\"form\":\"Último\"}",
                                    "{\"n\":null,\"ok\":true}",
                                    "{\"n\":\"1\"}",
                                    "{\"n\":1,"};
#define PICK(d, list) list[roll(d, (int64_t)COUNT_OF(list))]

static void random_world(struct dice *d, struct world *w)
{
    memset(w, 0, sizeof(*w));
    while (w->visit_count < VISITS) {
        size_t first = w->fact_count;
        int64_t at = day1 + roll(d, DAYS_MS(40)), n = 1 + roll(d, 7), visitor = 1 + roll(d, 20);
        bool robot = roll(d, 5) == 0;
        int64_t imported = roll(d, 4) == 0 ? 5 : 0;
        struct visit *v;
        for (int64_t i = 0; i < n; i++) {
            struct fact *f = happens(w, visitor, at + i * roll(d, HOURS_MS(1)),
                                     i ? PICK(d, kinds) : "view", PICK(d, paths));
            f->robot = robot;
            f->imported = imported;
            f->props = PICK(d, props);
            f->scroll = roll(d, 3) ? 0 : roll(d, 100);
            if (strcmp(f->kind, "engage") == 0)
                f->engaged_ms = roll(d, 9000);
            else if (strcmp(f->kind, "form") == 0 && roll(d, 2)) {
                f->value_minor = roll(d, 1000) - 200;
                f->currency = roll(d, 3) ? "BRL" : "USD";
            }
        }
        v = one_visit(w, first, PICK(d, sources));
        v->stable = roll(d, 2);
        v->robot = robot;
        v->country = roll(d, 2) ? "BR" : "";
    }
}

static const char *const all_dimensions[] = {
    "page",     "event",     "entry",    "source",    "country",    "props:form",  "props:n",
    "props:ok", "time:hour", "time:day", "time:week", "time:month", "time:minute",
};
static const char *const value_choices[] = {"/", "/precos", "google", "form",   "BR",  "x",
                                            "1", "true",    "ACAO",   "*o*",    "/*",  "view",
                                            "",  "100%",    "a_b",    "ultimo", "a*b", "\\"};

static struct stats_dimension random_dimension(struct here *h, struct dice *d, size_t n)
{
    struct stats_dimension dim;

    assert_true(stats_dimension_find(h->cx, all_dimensions[roll(d, (int64_t)n)], &dim));
    return dim;
}

/* only: of events alone. */
static struct stats_filter *random_filter(struct here *h, struct dice *d, int depth, bool only)
{
    struct stats_filter *f = arena_alloc(h->cx->arena, sizeof(*f));
    int64_t kind = depth > 2 ? 9 : roll(d, 10);
    size_t n = kind < 3 ? 2 : 1;
    const char **values = arena_array(h->cx->arena, 2, sizeof(*values));

    assert_non_null(f);
    assert_non_null(values);
    if (kind < 4 || (kind == 4 && !only)) {
        f->op = kind < 2 ? STATS_AND : kind < 3 ? STATS_OR : kind < 4 ? STATS_NOT : STATS_HAS_DONE;
        for (size_t i = 0; i < n; i++) {
            struct stats_filter *m =
                random_filter(h, d, depth + 1, only || f->op == STATS_HAS_DONE);
            m->next = f->first;
            f->first = m;
        }
        return f;
    }
    f->op = (enum stats_op)(STATS_IS + roll(d, 3));
    do {
        f->dimension = random_dimension(h, d, 8);
    } while (only && f->dimension.row->kind == STATS_OF_VISIT);
    f->count = (size_t)(1 + roll(d, 2));
    for (size_t i = 0; i < f->count; i++)
        values[i] = PICK(d, value_choices);
    f->values = values;
    return f;
}

static struct stats_question random_question(struct here *h, struct dice *d)
{
    int64_t from = day1 + roll(d, DAYS_MS(20));
    struct stats_question q = stats_question_of(SITE, from, from + 1 + roll(d, DAYS_MS(30)));
    int64_t n = roll(d, 3);

    q.currency = "BRL";
    q.zone = (struct stats_zone){{from + DAYS_MS(3), INT64_MAX}, {-HOURS_MS(3), -HOURS_MS(2)}, 2};
    q.robots = (enum stats_robots)roll(d, 3);
    q.no_imports = roll(d, 2);
    q.by_event = roll(d, 4) == 0;
    q.limit = roll(d, 3) ? 1000 : 1 + roll(d, 5);
    q.offset = roll(d, 4) ? 0 : roll(d, 6);
    q.count_rows = roll(d, 2);
    if (roll(d, 2))
        q.filter = random_filter(h, d, 0, false);
    if (roll(d, 2))
        q.goal = random_filter(h, d, 1, true);
    for (int64_t i = 0; i < n; i++)
        q.dimensions[q.dimension_count++] = random_dimension(h, d, COUNT_OF(all_dimensions));
    do {
        enum stats_metric m = (enum stats_metric)roll(d, STATS_METRICS);
        if (q.goal || (m != STATS_EVENT_VISITORS && m != STATS_CONVERSION_RATE))
            q.metrics[q.metric_count++] = m;
    } while (!q.metric_count || (q.metric_count < STATS_METRICS && roll(d, 3)));
    if (roll(d, 2) && q.dimension_count)
        q.order[q.order_count++] =
            (struct stats_order){.metric = (int)q.metrics[roll(d, (int64_t)q.metric_count)],
                                 .dimension = -1,
                                 .down = roll(d, 2)};
    if (roll(d, 3) == 0 && q.dimension_count)
        q.order[q.order_count++] =
            (struct stats_order){.metric = -1, .dimension = 0, .down = roll(d, 2)};
    return q;
}

static void same_answers(const struct stats_question *q, const struct stats_answer *a,
                         const struct stats_answer *b, int64_t nth)
{
    if (a->n != b->n || a->all != b->all)
        fail_msg("question %lld: %zu rows of %lld, %zu of %lld", (long long)nth, a->n,
                 (long long)a->all, b->n, (long long)b->all);
    for (size_t i = 0; i < a->n; i++) {
        for (size_t k = 0; k < q->dimension_count; k++)
            if (strcmp(a->rows[i].keys[k].text, b->rows[i].keys[k].text) != 0 ||
                a->rows[i].keys[k].time != b->rows[i].keys[k].time)
                fail_msg("question %lld row %zu: key %s %lld, %s %lld", (long long)nth, i,
                         a->rows[i].keys[k].text, (long long)a->rows[i].keys[k].time,
                         b->rows[i].keys[k].text, (long long)b->rows[i].keys[k].time);
        for (int s = 0; s < STATS_SUMS; s++)
            if (a->rows[i].sums[s] != b->rows[i].sums[s])
                fail_msg("question %lld row %zu sum %d: %lld, %lld", (long long)nth, i, s,
                         (long long)a->rows[i].sums[s], (long long)b->rows[i].sums[s]);
    }
}

static void same_money(struct here *h, struct fact_store *plain, struct fact_store *duck,
                       const struct stats_question *q, int64_t nth)
{
    struct stats_money *a = NULL, *b = NULL;
    size_t n = 0, m = 0;

    assert_int_equal(store_other_money(h->cx, plain, q, &a, &n), OK);
    if (store_other_money(h->cx, duck, q, &b, &m) != OK || n != m)
        fail_msg("question %lld: %zu currencies, %zu %s", (long long)nth, n, m,
                 h->cx->fault.detail ? h->cx->fault.detail : "");
    for (size_t i = 0; i < n; i++)
        if (strcmp(a[i].currency, b[i].currency) != 0 || a[i].value_minor != b[i].value_minor ||
            a[i].events != b[i].events)
            fail_msg("question %lld: %s %lld of %lld, %s %lld of %lld", (long long)nth,
                     a[i].currency, (long long)a[i].value_minor, (long long)a[i].events,
                     b[i].currency, (long long)b[i].value_minor, (long long)b[i].events);
}

static void random_questions_have_one_answer(void **state)
{
    static struct world w;
    struct here *h = *state;
    struct fact_store *plain = store_memory_new(), *duck = open_duckdb(h);
    struct dice d = {2026};

    random_world(&d, &w);
    keep(h, plain, w.facts, w.fact_count, w.visits, w.visit_count);
    keep(h, duck, w.facts, w.fact_count, w.visits, w.visit_count);
    for (int64_t i = 0; i < QUESTIONS; i++) {
        struct arena_mark mark = arena_mark(h->cx->arena);
        struct stats_question q = random_question(h, &d);
        struct stats_answer a = {0}, b = {0};
        if (stats_check(h->cx, &q) == OK) {
            assert_int_equal(store_stats(h->cx, plain, &q, &a), OK);
            if (store_stats(h->cx, duck, &q, &b) != OK)
                fail_msg("question %lld: %s", (long long)i, h->cx->fault.detail);
            same_answers(&q, &a, &b, i);
            same_money(h, plain, duck, &q, i);
        }
        fault_clear(h->cx);
        arena_reset(h->cx->arena, mark);
    }
    store_close(plain);
    store_close(duck);
}

static void random_funnels_have_one_answer(void **state)
{
    static struct world w;
    struct here *h = *state;
    struct fact_store *plain = store_memory_new(), *duck = open_duckdb(h);
    struct dice d = {7};

    random_world(&d, &w);
    keep(h, plain, w.facts, w.fact_count, w.visits, w.visit_count);
    keep(h, duck, w.facts, w.fact_count, w.visits, w.visit_count);
    for (int64_t i = 0; i < QUESTIONS / 5; i++) {
        struct arena_mark mark = arena_mark(h->cx->arena);
        struct stats_funnel f = {.of = random_question(h, &d), .by_visitor = roll(&d, 2)};
        struct stats_steps a = {0}, b = {0};
        f.step_count = (size_t)(2 + roll(&d, 3));
        f.window_ms = roll(&d, 2) ? 0 : roll(&d, DAYS_MS(9));
        for (size_t s = 0; s < f.step_count; s++)
            f.steps[s] = random_filter(h, &d, 2, true);
        if (stats_funnel_check(h->cx, &f) == OK) {
            assert_int_equal(store_funnel(h->cx, plain, &f, &a), OK);
            assert_int_equal(store_funnel(h->cx, duck, &f, &b), OK);
            assert_memory_equal(&a, &b, sizeof(a));
        }
        fault_clear(h->cx);
        arena_reset(h->cx->arena, mark);
    }
    store_close(plain);
    store_close(duck);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, here_setup, here_teardown)
    static const struct CMUnitTest tests[] = {
        TEST(totals_are_as_counted_by_hand_claim),
        TEST(nothing_is_one_row_of_nothing_claim),
        TEST(pages_know_the_visits_that_passed_claim),
        TEST(robots_are_counted_when_asked_claim),
        TEST(a_goal_is_converted_by_visits_that_did_it_claim),
        TEST(what_was_done_filters_visits_claim),
        TEST(a_funnel_counts_steps_in_their_order_claim),
        TEST(money_in_other_currencies_is_told_beside_the_value),
        TEST(days_follow_the_zone_through_a_change_of_clocks),
        TEST(the_longest_question_is_answered),
        TEST(the_longest_funnel_is_answered),
        TEST(random_questions_have_one_answer),
        TEST(random_funnels_have_one_answer),
    };

    return cmocka_run_group_tests_name("stats", tests, NULL, NULL);
}
