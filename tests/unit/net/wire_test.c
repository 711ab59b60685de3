/* wire_test.c -- the small grammars of a request, on good and bad input. */
#include "net/wire.h"
#include "unit/unit.h"

static void a_query_keeps_order_and_empty_values(void **state)
{
    struct arena *a = arena_new(KIB(64));
    const struct http_pair *q;
    int n;

    (void)state;
    assert_true(wire_query(a, "a=1&&b=&c&=d&a=%2B+x", &q, &n));
    assert_int_equal(n, 5);
    assert_string_equal(q[0].name, "a");
    assert_string_equal(q[1].value, "");
    assert_string_equal(q[2].name, "c");
    assert_string_equal(q[3].name, "");
    assert_string_equal(q[4].value, "+ x");
    assert_true(wire_query(a, "", &q, &n));
    assert_int_equal(n, 0);
    assert_true(wire_query(a, "text=a%0Ab", &q, &n));
    assert_string_equal(q[0].value, "a\nb");
    arena_free(a);
}

static void a_query_of_too_many_parameters_is_refused(void **state)
{
    struct arena *a = arena_new(KIB(256));
    struct buf b = buf_in(a);
    const struct http_pair *q;
    int n;

    (void)state;
    for (int i = 1; i < WIRE_QUERY_MAX; i++)
        buf_add_text(&b, "a&");
    buf_add_text(&b, "a");
    assert_true(wire_query(a, buf_text(&b), &q, &n));
    assert_int_equal(n, WIRE_QUERY_MAX);
    buf_add_text(&b, "&a");
    assert_false(wire_query(a, buf_text(&b), &q, &n));
    arena_free(a);
}

static void a_cookie_is_found_by_its_whole_name(void **state)
{
    struct arena *a = arena_new(KIB(64));
    const char *header = "xsid=1; sid=abc; sid=second; q=\"quoted\"; empty=; sidx=2";

    (void)state;
    assert_string_equal(wire_cookie(a, header, "sid"), "abc");
    assert_string_equal(wire_cookie(a, header, "q"), "quoted");
    assert_string_equal(wire_cookie(a, header, "empty"), "");
    assert_string_equal(wire_cookie(a, header, "sidx"), "2");
    assert_null(wire_cookie(a, header, "si"));
    assert_null(wire_cookie(a, NULL, "sid"));
    assert_null(wire_cookie(a, ";;; ;", "sid"));
    assert_null(wire_cookie(a, "sid=\x01", "sid"));
    arena_free(a);
}

static void a_range_is_read_as_the_rfc_says(void **state)
{
    static const struct {
        const char *header;
        uint64_t size;
        enum wire_range kind;
        uint64_t first, len;
    } rows[] = {
        {"bytes=0-0", 10, WIRE_RANGE_PART, 0, 1},
        {"bytes=0-99", 10, WIRE_RANGE_PART, 0, 10},
        {"Bytes=9-", 10, WIRE_RANGE_PART, 9, 1},
        {"bytes=-4", 10, WIRE_RANGE_PART, 6, 4},
        {"bytes=-40", 10, WIRE_RANGE_PART, 0, 10},
        {"bytes=1-18446744073709551615", 10, WIRE_RANGE_PART, 1, 9},
        {"bytes=10-", 10, WIRE_RANGE_UNSATISFIABLE, 0, 0},
        {"bytes=-0", 10, WIRE_RANGE_UNSATISFIABLE, 0, 0},
        {"bytes=0-", 0, WIRE_RANGE_UNSATISFIABLE, 0, 0},
        {"bytes=-1", 0, WIRE_RANGE_UNSATISFIABLE, 0, 0},
        {"bytes=5-4", 10, WIRE_RANGE_WHOLE, 0, 0},
        {"bytes=1-18446744073709551616", 10, WIRE_RANGE_WHOLE, 0, 0},
        {"bytes=", 10, WIRE_RANGE_WHOLE, 0, 0},
        {"bytes=-", 10, WIRE_RANGE_WHOLE, 0, 0},
        {"bytes=a-b", 10, WIRE_RANGE_WHOLE, 0, 0},
        {"bytes=0-1,3-4", 10, WIRE_RANGE_WHOLE, 0, 0},
        {"lines=0-1", 10, WIRE_RANGE_WHOLE, 0, 0},
        {NULL, 10, WIRE_RANGE_WHOLE, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint64_t first = 0, len = 0;
        assert_int_equal(wire_range(rows[i].header, rows[i].size, &first, &len), rows[i].kind);
        assert_int_equal(first, rows[i].first);
        assert_int_equal(len, rows[i].len);
    }
}

static void entity_tags_are_compared_weakly(void **state)
{
    (void)state;
    assert_true(wire_etag_matches("\"a\"", "\"a\""));
    assert_true(wire_etag_matches("W/\"a\"", "\"a\""));
    assert_true(wire_etag_matches("\"x\" , \"a\"", "W/\"a\""));
    assert_true(wire_etag_matches("*", "\"a\""));
    assert_false(wire_etag_matches("\"ab\"", "\"a\""));
    assert_false(wire_etag_matches("a", "\"a\""));
    assert_false(wire_etag_matches("\"a", "\"a\""));
    assert_false(wire_etag_matches("", "\"a\""));
    assert_false(wire_etag_matches(NULL, "\"a\""));
    assert_false(wire_etag_matches("\"a\"", NULL));
}

static void gzip_is_taken_unless_its_weight_is_zero(void **state)
{
    (void)state;
    assert_true(wire_takes_gzip("gzip"));
    assert_true(wire_takes_gzip("br;q=1.0, GZIP;q=0.5"));
    assert_true(wire_takes_gzip("gzip; q=0.001"));
    assert_true(wire_takes_gzip("*"));
    assert_false(wire_takes_gzip("gzip;q=0"));
    assert_false(wire_takes_gzip("gzip; q=0.000"));
    assert_false(wire_takes_gzip("gzipped, identity"));
    assert_false(wire_takes_gzip(""));
    assert_false(wire_takes_gzip(NULL));
}

static void a_header_cannot_end_its_line(void **state)
{
    (void)state;
    assert_true(wire_header_ok("X-Name", "ol\xc3\xa1\tthere"));
    assert_false(wire_header_ok("X-Name", "a\r\nSet-Cookie: b"));
    assert_false(wire_header_ok("X Name", "a"));
    assert_false(wire_header_ok("X-Name:", "a"));
    assert_false(wire_header_ok("", "a"));
    assert_false(wire_header_ok("X", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_query_keeps_order_and_empty_values),
        cmocka_unit_test(a_query_of_too_many_parameters_is_refused),
        cmocka_unit_test(a_cookie_is_found_by_its_whole_name),
        cmocka_unit_test(a_range_is_read_as_the_rfc_says),
        cmocka_unit_test(entity_tags_are_compared_weakly),
        cmocka_unit_test(gzip_is_taken_unless_its_weight_is_zero),
        cmocka_unit_test(a_header_cannot_end_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
