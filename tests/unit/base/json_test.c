/* json_test.c -- what is read is what was written; what is wrong is refused with its place. */
#include "base/csv.h"
#include "base/id.h"
#include "base/json.h"
#include "unit/unit.h"

static int setup(void **state)
{
    static struct test_clock tc;
    *state = ctx_new(MIB(4), test_clock(&tc), NULL);
    return 0;
}

static int teardown(void **state)
{
    ctx_free(*state);
    return 0;
}

static const struct json *read_ok(struct ctx *cx, const char *text)
{
    const struct json *v = NULL;
    assert_int_equal(json_parse(cx, text, strlen(text), &v), OK);
    assert_non_null(v);
    return v;
}

static void refused(struct ctx *cx, const char *text, const char *key)
{
    const struct json *v = NULL;
    fault_clear(cx);
    assert_int_equal(json_parse(cx, text, strlen(text), &v), ERR_INVALID);
    assert_string_equal(cx->fault.key, key);
    assert_null(v);
}

static void a_tree_has_its_members_in_order(void **state)
{
    const struct json *v = read_ok(*state, "{\"b\":[1,2.5,\"três\",null,true],\"a\":\"90\"}");
    const struct json *list = json_get(v, "b");
    assert_int_equal(v->count, 2);
    assert_string_equal(v->first->name, "b");
    assert_int_equal(list->count, 5);
    assert_int_equal(json_int(list->first, 0), 1);
    assert_true(json_real(list->first->next, 0) == 2.5);
    assert_string_equal(json_text(list->first->next->next, ""), "três");
    assert_int_equal(json_int(json_get(v, "a"), 0), 90);
    assert_null(json_get(v, "c"));
    assert_null(json_get(NULL, "c"));
    assert_string_equal(json_text(json_get(v, "c"), "none"), "none");
}

static void what_is_wrong_is_refused(void **state)
{
    struct ctx *cx = *state;
    char deep[201];
    refused(cx, "", "json.syntax");
    refused(cx, "{\"a\":1,}", "json.syntax");
    refused(cx, "[1] 2", "json.syntax");
    refused(cx, "\"\xff\"", "json.syntax");
    refused(cx, "\"\\u0000\"", "json.syntax");
    refused(cx, "{\"a\":1,\"a\":2}", "json.duplicate_key");
    refused(cx, "9223372036854775808", "json.number");
    refused(cx, "1e999", "json.number");
    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    deep[200] = 0;
    refused(cx, deep, "json.depth");
}

static void the_deepest_that_is_read_is_written_inside_something(void **state)
{
    struct ctx *cx = *state;
    char deep[2 * JSON_DEPTH_MAX + 1] = {0};
    const struct json *v = NULL;
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);

    memset(deep, '[', JSON_DEPTH_MAX);
    memset(deep + JSON_DEPTH_MAX, ']', JSON_DEPTH_MAX);
    assert_int_equal(json_parse(cx, deep, strlen(deep), &v), OK);
    for (int i = 0; i < 8; i++)
        json_open_list(&w);
    json_put(&w, v);
    for (int i = 0; i < 8; i++)
        json_close_list(&w);
    assert_true(buf_ok(&b));
}

static void the_quick_reader_reads_the_same(void **state)
{
    static const char text[] =
        " {\"a\":[1,-2.5e2,true,false,null],\"t\":\"x\\u00e9\\ud83d\\ude00\\n\\\"\",\"o\":{}} ";
    static const char *const wrong[] = {"",
                                        "{",
                                        "[1,]",
                                        "[01]",
                                        "[1.]",
                                        "[1e]",
                                        "\"\\u0000\"",
                                        "\"\\ud800\"",
                                        "\"\xff\"",
                                        "nul",
                                        "[1] 2",
                                        "{\"a\" 1}",
                                        "{a:1}",
                                        "9223372036854775808",
                                        "1e999",
                                        "\"\n\"",
                                        "[-]"};
    struct ctx *cx = *state;
    const struct json *slow = NULL, *quick = NULL;
    struct buf a = buf_in(cx->arena), b = buf_in(cx->arena);
    struct json_writer wa = json_to(&a), wb = json_to(&b);

    assert_int_equal(json_parse(cx, text, strlen(text), &slow), OK);
    assert_int_equal(json_parse_quick(cx, text, strlen(text), &quick), OK);
    json_put(&wa, slow);
    json_put(&wb, quick);
    assert_string_equal(buf_text(&a), buf_text(&b));
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_int_equal(json_parse_quick(cx, wrong[i], strlen(wrong[i]), &quick), ERR_INVALID);
        fault_clear(cx);
    }
}

static void a_fault_names_line_and_column(void **state)
{
    struct ctx *cx = *state;
    refused(cx, "{\n\"a\": 1,\n  oops}", "json.syntax");
    assert_string_equal(cx->fault.params[0].name, "line");
    assert_string_equal(cx->fault.params[0].value, "3");
    assert_string_equal(cx->fault.params[1].name, "column");
}

static void a_written_tree_reads_back_the_same(void **state)
{
    struct ctx *cx = *state;
    const char *text =
        "{\"a\":[1,-2,0.1,1e+300,5.0],\"ç\":{\"x\":\"\\\"\\\\\\n\\u0001\\t\",\"y\":[]},"
        "\"n\":null,\"t\":true,\"f\":false}";
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    json_put(&w, read_ok(cx, text));
    assert_string_equal(buf_text(&b), text);
}

static void ids_are_text_and_no_value_is_null(void **state)
{
    struct ctx *cx = *state;
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    json_open_object(&w);
    json_id_member(&w, "id", INT64_MAX);
    json_id_member(&w, "none", 0);
    json_id_member(&w, "nil", NIL);
    json_text_member(&w, "text", NULL);
    json_real_member(&w, "nan", 0.0 / (double)(w.depth - 1));
    json_int_member(&w, "i", INT64_MIN);
    json_name(&w, "raw");
    json_put_raw(&w, "[1]");
    json_close_object(&w);
    assert_string_equal(buf_text(&b),
                        "{\"id\":\"9223372036854775807\",\"none\":null,\"nil\":null,\"text\":null,"
                        "\"nan\":null,\"i\":-9223372036854775808,\"raw\":[1]}");
}

/* A source that gives few bytes at a time. */
struct drip {
    const char *bytes;
    size_t left, step;
};

static enum err drip(void *self, struct ctx *cx, char *to, size_t room, size_t *ret_n)
{
    struct drip *d = self;
    size_t n = d->left < d->step ? d->left : d->step;
    (void)cx;
    (void)room;
    memcpy(to, d->bytes, n);
    d->bytes += n;
    d->left -= n;
    *ret_n = n;
    return OK;
}

/* The values as they come, written one after another. */
static enum err stream(struct ctx *cx, const char *text, size_t step, size_t max, const char **ret)
{
    struct drip d = {text, strlen(text), step};
    struct json_stream *s = NULL;
    const struct json *v = NULL;
    struct buf b = buf_in(cx->arena);
    enum err e = json_stream_open(cx, drip, &d, max, &s);
    while (!e && (e = json_stream_next(cx, s, &v)) == OK && v) {
        struct json_writer w = json_to(&b);
        json_put(&w, v);
        buf_add_char(&b, ' ');
    }
    *ret = buf_text(&b);
    return e;
}

static void a_stream_gives_members_or_lines(void **state)
{
    static const char *const same[] = {
        "[{\"a\":\"]\\\"\"},12,\"x,y\",[1,[2]],null]",
        " [ {\"a\":\"]\\\"\"} , 12 , \"x,y\" , [1,[2]] , null ] \n",
        "{\"a\":\"]\\\"\"}\n12\n\"x,y\"\r\n[1,[2]]\n\nnull",
    };
    struct ctx *cx = *state;
    const char *got = NULL;
    for (size_t i = 0; i < COUNT_OF(same); i++)
        for (size_t step = 1; step < 9; step++) {
            assert_int_equal(stream(cx, same[i], step, 100, &got), OK);
            assert_string_equal(got, "{\"a\":\"]\\\"\"} 12 \"x,y\" [1,[2]] null ");
        }
    assert_int_equal(stream(cx, "[]", 1, 100, &got), OK);
    assert_string_equal(got, "");
    assert_int_equal(stream(cx, "", 1, 100, &got), OK);
}

static void a_broken_stream_names_its_line(void **state)
{
    static const char *const bad[] = {"[1,2", "[1 2]",   "[1,]", "[1]\n[2]", "{\"a\":",
                                      "[,1]", "1\n}\n2", "[1}",  "\"abc",    "[\"a\"\"b\"]"};
    struct ctx *cx = *state;
    const char *got = NULL;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        fault_clear(cx);
        if (stream(cx, bad[i], 3, 100, &got) != ERR_INVALID)
            fail_msg("taken: %s", bad[i]);
    }
    fault_clear(cx);
    assert_int_equal(stream(cx, "{\"a\":1}\n{\"a\":\n1 2}\n", 3, 100, &got), ERR_INVALID);
    assert_string_equal(cx->fault.params[0].value, "3");
    fault_clear(cx);
    assert_int_equal(stream(cx, "[\"a long one that goes on\"]", 3, 10, &got), ERR_LIMIT);
    assert_string_equal(cx->fault.key, "json.too_long");
}

static void a_large_stream_needs_little_memory(void **state)
{
    struct ctx *cx = *state;
    char text[4000] = "[";
    struct csv_memory m;
    struct json_stream *s = NULL;
    const struct json *v = NULL;
    struct arena_mark mark;
    size_t before, n = 0;
    for (int i = 0; i < 300; i++)
        strncat(text, i ? ",[1,\"abc\"]" : "[1,\"abc\"]", sizeof(text) - strlen(text) - 1);
    strncat(text, "]", sizeof(text) - strlen(text) - 1);
    m = (struct csv_memory){.bytes = text, .len = strlen(text)};
    assert_int_equal(json_stream_open(cx, csv_from_memory, &m, 100, &s), OK);
    mark = arena_mark(cx->arena);
    before = arena_used(cx->arena);
    for (; json_stream_next(cx, s, &v) == OK && v; n++) {
        assert_true(arena_used(cx->arena) - before < 1000);
        arena_reset(cx->arena, mark);
    }
    assert_int_equal(n, 300);
}

static void every_failing_allocation_is_survived(void **state)
{
    const char *text = "{\"list\":[1,2,{\"a\":\"text\"}],\"b\":\"more\"}";
    bool done = false;
    (void)state;
    for (size_t n = 1; !done; n++) {
        struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);
        const struct json *v = NULL;
        const char *again = NULL;
        enum err e;
        arena_fail_at(cx->arena, n);
        e = json_parse(cx, text, strlen(text), &v);
        if (!e)
            e = stream(cx, text, 7, 100, &again);
        done = !e && again;
        if (!done) {
            assert_true(arena_full(cx->arena));
            assert_true(e == ERR_LIMIT || !again);
        }
        assert_true(n < 100);
        ctx_free(cx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_tree_has_its_members_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_fault_names_line_and_column, setup, teardown),
        cmocka_unit_test_setup_teardown(the_deepest_that_is_read_is_written_inside_something, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_quick_reader_reads_the_same, setup, teardown),
        cmocka_unit_test_setup_teardown(a_written_tree_reads_back_the_same, setup, teardown),
        cmocka_unit_test_setup_teardown(ids_are_text_and_no_value_is_null, setup, teardown),
        cmocka_unit_test_setup_teardown(a_stream_gives_members_or_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(a_broken_stream_names_its_line, setup, teardown),
        cmocka_unit_test_setup_teardown(a_large_stream_needs_little_memory, setup, teardown),
        cmocka_unit_test(every_failing_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
