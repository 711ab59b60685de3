/* tables_test.c -- what is scheduled can be done, and no two kinds of job have one name. */
#include "unit/unit.h"

#include "app/tables.h"

static int kinds_named(const char *name)
{
    int n = 0;

    for (size_t t = 0; app_job_kinds[t]; t++)
        for (const struct job_kind *k = app_job_kinds[t]; k->kind; k++)
            n += strcmp(k->kind, name) == 0;
    return n;
}

static void every_schedule_has_its_kind_of_job(void **state)
{
    (void)state;
    for (size_t t = 0; app_schedules[t]; t++)
        for (const struct schedule *s = app_schedules[t]; s->key; s++)
            assert_int_equal(kinds_named(s->job_kind), 1);
}

static void every_kind_of_job_is_there_once(void **state)
{
    (void)state;
    for (size_t t = 0; app_job_kinds[t]; t++)
        for (const struct job_kind *k = app_job_kinds[t]; k->kind; k++)
            assert_int_equal(kinds_named(k->kind), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_schedule_has_its_kind_of_job),
        cmocka_unit_test(every_kind_of_job_is_there_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
