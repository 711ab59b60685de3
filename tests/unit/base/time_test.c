/* time_test.c -- instants, calendars and the clocks of places. */
#include "base/time.h"
#include "unit/unit.h"

#include <stdio.h>

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

static const struct zone *zone(struct ctx *cx, const char *name)
{
    const struct zone *z = NULL;
    assert_int_equal(zone_find(cx, name, &z), OK);
    assert_non_null(z);
    return z;
}

static int64_t at(struct ctx *cx, const char *text, const struct zone *z)
{
    int64_t ms = -1;
    if (time_read(cx, text, z, &ms) != OK)
        fail_msg("refused: %s", text);
    return ms;
}

static void shown(const struct zone *z, int64_t ms, const char *want)
{
    struct civil c = time_civil(z, ms);
    char got[48];
    (void)snprintf(got, sizeof(got), "%04d-%02d-%02d %02d:%02d:%02d", c.year, c.month, c.day,
                   c.hour, c.minute, c.second);
    assert_string_equal(got, want);
}

static void every_day_of_four_centuries_reads_back(void **state)
{
    char text[DATE_TEXT_MAX], before[DATE_TEXT_MAX] = "";
    int64_t first = -2208988800000; /* 1900-01-01, a Monday */
    struct ctx *cx = *state;
    for (int64_t day = 0; day < 109938; day++) {
        int64_t ms = first + DAYS_MS(day);
        date_text(NULL, ms + 1, text);
        assert_true(date_ok(text));
        assert_true(strcmp(before, text) < 0);
        assert_true(at(cx, text, NULL) == ms);
        assert_int_equal(time_civil(NULL, ms).weekday, (day + 1) % 7);
        memcpy(before, text, sizeof(text));
    }
    assert_string_equal(text, "2200-12-31");
}

static void days_that_are_none_are_refused(void **state)
{
    static const char *const bad[] = {"",           "2026-02-29", "1900-02-29", "2026-13-01",
                                      "2026-00-01", "2026-04-31", "1899-12-31", "2201-01-01",
                                      "2026-1-1",   "2026-01-01 "};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(date_ok(bad[i]));
    assert_false(date_ok(NULL));
    assert_true(date_ok("2000-02-29") && date_ok("2024-02-29"));
}

static void rfc_3339_goes_both_ways(void **state)
{
    struct ctx *cx = *state;
    char text[TIME_TEXT_MAX];
    time_text(1795446000123, text);
    assert_string_equal(text, "2026-11-23T15:00:00.123Z");
    assert_true(at(cx, text, NULL) == 1795446000123);
    assert_true(at(cx, "2026-11-23T12:00:00.1239-03:00", NULL) == 1795446000123);
    assert_true(at(cx, "2026-11-23 15:00Z", NULL) == 1795446000000);
    assert_true(at(cx, "2026-11-23T12:00:00", zone(cx, "America/Sao_Paulo")) == 1795446000000);
    time_text(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59.999Z");
    time_text(INT64_MIN, text);
    assert_string_equal(text, "0000-01-01T00:00:00.000Z");
    time_text(INT64_MAX, text);
    assert_string_equal(text, "9999-12-31T23:59:59.999Z");
}

static void what_is_no_time_is_refused(void **state)
{
    static const char *const syntax[] = {"",
                                         "x",
                                         "2026",
                                         "2026-11-23T",
                                         "2026-11-23T15",
                                         "2026-11-23T15:00:",
                                         "2026-11-23T15:00:00.",
                                         "2026-11-23T15:00Zx",
                                         "2026-11-23T15:00+3",
                                         "2026-11-23T15:00+24:00",
                                         "20261123"};
    static const char *const range[] = {"2026-02-30", "2026-11-23T24:00", "2026-11-23T15:60",
                                        "1800-01-01"};
    struct ctx *cx = *state;
    int64_t ms = 5;
    for (size_t i = 0; i < COUNT_OF(syntax); i++) {
        fault_clear(cx);
        if (time_read(cx, syntax[i], NULL, &ms) != ERR_INVALID)
            fail_msg("taken: %s", syntax[i]);
        assert_string_equal(cx->fault.key, "time.syntax");
    }
    for (size_t i = 0; i < COUNT_OF(range); i++) {
        fault_clear(cx);
        assert_int_equal(time_read(cx, range[i], NULL, &ms), ERR_INVALID);
        assert_string_equal(cx->fault.key, "time.range");
    }
    assert_int_equal(ms, 5);
}

static void sao_paulo_had_summer_time_until_2019(void **state)
{
    struct ctx *cx = *state;
    const struct zone *z = zone(cx, "America/Sao_Paulo");
    shown(z, at(cx, "2017-10-15T02:59:59Z", NULL), "2017-10-14 23:59:59");
    shown(z, at(cx, "2017-10-15T03:00:00Z", NULL), "2017-10-15 01:00:00");
    shown(z, at(cx, "2018-01-01T12:00:00Z", NULL), "2018-01-01 10:00:00");
    shown(z, at(cx, "2018-02-18T01:59:59Z", NULL), "2018-02-17 23:59:59");
    shown(z, at(cx, "2018-02-18T02:00:00Z", NULL), "2018-02-17 23:00:00");
    shown(z, at(cx, "2020-01-01T12:00:00Z", NULL), "2020-01-01 09:00:00");
    shown(z, at(cx, "2090-01-01T12:00:00Z", NULL), "2090-01-01 09:00:00");
}

static void a_skipped_time_moves_forward_and_a_double_one_is_the_first(void **state)
{
    struct ctx *cx = *state;
    const struct zone *z = zone(cx, "America/Sao_Paulo");
    assert_true(at(cx, "2017-10-15T00:30:00", z) == at(cx, "2017-10-15T03:30:00Z", NULL));
    assert_true(at(cx, "2017-10-15", z) == at(cx, "2017-10-15T03:00:00Z", NULL));
    assert_true(at(cx, "2018-02-17T23:30:00", z) == at(cx, "2018-02-18T01:30:00Z", NULL));
    z = zone(cx, "Pacific/Apia"); /* had no 30 December 2011 */
    shown(z, at(cx, "2011-12-30T12:00:00", z), "2011-12-31 12:00:00");
}

static void a_day_starts_when_its_clocks_say_so(void **state)
{
    struct ctx *cx = *state;
    const struct zone *z = zone(cx, "America/Sao_Paulo");
    assert_true(time_day_start(z, at(cx, "2017-10-15T15:00:00Z", NULL)) ==
                at(cx, "2017-10-15T03:00:00Z", NULL));
    assert_true(time_day_start(z, at(cx, "2018-02-18T02:30:00Z", NULL)) ==
                at(cx, "2018-02-17T02:00:00Z", NULL));
    assert_true(time_day_start(z, at(cx, "2018-02-18T03:00:00Z", NULL)) ==
                at(cx, "2018-02-18T03:00:00Z", NULL));
    assert_true(time_day_start(NULL, -1) == -DAYS_MS(1));
}

static void lisbon_follows_its_rule_past_the_end_of_the_table(void **state)
{
    struct ctx *cx = *state;
    const struct zone *z = zone(cx, "Europe/Lisbon");
    shown(z, at(cx, "2026-07-01T12:00:00Z", NULL), "2026-07-01 13:00:00");
    shown(z, at(cx, "2090-03-26T00:59:59Z", NULL), "2090-03-26 00:59:59"); /* last Sunday */
    shown(z, at(cx, "2090-03-26T01:00:00Z", NULL), "2090-03-26 02:00:00");
    shown(z, at(cx, "2090-10-29T00:59:59Z", NULL), "2090-10-29 01:59:59");
    shown(z, at(cx, "2090-10-29T01:00:00Z", NULL), "2090-10-29 01:00:00");
    z = zone(cx, "Australia/Sydney");
    shown(z, at(cx, "2090-01-01T00:00:00Z", NULL), "2090-01-01 11:00:00");
    shown(z, at(cx, "2090-07-01T00:00:00Z", NULL), "2090-07-01 10:00:00");
    shown(zone(cx, "UTC"), at(cx, "2090-07-01T00:00:00Z", NULL), "2090-07-01 00:00:00");
}

static void local_times_read_back_through_every_hour_of_ten_years(void **state)
{
    static const char *const names[] = {"America/Sao_Paulo", "Europe/Lisbon", "Asia/Kolkata",
                                        "UTC"};
    struct ctx *cx = *state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct zone *z = zone(cx, names[i]);
        for (int64_t h = 0; h < 87600; h += 3) {
            int64_t ms = 1388534400000 + HOURS_MS(h);
            struct civil c = time_civil(z, ms);
            int64_t again = time_from_civil(z, &c);
            assert_true(again == ms || again == ms - HOURS_MS(1)); /* the first of two */
            assert_true(time_day_start(z, ms) <= ms);
        }
    }
}

static void a_zone_name_cannot_leave_its_folder(void **state)
{
    static const char *const bad[] = {"",
                                      "Nowhere/City",
                                      "../../../etc/passwd",
                                      "/etc/localtime",
                                      "America",
                                      "America/../UTC",
                                      "zone.tab",
                                      "America//Sao_Paulo",
                                      "a b"};
    struct ctx *cx = *state;
    const struct zone *z = NULL;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        fault_clear(cx);
        assert_int_equal(zone_find(cx, bad[i], &z), ERR_INVALID);
        assert_string_equal(cx->fault.key, "time.zone");
    }
    assert_int_equal(zone_find(cx, NULL, &z), ERR_INVALID);
    assert_null(z);
}

static void patterns_read_what_exports_write(void **state)
{
    struct ctx *cx = *state;
    int64_t ms = 0;
    assert_int_equal(time_read_pattern(cx, "26-02-2018 19:58", "DD-MM-YYYY hh:mm", NULL, &ms), OK);
    assert_true(ms == at(cx, "2018-02-26T19:58:00Z", NULL));
    assert_int_equal(
        time_read_pattern(cx, "1/2/2018", "DD/MM/YYYY", zone(cx, "America/Sao_Paulo"), &ms), OK);
    assert_true(ms == at(cx, "2018-02-01T02:00:00Z", NULL));
    assert_int_equal(time_read_pattern(cx, "311299", "DDMMYY", NULL, &ms), OK);
    assert_true(ms == at(cx, "1999-12-31", NULL));
    assert_int_equal(time_read_pattern(cx, "2018-02-26T19:58:00Z", "RFC3339", NULL, &ms), OK);
    assert_int_equal(time_read_pattern(cx, "26-02-18", "DD-MM-YYYY", NULL, &ms), ERR_INVALID);
    assert_string_equal(cx->fault.key, "time.pattern");
    assert_string_equal(cx->fault.params[0].value, "DD-MM-YYYY");
    fault_clear(cx);
    assert_int_equal(time_read_pattern(cx, "31-02-2018", "DD-MM-YYYY", NULL, &ms), ERR_INVALID);
    assert_string_equal(cx->fault.key, "time.range");
    assert_int_equal(time_read_pattern(cx, "", "DD-MM-YYYY", NULL, &ms), ERR_INVALID);
    assert_int_equal(time_read_pattern(cx, "01-02-2018x", "DD-MM-YYYY", NULL, &ms), ERR_INVALID);
}

static void a_pattern_is_guessed_by_what_most_are(void **state)
{
    const char *olist[] = {"01-02-2018", "", "20-10-2017"};
    const char *won[] = {"26-02-2018 19:58", "08-05-2018 20:17"};
    const char *us[] = {"2/13/2018", "12/1/2018"};
    const char *open[] = {"01-02-2018", "03-04-2018"};
    const char *same[] = {"05-05-2018"};
    const char *none[] = {"01-02-2018", "yesterday"};
    const char *mixed[] = {"25/11/2026", "31/02/2026", "2026-11-03", "03/11/2026", "12/11/2026"};
    const char *blank[] = {"", ""};
    const char *iso[] = {"2018-02-26T19:58:00Z", "2018-02-26T19:58:00-03:00"};
    bool ambiguous = true;
    (void)state;
    assert_string_equal(time_guess_pattern(olist, 3, &ambiguous), "DD-MM-YYYY");
    assert_false(ambiguous);
    assert_string_equal(time_guess_pattern(won, 2, &ambiguous), "DD-MM-YYYY hh:mm");
    assert_string_equal(time_guess_pattern(us, 2, &ambiguous), "MM/DD/YYYY");
    assert_false(ambiguous);
    assert_string_equal(time_guess_pattern(open, 2, &ambiguous), "DD-MM-YYYY");
    assert_true(ambiguous);
    assert_string_equal(time_guess_pattern(same, 1, &ambiguous), "DD-MM-YYYY");
    assert_false(ambiguous);
    /* A date that no calendar has, or another hand's, makes the rest no less readable. */
    assert_string_equal(time_guess_pattern(mixed, COUNT_OF(mixed), &ambiguous), "DD/MM/YYYY");
    assert_false(ambiguous);
    assert_null(time_guess_pattern(none, 2, &ambiguous));
    assert_null(time_guess_pattern(blank, 2, &ambiguous));
    assert_null(time_guess_pattern(NULL, 0, &ambiguous));
    assert_string_equal(time_guess_pattern(iso, 2, &ambiguous), "RFC3339");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_day_of_four_centuries_reads_back, setup, teardown),
        cmocka_unit_test(days_that_are_none_are_refused),
        cmocka_unit_test_setup_teardown(rfc_3339_goes_both_ways, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_time_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(sao_paulo_had_summer_time_until_2019, setup, teardown),
        cmocka_unit_test_setup_teardown(a_skipped_time_moves_forward_and_a_double_one_is_the_first,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_day_starts_when_its_clocks_say_so, setup, teardown),
        cmocka_unit_test_setup_teardown(lisbon_follows_its_rule_past_the_end_of_the_table, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(local_times_read_back_through_every_hour_of_ten_years,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_zone_name_cannot_leave_its_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(patterns_read_what_exports_write, setup, teardown),
        cmocka_unit_test(a_pattern_is_guessed_by_what_most_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
