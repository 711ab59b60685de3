/* page_url_test.c -- what is kept of a page's address, and what is not. */
#include "net/page_url.h"

#include "unit/unit.h"

static struct page_url read_page(struct ctx *cx, const char *url, bool hash_pages)
{
    struct page_url u = {0};

    assert_true(page_url_read(cx, url, hash_pages, &u));
    return u;
}

static int set_up(void **state)
{
    *state = ctx_new(MIB(1), clock_system(), NULL);
    return 0;
}

static int tear_down(void **state)
{
    ctx_free(*state);
    return 0;
}

static void host_and_path_are_kept_and_the_query_is_not(void **state)
{
    struct page_url u =
        read_page(*state, "https://WWW.Acme.example:8443/pre%C3%A7os?id=7&x#top", false);

    assert_string_equal(u.host, "www.acme.example");
    assert_string_equal(u.path, "/preços");
    assert_string_equal(u.source, "");
    u = read_page(*state, "http://[::1]:80", false);
    assert_string_equal(u.host, "[::1]");
    assert_string_equal(u.path, "/");
    u = read_page(*state, "https://ana:secret@acme.example/x", false);
    assert_string_equal(u.host, "acme.example");
}

static void marks_and_click_ids_are_kept(void **state)
{
    struct page_url u =
        read_page(*state,
                  "https://a.example/?utm_source=Not%C3%ADcias+da+manh%C3%A3&utm_medium=email&"
                  "UTM_Campaign=lan%C3%A7amento&utm_content=topo&utm_term=crm&gclid=abc-1",
                  false);

    assert_string_equal(u.source, "Notícias da manhã");
    assert_string_equal(u.medium, "email");
    assert_string_equal(u.campaign, "lançamento");
    assert_string_equal(u.content, "topo");
    assert_string_equal(u.term, "crm");
    assert_string_equal(u.click, "gclid");
    assert_string_equal(u.click_id, "abc-1");
}

static void one_bad_pair_spoils_no_other(void **state)
{
    struct page_url u = read_page(*state, "https://a.example/?q=100%&utm_source=x&%zz=1", false);

    assert_string_equal(u.source, "x");
}

static void somebodys_address_is_not_kept(void **state)
{
    struct page_url u = read_page(
        *state, "https://a.example/de/ana%40acme.example/fim?utm_content=ana@acme.example", false);

    assert_string_equal(u.path, "/de/*/fim");
    assert_string_equal(u.content, "");
    assert_string_equal(page_url_bare(*state, "https://b.example/ana@c.example?x=1", 300),
                        "b.example/*");
}

static void hashes_are_pages_only_when_said(void **state)
{
    assert_string_equal(read_page(*state, "https://a.example/app#/lista?x=1", true).path,
                        "/app#/lista");
    assert_string_equal(read_page(*state, "https://a.example/app#/lista", false).path, "/app");
}

static void what_is_no_page_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",         "acme.example", "ftp://a.example/", "javascript:1",
        "https://", "https:///x",   "about:blank",      "file:///etc/passwd"};
    struct page_url u;

    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(page_url_read(*state, wrong[i], false, &u));
    assert_string_equal(page_url_bare(*state, "android-app://", 300), "");
    assert_string_equal(page_url_bare(*state, "ios-app://1", 300), "");
    assert_string_equal(page_url_bare(*state, "android-app://com.google.android.gm/", 300),
                        "com.google.android.gm");
}

static void a_path_alone_is_kept_as_that_of_an_address_is(void **state)
{
    assert_string_equal(page_url_path(*state, "/precos?utm_source=x#a"), "/precos");
    assert_string_equal(page_url_path(*state, "precos"), "/precos");
    assert_string_equal(page_url_path(*state, "/pre%C3%A7os/ana@a.example"), "/preços/*");
}

static void long_ones_are_cut_between_characters(void **state)
{
    struct ctx *cx = *state;
    char url[4000] = "https://a.example/";
    struct page_url u;

    for (size_t i = strlen(url); i + 2 < sizeof(url) - 1; i += 2)
        memcpy(url + i, "\xc3\xa7", 3);
    u = read_page(cx, url, false);
    assert_int_equal(strlen(u.path), 999); /* "/" and 499 of two bytes */
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(host_and_path_are_kept_and_the_query_is_not),
        TEST(marks_and_click_ids_are_kept),
        TEST(one_bad_pair_spoils_no_other),
        TEST(somebodys_address_is_not_kept),
        TEST(hashes_are_pages_only_when_said),
        TEST(what_is_no_page_is_refused),
        TEST(a_path_alone_is_kept_as_that_of_an_address_is),
        TEST(long_ones_are_cut_between_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
