/* store_test.c -- one suite, every engine behind the port. */
#include "base/time.h"
#include "unit/facts/facts_make.h"

#include "facts/store_age.h"
#include "facts/store_touches.h"
#include "facts/store_turns.h"
#include "facts/store_visitors.h"

struct engine {
    const char *name;
    struct fact_store *(*open)(struct here *h);
    bool lasts; /* what it holds is there after closing */
};

static struct fact_store *open_memory(struct here *h)
{
    (void)h;
    return store_memory_new();
}

static struct fact_store *open_duckdb(struct here *h)
{
    struct store_duckdb_options o = {.dir = here_path(h, "store"), .rest_after_ms = -1};
    return store_duckdb_new(&o);
}

static const struct engine engines[] = {
    {"memory", open_memory, false},
    {"duckdb", open_duckdb, true},
};

static const int64_t day1 = INT64_C(1763856000000); /* 2025-11-23T00:00:00Z */

static int64_t append(struct here *h, struct fact_store *st, const struct fact *facts, size_t n)
{
    int64_t at = 0;
    struct store_batch b = {.follower = "test", .facts = facts, .count = n};

    assert_int_equal(store_position(h->cx, st, "test", &at), OK);
    b.from = at;
    b.to = at + 10;
    assert_int_equal(store_append(h->cx, st, &b), OK);
    return b.to;
}

/* Ten facts over two days, two visitors, three people, one robot, two channels and one of none. */
static void fill(struct here *h, struct fact_store *st)
{
    struct fact f[10];

    for (int64_t i = 0; i < 10; i++) {
        f[i] = a_fact(100 + i, day1 + HOURS_MS(5) * i);
        f[i].visitor = 1 + i % 2;
        f[i].subject = i % 4;
        f[i].account = i < 5 ? 50 : 0;
        f[i].channel = i < 6 ? "organic_search" : i < 8 ? "paid_search" : "";
    }
    f[3].robot = true;
    f[4].kind = "form";
    f[4].value_minor = 1500;
    f[4].currency = "BRL";
    f[5].value_minor = -500;
    f[5].path = "/contato";
    f[9].site = 8;
    (void)append(h, st, f, 4);
    (void)append(h, st, f + 4, 6);
}

static void counts_by_every_group_are_as_counted_by_hand(struct here *h, struct fact_store *st)
{
    struct store_filter all = {.site = 7, .robots = STORE_EVERYONE};
    struct store_count *rows = NULL;
    size_t n = 0;

    fill(h, st);
    assert_int_equal(store_counts(h->cx, st, &all, STORE_ALL, 10, &rows, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(rows[0].count, 9);
    assert_int_equal(rows[0].visitors, 2);
    assert_int_equal(rows[0].subjects, 3);
    assert_int_equal(rows[0].value_minor, 1000);

    assert_int_equal(store_counts(h->cx, st, &all, STORE_BY_DAY, 10, &rows, &n), OK);
    assert_int_equal(n, 2);
    assert_int_equal(rows[0].day, day1 / DAYS_MS(1));
    assert_int_equal(rows[0].count, 5);
    assert_int_equal(rows[1].day, day1 / DAYS_MS(1) + 1);
    assert_int_equal(rows[1].count, 4);

    all.zone_offset_ms = -HOURS_MS(3); /* midnight UTC is the evening before in São Paulo */
    assert_int_equal(store_counts(h->cx, st, &all, STORE_BY_DAY, 10, &rows, &n), OK);
    assert_int_equal(n, 3);
    assert_int_equal(rows[0].count, 1);

    assert_int_equal(store_counts(h->cx, st, &all, STORE_BY_CHANNEL, 10, &rows, &n), OK);
    assert_int_equal(n, 3);
    assert_string_equal(rows[0].text, "organic_search");
    assert_int_equal(rows[0].count, 6);
    assert_int_equal(rows[0].visitors, 2);
    assert_string_equal(rows[1].text, "paid_search");
    assert_string_equal(rows[2].text, "");
    assert_int_equal(rows[2].count, 1);

    assert_int_equal(store_counts(h->cx, st, &all, STORE_BY_KIND, 1, &rows, &n), OK);
    assert_int_equal(n, 1);
    assert_string_equal(rows[0].text, "view");
    assert_int_equal(store_counts(h->cx, st, &all, STORE_BY_PATH, 10, &rows, &n), OK);
    assert_int_equal(n, 2);
    assert_string_equal(rows[1].text, "/contato");
    assert_int_equal(rows[1].value_minor, -500);
    for (enum store_group by = STORE_BY_SOURCE; by <= STORE_BY_CAMPAIGN; by++) {
        assert_int_equal(store_counts(h->cx, st, &all, by, 10, &rows, &n), OK);
        assert_int_equal(n, 1);
    }
}

static void every_filter_leaves_what_it_names(struct here *h, struct fact_store *st)
{
    static const char *const form[] = {"form", "click"};
    static const int64_t people[] = {1, 3, 999}, accounts[] = {50}, nobody[] = {0};
    static const struct {
        struct store_filter f;
        int64_t count;
    } cases[] = {
        {{.site = 7}, 8},
        {{.site = 8}, 1},
        {{.site = 9}, 0},
        {{.site = 7, .robots = STORE_ROBOTS}, 1},
        {{.site = 7, .robots = STORE_EVERYONE}, 9},
        {{.site = 7, .from_ms = INT64_C(1763856000000) + HOURS_MS(5)}, 7},
        {{.site = 7, .to_ms = INT64_C(1763856000000) + HOURS_MS(5)}, 1},
        {{.site = 7, .kinds = form, .kind_count = 2}, 1},
        {{.site = 7, .kinds = form, .kind_count = 0}, 0},
        {{.site = 7, .subjects = people, .subject_count = 3}, 3},
        {{.site = 7, .subjects = people, .subject_count = 0}, 0},
        {{.site = 7, .subjects = nobody, .subject_count = 1}, 0},
        {{.site = 7, .accounts = accounts, .account_count = 1}, 4},
        {{.site = 7, .channel = "paid_search"}, 2},
        {{.site = 7, .channel = ""}, 1},
        {{.site = 7, .path = "/contato"}, 1},
        {{.site = 7, .visitor = 1}, 5},
        {{.site = 7, .campaign_id = 4}, 0},
    };

    fill(h, st);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(count_all(h, st, &cases[i].f), cases[i].count);
}

static void a_timeline_pages_newest_first_without_gap_or_repeat(struct here *h,
                                                                struct fact_store *st)
{
    struct store_filter all = {.site = 7};
    struct store_page page = {.limit = 2};
    struct fact f[5];
    int64_t ids[5], got = 0;

    for (int64_t i = 0; i < 5; i++)
        f[i] = a_fact(10 + i, day1 + (i < 4 ? 0 : 1)); /* four at the same moment */
    f[2].props = "{\"t\":\"çã\"}";
    f[2].value_minor = 0;
    (void)append(h, st, f, 5);
    for (;;) {
        struct fact *rows = NULL;
        size_t n = 0;
        assert_int_equal(store_timeline(h->cx, st, &all, &page, &rows, &n), OK);
        if (n == 0)
            break;
        for (size_t i = 0; i < n; i++) {
            assert_true(got < 5);
            ids[got++] = rows[i].id;
            if (rows[i].id == 12) {
                assert_string_equal(rows[i].props, "{\"t\":\"çã\"}");
                assert_int_equal(rows[i].value_minor, 0);
                assert_string_equal(rows[i].campaign, "");
                assert_int_equal(rows[i].key_lo, 0); /* a key is no part of a row */
            } else {
                assert_int_equal(rows[i].value_minor, NIL);
            }
        }
        page.before_ms = rows[n - 1].at_ms;
        page.before_id = rows[n - 1].id;
    }
    assert_int_equal(got, 5);
    for (int64_t i = 0; i < 5; i++)
        assert_int_equal(ids[i], 14 - i);
}

static void first_and_last_seen_are_told_per_person(struct here *h, struct fact_store *st)
{
    struct store_filter all = {.site = 7};
    struct store_seen *rows = NULL;
    size_t n = 0;

    fill(h, st);
    assert_int_equal(store_seen(h->cx, st, &all, &rows, &n), OK);
    assert_int_equal(n, 3);
    assert_int_equal(rows[0].subject, 1);
    assert_int_equal(rows[0].first_ms, day1 + HOURS_MS(5));
    assert_int_equal(rows[0].last_ms, day1 + HOURS_MS(25));
    assert_int_equal(rows[0].count, 2);
    assert_int_equal(rows[1].subject, 2);
    assert_int_equal(rows[2].subject, 3);
    assert_int_equal(rows[2].count, 1); /* its other fact was a robot's */
}

static void a_batch_that_does_not_start_where_the_follower_stands_changes_nothing(
    struct here *h, struct fact_store *st)
{
    struct fact f = a_fact(1, day1);
    struct store_outcome o = {7, 1, FATE_HUMAN, "", 1};
    struct store_batch b = {.follower = "test",
                            .from = 5,
                            .to = 9,
                            .facts = &f,
                            .count = 1,
                            .outcomes = &o,
                            .outcome_count = 1};
    struct store_filter all = {.site = 7};
    struct store_outcome *rows = NULL;
    size_t n = 0;
    int64_t at = -1;

    assert_int_equal(store_append(h->cx, st, &b), ERR_CONFLICT);
    assert_string_equal(h->cx->fault.key, "facts.moved");
    fault_clear(h->cx);
    assert_int_equal(store_position(h->cx, st, "test", &at), OK);
    assert_int_equal(at, 0);
    assert_int_equal(count_all(h, st, &all), 0);
    assert_int_equal(store_outcomes(h->cx, st, 7, 0, 10, &rows, &n), OK);
    assert_int_equal(n, 0);
    b.from = 0;
    assert_int_equal(store_append(h->cx, st, &b), OK);
    assert_int_equal(store_append(h->cx, st, &b), ERR_CONFLICT);
    fault_clear(h->cx);
    assert_int_equal(store_position(h->cx, st, "test", &at), OK);
    assert_int_equal(at, 9);
    assert_int_equal(count_all(h, st, &all), 1);
}

static void outcomes_add_up_over_batches(struct here *h, struct fact_store *st)
{
    static const struct store_outcome o[] = {
        {7, 100, FATE_HUMAN, "", 5},         {7, 100, FATE_REFUSED, "origin", 2},
        {7, 100, FATE_REFUSED, "gpc", 1},    {7, 101, FATE_ROBOT, "", 3},
        {0, 100, FATE_INVALID, "record", 4},
    };
    struct store_batch b = {.follower = "a", .to = 1, .outcomes = o, .outcome_count = COUNT_OF(o)};
    struct store_outcome *rows = NULL;
    size_t n = 0;

    assert_int_equal(store_append(h->cx, st, &b), OK);
    b.follower = "b"; /* followers do not meet */
    b.outcome_count = 2;
    assert_int_equal(store_append(h->cx, st, &b), OK);
    assert_int_equal(store_outcomes(h->cx, st, 7, 100, 102, &rows, &n), OK);
    assert_int_equal(n, 4);
    assert_int_equal(rows[0].fate, FATE_HUMAN);
    assert_int_equal(rows[0].count, 10);
    assert_string_equal(rows[1].reason, "gpc");
    assert_int_equal(rows[1].count, 1);
    assert_string_equal(rows[2].reason, "origin");
    assert_int_equal(rows[2].count, 4);
    assert_int_equal(rows[3].day, 101);
    assert_int_equal(store_outcomes(h->cx, st, 7, 100, 101, &rows, &n), OK);
    assert_int_equal(n, 3);
    assert_int_equal(store_outcomes(h->cx, st, 0, 0, 1000, &rows, &n), OK);
    assert_int_equal(n, 1);
}

/* As after an outage of two years, when one batch counts for each of its days. */
static void a_batch_that_counts_for_hundreds_of_days_is_stored(struct here *h,
                                                               struct fact_store *st)
{
    enum { DAYS = 700 };
    struct store_outcome *o = arena_array(h->cx->arena, DAYS, sizeof(*o)), *rows = NULL;
    struct store_batch b = {.follower = "a", .to = 1, .outcomes = o, .outcome_count = DAYS};
    size_t n = 0;

    assert_non_null(o);
    for (int i = 0; i < DAYS; i++)
        o[i] = (struct store_outcome){7, i, FATE_HUMAN, "", 3};
    assert_int_equal(store_append(h->cx, st, &b), OK);
    assert_int_equal(store_outcomes(h->cx, st, 7, 0, DAYS, &rows, &n), OK);
    assert_int_equal(n, DAYS);
}

static void keys_are_known_by_site_and_until_too_old(struct here *h, struct fact_store *st)
{
    struct fact f[3];
    static const struct store_key keys[] = {{7, 0, 1}, {8, 0, 1}, {7, -5, 0}, {7, 0, 2}, {7, 0, 9}};
    static const bool all[] = {true, false, true, true, false};
    static const bool late[] = {false, false, true, true, false};
    bool known[5];

    for (int64_t i = 0; i < 3; i++)
        f[i] = a_fact(i + 1, day1 + i);
    f[2].key_hi = -5;
    f[2].key_lo = 0;
    (void)append(h, st, f, 3);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(store_known(h->cx, st, keys, 5, day1, known), OK);
        assert_memory_equal(known, all, sizeof(all));
    }
    assert_int_equal(store_known(h->cx, st, keys, 5, day1 + 1, known), OK);
    assert_memory_equal(known, late, sizeof(late));
    assert_int_equal(store_known(h->cx, st, keys, 0, day1, known), OK);
}

static void many_facts_and_a_long_list_of_people_are_found_also_after_rest(struct here *h,
                                                                           struct fact_store *st)
{
    enum { MANY = 3000 };
    struct fact *f = arena_array(h->cx->arena, MANY, sizeof(*f));
    int64_t *people = arena_array(h->cx->arena, MANY, sizeof(*people));
    struct store_filter q = {.site = 7, .subjects = people, .subject_count = MANY};
    struct store_seen *rows = NULL;
    size_t n = 0;

    for (int64_t i = 0; i < MANY; i++) {
        f[i] = a_fact(i + 1, day1 + i);
        f[i].subject = i + 1;
        people[i] = 2 * i;
    }
    (void)append(h, st, f, MANY);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(count_all(h, st, &q), MANY / 2);
        assert_int_equal(store_seen(h->cx, st, &q, &rows, &n), OK);
        assert_int_equal(n, MANY / 2);
        assert_int_equal(rows[n - 1].subject, MANY);
        store_rest(st);
    }
}

static void what_is_forgotten_counts_as_before_and_is_nobodys(struct here *h, struct fact_store *st)
{
    const int64_t gone[] = {1, 2};
    struct store_filter all = {.site = 7, .robots = STORE_EVERYONE},
                        theirs = {.site = 7,
                                  .robots = STORE_EVERYONE,
                                  .subjects = gone,
                                  .subject_count = COUNT_OF(gone)};
    struct store_count *rows = NULL;
    size_t n = 0;
    int64_t forgotten = 0;

    fill(h, st);
    assert_int_equal(store_forget(h->cx, st, 8, gone, COUNT_OF(gone), 77, &forgotten), OK);
    assert_int_equal(forgotten, 1);
    assert_int_equal(store_forget(h->cx, st, 7, gone, COUNT_OF(gone), 77, &forgotten), OK);
    assert_int_equal(forgotten, 4);
    assert_int_equal(count_all(h, st, &theirs), 0);
    assert_int_equal(store_counts(h->cx, st, &all, STORE_ALL, 1, &rows, &n), OK);
    assert_int_equal(rows[0].count, 9);
    assert_int_equal(rows[0].value_minor, 1000);
    assert_int_equal(rows[0].subjects, 1);
    assert_int_equal(store_compact(h->cx, st), OK);
    assert_int_equal(count_all(h, st, &all), 9);
    (void)append(h, st, &(struct fact){.site = 7, .id = 1, .kind = "view", .value_minor = NIL}, 0);
    assert_int_equal(store_forget(h->cx, st, 7, gone, COUNT_OF(gone), 77, &forgotten), OK);
    assert_int_equal(forgotten, 0);
}

static void answers_that_do_not_fit_the_errand_are_refused(struct here *h, struct fact_store *st)
{
    struct ctx *small = ctx_new(KIB(8), test_clock(&h->clock), NULL);
    struct store_filter all = {.site = 7, .robots = STORE_EVERYONE};
    struct store_page page = {.limit = 1000};
    struct fact *rows = NULL, f[100];
    struct store_count *counts = NULL;
    size_t n = 0;

    for (int64_t i = 0; i < 100; i++)
        f[i] = a_fact(i + 1, day1 + i);
    (void)append(h, st, f, 100);
    assert_int_equal(store_timeline(small, st, &all, &page, &rows, &n), ERR_LIMIT);
    assert_string_equal(small->fault.key, "base.memory");
    ctx_free(small);
    assert_int_equal(store_counts(h->cx, st, &all, STORE_ALL, 1, &counts, &n), OK);
    assert_int_equal(counts[0].count, 100);
}

typedef void claim(struct here *h, struct fact_store *st);
/* Asked for alone, the earliest of each are the earliest of all. */
static void first_touches_are_those_that_come_first(struct here *h, struct fact_store *st,
                                                    struct store_touches_ask ask)
{
    struct store_touches all = {0}, first = {0};
    size_t n = 0;

    assert_int_equal(store_touches(h->cx, st, &ask, &all), OK);
    ask.first = true;
    assert_int_equal(store_touches(h->cx, st, &ask, &first), OK);
    for (size_t i = 0; i < all.n; i++) {
        if (i && all.rows[i - 1].subject == all.rows[i].subject)
            continue;
        assert_in_range(n, 0, first.n - 1);
        assert_int_equal(first.rows[n].subject, all.rows[i].subject);
        assert_int_equal(first.rows[n++].at_ms, all.rows[i].at_ms);
    }
    assert_int_equal(n, first.n);
    store_touches_done(&all);
    store_touches_done(&first);
}

/* Robots, the unknown, other kinds, other sites and what belongs to a visit are no touches of their own. */
static void touches_of_the_known_come_in_order(struct here *h, struct fact_store *st)
{
    static const char *const kinds[] = {"call", "form"};
    const int64_t only[] = {3};
    struct fact f[8];
    struct store_touches t = {0};
    struct store_touches_ask ask = {
        .site = 7, .until_ms = day1 + HOURS_MS(6), .kinds = kinds, .kind_count = 2};

    for (int64_t i = 0; i < 8; i++) {
        f[i] = a_fact(100 + i, day1 + HOURS_MS(8 - i));
        f[i].subject = i % 2 ? 3 : 2;
        f[i].kind = i == 3 ? "form" : "call";
        f[i].channel = i == 3 ? "email" : "sales";
    }
    f[4].robot = true;
    f[5].site = 8;
    f[6].kind = "view";
    f[7].subject = 0;
    (void)append(h, st, f, 8);
    assert_int_equal(store_touches(h->cx, st, &ask, &t), OK);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.rows[0].id, 103);
    assert_string_equal(t.texts[t.rows[0].text[TOUCH_CHANNEL]], "email");
    assert_string_equal(t.texts[t.rows[0].text[TOUCH_CONTENT]], "");
    store_touches_done(&t);
    ask.until_ms = 0;
    assert_int_equal(store_touches(h->cx, st, &ask, &t), OK);
    assert_int_equal(t.n, 4);
    assert_int_equal(t.rows[0].id, 102); /* of 2, the earlier one */
    assert_int_equal(t.rows[1].id, 100);
    assert_int_equal(t.rows[2].id, 103);
    assert_int_equal(t.rows[3].id, 101);
    store_touches_done(&t);
    ask.subjects = only;
    ask.subject_count = 1;
    assert_int_equal(store_touches(h->cx, st, &ask, &t), OK);
    assert_int_equal(t.n, 2);
    store_touches_done(&t);
    ask.subjects = NULL;
    first_touches_are_those_that_come_first(h, st, ask);
}

static struct visit a_visit(int64_t id, int64_t subject, const char *channel)
{
    struct visit v = {0};

    parts_clear(&v, visit_fields, VISIT_FIELDS);
    v.id = id;
    v.site = 7;
    v.visitor = 5;
    v.started_ms = v.ended_ms = day1;
    v.subject = subject;
    v.linked = subject != 0;
    v.channel = channel;
    v.content = "banner";
    v.entry = "/precos";
    v.views = 3;
    return v;
}

/* What is of a visit of the same person is in that visit's touch; of another's it is its own, with where the visit came from only
 * where the visitor let visits be tied to their name. */
static void a_visit_is_one_touch_with_what_is_in_it(struct here *h, struct fact_store *st)
{
    static const char *const kinds[] = {"form"};
    struct fact f[4] = {a_fact(101, day1), a_fact(102, day1), a_fact(103, day1 + 1),
                        a_fact(104, day1 + 2)};
    struct visit v[4] = {a_visit(100, 3, "paid_search"), a_visit(200, 0, "social"),
                         a_visit(300, 4, "email"), a_visit(400, 0, "video")};
    struct store_batch b = {
        .follower = "test", .to = 10, .facts = f, .count = 4, .visits = v, .visit_count = 4};
    const int64_t who[] = {3};
    struct store_filter theirs = {.site = 7, .subjects = who, .subject_count = 1};
    struct store_page page = {.limit = 10};
    struct fact *rows = NULL;
    size_t n = 0;
    struct store_touches_ask ask = {.site = 7, .kinds = kinds, .kind_count = 1};
    struct store_touches t = {0};

    f[0].kind = f[1].kind = f[2].kind = f[3].kind = "form";
    f[0].channel = f[1].channel = f[2].channel = f[3].channel = "";
    f[0].subject = f[1].subject = f[2].subject = f[3].subject = 3;
    f[0].visit = 100;
    f[1].visit = 200;
    f[2].visit = 400;
    f[3].visit = 300;
    v[1].consent = CONSENT_ANSWERED | CONSENT_NAMED;
    v[2].robot = true;
    v[3].consent = CONSENT_ANSWERED;
    assert_int_equal(store_append(h->cx, st, &b), OK);
    assert_int_equal(store_touches(h->cx, st, &ask, &t), OK);
    assert_int_equal(t.n, 4);
    assert_string_equal(t.texts[t.rows[0].text[TOUCH_KIND]], "visit");
    assert_string_equal(t.texts[t.rows[0].text[TOUCH_CHANNEL]], "paid_search");
    assert_string_equal(t.texts[t.rows[0].text[TOUCH_PATH]], "/precos");
    assert_int_equal(t.rows[0].views, 3);
    assert_true(t.rows[0].linked);
    assert_string_equal(t.texts[t.rows[1].text[TOUCH_KIND]], "form");
    assert_string_equal(t.texts[t.rows[1].text[TOUCH_CHANNEL]], "social");
    assert_string_equal(t.texts[t.rows[1].text[TOUCH_CONTENT]], "banner");
    assert_string_equal(t.texts[t.rows[2].text[TOUCH_CHANNEL]], "");
    assert_string_equal(t.texts[t.rows[2].text[TOUCH_CONTENT]], "");
    assert_int_equal(t.rows[3].id, 104);
    assert_string_equal(t.texts[t.rows[3].text[TOUCH_CHANNEL]], "");
    store_touches_done(&t);
    assert_int_equal(store_timeline(h->cx, st, &theirs, &page, &rows, &n), OK);
    assert_int_equal(n, 4);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(rows[i].channel, rows[i].id == 101   ? "paid_search"
                                             : rows[i].id == 102 ? "social"
                                                                 : "");
    first_touches_are_those_that_come_first(h, st, ask);
}

static void link_is(const struct store_touches *t, size_t row, const char *channel,
                    const char *campaign, const char *content)
{
    assert_string_equal(t->texts[t->rows[row].text[TOUCH_CHANNEL]], channel);
    assert_string_equal(t->texts[t->rows[row].text[TOUCH_CAMPAIGN]], campaign);
    assert_string_equal(t->texts[t->rows[row].text[TOUCH_CONTENT]], content);
}

/* Outside of a visit, and within one that came by another link. */
static void an_answer_keeps_the_words_of_its_own_link(struct here *h, struct fact_store *st)
{
    static const char *const kinds[] = {"form"};
    struct fact f[2] = {a_fact(101, day1), a_fact(102, day1 + 1)};
    struct visit v = a_visit(100, 0, "social");
    struct store_batch b = {
        .follower = "test", .to = 10, .facts = f, .count = 2, .visits = &v, .visit_count = 1};
    struct store_touches_ask ask = {.site = 7, .kinds = kinds, .kind_count = 1};
    struct store_touches t = {0};
    struct store_filter theirs = {.site = 7};
    struct store_page page = {.limit = 10};
    struct fact *rows = NULL;
    size_t n = 0;

    v.campaign = "verao";
    v.consent = CONSENT_ANSWERED | CONSENT_NAMED;
    f[0].kind = f[1].kind = "form";
    f[0].channel = f[1].channel = "email";
    f[0].subject = f[1].subject = 3;
    f[0].visit = 0;
    f[0].campaign = "boletim";
    f[0].content = "rodape";
    f[1].visit = 100;
    f[1].campaign = "";
    assert_int_equal(store_append(h->cx, st, &b), OK);
    assert_int_equal(store_touches(h->cx, st, &ask, &t), OK);
    assert_int_equal(t.n, 2);
    link_is(&t, 0, "email", "boletim", "rodape");
    link_is(&t, 1, "email", "", "");
    store_touches_done(&t);
    assert_int_equal(store_timeline(h->cx, st, &theirs, &page, &rows, &n), OK);
    assert_int_equal(n, 2);
    assert_string_equal(rows[0].campaign, "");
    assert_string_equal(rows[1].content, "rodape");
}

/* Undone for one person, another whom the visitor was before keeps theirs. */
static void an_undo_takes_what_was_tied_to_its_person(struct here *h, struct fact_store *st)
{
    struct visit v[2] = {a_visit(100, 3, "email"), a_visit(200, 4, "email")};
    struct store_link l = {.site = 7, .visitor = 5, .subject = 4, .undo = true};
    struct store_batch b = {
        .follower = "test", .to = 10, .visits = v, .visit_count = 2, .links = &l, .link_count = 1};
    struct store_filter all = {.site = 7};
    struct visit *found = NULL;
    size_t n = 0;

    assert_int_equal(store_append(h->cx, st, &b), OK);
    assert_int_equal(
        store_visits(h->cx, st, &all, &(struct store_visit_page){.limit = 10}, &found, &n), OK);
    assert_int_equal(n, 2);
    assert_int_equal(found[0].subject, 3);
    assert_int_equal(found[1].subject, 0);
    assert_false(found[1].linked);
    assert_int_equal(store_visits(h->cx, st, &all,
                                  &(struct store_visit_page){.newest = true, .limit = 1}, &found,
                                  &n),
                     OK);
    assert_int_equal(n, 1);
    assert_int_equal(found[0].id, 200);
    assert_int_equal(store_visits(h->cx, st, &all,
                                  &(struct store_visit_page){.after_ms = found[0].started_ms,
                                                             .after_id = 200,
                                                             .newest = true,
                                                             .limit = 5},
                                  &found, &n),
                     OK);
    assert_int_equal(n, 1);
    assert_int_equal(found[0].id, 100);
}

static void visitors_are_told_by_their_first_and_last_visit(struct here *h, struct fact_store *st)
{
    struct visit v[4] = {a_visit(100, 0, "paid_search"), a_visit(200, 0, "email"),
                         a_visit(300, 0, "social"), a_visit(400, 0, "social")};
    struct store_batch b = {.follower = "test", .to = 10, .visits = v, .visit_count = 4};
    const int64_t asked[] = {5, 6, 7};
    struct store_visitor_sum *sums = NULL;
    size_t n = 0;

    v[0].device = "desktop";
    v[0].consent = CONSENT_NAMED;
    v[1].started_ms = day1 + DAYS_MS(1);
    v[1].ended_ms = day1 + DAYS_MS(1) + 5;
    v[1].consent = CONSENT_ANSWERED;
    v[2].robot = true;
    v[3].visitor = 6;
    assert_int_equal(store_append(h->cx, st, &b), OK);
    assert_int_equal(store_visitors(h->cx, st, 7, asked, 3, &sums, &n), OK);
    assert_int_equal(n, 2);
    assert_int_equal(sums[0].visitor, 5);
    assert_int_equal(sums[0].visits, 2);
    assert_int_equal(sums[0].views, 6);
    assert_int_equal(sums[0].first_ms, day1);
    assert_int_equal(sums[0].last_ms, day1 + DAYS_MS(1) + 5);
    assert_int_equal(sums[0].consent, CONSENT_ANSWERED);
    assert_string_equal(sums[0].device, "desktop");
    assert_string_equal(sums[0].channel, "paid_search");
    assert_string_equal(sums[0].browser, "");
    assert_int_equal(sums[1].visitor, 6);
}

/* What a company's people did, whenever they came to it, and what of the company names nobody. */
static void people_and_the_nameless_of_their_company_are_found(struct here *h,
                                                               struct fact_store *st)
{
    static const int64_t people[] = {3}, accounts[] = {50}, nobody[] = {0};
    struct store_filter f = {.site = 7,
                             .robots = STORE_EVERYONE,
                             .subjects = people,
                             .subject_count = 1,
                             .accounts = accounts,
                             .account_count = 1};
    struct visit v[3] = {a_visit(100, 3, "email"), a_visit(200, 0, "email"),
                         a_visit(300, 9, "email")};
    struct store_batch b = {.follower = "visits", .to = 10, .visits = v, .visit_count = 3};
    struct visit *found = NULL;
    size_t n = 0;

    fill(h, st);
    assert_int_equal(count_all(h, st, &f), 1); /* both */
    f.nameless = true;
    assert_int_equal(count_all(h, st, &f), 4); /* two of theirs, two of nobody */
    f.subjects = nobody;
    f.subject_count = 0;
    assert_int_equal(count_all(h, st, &f), 2);
    v[1].account = v[2].account = 50;
    assert_int_equal(store_append(h->cx, st, &b), OK);
    f.subjects = people;
    f.subject_count = 1;
    assert_int_equal(
        store_visits(h->cx, st, &f, &(struct store_visit_page){.limit = 10}, &found, &n), OK);
    assert_int_equal(n, 2);
    assert_int_equal(found[0].id, 100);
    assert_int_equal(found[1].id, 200);
}

static size_t turns_after(struct here *h, struct fact_store *st, int64_t after,
                          struct store_turn **ret)
{
    size_t n = 0;

    assert_int_equal(store_turns(h->cx, st, after, 10, ret, &n), OK);
    return n;
}

static void whose_facts_turned_is_told_once_each_and_in_order(struct here *h, struct fact_store *st)
{
    struct fact f[4] = {a_fact(101, day1), a_fact(102, day1), a_fact(103, day1), a_fact(104, day1)};
    struct visit v = a_visit(100, 3, "email");
    struct store_batch b = {
        .follower = "test", .to = 10, .facts = f, .count = 4, .visits = &v, .visit_count = 1};
    const struct store_turned turned = {100, "pace"};
    struct store_turn *turns = NULL;
    int64_t moved = 0, last;
    uint64_t before;

    for (int i = 0; i < 4; i++) {
        f[i].visit = 100;
        f[i].subject = i < 3 ? 3 + i / 2 : 0; /* 3, 3, 4, nobody */
    }
    assert_int_equal(store_append(h->cx, st, &b), OK);
    assert_int_equal(turns_after(h, st, 0, &turns), 0);
    before = store_turn_count(st);
    v.robot = true;
    b = (struct store_batch){.follower = "test",
                             .from = 10,
                             .to = 20,
                             .visits = &v,
                             .visit_count = 1,
                             .turned = &turned,
                             .turned_count = 1};
    assert_int_equal(store_append(h->cx, st, &b), OK);
    assert_true(store_turn_count(st) > before);
    assert_int_equal(turns_after(h, st, 0, &turns), 2);
    assert_int_equal(turns[0].subject, 3);
    assert_int_equal(turns[1].subject, 4);
    assert_int_equal(turns[0].site, 7);
    assert_true(turns[1].number > turns[0].number);
    last = turns[1].number;
    assert_int_equal(turns_after(h, st, turns[0].number, &turns), 1);
    assert_int_equal(store_turns_passed(h->cx, st, last), OK);
    assert_int_equal(turns_after(h, st, last, &turns), 0);
    assert_int_equal(store_compact(h->cx, st), OK);
    v.robot = false;
    assert_int_equal(store_judged(h->cx, st, &v, 1, &moved), OK);
    assert_int_equal(moved, 4);
    assert_int_equal(turns_after(h, st, last, &turns), 2); /* numbers go on */
    assert_int_equal(store_judged(h->cx, st, &v, 1, &moved), OK);
    assert_int_equal(turns_after(h, st, turns[1].number, &turns), 0);
}

static int64_t robots_for(struct here *h, struct fact_store *st, const char *reason)
{
    struct store_outcome *rows = NULL;
    int64_t sum = 0;
    size_t n = 0;

    assert_int_equal(store_outcomes(h->cx, st, 7, 0, 1000000, &rows, &n), OK);
    for (size_t i = 0; i < n; i++)
        if (rows[i].fate == FATE_ROBOT && (!reason || strcmp(rows[i].reason, reason) == 0))
            sum += rows[i].count;
    return sum;
}

/* Two facts of a person's visit and one of a robot's, counted. */
static void fill_ledger(struct here *h, struct fact_store *st, struct visit v[2])
{
    struct fact f[3] = {a_fact(100, day1), a_fact(102, day1), a_fact(103, day1)};
    struct store_outcome o[] = {{7, day1 / DAYS_MS(1), FATE_HUMAN, "", 2},
                                {7, day1 / DAYS_MS(1), FATE_ROBOT, "agent", 1}};
    struct store_batch b = {.follower = "test",
                            .to = 10,
                            .facts = f,
                            .count = 3,
                            .visits = v,
                            .visit_count = 2,
                            .outcomes = o,
                            .outcome_count = 2};

    v[0] = a_visit(100, 3, "email");
    v[1] = a_visit(103, 4, "email");
    v[1].robot = f[2].robot = true;
    v[1].robot_reason = "agent";
    f[0].visit = f[1].visit = 100;
    f[2].visit = 103;
    for (int i = 0; i < 3; i++)
        f[i].received_ms = day1;
    assert_int_equal(store_append(h->cx, st, &b), OK);
}

static void robots_are_counted_by_the_reason_of_their_visit(struct here *h, struct fact_store *st)
{
    const struct store_turned turned = {100, "pace"};
    struct store_batch b = {
        .follower = "test", .from = 10, .to = 20, .turned = &turned, .turned_count = 1};
    int64_t moved = 0;
    struct visit v[2];

    fill_ledger(h, st, v);
    v[0].robot = true;
    v[0].robot_reason = "pace";
    b.visits = v;
    b.visit_count = 1;
    assert_int_equal(store_append(h->cx, st, &b), OK);
    assert_int_equal(robots_for(h, st, "pace"), 2);
    assert_int_equal(robots_for(h, st, "agent"), 1);
    v[0].robot_reason = "silent"; /* for another reason: no fact changes sides */
    assert_int_equal(store_judged(h->cx, st, v, 2, &moved), OK);
    assert_int_equal(moved, 0);
    assert_int_equal(robots_for(h, st, "pace"), 0);
    assert_int_equal(robots_for(h, st, "silent"), 2);
    assert_int_equal(robots_for(h, st, NULL), 3);
    v[0].robot = v[1].robot = false;
    v[0].robot_reason = v[1].robot_reason = "";
    assert_int_equal(store_judged(h->cx, st, v, 2, &moved), OK);
    assert_int_equal(moved, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(robots_for(h, st, ((const char *[]){"silent", "agent", ""})[i]), 0);
    v[1].robot = true;
    v[1].robot_reason = "headless";
    assert_int_equal(store_judged(h->cx, st, v, 2, &moved), OK);
    assert_int_equal(moved, 1);
    assert_int_equal(robots_for(h, st, "headless"), 1);
    assert_int_equal(robots_for(h, st, NULL), 1);
}

/* The figure that a whole period of visits gives. */
static int64_t sum_of_visits(struct here *h, struct fact_store *st, enum stats_metric metric,
                             enum stats_sum sum)
{
    struct stats_question q = stats_question_of(7, day1 - DAYS_MS(1), day1 + DAYS_MS(9));
    struct stats_answer a = {0};

    q.metrics[q.metric_count++] = metric;
    assert_int_equal(stats_check(h->cx, &q), OK);
    assert_int_equal(store_stats(h->cx, st, &q, &a), OK);
    return a.rows[0].sums[sum];
}

static void raw_events_leave_and_their_visits_and_counts_stay(struct here *h, struct fact_store *st)
{
    static const char *const kept[] = {"form"};
    struct store_filter all = {.site = 7, .robots = STORE_EVERYONE};
    struct fact f[6];
    struct visit v[3] = {a_visit(100, 0, "paid_search"), a_visit(200, 0, "email"),
                         a_visit(300, 4, "social")},
                 *found = NULL;
    struct store_outcome o = {7, day1 / DAYS_MS(1), FATE_HUMAN, "", 6}, *outcomes = NULL;
    struct store_batch b = {.follower = "test",
                            .to = 10,
                            .facts = f,
                            .count = 6,
                            .visits = v,
                            .visit_count = 3,
                            .outcomes = &o,
                            .outcome_count = 1};
    struct store_age_ask ask = {
        .site = 7, .before_ms = day1 + DAYS_MS(2), .mask = 77, .kept = kept, .kept_count = 1};
    struct store_aged aged = {0};
    size_t n = 0;

    for (int64_t i = 0; i < 6; i++) {
        f[i] = a_fact(101 + i, day1 + DAYS_MS(i < 4 ? 0 : 3));
        f[i].visit = 100;
        f[i].visitor = 5;
    }
    f[1].kind = f[2].kind = "form";
    f[2].subject = 4; /* a form of somebody known stays, of nobody known it goes */
    f[3].subject = 4;
    f[5].site = 8;
    v[0].agent = v[2].agent = "Firefox";
    v[1].click_id = "abc";
    v[1].started_ms = v[1].ended_ms = day1 + DAYS_MS(1);
    assert_int_equal(store_append(h->cx, st, &b), OK);
    assert_int_equal(store_aged(h->cx, st, 7, &aged), OK);
    assert_int_equal(aged.before_ms, 0);
    assert_int_equal(store_age(h->cx, st, &ask, &aged), OK);
    assert_int_equal(aged.before_ms, ask.before_ms);
    assert_int_equal(aged.removed, 3);
    assert_int_equal(aged.pending, 3);
    assert_int_equal(count_all(h, st, &all), 2);
    all.site = 8;
    assert_int_equal(count_all(h, st, &all), 1);
    all.site = 7;
    assert_int_equal(
        store_visits(h->cx, st, &all, &(struct store_visit_page){.limit = 10}, &found, &n), OK);
    assert_int_equal(n, 3);
    assert_int_not_equal(found[0].visitor, 5);
    assert_int_equal(found[2].visitor, found[0].visitor); /* by time: 100, 300, 200 */
    assert_int_equal(found[1].visitor, 5);                /* of somebody known */
    assert_string_equal(found[0].agent, "");
    assert_string_equal(found[1].agent, "Firefox");
    assert_string_equal(found[2].click_id, "");
    assert_int_equal(sum_of_visits(h, st, STATS_VISITS, SUM_VISITS), 3);
    assert_int_equal(sum_of_visits(h, st, STATS_VIEWS, SUM_VIEWS), 9);
    assert_int_equal(
        store_outcomes(h->cx, st, 7, day1 / DAYS_MS(1), day1 / DAYS_MS(1) + 1, &outcomes, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(outcomes[0].count, 6);

    /* Again, and with a moment before that: nothing more goes, and numbers that were changed stay. */
    ask.before_ms -= DAYS_MS(1);
    ask.mask = 99;
    assert_int_equal(store_age(h->cx, st, &ask, &aged), OK);
    assert_int_equal(aged.before_ms, day1 + DAYS_MS(2));
    assert_int_equal(aged.removed, 3);
    assert_int_equal(
        store_visits(h->cx, st, &all, &(struct store_visit_page){.limit = 10}, &found, &n), OK);
    assert_int_equal(found[0].visitor, 5 ^ 77);
    assert_int_equal(store_compact(h->cx, st), OK);
    assert_int_equal(store_aged(h->cx, st, 7, &aged), OK);
    assert_int_equal(aged.removed, 3);
    assert_int_equal(aged.pending, 0);
}

static const struct {
    const char *name;
    claim *fn;
} claims[] = {
#define ROW(f)                                                                                     \
    {                                                                                              \
#f, f                                                                                      \
    }
    ROW(counts_by_every_group_are_as_counted_by_hand),
    ROW(every_filter_leaves_what_it_names),
    ROW(a_timeline_pages_newest_first_without_gap_or_repeat),
    ROW(first_and_last_seen_are_told_per_person),
    ROW(touches_of_the_known_come_in_order),
    ROW(visitors_are_told_by_their_first_and_last_visit),
    ROW(a_visit_is_one_touch_with_what_is_in_it),
    ROW(an_answer_keeps_the_words_of_its_own_link),
    ROW(an_undo_takes_what_was_tied_to_its_person),
    ROW(a_batch_that_does_not_start_where_the_follower_stands_changes_nothing),
    ROW(outcomes_add_up_over_batches),
    ROW(a_batch_that_counts_for_hundreds_of_days_is_stored),
    ROW(keys_are_known_by_site_and_until_too_old),
    ROW(many_facts_and_a_long_list_of_people_are_found_also_after_rest),
    ROW(answers_that_do_not_fit_the_errand_are_refused),
    ROW(what_is_forgotten_counts_as_before_and_is_nobodys),
    ROW(people_and_the_nameless_of_their_company_are_found),
    ROW(whose_facts_turned_is_told_once_each_and_in_order),
    ROW(robots_are_counted_by_the_reason_of_their_visit),
    ROW(raw_events_leave_and_their_visits_and_counts_stay),
#undef ROW
};

struct run {
    const struct engine *engine;
    claim *fn;
};

static void on_engine(void **state)
{
    const struct run *r = *state;
    void *fresh = NULL;
    struct here *h;
    struct fact_store *st;

    assert_int_equal(here_setup(&fresh), 0);
    h = fresh;
    st = r->engine->open(h);
    r->fn(h, st);
    store_close(st);
    assert_int_equal(here_teardown(&fresh), 0);
}

static void duckdb_keeps_all_after_closing_and_opens_nothing_before_it_must(void **state)
{
    struct here *h = *state;
    struct fact_store *st = open_duckdb(h);
    struct store_filter all = {.site = 7, .robots = STORE_EVERYONE};
    int64_t at = 0;

    assert_int_equal(access(here_path(h, "store"), F_OK), -1);
    store_rest(st);
    store_close(st);
    st = open_duckdb(h);
    fill(h, st);
    store_close(st);
    st = open_duckdb(h);
    assert_int_equal(store_position(h->cx, st, "test", &at), OK);
    assert_int_equal(at, 20);
    assert_int_equal(count_all(h, st, &all), 9);
    store_close(st);
}

/* Of the engine's own library, whose header the tests do not see: enough to write a file as an older program left it. */
int duckdb_open(const char *path, void **ret);
int duckdb_connect(void *db, void **ret);
int duckdb_query(void *connection, const char *sql, void *ret_result);
void duckdb_disconnect(void **connection);
void duckdb_close(void **db);

static void write_in_file(struct here *h, const char *sql)
{
    void *db = NULL, *connection = NULL;

    assert_int_equal(duckdb_open(here_path(h, "store/facts.duckdb"), &db), 0);
    assert_int_equal(duckdb_connect(db, &connection), 0);
    assert_int_equal(duckdb_query(connection, sql, NULL), 0);
    duckdb_disconnect(&connection);
    duckdb_close(&db);
}

/* Its column of a newer part is the last one. */
static void a_file_of_before_takes_the_parts_it_did_not_have(void **state)
{
    struct here *h = *state;
    struct fact_store *st = open_duckdb(h);
    int64_t at = 0;

    assert_int_equal(store_position(h->cx, st, "test", &at), OK);
    store_close(st);
    write_in_file(h, "alter table facts drop column content; alter table visits drop column host");
    st = open_duckdb(h);
    an_answer_keeps_the_words_of_its_own_link(h, st);
    store_close(st);
}

/* As it was written before: under no reason, and with robots whose events have left since. */
static void a_ledger_of_before_learns_why_robots_are_robots(void **state)
{
    struct here *h = *state;
    struct fact_store *st = open_duckdb(h);
    struct visit v[2];

    fill_ledger(h, st, v);
    store_close(st);
    write_in_file(h,
                  "drop table ledger; "
                  "insert into outcomes select site, day, 1, '', 5 from outcomes where fate = 1; "
                  "delete from outcomes where reason <> ''");
    for (int again = 0; again < 2; again++) {
        st = open_duckdb(h);
        assert_int_equal(robots_for(h, st, "agent"), 1);
        assert_int_equal(robots_for(h, st, ""), 4);
        assert_int_equal(robots_for(h, st, NULL), 5);
        store_close(st);
    }
}

static void a_duckdb_that_cannot_be_opened_is_away_and_may_come_back(void **state)
{
    struct here *h = *state;
    struct fact_store *st = open_duckdb(h);
    int64_t at = 0;
    FILE *f;

    assert_int_equal(mkdir(here_path(h, "store"), 0700), 0);
    f = fopen(here_path(h, "store/facts.duckdb"), "w");
    assert_non_null(f);
    assert_true(fputs("this is no database", f) >= 0);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(store_position(h->cx, st, "test", &at), ERR_BUSY);
    assert_string_equal(h->cx->fault.key, "facts.store_away");
    fault_clear(h->cx);
    assert_int_equal(unlink(here_path(h, "store/facts.duckdb")), 0);
    assert_int_equal(store_position(h->cx, st, "test", &at), OK);
    store_close(st);
}

static bool file_has(const char *path, const char *text)
{
    static char bytes[1 << 22];
    FILE *f = fopen(path, "rb");
    size_t n;

    assert_non_null(f);
    n = fread(bytes, 1, sizeof(bytes), f);
    assert_int_equal(fclose(f), 0);
    for (size_t i = 0; i + strlen(text) <= n; i++)
        if (!memcmp(bytes + i, text, strlen(text)))
            return true;
    return false;
}

static void duckdb_leaves_no_byte_of_what_was_forgotten(void **state)
{
    struct here *h = *state;
    struct fact_store *st = open_duckdb(h);
    struct fact f[2] = {a_fact(1, day1), a_fact(2, day1)};
    const int64_t gone[] = {5};
    int64_t n = 0;

    f[0].subject = 5;
    f[0].props = "{\"note\":\"ana.lima@norte.example\"}";
    f[1].subject = 6;
    (void)append(h, st, f, 2);
    store_close(st);
    assert_true(file_has(here_path(h, "store/facts.duckdb"), "ana.lima@norte.example"));
    st = open_duckdb(h);
    assert_int_equal(store_forget(h->cx, st, 7, gone, 1, 99, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(store_compact(h->cx, st), OK);
    assert_false(file_has(here_path(h, "store/facts.duckdb"), "ana.lima@norte.example"));
    assert_int_equal(append(h, st, f, 0), 20); /* positions went along */
    store_close(st);
    assert_false(file_has(here_path(h, "store/facts.duckdb"), "ana.lima@norte.example"));
}

int main(void)
{
    static struct run runs[COUNT_OF(claims) * COUNT_OF(engines)];
    static char names[COUNT_OF(claims) * COUNT_OF(engines)][128];
    struct CMUnitTest tests[COUNT_OF(runs) + 5];
    size_t n = 0;

    for (size_t e = 0; e < COUNT_OF(engines); e++) {
        for (size_t c = 0; c < COUNT_OF(claims); c++, n++) {
            runs[n] = (struct run){&engines[e], claims[c].fn};
            (void)snprintf(names[n], sizeof(names[n]), "%s: %s", engines[e].name, claims[c].name);
            tests[n] = (struct CMUnitTest){names[n], on_engine, NULL, NULL, &runs[n]};
        }
    }
    tests[n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown(
        duckdb_keeps_all_after_closing_and_opens_nothing_before_it_must, here_setup, here_teardown);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown(
        a_ledger_of_before_learns_why_robots_are_robots, here_setup, here_teardown);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown(
        a_file_of_before_takes_the_parts_it_did_not_have, here_setup, here_teardown);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown(
        a_duckdb_that_cannot_be_opened_is_away_and_may_come_back, here_setup, here_teardown);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown(
        duckdb_leaves_no_byte_of_what_was_forgotten, here_setup, here_teardown);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
