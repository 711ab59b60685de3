/* message_test.c -- sentences in both languages, with their parameters, for the reader who asked. */
#include "base/message.h"
#include "unit/unit.h"

static void a_sentence_gets_its_parameters(void **state)
{
    struct ctx *cx = ctx_new(KIB(16), clock_system(), NULL);
    struct fault_param p[] = {{"line", "3"}, {"column", "7"}};
    (void)state;
    assert_string_equal(message(cx->arena, LANG_EN, "json.syntax", p, 2),
                        "This is not valid JSON: line 3, column 7.");
    assert_string_equal(message(cx->arena, LANG_EN, "json.syntax", p, 1),
                        "This is not valid JSON: line 3, column {column}.");
    assert_string_equal(message(cx->arena, LANG_EN, "no.such.key", NULL, 0), "no.such.key");
    assert_null(message_find(LANG_EN, "no.such.key"));
    assert_null(message_find(LANG_EN, NULL));
    ctx_free(cx);
}

static void the_first_cause_is_told_in_the_readers_language(void **state)
{
    struct ctx *cx = ctx_new(KIB(16), clock_system(), NULL);
    (void)state;
    assert_int_equal(fail(cx, ERR_INVALID, "time.pattern", "pattern", "DD-MM-YYYY", NULL),
                     ERR_INVALID);
    assert_string_equal(fault_message(cx), "A data não segue o formato DD-MM-YYYY.");
    cx->lang = LANG_EN;
    assert_string_equal(fault_message(cx), "The date does not follow the format DD-MM-YYYY.");
    arena_fail_at(cx->arena, 1);
    assert_string_equal(fault_message(cx), "The date does not follow the format {pattern}.");
    ctx_free(cx);
}

static void the_language_is_the_one_wanted_most(void **state)
{
    static const struct {
        const char *wanted;
        enum lang lang;
    } rows[] = {{NULL, LANG_PT_BR},
                {"", LANG_PT_BR},
                {"en", LANG_EN},
                {"en_US.UTF-8", LANG_EN},
                {"pt", LANG_PT_BR},
                {"de-DE, en;q=0.5", LANG_EN},
                {"fr", LANG_PT_BR},
                {"en;q=0.3, pt-PT;q=0.9", LANG_PT_BR},
                {"pt;q=0.3,EN-gb", LANG_EN},
                {"en;q=0", LANG_PT_BR},
                {"enx", LANG_PT_BR},
                {"C", LANG_PT_BR}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (lang_choose(rows[i].wanted) != rows[i].lang)
            fail_msg("%s", rows[i].wanted);
    assert_string_equal(lang_tag(LANG_PT_BR), "pt-BR");
    assert_string_equal(lang_tag(LANG_EN), "en");
}

static void a_date_is_written_as_its_reader_does(void **state)
{
    struct arena *a = arena_new(KIB(64));

    (void)state;
    assert_string_equal(message_day(a, LANG_PT_BR, "2026-02-03"), "03/02/2026");
    assert_string_equal(message_day(a, LANG_EN, "2026-02-03"), "3 Feb 2026");
    assert_string_equal(message_day(a, LANG_EN, "2026-12-31T10:00"), "31 Dec 2026");
    assert_string_equal(message_month(a, LANG_PT_BR, "2026-02-01"), "02/2026");
    assert_string_equal(message_month(a, LANG_EN, "2026-02-01"), "Feb 2026");
    assert_string_equal(message_day(a, LANG_EN, "soon"), "soon");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_gets_its_parameters),
        cmocka_unit_test(the_first_cause_is_told_in_the_readers_language),
        cmocka_unit_test(the_language_is_the_one_wanted_most),
        cmocka_unit_test(a_date_is_written_as_its_reader_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
