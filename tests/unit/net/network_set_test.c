/* network_set_test.c -- lists of networks as they are published. */
#include "net/network_set.h"

#include "unit/unit.h"

static bool has(const struct network_set *s, const char *text)
{
    struct address a;

    assert_true(address_read(text, &a));
    return network_set_has(s, &a);
}

static void an_address_is_found_in_its_network_only(void **state)
{
    static const char text[] =
        "# data centres\n198.51.100.0/24,US\n192.0.2.7\n\n\"203.0.113.0/25\"\r\n"
        "2001:db8:1::/48 # a remark\n198.51.100.128/25\nnonsense\n10.0.0.1/8\n";
    struct network_set *s = network_set_parse(text, sizeof(text) - 1);

    (void)state;
    assert_non_null(s);
    assert_true(has(s, "198.51.100.0"));
    assert_true(has(s, "198.51.100.255"));
    assert_false(has(s, "198.51.101.0"));
    assert_true(has(s, "192.0.2.7"));
    assert_false(has(s, "192.0.2.8"));
    assert_true(has(s, "203.0.113.127"));
    assert_false(has(s, "203.0.113.128"));
    assert_true(has(s, "2001:db8:1:ffff::1"));
    assert_false(has(s, "2001:db8:2::1"));
    assert_int_equal(network_set_count(s), 4);       /* one lay within another */
    assert_int_equal(network_set_passed_over(s), 2); /* no network, and bits beyond the prefix */
    network_set_free(s);
}

static void what_is_too_wide_is_passed_over_and_told(void **state)
{
    static const char text[] =
        "10.0.0.0/8\n0.0.0.0/0\n2001::/16\n::/0\n::/16\n::ffff:0:0/96\n64.0.0.0/7\n";
    struct network_set *s = network_set_parse(text, sizeof(text) - 1);

    (void)state;
    assert_non_null(s);
    assert_true(has(s, "10.1.2.3"));
    assert_true(has(s, "2001:db8::1"));
    assert_false(has(s, "192.0.2.7"));
    assert_false(has(s, "64.1.1.1"));
    assert_int_equal(network_set_passed_over(s), 5);
    assert_string_equal(network_set_wide(s), "0.0.0.0/0");
    network_set_free(s);
    assert_string_equal(network_set_wide(NULL), "");
}

static void nothing_is_in_no_list(void **state)
{
    (void)state;
    assert_false(has(NULL, "192.0.2.7"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_found_in_its_network_only),
        cmocka_unit_test(what_is_too_wide_is_passed_over_and_told),
        cmocka_unit_test(nothing_is_in_no_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
