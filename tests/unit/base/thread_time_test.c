/* thread_time_test.c -- what a thread has had of the processor, and what counts of a time it took. */
#include "base/thread_time.h"
#include "unit/unit.h"

static void work_shows_in_what_was_used(void **state)
{
    /* In this order: what lies between two of them would count as used, and not as passed. */
    int64_t queued = thread_queued_ns(), clock = thread_clock_ns(), used = thread_used_ns();
    volatile uint64_t x = 1;

    (void)state;
    while (thread_used_ns() - used < 2000000)
        for (int i = 0; i < 1000; i++)
            x = x * 31 + 7;
    /* The two clocks do not run alike to the last: one is held to the time of day. */
    assert_true(thread_clock_ns() - clock >= 1990000);
    assert_true(thread_queued_ns() >= queued);
}

static void waiting_for_the_processor_counts_an_eighth(void **state)
{
    (void)state;
    assert_int_equal(thread_own_ns(1000, 0), 1000);
    assert_int_equal(thread_own_ns(1000, 800), 300);
    assert_int_equal(thread_own_ns(1000, 1600), 125);
    assert_int_equal(thread_own_ns(0, 50), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_shows_in_what_was_used),
        cmocka_unit_test(waiting_for_the_processor_counts_an_eighth),
    };

    return cmocka_run_group_tests_name("thread_time", tests, NULL, NULL);
}
