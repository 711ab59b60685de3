/* arena_test.c -- memory that ends with the errand, and says so when it is full. */
#include "unit/unit.h"

static void what_is_handed_out_is_zero_and_aligned(void **state)
{
    struct arena *a = arena_new(KIB(64));
    (void)state;
    for (size_t n = 1; n < 500; n++) {
        unsigned char *p = arena_alloc(a, n);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xff, n);
        if (n % 20 == 0)
            arena_reset(a, (struct arena_mark){0});
    }
    arena_free(a);
}

static void a_full_arena_says_so_until_it_is_reset(void **state)
{
    struct arena *a = arena_new(1024);
    struct arena_mark start = arena_mark(a);
    (void)state;
    assert_null(arena_alloc(a, 2048));
    assert_true(arena_full(a));
    assert_null(arena_alloc(a, 1));
    arena_reset(a, start);
    assert_false(arena_full(a));
    assert_non_null(arena_alloc(a, 1));
    arena_free(a);
}

static void count(void *thing)
{
    (*(int *)thing)++;
}

static void cleanups_run_once_when_their_mark_is_passed(void **state)
{
    struct arena *a = arena_new(KIB(64));
    struct arena_mark mark;
    int first = 0, second = 0;
    (void)state;
    assert_true(arena_defer(a, count, &first));
    mark = arena_mark(a);
    assert_true(arena_defer(a, count, &second));
    arena_reset(a, mark);
    assert_int_equal(first, 0);
    assert_int_equal(second, 1);
    arena_free(a);
    assert_int_equal(first, 1);
    assert_int_equal(second, 1);
}

static void a_buffer_grows_and_keeps_its_text(void **state)
{
    struct arena *a = arena_new(MIB(4));
    struct buf b = buf_in(a);
    (void)state;
    for (int i = 0; i < 20000; i++)
        buf_print(&b, "%d,", i);
    assert_true(buf_ok(&b));
    assert_int_equal(b.len, strlen(b.bytes));
    assert_memory_equal(b.bytes, "0,1,2,3,", 8);
    assert_string_equal(b.bytes + b.len - 6, "19999,");
    arena_free(a);
}

static void the_first_cause_is_kept(void **state)
{
    struct test_clock tc = {0};
    struct ctx *cx = ctx_new(KIB(16), test_clock(&tc), NULL);
    (void)state;
    assert_int_equal(fail(cx, ERR_BROKEN, "db.broken", NULL), ERR_BROKEN);
    assert_int_equal(fail(cx, ERR_INVALID, "other.key", "row", "3", NULL), ERR_INVALID);
    assert_string_equal(cx->fault.key, "db.broken");
    ctx_free(cx);
}

static void a_cause_in_a_full_arena_is_memory(void **state)
{
    struct test_clock tc = {0};
    struct ctx *cx = ctx_new(KIB(16), test_clock(&tc), NULL);
    (void)state;
    arena_fail_at(cx->arena, 1);
    assert_int_equal(fail(cx, ERR_CONFLICT, "some.key", "row", "3", NULL), ERR_LIMIT);
    assert_string_equal(cx->fault.key, "base.memory");
    assert_null(cx->fault.params[0].name);
    ctx_free(cx);
}

static void a_field_keeps_its_first_error_and_an_outage_is_told_alone(void **state)
{
    struct test_clock tc = {0};
    struct ctx *cx = ctx_new(KIB(16), test_clock(&tc), NULL);
    (void)state;
    assert_false(fault_has_field(cx, "email"));
    assert_int_equal(fail_field(cx, "email", "field.email", NULL), ERR_INVALID);
    assert_int_equal(fail_field(cx, "email", "field.required", NULL), ERR_INVALID);
    assert_int_equal(fail_field(cx, "name", "field.required", NULL), ERR_INVALID);
    assert_true(fault_has_field(cx, "email"));
    assert_int_equal(cx->fault.field_count, 2);
    assert_string_equal(cx->fault.fields->key, "field.email");
    assert_int_equal(fail(cx, ERR_CONFLICT, "plan.frozen", NULL), ERR_CONFLICT);
    assert_string_equal(cx->fault.key, "base.fields");
    assert_int_equal(fail(cx, ERR_BUSY, "db.busy", NULL), ERR_BUSY);
    assert_int_equal(cx->fault.kind, ERR_BUSY);
    assert_null(cx->fault.fields);
    assert_int_equal(fail_detail(cx, ERR_BROKEN, "db.broken", "later"), ERR_BROKEN);
    assert_string_equal(cx->fault.key, "db.busy");
    ctx_free(cx);
}

static void every_failing_allocation_is_survived(void **state)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    (void)state;
    for (size_t n = 1; n < 40; n++) {
        struct test_clock tc = {0};
        struct ctx *cx = ctx_new(KIB(16), test_clock(&tc), NULL);
        struct buf b = buf_in(cx->arena);
        arena_fail_at(cx->arena, n);
        for (int i = 0; i < 10; i++) {
            (void)fail_field(cx, names[i], "field.email", "value", "x", NULL);
            buf_print(&b, "%0100d", i);
        }
        assert_int_equal(cx->fault.kind, ERR_INVALID);
        assert_true(arena_full(cx->arena) || n > 30);
        ctx_free(cx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_handed_out_is_zero_and_aligned),
        cmocka_unit_test(a_full_arena_says_so_until_it_is_reset),
        cmocka_unit_test(cleanups_run_once_when_their_mark_is_passed),
        cmocka_unit_test(a_buffer_grows_and_keeps_its_text),
        cmocka_unit_test(the_first_cause_is_kept),
        cmocka_unit_test(a_cause_in_a_full_arena_is_memory),
        cmocka_unit_test(a_field_keeps_its_first_error_and_an_outage_is_told_alone),
        cmocka_unit_test(every_failing_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
