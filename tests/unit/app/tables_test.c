/* tables_test.c -- what is scheduled can be done, what is set has its words, and no two kinds of job have one name. */
#include "unit/unit.h"

#include "app/tables.h"
#include "base/message.h"
#include "base/text.h"

#include <stdio.h>

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

/* Label and help are what the settings screen shows. */
static void every_setting_has_its_words_and_an_initial_value_within_its_limits(void **state)
{
    (void)state;
    for (size_t t = 0; app_settings[t]; t++)
        for (const struct setting *s = app_settings[t]; s->key; s++) {
            char label[128], help[128];
            int64_t initial = 0;
            (void)snprintf(label, sizeof(label), "setting.%s", s->key);
            (void)snprintf(help, sizeof(help), "setting.%s_help", s->key);
            for (int lang = 0; lang < LANG_COUNT; lang++) {
                assert_non_null(message_find((enum lang)lang, label));
                assert_non_null(message_find((enum lang)lang, help));
            }
            if (s->kind < SETTING_TEXT)
                assert_true(text_to_int(s->initial, &initial));
            if (s->kind == SETTING_INT)
                assert_true(initial >= s->min && initial <= s->max);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_schedule_has_its_kind_of_job),
        cmocka_unit_test(every_kind_of_job_is_there_once),
        cmocka_unit_test(every_setting_has_its_words_and_an_initial_value_within_its_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
