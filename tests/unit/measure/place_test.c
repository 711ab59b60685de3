/* place_test.c -- the country of an address, from a file in MaxMind's format that is written here by hand. */
#include "measure/place.h"

#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* One node: addresses that begin with a 0 bit are in Brazil, of the others nothing is known. */
static const char file[] = "\0\0\x11\0\0\x01" /* left: the first datum; right: nothing */
                           "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                           "\xe1\x47"
                           "country"
                           "\xe1\x48"
                           "iso_code"
                           "\x42"
                           "BR"
                           "\xab\xcd\xef"
                           "MaxMind.com"
                           "\xe9"
                           "\x5b"
                           "binary_format_major_version"
                           "\xa1\x02"
                           "\x5b"
                           "binary_format_minor_version"
                           "\xa0"
                           "\x4b"
                           "build_epoch"
                           "\x01\x02\x01"
                           "\x4d"
                           "database_type"
                           "\x44"
                           "Test"
                           "\x4b"
                           "description"
                           "\xe0"
                           "\x4a"
                           "ip_version"
                           "\xa1\x04"
                           "\x49"
                           "languages"
                           "\x00\x04"
                           "\x4a"
                           "node_count"
                           "\xc1\x01"
                           "\x4b"
                           "record_size"
                           "\xa1\x18";

static void an_address_has_its_country_or_none(void **state)
{
    struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);
    char name[] = "/tmp/praca-place-XXXXXX", country[3];
    struct places *p = NULL;
    int fd = mkstemp(name);

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, file, sizeof(file) - 1), sizeof(file) - 1);
    (void)close(fd);
    assert_int_equal(places_open(cx, name, &p), OK);
    place_country(p, "10.1.2.3", country);
    assert_string_equal(country, "BR");
    place_country(p, "203.0.113.9", country);
    assert_string_equal(country, "");
    place_country(p, "2001:db8::1", country);
    assert_string_equal(country, "");
    place_country(p, "not an address", country);
    assert_string_equal(country, "");
    place_country(p, "", country);
    assert_string_equal(country, "");
    places_close(p);
    (void)unlink(name);
    ctx_free(cx);
}

static void a_file_that_is_none_is_refused(void **state)
{
    struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);
    struct places *p = NULL;
    char country[3];

    (void)state;
    assert_int_equal(places_open(cx, "/dev/null", &p), ERR_INVALID);
    assert_string_equal(cx->fault.key, "measure.mmdb");
    place_country(NULL, "203.0.113.9", country);
    assert_string_equal(country, "");
    ctx_free(cx);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_has_its_country_or_none),
        cmocka_unit_test(a_file_that_is_none_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
