/* intake_read_test.c -- what becomes of an event that a page sends. */
#include "web/intake_priv.h"

#include "base/json.h"
#include "base/time.h"
#include "unit/unit.h"

#include <stdio.h>

#define NOW_MS INT64_C(1796000000000)

struct world {
    struct ctx *cx;
    struct test_clock clock;
    struct id_source *ids;
    struct measured_site whole;
    struct intake_site site;
    struct intake_sender who;
    unsigned char secret[32];
};

static int set_up(void **state)
{
    static const char *const hosts[] = {"acme.example"};
    static struct world w;

    w = (struct world){.clock = {NOW_MS},
                       .whole = {.site = 7, .key = "k", .hosts = hosts, .host_count = 1},
                       .who = {.remote = "203.0.113.9",
                               .agent = "Mozilla/5.0",
                               .language = "pt-BR",
                               .network = "",
                               .country = "BR"}};
    w.site = (struct intake_site){.site = 7, .count_refusing = true, .whole = &w.whole};
    memset(w.site.salt, 1, sizeof(w.site.salt));
    memset(w.secret, 2, sizeof(w.secret));
    w.ids = id_source_new(1);
    w.cx = ctx_new(MIB(1), test_clock(&w.clock), w.ids);
    *state = &w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;

    ctx_free(w->cx);
    id_source_free(w->ids);
    return 0;
}

/* Written with ' for ". */
static enum refusal take(struct world *w, const char *text, struct fact *ret)
{
    char *json = arena_dup(w->cx->arena, text);
    const struct json *in = NULL;

    for (char *p = json; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    assert_int_equal(json_parse(w->cx, json, strlen(json), &in), OK);
    *ret = fact_nothing();
    return intake_read_event(w->cx, &w->site, &w->who, w->secret, in, NOW_MS, ret);
}

static struct fact taken(struct world *w, const char *text)
{
    struct fact f;
    unsigned char bytes[FACT_RECORD_MAX];
    size_t n = 0;

    assert_int_equal(take(w, text, &f), REFUSED_NOT);
    assert_int_equal(fact_encode(w->cx, &f, bytes, &n), OK);
    return f;
}

#define ID "'i':'0123456789abcdef0123456789abcdef',"
#define COOKIE "'v':'00112233445566778899aabbccddeeff',"

static void a_view_says_where_and_from_where(void **state)
{
    struct fact f =
        taken(*state, "{" ID "'n':'view','u':'https://acme.example/precos?utm_source=news&x=1',"
                      "'r':'https://www.google.com/search?q=crm','w':1280,'c':32}");

    assert_string_equal(f.kind, "view");
    assert_string_equal(f.host, "acme.example");
    assert_string_equal(f.path, "/precos");
    assert_string_equal(f.source, "news");
    assert_string_equal(f.referrer, "www.google.com/search");
    assert_string_equal(f.country, "BR");
    assert_string_equal(f.agent, "Mozilla/5.0");
    assert_int_equal(f.screen, 1280);
    assert_int_equal(f.site, 7);
    assert_int_equal(f.at_ms, NOW_MS);
    assert_int_equal(f.key_hi, INT64_C(0x0123456789abcdef));
    assert_true(f.visitor > 0);
    assert_int_equal(f.consent, CONSENT_ANSWERED);
}

static void without_consent_a_visitor_is_todays(void **state)
{
    struct world *w = *state;
    static const char view[] = "{'n':'view','u':'https://acme.example/'," COOKIE "'c':32}";
    int64_t first = taken(w, view).visitor;

    assert_int_equal(taken(w, view).visitor, first); /* an id that came all the same is not used */
    w->who.agent = "Other/1.0";
    assert_int_not_equal(taken(w, view).visitor, first);
    w->who.agent = "Mozilla/5.0";
    w->site.salt[0]++;
    assert_int_not_equal(taken(w, view).visitor, first);
}

static void with_consent_a_visitor_is_the_cookies(void **state)
{
    struct world *w = *state;
    static const char view[] = "{'n':'view','u':'https://acme.example/'," COOKIE "'c':35}";
    struct fact f = taken(w, view);

    assert_int_equal(f.consent, 35 | CONSENT_STABLE);
    w->who.remote = "198.51.100.1";
    w->site.salt[0]++;
    assert_int_equal(taken(w, view).visitor, f.visitor);
    f = taken(w, "{'n':'view','u':'https://acme.example/','v':'x','c':35}");
    assert_int_equal(f.consent & CONSENT_STABLE, 0);
}

static void a_sender_claims_no_more_than_it_may(void **state)
{
    struct world *w = *state;

    w->who.gpc = true; /* refuses targeting, whatever the page says; and nobody sends "stable" */
    assert_int_equal(taken(w, "{'n':'view','u':'https://acme.example/','c':255}").consent,
                     1 | 2 | 4 | 16 | 32 | CONSENT_GPC);
}

static void the_senders_clock_is_not_believed(void **state)
{
    struct world *w = *state;
    struct fact f;
    char text[200];

    (void)snprintf(text, sizeof(text), "{'n':'view','u':'https://acme.example/','t':%lld}",
                   (long long)(NOW_MS - HOURS_MS(5)));
    f = taken(w, text);
    assert_int_equal(f.at_ms, NOW_MS - HOURS_MS(5));
    assert_int_equal(f.received_ms, NOW_MS);
    assert_int_equal(taken(w, "{'n':'view','u':'https://acme.example/','t':1}").at_ms,
                     NOW_MS - DAYS_MS(3));
    (void)snprintf(text, sizeof(text), "{'n':'view','u':'https://acme.example/','t':%lld}",
                   (long long)(NOW_MS + HOURS_MS(5)));
    assert_int_equal(taken(w, text).at_ms, NOW_MS);
}

static void names_and_properties_are_tamed(void **state)
{
    struct world *w = *state;
    struct fact f = taken(
        w, "{'n':'Pedido Feito','u':'https://acme.example/','p':{'plano':'Pro','n':3,'ok':true,"
           "'quem':'ana@acme.example','deep':{'a':1}},'$':{'amount':'1234.50','currency':'BRL'}}");

    assert_string_equal(f.kind, "pedido_feito");
    assert_string_equal(f.props, "{\"plano\":\"Pro\",\"n\":3,\"ok\":true}");
    assert_int_equal(f.value_minor, 123450);
    assert_string_equal(f.currency, "BRL");
    f = taken(w, "{'n':'x','u':'https://acme.example/','$':{'amount':1990,'currency':'CLP'}}");
    assert_int_equal(f.value_minor, 1990);
    f = taken(w, "{'n':'x','u':'https://acme.example/','$':{'amount':1.5,'currency':'KWD'}}");
    assert_int_equal(f.value_minor, 1500);
    f = taken(
        w, "{'n':'x','u':'https://acme.example/','p':{},'$':{'amount':'a lot','currency':'BRL'}}");
    assert_string_equal(f.props, "");
    assert_int_equal(f.value_minor, NIL);
}

static void what_may_not_be_taken_is_refused_with_its_reason(void **state)
{
    struct world *w = *state;
    struct fact f;

    assert_int_equal(take(w, "{'n':'view','u':'https://evil.example/'}", &f), REFUSED_ORIGIN);
    assert_string_equal(f.host, "evil.example");
    assert_int_equal(take(w, "{'n':'view','u':'http://localhost:3000/'}", &f), REFUSED_LOCALHOST);
    assert_int_equal(take(w, "{'n':'_link','u':'https://acme.example/'}", &f), REFUSED_MALFORMED);
    assert_int_equal(take(w, "{'n':'view'}", &f), REFUSED_MALFORMED);
    assert_int_equal(take(w, "{'u':'https://acme.example/'}", &f), REFUSED_MALFORMED);
    assert_int_equal(take(w, "{'i':'zz','n':'view','u':'https://acme.example/'}", &f),
                     REFUSED_MALFORMED);
    assert_int_equal(take(w, "{'i':7,'n':'view','u':'https://acme.example/'}", &f),
                     REFUSED_MALFORMED);
    assert_int_equal(take(w,
                          "{'n':'x','u':'https://acme.example/','$':{'amount':-5.5,"
                          "'currency':'BRL'}}",
                          &f),
                     REFUSED_MALFORMED);
    w->who.opted_out = true;
    assert_int_equal(take(w, "{'n':'view','u':'https://acme.example/'}", &f), REFUSED_OPTED_OUT);
    w->who.opted_out = false;
    w->who.prerender = true;
    assert_int_equal(take(w, "{'n':'view','u':'https://acme.example/'}", &f), REFUSED_PRERENDER);
    w->who.prerender = false;
    w->site.count_refusing = false;
    assert_int_equal(take(w, "{'n':'view','u':'https://acme.example/','c':32}", &f),
                     REFUSED_NO_CONSENT);
    assert_int_equal(take(w, "{'n':'view','u':'https://acme.example/','c':34}", &f), REFUSED_NOT);
}

static void the_page_on_which_they_agreed_is_seen_where_it_was_refused_before(void **state)
{
    struct world *w = *state;
    struct fact f;

    assert_int_equal(take(w, "{'n':'consent','u':'https://acme.example/?utm_source=x','c':34}", &f),
                     REFUSED_NOT);
    assert_string_equal(f.kind, "consent");
    w->site.count_refusing = false;
    assert_int_equal(take(w, "{'n':'consent','u':'https://acme.example/?utm_source=x','c':34}", &f),
                     REFUSED_NOT);
    assert_string_equal(f.kind, "view");
    assert_string_equal(f.source, "x");
}

/* Whatever allocation fails: refused, or whole. */
static void a_full_arena_refuses(void **state)
{
    struct world *w = *state;
    static const char text[] =
        "{" ID "'n':'Feito','u':'https://acme.example/a?utm_source=x&gclid=1','p':{'a':'b'},"
        "'r':'https://b.example/x'}";
    struct arena_mark mark = arena_mark(w->cx->arena);
    enum refusal why = REFUSED_SIZE;

    for (size_t n = 1; n < 200 && why; n++) {
        char *json = arena_dup(w->cx->arena, text);
        const struct json *in = NULL;
        struct fact f = fact_nothing();
        for (char *p = json; *p; p++)
            *p = *p == '\'' ? '"' : *p;
        assert_int_equal(json_parse(w->cx, json, strlen(json), &in), OK);
        arena_fail_at(w->cx->arena, n);
        why = intake_read_event(w->cx, &w->site, &w->who, w->secret, in, NOW_MS, &f);
        arena_fail_at(w->cx->arena, 0);
        fault_clear(w->cx);
        arena_reset(w->cx->arena, mark);
    }
    assert_int_equal(why, REFUSED_NOT);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(a_view_says_where_and_from_where),
        TEST(without_consent_a_visitor_is_todays),
        TEST(with_consent_a_visitor_is_the_cookies),
        TEST(a_sender_claims_no_more_than_it_may),
        TEST(the_senders_clock_is_not_believed),
        TEST(names_and_properties_are_tamed),
        TEST(what_may_not_be_taken_is_refused_with_its_reason),
        TEST(the_page_on_which_they_agreed_is_seen_where_it_was_refused_before),
        TEST(a_full_arena_refuses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
