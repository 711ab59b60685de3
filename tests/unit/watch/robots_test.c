/* robots_test.c -- what a robots.txt allows, by the examples and the rules of RFC 9309. */
#include "watch/robots.h"

#include "unit/unit.h"

static int setup(void **state)
{
    *state = ctx_new(MIB(8), clock_system(), NULL);
    return 0;
}

static int teardown(void **state)
{
    ctx_free(*state);
    return 0;
}

static struct robots rules(struct ctx *cx, const char *text)
{
    struct robots r;

    assert_int_equal(robots_read(cx, text, strlen(text), &r), OK);
    return r;
}

static bool may(struct ctx *cx, const char *text, const char *path)
{
    struct robots r = rules(cx, text);

    return robots_allow(cx, &r, path);
}

static void our_group_goes_before_the_one_for_all(void **state)
{
    static const char text[] = "User-agent: *\nDisallow: /\n\n"
                               "user-agent: PRACA/1.0\nUser-Agent: other\nDisallow: /x\n\n"
                               "User-agent: other\nDisallow: /\n\n"
                               "User-agent: praca\nDisallow: /y\n";

    assert_true(may(*state, text, "/z"));
    assert_false(may(*state, text, "/x/1"));
    assert_false(may(*state, text, "/y")); /* two groups of ours are one */
    assert_false(may(*state, "User-agent: *\nDisallow: /", "/z"));
    assert_true(may(*state, "User-agent: pracabot\nDisallow: /", "/z"));
    assert_true(may(*state, "User-agent: praca-x\nDisallow: /", "/z"));
    assert_true(may(*state, "Disallow: /", "/z")); /* nobody's */
    assert_true(may(*state, "", "/z"));
}

static void the_longest_rule_decides_and_of_equals_the_kind_one(void **state)
{
    static const char text[] =
        "User-agent: *\nAllow: /example/page/\nDisallow: /example/page/no.gif\n"
        "Allow: /p\nDisallow: /p\nDisallow: /shop\nAllow: /shop/open\n";

    assert_true(may(*state, text, "/example/page/1"));
    assert_false(may(*state, text, "/example/page/no.gif"));
    assert_true(may(*state, text, "/p/1"));
    assert_false(may(*state, text, "/shop/x"));
    assert_true(may(*state, text, "/shop/open/x"));
    assert_true(may(*state, "User-agent: *\nDisallow:\n", "/x"));
    assert_true(may(*state, "User-agent: *\nDisallow: /\n", "/robots.txt"));
}

static void stars_and_ends_are_understood(void **state)
{
    static const char text[] =
        "User-agent: *\nDisallow: /*.pdf$\nDisallow: /a*b/c\nDisallow: /end$\n";

    assert_false(may(*state, text, "/x/y.pdf"));
    assert_true(may(*state, text, "/x/y.pdf?z"));
    assert_false(may(*state, text, "/a.pdf.pdf"));
    assert_false(may(*state, text, "/axxb/bb/c/d"));
    assert_true(may(*state, text, "/axx/c"));
    assert_false(may(*state, text, "/end"));
    assert_true(may(*state, text, "/end/"));
}

static void a_path_is_the_same_however_it_is_written(void **state)
{
    assert_false(may(*state, "User-agent: *\nDisallow: /caf%c3%a9", "/caf\xc3\xa9"));
    assert_false(may(*state, "User-agent: *\nDisallow: /caf\xc3\xa9", "/caf%C3%A9/x"));
    assert_false(may(*state, "User-agent: *\nDisallow: /%61b", "/ab"));
    assert_true(may(*state, "User-agent: *\nDisallow: /a%2Fb", "/a/b"));
}

static void lines_end_as_they_like_and_comments_are_none(void **state)
{
    static const char text[] =
        "\xef\xbb\xbfUser-agent : * # all\r\n  Disallow :  /x  # no\rAllow: /x/y\r\n"
        "nonsense\nSitemap: https://acme.example/map.xml\nCrawl-delay: 2.5\n";
    struct robots r = rules(*state, text);

    assert_false(robots_allow(*state, &r, "/x/1"));
    assert_true(robots_allow(*state, &r, "/x/y"));
    assert_int_equal(r.delay_s, 3);
    assert_string_equal(r.sitemaps[0], "https://acme.example/map.xml");
    assert_null(r.sitemaps[1]);
}

static void a_delay_is_of_the_group_that_is_ours(void **state)
{
    struct robots r =
        rules(*state, "User-agent: *\nCrawl-delay: 90\n\nUser-agent: Praca\nCrawl-delay: 7\n");

    assert_int_equal(r.delay_s, 7);
    r = rules(*state, "User-agent: *\nCrawl-delay: 99999999999999999999\n");
    assert_int_equal(r.delay_s, ROBOTS_DELAY_MAX_S);
}

static void too_many_rules_and_stars_end_soon(void **state)
{
    struct ctx *cx = *state;
    struct buf text = buf_in(cx->arena);
    struct robots r;
    char path[2001];

    buf_add_text(&text, "User-agent: *\n");
    for (int i = 0; i < 300; i++)
        buf_add_text(&text, "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*b\n");
    memset(path, 'a', sizeof(path) - 1);
    path[0] = '/';
    path[sizeof(path) - 1] = 0;
    assert_int_equal(robots_read(cx, text.bytes, text.len, &r), OK);
    assert_true(robots_allow(cx, &r, path));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    static const struct CMUnitTest tests[] = {
        T(our_group_goes_before_the_one_for_all),
        T(the_longest_rule_decides_and_of_equals_the_kind_one),
        T(stars_and_ends_are_understood),
        T(a_path_is_the_same_however_it_is_written),
        T(lines_end_as_they_like_and_comments_are_none),
        T(a_delay_is_of_the_group_that_is_ours),
        T(too_many_rules_and_stars_end_soon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
