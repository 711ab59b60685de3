/* attribute_test.c -- the command: its options, and the answer in each format. */
#include "unit/measure/journeys.h"

#include "base/json.h"
#include "base/message.h"
#include "measure/attribute.h"

#include <stdlib.h>
#include <unistd.h>

#define HEADER "path,total_conversions,total_conversion_value,total_null\n"
#define MTA HEADER "direct,2,100.00,1\nsearch > email,3,0.01,2\nsearch > social > email,5,10.01,4\n"

static struct attribute_options options_of(struct ctx *cx, int argc, const char *const *argv)
{
    struct attribute_options o = {0};
    char *copies[16];

    for (int i = 0; i < argc; i++)
        copies[i] = arena_dup(cx->arena, argv[i]);
    assert_int_equal(attribute_options_read(cx, argc, copies, &o), OK);
    return o;
}

static void options_are_read_in_both_spellings(void **state)
{
    static const char *const apart[] = {"--paths",     "a.csv", "--model",  "decay",
                                        "--half-life", "7",     "--format", "json"};
    static const char *const joined[] = {"--format=csv", "--half-life=0.5", "--model=markov",
                                         "--paths=b=c.csv"};
    struct ctx *cx = test_ctx();
    struct attribute_options o = options_of(cx, 8, apart);
    (void)state;
    assert_string_equal(o.paths, "a.csv");
    assert_int_equal(o.model, ATTRIBUTION_DECAY);
    assert_int_equal(o.half_life_ms, 7 * ATTRIBUTION_DAY_MS);
    assert_int_equal(o.format, ATTRIBUTE_JSON);
    o = options_of(cx, 4, joined);
    assert_string_equal(o.paths, "b=c.csv");
    assert_int_equal(o.model, ATTRIBUTION_MARKOV);
    assert_int_equal(o.half_life_ms, ATTRIBUTION_DAY_MS / 2);
    assert_int_equal(o.format, ATTRIBUTE_CSV);
    o = options_of(cx, 1, (const char *const[]){"--help"});
    assert_true(o.help);
    ctx_free(cx);
}

static void wrong_usage_gets_its_sentence(void **state)
{
    static const struct {
        const char *argv[6];
        const char *key;
    } wrong[] = {
        {{NULL}, "attribute.usage_paths"},
        {{"--paths", "", NULL}, "attribute.usage_paths"},
        {{"--paths", "a.csv", NULL}, "attribute.usage_model_missing"},
        {{"--paths", "a.csv", "--model", "magic", NULL}, "attribute.usage_model"},
        {{"--paths", "a.csv", "--model", "w", NULL}, "attribute.usage_model"},
        {{"--paths", "a.csv", "--model", NULL}, "attribute.usage_value"},
        {{"--format", "xml", NULL}, "attribute.usage_format"},
        {{"--half-life", "0", NULL}, "attribute.usage_half_life"},
        {{"--half-life", "-7", NULL}, "attribute.usage_half_life"},
        {{"--half-life", "3651", NULL}, "attribute.usage_half_life"},
        {{"--half-life", "week", NULL}, "attribute.usage_half_life"},
        {{"--fast", NULL}, "attribute.usage_unknown"},
        {{"a.csv", NULL}, "attribute.usage_unknown"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct ctx *cx = test_ctx();
        struct attribute_options o = {0};
        char *argv[6];
        int argc = 0;
        for (; wrong[i].argv[argc]; argc++)
            argv[argc] = arena_dup(cx->arena, wrong[i].argv[argc]);
        assert_int_equal(attribute_options_read(cx, argc, argv, &o), ERR_INVALID);
        assert_string_equal(cx->fault.key, wrong[i].key);
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            cx->lang = (enum lang)lang;
            assert_string_not_equal(fault_message(cx), wrong[i].key);
            assert_null(strchr(fault_message(cx), '{'));
        }
        ctx_free(cx);
    }
}

/* Runs the command over a file with these bytes. */
static enum err run(struct ctx *cx, const char *text, struct attribute_options o, struct buf *out)
{
    char name[] = "/tmp/praca-paths-XXXXXX";
    int fd = mkstemp(name);
    enum err e;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    o.paths = name;
    e = attribute_command(cx, &o, out);
    unlink(name);
    return e;
}

static const char *answer(struct ctx *cx, const char *text, enum attribution_model model,
                          enum attribute_format format)
{
    struct buf out = buf_in(cx->arena);
    struct attribute_options o = {.model = model, .format = format};

    assert_int_equal(run(cx, text, o, &out), OK);
    return buf_text(&out);
}

static const struct json *row_of(const struct json *answer, const char *channel)
{
    const struct json *r = json_get(answer, "rows")->first;

    while (r && strcmp(json_text(json_get(r, "channel"), ""), channel) != 0)
        r = r->next;
    assert_non_null(r);
    return r;
}

static void json_holds_rows_totals_and_what_markov_knows(void **state)
{
    struct ctx *cx = test_ctx();
    const char *text = answer(cx, MTA, ATTRIBUTION_MARKOV, ATTRIBUTE_JSON);
    const struct json *j = NULL;
    double value = 0;
    (void)state;
    assert_int_equal(json_parse(cx, text, strlen(text), &j), OK);
    assert_string_equal(json_text(json_get(j, "model"), ""), "markov");
    assert_near(json_real(json_get(j, "conversion_probability"), 0), 10.0 / 17, 1e-12);
    assert_near(json_real(json_get(row_of(j, "direct"), "conversions"), 0), 70.0 / 81, 1e-12);
    assert_near(json_real(json_get(row_of(j, "search"), "conversions"), 0), 280.0 / 81, 1e-12);
    assert_near(json_real(json_get(row_of(j, "social"), "conversions"), 0), 20.0 / 9, 1e-12);
    assert_near(json_real(json_get(row_of(j, "search"), "removal_effect"), 0), 0.8, 1e-12);
    for (const struct json *r = json_get(j, "rows")->first; r; r = r->next)
        value += json_real(json_get(r, "value"), 0);
    assert_near(value, 110.02, 1e-9);
    assert_near(json_real(json_get(json_get(j, "totals"), "value"), 0), 110.02, 1e-9);
    assert_near(json_real(json_get(json_get(j, "totals"), "conversions"), 0), 10, 0);
    ctx_free(cx);
}

static void rows_stand_by_falling_credit(void **state)
{
    struct ctx *cx = test_ctx();
    (void)state;
    assert_string_equal(answer(cx, MTA, ATTRIBUTION_POSITION, ATTRIBUTE_CSV),
                        "channel,conversions,value\r\n"
                        "email,3.500000000,4.01\r\n"
                        "search,3.500000000,4.01\r\n"
                        "direct,2.000000000,100.00\r\n"
                        "social,1.000000000,2.00\r\n");
    ctx_free(cx);
}

static void the_table_lines_up_in_the_readers_language(void **state)
{
    struct ctx *cx = test_ctx();
    (void)state;
    cx->lang = LANG_PT_BR;
    assert_string_equal(
        answer(cx, HEADER "promoção > b,1,10,0\nb,2,5,1\n", ATTRIBUTION_LINEAR, ATTRIBUTE_TABLE),
        "Canal     Conversões  Valor\n"
        "b           2.500000  10.00\n"
        "promoção    0.500000   5.00\n"
        "Total       3.000000  15.00\n");
    ctx_free(cx);
}

static void a_name_that_a_spreadsheet_would_run_is_quoted_in_csv(void **state)
{
    struct ctx *cx = test_ctx();
    (void)state;
    assert_non_null(
        strstr(answer(cx, HEADER "=cmd(),1,0,0\n", ATTRIBUTION_FIRST, ATTRIBUTE_CSV), "'=cmd()"));
    ctx_free(cx);
}

static void decay_takes_its_half_life_from_the_options(void **state)
{
    struct ctx *cx = test_ctx();
    struct buf out = buf_in(cx->arena);
    struct attribute_options o = {
        .model = ATTRIBUTION_DECAY, .format = ATTRIBUTE_CSV, .half_life_ms = ATTRIBUTION_DAY_MS};
    (void)state;
    assert_int_equal(run(cx, HEADER "a > b > c,7,0.07,0\n", o, &out), OK);
    assert_string_equal(buf_text(&out), "channel,conversions,value\r\nc,4.000000000,0.04\r\n"
                                        "b,2.000000000,0.02\r\na,1.000000000,0.01\r\n");
    ctx_free(cx);
}

static void a_file_in_latin_1_with_semicolons_is_understood(void **state)
{
    struct ctx *cx = test_ctx();
    const char *text = answer(cx,
                              "path;total_conversions;total_conversion_value;total_null\r\n"
                              "promo\xe7\xe3o > e-mail;2;10,50;1\r\nbusca;1;3,00;0\r\n",
                              ATTRIBUTION_FIRST, ATTRIBUTE_CSV);
    (void)state;
    assert_non_null(strstr(text, "promoção,2.000000000,10.50\r\n"));
    assert_non_null(strstr(text, "busca,1.000000000,3.00\r\n"));
    ctx_free(cx);
}

static void a_file_that_is_not_there_or_is_a_folder_is_told_apart(void **state)
{
    struct ctx *cx = test_ctx();
    struct buf out = buf_in(cx->arena);
    struct attribute_options o = {.paths = "/nowhere/paths.csv"};
    (void)state;
    assert_int_equal(attribute_command(cx, &o, &out), ERR_NOTFOUND);
    assert_string_equal(cx->fault.key, "attribute.file");
    fault_clear(cx);
    o.paths = "/tmp";
    assert_int_equal(attribute_command(cx, &o, &out), ERR_BROKEN);
    assert_string_equal(cx->fault.key, "attribute.read");
    ctx_free(cx);
}

static void a_refused_file_leaves_no_half_answer(void **state)
{
    struct ctx *cx = test_ctx();
    struct buf out = buf_in(cx->arena);
    struct attribute_options o = {.model = ATTRIBUTION_LINEAR, .format = ATTRIBUTE_JSON};
    (void)state;
    assert_int_equal(run(cx, HEADER "a,1,0,0\nb,many,0,0\n", o, &out), ERR_INVALID);
    assert_int_equal(out.len, 0);
    ctx_free(cx);
}

static void every_failing_allocation_is_survived(void **state)
{
    (void)state;
    for (int format = ATTRIBUTE_TABLE; format <= ATTRIBUTE_CSV; format++) {
        enum err e = ERR_LIMIT;
        for (size_t n = 1; e && n < 300; n++) {
            struct ctx *cx = test_ctx();
            struct buf out = buf_in(cx->arena);
            struct attribute_options o = {.model = ATTRIBUTION_MARKOV,
                                          .format = (enum attribute_format)format};
            arena_fail_at(cx->arena, n);
            e = run(cx, MTA, o, &out);
            assert_true(e == OK || e == ERR_LIMIT);
            assert_true(e == OK || out.len == 0);
            ctx_free(cx);
        }
        assert_int_equal(e, OK);
    }
}

static void the_help_names_every_model_and_the_day_a_step(void **state)
{
    static const char *const models[] = {"first", "last",   "linear", "position",
                                         "decay", "markov", "shapley"};
    (void)state;
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        const char *help = message_find((enum lang)lang, "attribute.help");
        assert_non_null(help);
        for (size_t i = 0; i < COUNT_OF(models); i++)
            assert_non_null(strstr(help, models[i]));
        assert_non_null(strstr(help, "--half-life"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_are_read_in_both_spellings),
        cmocka_unit_test(wrong_usage_gets_its_sentence),
        cmocka_unit_test(json_holds_rows_totals_and_what_markov_knows),
        cmocka_unit_test(rows_stand_by_falling_credit),
        cmocka_unit_test(the_table_lines_up_in_the_readers_language),
        cmocka_unit_test(a_name_that_a_spreadsheet_would_run_is_quoted_in_csv),
        cmocka_unit_test(decay_takes_its_half_life_from_the_options),
        cmocka_unit_test(a_file_in_latin_1_with_semicolons_is_understood),
        cmocka_unit_test(a_file_that_is_not_there_or_is_a_folder_is_told_apart),
        cmocka_unit_test(a_refused_file_leaves_no_half_answer),
        cmocka_unit_test(every_failing_allocation_is_survived),
        cmocka_unit_test(the_help_names_every_model_and_the_day_a_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
