/* address_test.c -- which addresses a stranger may have us talk to. */
#include "net/address.h"
#include "unit/unit.h"

static void only_the_public_internet_is_public(void **state)
{
    static const struct {
        const char *address;
        bool public;
    } rows[] = {
        {"8.8.8.8", true},
        {"200.147.35.149", true},
        {"1.1.1.1", true},
        {"172.15.255.255", true},
        {"172.32.0.0", true},
        {"100.63.255.255", true},
        {"100.128.0.0", true},
        {"223.255.255.255", true},
        {"2606:4700:4700::1111", true},
        {"2804:14c::1", true},
        {"0.0.0.0", false},
        {"0.1.2.3", false},
        {"10.0.0.1", false},
        {"10.255.255.255", false},
        {"100.64.0.1", false},
        {"100.127.255.255", false},
        {"127.0.0.1", false},
        {"127.255.0.1", false},
        {"169.254.169.254", false},
        {"168.63.129.16", false},
        {"172.16.0.1", false},
        {"172.31.255.255", false},
        {"192.0.0.192", false},
        {"192.0.2.1", false},
        {"192.88.99.1", false},
        {"192.168.1.1", false},
        {"198.18.0.1", false},
        {"198.51.100.1", false},
        {"203.0.113.1", false},
        {"224.0.0.1", false},
        {"239.255.255.250", false},
        {"240.0.0.1", false},
        {"255.255.255.255", false},
        {"::", false},
        {"::1", false},
        {"::ffff:127.0.0.1", false},
        {"::ffff:10.0.0.1", false},
        {"::ffff:8.8.8.8", true},
        {"::127.0.0.1", false},
        {"64:ff9b::7f00:1", false},
        {"64:ff9b::808:808", true},
        {"64:ff9b:1::1", false},
        {"2002:7f00:1::1", false},
        {"2002:c0a8:101::1", false},
        {"2001::1", false},
        {"2001:db8::1", false},
        {"3fff::1", false},
        {"5f00::1", false},
        {"100::1", false},
        {"fc00::1", false},
        {"fd00:ec2::254", false},
        {"fe80::1", false},
        {"fec0::1", false},
        {"ff02::1", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct address a;
        assert_true(address_read(rows[i].address, &a));
        if (address_is_public(&a) != rows[i].public)
            print_error("%s\n", rows[i].address);
        assert_int_equal(address_is_public(&a), rows[i].public);
    }
}

static void an_address_is_written_as_it_was_read(void **state)
{
    static const char *const good[] = {"192.0.2.1", "::1", "2001:db8::1", "fe80::1"};
    static const char *const bad[] = {"",
                                      "1.2.3",
                                      "1.2.3.4.5",
                                      "0x7f.1",
                                      "[::1",
                                      "localhost",
                                      "1.2.3.4 ",
                                      "::1%lo",
                                      "256.1.1.1",
                                      "[1.2.3.4]",
                                      "1111111111111111111111111111111111111111111111111111"};
    struct address a;
    char text[ADDRESS_TEXT_BYTES];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        assert_true(address_read(good[i], &a));
        address_text(&a, text);
        assert_string_equal(text, good[i]);
    }
    assert_true(address_read("[::1]", &a));
    assert_true(address_is_loopback(&a));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(address_read(bad[i], &a));
}

static bool holds(const char *network, const char *address)
{
    struct network n;
    struct address a;

    assert_true(network_read(network, &n));
    assert_true(address_read(address, &a));
    return network_has(&n, &a);
}

static void a_network_holds_what_begins_like_it(void **state)
{
    static const char *const bad[] = {"10.0.0.1/8",  "10.0.0.0/33", "10.0.0.0/",
                                      "10.0.0.0/8x", "/8",          "x/8",
                                      "::/129",      "10.0.0.0/-1", "::1/0"};
    struct network n;

    (void)state;
    assert_true(holds("10.0.0.0/8", "10.255.0.1"));
    assert_false(holds("10.0.0.0/8", "11.0.0.0"));
    assert_true(holds("10.0.0.0/8", "::ffff:10.0.0.1"));
    assert_true(holds("192.168.4.0/22", "192.168.7.255"));
    assert_false(holds("192.168.4.0/22", "192.168.8.0"));
    assert_true(holds("127.0.0.1", "127.0.0.1"));
    assert_false(holds("127.0.0.1", "127.0.0.2"));
    assert_true(holds("0.0.0.0/0", "8.8.8.8"));
    assert_false(holds("0.0.0.0/0", "2001:db8::1"));
    assert_true(holds("2001:db8::/33", "2001:db8:7fff::1"));
    assert_false(holds("2001:db8::/33", "2001:db8:8000::1"));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(network_read(bad[i], &n));
}

static void a_loopback_name_is_known_with_and_without_port(void **state)
{
    (void)state;
    assert_true(host_is_loopback("localhost"));
    assert_true(host_is_loopback("LOCALHOST:8080"));
    assert_true(host_is_loopback("praca.localhost:1"));
    assert_true(host_is_loopback("127.0.0.1:8080"));
    assert_true(host_is_loopback("[::1]:8080"));
    assert_false(host_is_loopback("localhost.example"));
    assert_false(host_is_loopback("127.0.0.1.example"));
    assert_false(host_is_loopback("10.0.0.1"));
    assert_false(host_is_loopback("[::1"));
    assert_false(host_is_loopback("["));
    assert_false(host_is_loopback(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_public_internet_is_public),
        cmocka_unit_test(an_address_is_written_as_it_was_read),
        cmocka_unit_test(a_network_holds_what_begins_like_it),
        cmocka_unit_test(a_loopback_name_is_known_with_and_without_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
