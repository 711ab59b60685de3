/* loader_test.c -- every record meets one fate, once, whatever fails in between. */
#include "base/time.h"
#include "facts/loader.h"
#include "unit/facts/facts_make.h"

static const char *const followers[] = {"store", NULL};

/* A store that fails when told, around the memory one. */
struct flaky {
    struct fact_store face;
    struct fact_store *inside;
    int fail_known, fail_visits, fail_before, fail_after; /* how many calls from now */
};

static enum err flaky_append(struct ctx *cx, struct fact_store *st, const struct store_batch *b)
{
    struct flaky *f = (struct flaky *)st;
    enum err e;

    if (f->fail_before > 0) {
        f->fail_before--;
        return fail(cx, ERR_BUSY, "facts.store_away", NULL);
    }
    e = store_append(cx, f->inside, b);
    if (!e && f->fail_after > 0) { /* committed, and the answer lost */
        f->fail_after--;
        return fail(cx, ERR_BROKEN, "facts.store", NULL);
    }
    return e;
}

static enum err flaky_position(struct ctx *cx, struct fact_store *st, const char *follower,
                               int64_t *ret)
{
    return store_position(cx, ((struct flaky *)st)->inside, follower, ret);
}

static enum err flaky_known(struct ctx *cx, struct fact_store *st, const struct store_key *keys,
                            size_t n, int64_t since_ms, bool *ret)
{
    struct flaky *f = (struct flaky *)st;

    if (f->fail_known > 0) {
        f->fail_known--;
        return fail(cx, ERR_BUSY, "facts.store_away", NULL);
    }
    return store_known(cx, f->inside, keys, n, since_ms, ret);
}

static enum err flaky_visits_of(struct ctx *cx, struct fact_store *st,
                                const struct store_visitor *visitors, size_t n, int64_t from_ms,
                                int64_t to_ms, struct visit **ret, size_t *ret_n)
{
    struct flaky *f = (struct flaky *)st;

    if (f->fail_visits > 0) {
        f->fail_visits--;
        return fail(cx, ERR_BUSY, "facts.store_away", NULL);
    }
    return store_visits_of(cx, f->inside, visitors, n, from_ms, to_ms, ret, ret_n);
}

static void flaky_rest(struct fact_store *st)
{
    (void)st;
}

static const struct store_port flaky_port = {.name = "flaky",
                                             .append = flaky_append,
                                             .position = flaky_position,
                                             .known = flaky_known,
                                             .visits_of = flaky_visits_of,
                                             .rest = flaky_rest};

struct scene {
    struct here *h;
    struct journal *journal;
    struct fact_store *store;
    struct flaky flaky;
    struct loader *loader;
    struct loader_options options;
};

static void scene_open(struct scene *s, struct here *h, const struct loader_stage *stages)
{
    struct journal_options jo = {
        .dir = here_path(h, "journal"), .segment_bytes = KIB(4), .followers = followers};

    s->h = h;
    assert_int_equal(journal_open(h->cx, &jo, &s->journal), OK);
    s->store = store_memory_new();
    s->flaky = (struct flaky){.face = {.port = &flaky_port}, .inside = s->store};
    s->options = (struct loader_options){.journal = s->journal,
                                         .store = &s->flaky.face,
                                         .follower = "store",
                                         .stages = stages,
                                         .batch_records = 100,
                                         .batch_wait_ms = 1,
                                         .clock = h->cx->clock};
    s->loader = loader_new(&s->options);
}

static void scene_close(struct scene *s)
{
    loader_free(s->loader);
    journal_close(s->journal);
    store_close(s->store);
}

/* Until nothing is left; failures are tried again. Returns how many records were taken. */
static int64_t load_all(struct scene *s)
{
    int64_t all = 0, records = 1;

    for (int tries = 0; records > 0 && tries < 1000; tries++) {
        if (loader_step(s->h->cx, s->loader, &records) == OK)
            all += records;
        else
            fault_clear(s->h->cx);
    }
    return all;
}

static int64_t stored(struct scene *s)
{
    struct store_filter all = {.site = 7, .robots = STORE_EVERYONE};
    return count_all(s->h, s->store, &all);
}

static int64_t counted(struct scene *s, int64_t site, enum store_fate fate, const char *reason)
{
    struct store_outcome *rows = NULL;
    size_t n = 0;
    int64_t sum = 0;

    assert_int_equal(store_outcomes(s->h->cx, s->store, site, 0, 1000000, &rows, &n), OK);
    for (size_t i = 0; i < n; i++)
        if (rows[i].fate == fate && (!reason || strcmp(rows[i].reason, reason) == 0))
            sum += rows[i].count;
    return sum;
}

static void put_many(struct scene *s, int64_t from, int64_t n)
{
    for (int64_t i = from; i < from + n; i++) {
        struct fact f = a_fact(i, s->h->clock.now_ms);
        journal_put(s->h, s->journal, &f);
    }
}

static void all_is_loaded_once_in_order_and_read_segments_go(void **state)
{
    struct scene s;
    struct journal_stats js;
    struct fact *rows = NULL;
    struct store_filter all = {.site = 7};
    struct store_page page = {.limit = 1000};
    size_t n = 0;

    scene_open(&s, *state, NULL);
    put_many(&s, 1, 350);
    assert_int_equal(load_all(&s), 350);
    assert_int_equal(stored(&s), 350);
    assert_int_equal(load_all(&s), 0);
    put_many(&s, 351, 5);
    assert_int_equal(load_all(&s), 5);
    assert_int_equal(store_timeline(s.h->cx, s.store, &all, &page, &rows, &n), OK);
    assert_int_equal(n, 355);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(rows[i].id, 355 - i);
    journal_stats(s.journal, &js);
    assert_int_equal(js.segments, 1);
    scene_close(&s);
}

static void the_same_key_within_seven_days_is_one_fact(void **state)
{
    struct scene s;

    scene_open(&s, *state, NULL);
    put_many(&s, 1, 10);
    put_many(&s, 1, 10); /* in the same batch */
    assert_int_equal(load_all(&s), 20);
    put_many(&s, 5, 10); /* in a later one */
    assert_int_equal(load_all(&s), 10);
    assert_int_equal(stored(&s), 14);
    assert_int_equal(counted(&s, 7, FATE_DUPLICATE, ""), 16);
    assert_int_equal(counted(&s, 7, FATE_HUMAN, ""), 14);
    s.h->clock.now_ms += DAYS_MS(FACT_KEY_DAYS) + 1;
    put_many(&s, 1, 10);
    assert_int_equal(load_all(&s), 10);
    assert_int_equal(stored(&s), 24);
    scene_close(&s);
}

static enum err robots_by_path(struct ctx *cx, void *arg, struct fact *f, const char **ret_refusal)
{
    (void)arg;
    if (strcmp(f->path, "/robots.txt") == 0)
        f->robot = true;
    else if (strcmp(f->path, "/gpc") == 0)
        *ret_refusal = "gpc";
    else
        f->source = arena_print(cx->arena, "source of %s", f->path);
    return OK;
}

static enum err count_calls(struct ctx *cx, void *arg, struct fact *f, const char **ret_refusal)
{
    (void)cx;
    (void)f;
    (void)ret_refusal;
    ++*(int *)arg;
    return OK;
}

static void stages_change_mark_and_refuse_in_their_order(void **state)
{
    int calls = 0;
    const struct loader_stage stages[] = {
        {"robots", robots_by_path, NULL}, {"count", count_calls, &calls}, {0}};
    static const char *const paths[] = {"/a", "/robots.txt", "/gpc", "/b"};
    struct store_filter all = {.site = 7};
    struct store_count *rows = NULL;
    struct scene s;
    size_t n = 0;

    scene_open(&s, *state, stages);
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct fact f = a_fact((int64_t)i + 1, s.h->clock.now_ms);
        f.path = paths[i];
        journal_put(s.h, s.journal, &f);
    }
    assert_int_equal(load_all(&s), 4);
    assert_int_equal(calls, 3); /* what is refused goes no further */
    assert_int_equal(counted(&s, 7, FATE_HUMAN, NULL), 2);
    assert_int_equal(counted(&s, 7, FATE_ROBOT, NULL), 1);
    assert_int_equal(counted(&s, 7, FATE_REFUSED, "gpc"), 1);
    assert_int_equal(store_counts(s.h->cx, s.store, &all, STORE_BY_SOURCE, 10, &rows, &n), OK);
    assert_int_equal(n, 2);
    assert_string_equal(rows[0].text, "source of /a");
    scene_close(&s);
}

static void received_is_the_sum_of_all_fates(void **state)
{
    struct scene s;
    struct fact f;
    struct loader_stats ls;
    int64_t sum = 0;

    scene_open(&s, *state, NULL);
    put_many(&s, 1, 10);
    put_many(&s, 1, 3);
    f = a_fact(50, s.h->clock.now_ms);
    f.refusal = "origin";
    journal_put(s.h, s.journal, &f);
    f = a_fact(51, s.h->clock.now_ms);
    f.refusal = "gpc";
    journal_put(s.h, s.journal, &f);
    assert_int_equal(journal_append(s.h->cx, s.journal, "rubbish", 7, NULL), OK);
    assert_int_equal(load_all(&s), 16);
    assert_int_equal(stored(&s), 10);
    assert_int_equal(counted(&s, 7, FATE_REFUSED, "origin"), 1);
    assert_int_equal(counted(&s, 7, FATE_REFUSED, "gpc"), 1); /* each reason for itself */
    assert_int_equal(counted(&s, 0, FATE_INVALID, "record"), 1);
    for (enum store_fate fate = FATE_HUMAN; fate <= FATE_INVALID; fate++)
        sum += counted(&s, 7, fate, NULL) + counted(&s, 0, fate, NULL);
    assert_int_equal(sum, 16);
    loader_stats(s.loader, &ls);
    assert_int_equal(ls.fates[FATE_HUMAN], 10);
    assert_int_equal(ls.fates[FATE_DUPLICATE], 3);
    assert_int_equal(ls.position, journal_end(s.journal));
    scene_close(&s);
}

static void a_store_that_fails_at_any_call_loses_and_doubles_nothing(void **state)
{
    for (int where = 0; where < 3; where++) {
        struct scene s;

        scene_open(&s, *state, NULL);
        put_many(&s, 1, 250);
        s.flaky.fail_known = where == 0 ? 3 : 0;
        s.flaky.fail_before = where == 1 ? 3 : 0;
        s.flaky.fail_after = where == 2 ? 2 : 0;
        (void)load_all(&s);
        assert_int_equal(stored(&s), 250);
        assert_int_equal(counted(&s, 7, FATE_HUMAN, NULL), 250);
        assert_int_equal(counted(&s, 7, FATE_DUPLICATE, NULL), 0);
        scene_close(&s);
        directory_remove(here_path(*state, "journal"));
    }
}

static enum err fails_at(struct ctx *cx, void *arg, struct fact *f, const char **ret_refusal)
{
    int *left = arg;

    (void)f;
    (void)ret_refusal;
    return --*left == 0 ? fail(cx, ERR_BUSY, "db.away", NULL) : OK;
}

static void a_stage_that_fails_leaves_the_batch_for_later(void **state)
{
    int left = 50;
    const struct loader_stage stages[] = {{"fails", fails_at, &left}, {0}};
    struct scene s;
    int64_t records = 0;

    scene_open(&s, *state, stages);
    put_many(&s, 1, 60);
    assert_int_equal(loader_step(s.h->cx, s.loader, &records), ERR_BUSY);
    assert_string_equal(s.h->cx->fault.key, "db.away");
    fault_clear(s.h->cx);
    assert_int_equal(stored(&s), 0);
    assert_int_equal(load_all(&s), 60);
    assert_int_equal(stored(&s), 60);
    scene_close(&s);
}

static void memory_that_fails_at_any_allocation_loses_and_doubles_nothing(void **state)
{
    struct scene s;
    int64_t records = 0, id = 1;
    int failures = 0;

    scene_open(&s, *state, NULL);
    for (size_t at = 1; at < 60; at++) {
        struct arena_mark mark = arena_mark(s.h->cx->arena);
        put_many(&s, id, 5);
        id += 5;
        arena_fail_at(s.h->cx->arena, at);
        if (loader_step(s.h->cx, s.loader, &records) != OK)
            failures++;
        arena_fail_at(s.h->cx->arena, 0);
        fault_clear(s.h->cx);
        arena_reset(s.h->cx->arena, mark);
    }
    assert_true(failures > 10);
    (void)load_all(&s);
    assert_int_equal(stored(&s), id - 1);
    assert_int_equal(counted(&s, 7, FATE_HUMAN, NULL), id - 1);
    scene_close(&s);
}

static void damage_is_counted_and_passed(void **state)
{
    struct here *h = *state;
    struct scene s;
    FILE *f;

    scene_open(&s, h, NULL);
    put_many(&s, 1, 10);
    f = fopen(here_path(h, "journal/0000000001.log"), "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, 150, SEEK_SET), 0);
    assert_int_equal(fputc(0xff, f), 0xff);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(load_all(&s), 9);
    assert_int_equal(stored(&s), 9);
    assert_int_equal(counted(&s, 0, FATE_INVALID, "damage"), 1);
    assert_int_equal(load_all(&s), 0);
    scene_close(&s);
}

static void two_loaders_on_one_store_load_once(void **state)
{
    struct scene s;
    struct loader *other;
    int64_t records = 0;

    scene_open(&s, *state, NULL);
    other = loader_new(&s.options);
    put_many(&s, 1, 10);
    assert_int_equal(loader_step(s.h->cx, other, &records), OK);
    assert_int_equal(loader_step(s.h->cx, s.loader, &records), OK);
    assert_int_equal(records, 0);
    put_many(&s, 11, 10);
    assert_int_equal(loader_step(s.h->cx, other, &records), OK);
    assert_int_equal(records, 10);
    assert_int_equal(loader_step(s.h->cx, s.loader, &records), ERR_CONFLICT);
    fault_clear(s.h->cx);
    (void)load_all(&s);
    assert_int_equal(stored(&s), 20);
    assert_int_equal(counted(&s, 7, FATE_DUPLICATE, NULL), 0);
    loader_free(other);
    scene_close(&s);
}

static void the_thread_loads_by_itself_and_stops_when_told(void **state)
{
    struct scene s;
    struct loader_stats ls = {0};
    uint64_t wakes = 0;

    scene_open(&s, *state, NULL);
    s.flaky.fail_before = 1;
    assert_int_equal(loader_start(s.h->cx, s.loader), OK);
    put_many(&s, 1, 500);
    while (ls.fates[FATE_HUMAN] < 500) {
        (void)journal_wait(s.journal, INT64_MAX, 5, &wakes);
        loader_stats(s.loader, &ls);
    }
    loader_stop(s.loader);
    assert_int_equal(stored(&s), 500);
    assert_int_equal(ls.failures, 0);
    put_many(&s, 501, 10);
    assert_int_equal(loader_start(s.h->cx, s.loader), OK);
    while (ls.fates[FATE_HUMAN] < 510) {
        (void)journal_wait(s.journal, INT64_MAX, 5, &wakes);
        loader_stats(s.loader, &ls);
    }
    scene_close(&s);
}

#define CLAIM(f) cmocka_unit_test_setup_teardown(f, here_setup, here_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM(all_is_loaded_once_in_order_and_read_segments_go),
        CLAIM(the_same_key_within_seven_days_is_one_fact),
        CLAIM(stages_change_mark_and_refuse_in_their_order),
        CLAIM(received_is_the_sum_of_all_fates),
        CLAIM(a_store_that_fails_at_any_call_loses_and_doubles_nothing),
        CLAIM(a_stage_that_fails_leaves_the_batch_for_later),
        CLAIM(memory_that_fails_at_any_allocation_loses_and_doubles_nothing),
        CLAIM(damage_is_counted_and_passed),
        CLAIM(two_loaders_on_one_store_load_once),
        CLAIM(the_thread_loads_by_itself_and_stops_when_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
