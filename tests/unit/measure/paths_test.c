/* paths_test.c -- what a paths file may look like, and the sentence for each way it may not. */
#include "unit/measure/journeys.h"

#include "base/message.h"
#include "measure/paths_priv.h"

#define HEADER "path,total_conversions,total_conversion_value,total_null\n"

static enum err read_as(struct ctx *cx, const char *text, char separator, struct paths *ret)
{
    struct csv_memory m = {.bytes = text, .len = strlen(text)};
    struct csv_shape shape = {.separator = separator};

    return paths_read(cx, csv_from_memory, &m, &shape, ret);
}

static struct paths paths_of(struct ctx *cx, const char *text)
{
    struct paths p = {0};

    assert_int_equal(read_as(cx, text, ',', &p), OK);
    return p;
}

static void assert_journey(const struct paths *p, size_t i, const char *const *wanted)
{
    const struct journeys *j = &p->journeys;
    size_t at = j->start[i];

    for (; *wanted; wanted++, at++)
        assert_string_equal(p->names[j->channel[at]], *wanted);
    assert_int_equal(at, j->start[i + 1]);
}

static void a_file_is_read_as_it_stands(void **state)
{
    struct ctx *cx = test_ctx();
    struct paths p = paths_of(cx, HEADER "search > mail > search,3,140.5,1\ndirect,0,0,2\n");
    (void)state;
    assert_int_equal(p.journeys.count, 2);
    assert_int_equal(p.journeys.channels, 3);
    assert_int_equal(p.decimals, 2);
    assert_journey(&p, 0, (const char *const[]){"search", "mail", "search", NULL});
    assert_journey(&p, 1, (const char *const[]){"direct", NULL});
    assert_near(p.journeys.conversions[0], 3, 0);
    assert_int_equal(p.journeys.value[0], 14050);
    assert_near(p.journeys.nulls[0], 1, 0);
    assert_near(p.journeys.nulls[1], 2, 0);
    ctx_free(cx);
}

static void columns_are_found_by_name_and_two_may_be_missing(void **state)
{
    struct ctx *cx = test_ctx();
    struct paths p = paths_of(cx, "id,total_conversions, path \n7,2,a > b\n");
    (void)state;
    assert_journey(&p, 0, (const char *const[]){"a", "b", NULL});
    assert_near(p.journeys.conversions[0], 2, 0);
    assert_int_equal(p.journeys.value[0], 0);
    assert_near(p.journeys.nulls[0], 0, 0);
    ctx_free(cx);
}

static void channels_are_numbered_by_name_whatever_the_order_of_rows(void **state)
{
    struct ctx *cx = test_ctx();
    struct paths p = paths_of(cx, HEADER "c > a,1,0,0\nb,1,0,0\n");
    struct paths q = paths_of(cx, HEADER "b,1,0,0\nc > a,1,0,0\n");
    (void)state;
    for (size_t c = 0; c < 3; c++)
        assert_string_equal(p.names[c], q.names[c]);
    assert_string_equal(p.names[0], "a");
    assert_string_equal(p.names[2], "c");
    ctx_free(cx);
}

static void spaces_around_the_arrow_and_the_spelling_of_accents_do_not_matter(void **state)
{
    struct ctx *cx = test_ctx();
    struct paths p = paths_of(cx, HEADER "\"  Ação>b >  Ac\xcc\xa7"
                                         "a\xcc\x83o \",1,0,0\n");
    (void)state;
    assert_int_equal(p.journeys.channels, 2);
    assert_journey(&p, 0, (const char *const[]){"Ação", "b", "Ação", NULL});
    ctx_free(cx);
}

static void values_keep_the_decimals_of_the_file(void **state)
{
    struct ctx *cx = test_ctx();
    struct paths p = paths_of(cx, HEADER "a,1,0.244,3\nb,2,12,0\nc,1,1.500,0\n");
    (void)state;
    assert_int_equal(p.decimals, 3);
    assert_int_equal(p.journeys.value[0], 244);
    assert_int_equal(p.journeys.value[1], 12000);
    assert_int_equal(p.journeys.value[2], 1500);
    p = paths_of(cx, HEADER "a,1,0.30000000000000004,0\n");
    assert_int_equal(p.decimals, 2);
    assert_int_equal(p.journeys.value[0], 30);
    ctx_free(cx);
}

static void a_file_split_by_semicolons_may_write_decimal_commas(void **state)
{
    struct ctx *cx = test_ctx();
    struct paths p = {0};
    (void)state;
    assert_int_equal(
        read_as(cx, "path;total_conversions;total_conversion_value\na > b;2;140,50\n", ';', &p),
        OK);
    assert_int_equal(p.journeys.value[0], 14050);
    ctx_free(cx);
}

static void a_thousand_channels_and_rows_are_kept(void **state)
{
    struct ctx *cx = test_ctx();
    struct buf b = buf_in(cx->arena);
    struct paths p;
    (void)state;
    buf_add_text(&b, HEADER);
    for (int i = 0; i < 3000; i++)
        buf_print(&b, "c%d > c%d > c%d,1,0.01,1\n", i % 1000, (i + 1) % 1000, (i * 7) % 1000);
    p = paths_of(cx, buf_text(&b));
    assert_int_equal(p.journeys.count, 3000);
    assert_int_equal(p.journeys.channels, 1000);
    assert_journey(&p, 2999, (const char *const[]){"c999", "c0", "c993", NULL});
    ctx_free(cx);
}

static void a_header_alone_is_a_file_without_journeys(void **state)
{
    struct ctx *cx = test_ctx();
    struct paths p = paths_of(cx, HEADER);
    (void)state;
    assert_int_equal(p.journeys.count, 0);
    assert_int_equal(p.journeys.channels, 0);
    ctx_free(cx);
}

static const char *param(const struct ctx *cx, const char *name)
{
    for (int i = 0; i < FAULT_PARAMS_MAX && cx->fault.params[i].name; i++) {
        if (strcmp(cx->fault.params[i].name, name) == 0)
            return cx->fault.params[i].value;
    }
    return NULL;
}

static void each_malformed_file_gets_its_sentence(void **state)
{
    static const struct {
        const char *text, *key, *row, *column;
    } bad[] = {
        {"path,conversions\na,1\n", "attribute.column", NULL, "total_conversions"},
        {"total_conversions\n1\n", "attribute.column", NULL, "path"},
        {HEADER "a,1,0,0\n,1,0,0\n", "attribute.path_empty", "2", "path"},
        {HEADER "\"  \",1,0,0\n", "attribute.path_empty", "1", "path"},
        {HEADER "a > ,1,0,0\n", "attribute.channel_empty", "1", "path"},
        {HEADER "a > > b,1,0,0\n", "attribute.channel_empty", "1", "path"},
        {HEADER ">,1,0,0\n", "attribute.channel_empty", "1", "path"},
        {HEADER "a > \x01 > b,1,0,0\n", "attribute.channel_text", "1", "path"},
        {HEADER "a,x,0,0\n", "attribute.number", "1", "total_conversions"},
        {HEADER "a,,0,0\n", "attribute.number", "1", "total_conversions"},
        {HEADER "a,-1,0,0\n", "attribute.number", "1", "total_conversions"},
        {HEADER "a,1,R$ 5,0\n", "attribute.number", "1", "total_conversion_value"},
        {HEADER "a,1,\"1,5\",0\n", "attribute.number", "1", "total_conversion_value"},
        {HEADER "a,1,1.000.000,0\n", "attribute.number", "1", "total_conversion_value"},
        {HEADER "a,1,0,nan\n", "attribute.number", "1", "total_null"},
        {HEADER "a,1,0,1e\n", "attribute.number", "1", "total_null"},
        {HEADER "a,1e13,0,0\n", "attribute.number_range", "1", "total_conversions"},
        {HEADER "a,1,0,0\nb,1,1e99999999999,0\n", "attribute.number_range", "2",
         "total_conversion_value"},
        {HEADER "a,0,5,1\n", "attribute.value_alone", "1", "total_conversion_value"},
        {HEADER "a,1,900000000000.123456,1\n", "attribute.sum", NULL, NULL},
        {HEADER "a,1,0\n", "csv.cells", "1", NULL},
        {HEADER "a,1,0,0\nb,1,\"0,0\n", "csv.quote", "2", NULL},
        {HEADER "a\"b,1,0,0\n", "csv.quote", "1", NULL},
        {"", "csv.empty", NULL, NULL},
        {"path,path\n", "csv.twice", NULL, NULL},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct ctx *cx = test_ctx();
        struct paths p = {0};
        enum err e = read_as(cx, bad[i].text, ',', &p);
        assert_true(e == ERR_INVALID || e == ERR_LIMIT);
        assert_string_equal(cx->fault.key, bad[i].key);
        if (bad[i].row)
            assert_string_equal(param(cx, "row"), bad[i].row);
        if (bad[i].column)
            assert_string_equal(param(cx, "column"), bad[i].column);
        for (int lang = 0; strncmp(bad[i].key, "attribute.", 10) == 0 && lang < LANG_COUNT;
             lang++) {
            const char *sentence;
            cx->lang = (enum lang)lang;
            sentence = fault_message(cx);
            assert_null(strchr(sentence, '{'));
            assert_string_not_equal(sentence, bad[i].key);
        }
        assert_null(p.names);
        ctx_free(cx);
    }
}

static void two_decimal_marks_in_one_file_are_refused(void **state)
{
    struct ctx *cx = test_ctx();
    struct paths p = {0};
    (void)state;
    assert_int_equal(
        read_as(cx, "path;total_conversions;total_conversion_value\na;1;1.250\nb;1;2,5\n", ';', &p),
        ERR_INVALID);
    assert_string_equal(cx->fault.key, "attribute.decimal_marks");
    assert_string_equal(param(cx, "row"), "2");
    ctx_free(cx);
}

static void numbers_are_read_exactly(void **state)
{
    static const struct {
        const char *text;
        int64_t wanted;
        int decimals;
    } good[] = {
        {"0", 0, 0},
        {"3", 3000000, 0},
        {"0.244", 244000, 3},
        {" 12.50 ", 12500000, 1},
        {".5", 500000, 1},
        {"1e+05", INT64_C(100000000000), 0},
        {"1.5E-1", 150000, 2},
        {"2e-7", 0, 0},
        {"0.0000005", 1, 6},
        {"0.00000049", 0, 0},
        {"0.1234565", 123457, 6},
        {"000000000000000000000000012", 12000000, 0},
        {"0.10000000000000000000000000000001", 100000, 1},
        {"1000000000000", INT64_C(1000000000000000000), 0},
        {"0e999999999999", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        struct decimal_marks marks = {0};
        int64_t v = -1;
        int decimals = -1;
        assert_int_equal(decimal_read(good[i].text, false, &marks, &v, &decimals), DECIMAL_OK);
        assert_int_equal(v, good[i].wanted);
        assert_int_equal(decimals, good[i].decimals);
    }
}

static void every_failing_allocation_is_survived(void **state)
{
    enum err e = ERR_LIMIT;
    (void)state;
    for (size_t n = 1; e && n < 200; n++) {
        struct ctx *cx = test_ctx();
        struct paths p = {0};
        arena_fail_at(cx->arena, n);
        e = read_as(cx, HEADER "search > Ação > search,3,140.5,1\ndirect,0,0,2\n", ',', &p);
        assert_true(e == OK || e == ERR_LIMIT);
        if (e)
            assert_string_equal(cx->fault.key, "base.memory");
        ctx_free(cx);
    }
    assert_int_equal(e, OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_as_it_stands),
        cmocka_unit_test(columns_are_found_by_name_and_two_may_be_missing),
        cmocka_unit_test(channels_are_numbered_by_name_whatever_the_order_of_rows),
        cmocka_unit_test(spaces_around_the_arrow_and_the_spelling_of_accents_do_not_matter),
        cmocka_unit_test(values_keep_the_decimals_of_the_file),
        cmocka_unit_test(a_file_split_by_semicolons_may_write_decimal_commas),
        cmocka_unit_test(a_thousand_channels_and_rows_are_kept),
        cmocka_unit_test(a_header_alone_is_a_file_without_journeys),
        cmocka_unit_test(each_malformed_file_gets_its_sentence),
        cmocka_unit_test(two_decimal_marks_in_one_file_are_refused),
        cmocka_unit_test(numbers_are_read_exactly),
        cmocka_unit_test(every_failing_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
