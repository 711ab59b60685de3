/* id_test.c -- ids rise, never repeat, and tell when they were made. */
#include "base/id.h"
#include "unit/unit.h"

#include <pthread.h>
#include <stdlib.h>

enum { EACH = 20000, THREADS = 4 };

static void ids_rise_while_the_clock_stands_or_steps_back(void **state)
{
    struct test_clock tc = {1790000000000};
    struct id_source *s = id_source_new(5);
    struct ctx *cx = ctx_new(KIB(16), test_clock(&tc), s);
    int64_t last = 0;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        int64_t id = id_next(cx);
        assert_true(id > last);
        last = id;
        if (i == 9000)
            tc.now_ms -= 60000;
    }
    assert_in_range(id_time_ms(last), 1790000000000, 1790000000010);
    ctx_free(cx);
    id_source_free(s);
}

static void an_id_is_positive_even_before_2020(void **state)
{
    struct test_clock tc = {0};
    struct id_source *s = id_source_new(0);
    struct ctx *cx = ctx_new(KIB(16), test_clock(&tc), s);
    (void)state;
    assert_true(id_next(cx) > 0);
    ctx_free(cx);
    id_source_free(s);
}

static void two_nodes_never_make_the_same_id(void **state)
{
    struct test_clock tc = {1790000000000};
    struct id_source *a = id_source_new(1), *b = id_source_new(1023);
    struct ctx *ca = ctx_new(KIB(16), test_clock(&tc), a);
    struct ctx *cb = ctx_new(KIB(16), test_clock(&tc), b);
    (void)state;
    for (int i = 0; i < 100; i++)
        assert_true(id_next(ca) != id_next(cb));
    ctx_free(ca);
    ctx_free(cb);
    id_source_free(a);
    id_source_free(b);
}

struct maker {
    pthread_t thread;
    struct ctx *cx;
    int64_t ids[EACH];
};

static void *make_ids(void *self)
{
    struct maker *m = self;
    for (int i = 0; i < EACH; i++)
        m->ids[i] = id_next(m->cx);
    return NULL;
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void threads_share_one_source_without_repeating(void **state)
{
    struct id_source *s = id_source_new(7);
    struct maker *m = calloc(THREADS, sizeof(*m));
    int64_t *all = calloc((size_t)THREADS * EACH, sizeof(*all));
    (void)state;
    for (int t = 0; t < THREADS; t++) {
        m[t].cx = ctx_new(KIB(16), clock_system(), s);
        assert_int_equal(pthread_create(&m[t].thread, NULL, make_ids, &m[t]), 0);
    }
    for (int t = 0; t < THREADS; t++) {
        assert_int_equal(pthread_join(m[t].thread, NULL), 0);
        memcpy(all + (size_t)t * EACH, m[t].ids, sizeof(m[t].ids));
        ctx_free(m[t].cx);
    }
    qsort(all, (size_t)THREADS * EACH, sizeof(*all), by_value);
    for (size_t i = 1; i < (size_t)THREADS * EACH; i++)
        assert_true(all[i] != all[i - 1]);
    free(all);
    free(m);
    id_source_free(s);
}

static void only_plain_positive_decimals_are_ids(void **state)
{
    static const char *const bad[] = {"",   "0",  "-1", "+1",  "01",
                                      "1 ", " 1", "1a", "1.0", "9223372036854775808"};
    int64_t v = 42;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(id_read(bad[i], &v));
    assert_false(id_read(NULL, &v));
    assert_int_equal(v, 42);
    assert_true(id_read("9223372036854775807", &v));
    assert_true(v == INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_rise_while_the_clock_stands_or_steps_back),
        cmocka_unit_test(an_id_is_positive_even_before_2020),
        cmocka_unit_test(two_nodes_never_make_the_same_id),
        cmocka_unit_test(threads_share_one_source_without_repeating),
        cmocka_unit_test(only_plain_positive_decimals_are_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
