/* page_test.c -- titles, headings, prices and structured data are found in pages as they are, and nothing breaks on what is none. */
#include "watch/page.h"

#include "base/text.h"
#include "unit/unit.h"
#include "watch/price.h"

static int setup(void **state)
{
    *state = ctx_new(MIB(64), clock_system(), NULL);
    return 0;
}

static int teardown(void **state)
{
    ctx_free(*state);
    return 0;
}

/* "kind key = value" of each item, a line each. */
static const char *items(struct ctx *cx, const struct snapshot *s)
{
    struct buf out = buf_in(cx->arena);

    for (size_t i = 0; i < s->n; i++)
        buf_print(&out, "%s [%s] %s\n", item_kind_name(s->items[i].kind), s->items[i].key,
                  s->items[i].value);
    return buf_text(&out);
}

static const char *page(struct ctx *cx, const char *html)
{
    struct snapshot s;

    assert_int_equal(page_read(cx, html, strlen(html), "text/html", &s), OK);
    return items(cx, &s);
}

static void amounts_are_found_however_they_are_written(void **state)
{
    static const struct {
        const char *text, *found;
    } rows[] = {
        {"por R$ 1.299,90 à vista", "R$ 1.299,90"},
        {"R$199", "R$ 199"},
        {"R$\xc2\xa0"
         "49,00",
         "R$ 49,00"},
        {"US$ 99.00", "US$ 99.00"},
        {"just $5.", "US$ 5"},
        {"20 € ao mês", "€ 20"},
        {"€ 20,50", "€ 20,50"},
        {"BRL 10", "R$ 10"},
        {"R$ a combinar", NULL},
        {"HR$ 10", "US$ 10"},
        {"99999999999999999999999999999999 €", NULL},
        {"12 reais", NULL},
        {"", NULL},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct price_found p;
        bool found = price_next(rows[i].text, &p);
        assert_int_equal(found, rows[i].found != NULL);
        if (found)
            assert_string_equal(price_text(*state, &p), rows[i].found);
    }
}

static void a_page_gives_its_title_headings_and_prices_with_their_words(void **state)
{
    assert_string_equal(
        page(*state,
             "<html><head><title> Planos\n &amp; preços </title><style>h1{}</style></head><body>"
             "<h1>Planos</h1><div class=p><h2>Pro</h2><p><span>R$</span> "
             "<b>199</b><sup>,00</sup>/mês</p>"
             "<p>12x de R$ 19,90 sem juros</p></div><h4>não conta</h4>"
             "<script>var preco='R$ 5,00'</script><noscript>R$ 6,00</noscript></body></html>"),
        "title [] Planos & preços\nheading [h1] Planos\nheading [h2] Pro\n"
        "price [Pro · /mês] R$ 199,00\nprice [Pro · 12x de sem juros] R$ 19,90\n");
    assert_string_equal(page(*state, "<p>Frete R$ 10"), "price [Frete] R$ 10\n");
}

static void structured_data_is_read_wherever_it_stands(void **state)
{
    assert_string_equal(
        page(*state,
             "<head><script "
             "type='application/ld+json'>{\"@type\":\"Product\",\"name\":\"Broca\",\"sku\":\"B1\","
             "\"offers\":[{\"@type\":\"Offer\",\"price\":49.9,\"priceCurrency\":\"BRL\","
             "\"availability\":"
             "\"https://schema.org/InStock\"}]}</script></head><body>"
             "<script type=\"application/ld+json\">{broken</script>"
             "<script "
             "type=\"application/ld+json\">[{\"@type\":\"Organization\",\"telephone\":\"+55 11\"}]"
             "</script></body>"),
        "data [Product Broca · name] Broca\ndata [Product Broca · sku] B1\n"
        "data [Product Broca · Offer · availability] InStock\nprice [Product Broca · Offer] BRL "
        "49.9\n"
        "data [Organization · telephone] +55 11\n");
}

static void letters_are_read_as_the_page_means_them(void **state)
{
    static const char latin[] = "<title>Pre\xe7os</title>";
    struct snapshot s;

    assert_int_equal(page_read(*state, latin, strlen(latin), "text/html", &s), OK);
    assert_string_equal(s.items[0].value, "Preços");
    assert_int_equal(page_read(*state, latin, strlen(latin), "text/html; charset=iso-8859-1", &s),
                     OK);
    assert_string_equal(s.items[0].value, "Preços");
    assert_int_equal(page_read(*state, latin, strlen(latin), "text/html; charset=klingon", &s), OK);
    assert_string_equal(s.items[0].value, "Preços");
}

static void what_is_no_page_is_refused(void **state)
{
    struct ctx *cx = *state;
    struct snapshot s;

    assert_int_equal(page_read(cx, "x", 1, "application/pdf", &s), ERR_INVALID);
    assert_string_equal(cx->fault.key, "watch.not_page");
    fault_clear(cx);
    assert_int_equal(page_read(cx, "", 0, NULL, &s), ERR_INVALID);
    assert_string_equal(cx->fault.key, "watch.nothing");
    fault_clear(cx);
    assert_int_equal(feed_read(cx, "<html>", 6, &s), ERR_INVALID);
    fault_clear(cx);
    assert_int_equal(sitemap_read(cx, "http://a\nb", 10, &s), ERR_INVALID);
    fault_clear(cx);
}

static void an_index_names_lists_and_says_of_when_they_are(void **state)
{
    static const char index[] =
        "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
        "<sitemap><loc> https://a.example/1.xml </loc><lastmod>2026-01-02</lastmod></sitemap>"
        "<sitemap><loc>https://a.example/2.xml</loc></sitemap><sitemap><loc>x</loc></sitemap>"
        "</sitemapindex>";
    static const char list[] =
        "<urlset><url><loc>https://a.example/p</loc><lastmod>2026-01-02</lastmod></url></urlset>";
    struct snapshot s;

    assert_int_equal(sitemap_read(*state, index, strlen(index), &s), OK);
    assert_true(s.is_index);
    assert_int_equal(s.n, 2);
    assert_string_equal(s.items[0].key, "https://a.example/1.xml");
    assert_string_equal(s.items[0].value, "2026-01-02");
    assert_string_equal(s.items[1].value, "");
    assert_int_equal(sitemap_read(*state, list, strlen(list), &s), OK);
    assert_false(s.is_index);
    assert_string_equal(s.items[0].value, "");
}

static void a_page_may_nest_as_deep_as_it_likes(void **state)
{
    static const int depths[] = {100, 60000};
    struct ctx *cx = *state;

    for (size_t k = 0; k < COUNT_OF(depths); k++) {
        struct buf b = buf_in(cx->arena);
        struct snapshot s;
        enum err e;
        buf_add_text(&b, "<title>T</title>");
        for (int i = 0; i < depths[k]; i++)
            buf_add_text(&b, "<div><b>");
        buf_add_text(&b, "R$ 5<h1>fundo");
        e = page_read(cx, b.bytes, b.len, NULL, &s);
        assert_true(e == OK || (k && e == ERR_INVALID));
        assert_true(k || s.n == 3);
        fault_clear(cx);
    }
}

static void feeds_of_all_kinds_give_their_entries(void **state)
{
    static const char *const feeds[] = {
        "<rss><channel><title>B</title><item><title><![CDATA[Um & dois]]></title><guid>g</guid>"
        "<link>https://x.example/1</link></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>B</title><entry><title>Um &amp; "
        "dois</title>"
        "<id>g</id><link rel='self' href='https://x.example/s'/><link href='https://x.example/1'/>"
        "</entry></feed>",
        "<rdf:RDF xmlns:rdf='http://r' "
        "xmlns='http://purl.org/rss/1.0/'><channel><title>B</title></channel>"
        "<item><title>Um &amp; "
        "dois</title><guid>g</guid><link>https://x.example/1</link></item></rdf:RDF>",
        " {\"title\":\"B\",\"items\":[{\"id\":\"g\",\"title\":\"Um & "
        "dois\",\"url\":\"https://x.example/1\"}]}",
    };

    for (size_t i = 0; i < COUNT_OF(feeds); i++) {
        struct snapshot s;
        assert_int_equal(feed_read(*state, feeds[i], strlen(feeds[i]), &s), OK);
        assert_string_equal(items(*state, &s), "title [] B\nnews [g] Um & dois\n");
        assert_string_equal(s.items[1].more, "https://x.example/1");
    }
}

static void every_failing_allocation_is_survived(void **state)
{
    static const char html[] =
        "<title>T</title><h1>H</h1><p>R$ 10</p><script type='application/ld+json'>"
        "{\"@type\":\"Offer\",\"price\":1}</script>";

    (void)state;
    for (size_t nth = 1;; nth++) {
        struct ctx *cx = ctx_new(MIB(4), clock_system(), NULL);
        struct snapshot s;
        const char *json = NULL;
        enum err e;
        arena_fail_at(cx->arena, nth);
        e = page_read(cx, html, strlen(html), NULL, &s);
        if (!e)
            e = snapshot_write(&s, &json);
        assert_true(e == OK || e == ERR_LIMIT);
        ctx_free(cx);
        if (!e)
            break;
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    static const struct CMUnitTest tests[] = {
        T(amounts_are_found_however_they_are_written),
        T(a_page_gives_its_title_headings_and_prices_with_their_words),
        T(structured_data_is_read_wherever_it_stands),
        T(letters_are_read_as_the_page_means_them),
        T(what_is_no_page_is_refused),
        T(an_index_names_lists_and_says_of_when_they_are),
        T(a_page_may_nest_as_deep_as_it_likes),
        T(feeds_of_all_kinds_give_their_entries),
        cmocka_unit_test(every_failing_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
