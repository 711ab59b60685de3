/* thread_time_test.c -- what a thread has had of the processor, and what counts of a time it took. */
#include "base/thread_time.h"
#include "unit/unit.h"

static void work_shows_in_what_was_used(void **state)
{
    struct thread_time from = thread_time_now(), took = {0};
    volatile uint64_t x = 1;

    (void)state;
    while (took.used_ns < 2000000) {
        for (int i = 0; i < 1000; i++)
            x = x * 31 + 7;
        took = thread_time_since(from);
    }
    /* The two clocks do not run alike to the last: one is held to the time of day. */
    assert_true(took.clock_ns >= 1900000);
    assert_true(took.queued_ns >= 0);
}

static int64_t own(int64_t took_ns, int64_t queued_ns)
{
    return thread_own_ns((struct thread_time){.clock_ns = took_ns, .queued_ns = queued_ns});
}

static void waiting_for_the_processor_counts_an_eighth(void **state)
{
    (void)state;
    assert_int_equal(own(1000, 0), 1000);
    assert_int_equal(own(1000, 800), 300);
    assert_int_equal(own(1000, 1600), 125);
    assert_int_equal(own(0, 50), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_shows_in_what_was_used),
        cmocka_unit_test(waiting_for_the_processor_counts_an_eighth),
    };

    return cmocka_run_group_tests_name("thread_time", tests, NULL, NULL);
}
