/* source_test.c -- from where a visit came, as a person would say it. */
#include "measure/source.h"

#include "unit/unit.h"

#include <stdio.h>
#include <string.h>

static struct source_verdict decide(struct ctx *cx, struct source_hint h)
{
    const char **texts[] = {&h.host, &h.referrer, &h.source, &h.medium, &h.campaign, &h.click};

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (!*texts[i])
            *texts[i] = "";
    h.tagged = h.source[0] || h.medium[0] || h.campaign[0];
    if (!h.host[0])
        h.host = "www.norte.example";
    return source_decide(cx, &h, NULL, 0);
}

static void channels_follow_from_address_click_and_page(void **state)
{
    static const struct {
        struct source_hint h;
        const char *channel, *source, *medium;
    } cases[] = {
        {{.referrer = ""}, "direct_traffic", "", ""},
        {{.referrer = "norte.example/blog"}, "direct_traffic", "", ""},
        {{.referrer = "loja.norte.example/"}, "direct_traffic", "", ""},
        {{.referrer = "www.google.com.br/"}, "organic_search", "google", "organic"},
        {{.referrer = "google.com/search"}, "organic_search", "google", "organic"},
        {{.referrer = "google.example.com/"}, "referral", "google.example.com", "referral"},
        {{.referrer = "www.bing.com/"}, "organic_search", "bing", "organic"},
        {{.referrer = "br.search.yahoo.com/"}, "organic_search", "yahoo", "organic"},
        {{.referrer = "duckduckgo.com/"}, "organic_search", "duckduckgo", "organic"},
        {{.referrer = "busca.uol.com.br/"}, "organic_search", "uol", "organic"},
        {{.referrer = "www.uol.com.br/"}, "referral", "uol", "referral"},
        {{.referrer = "g1.globo.com/economia"}, "referral", "globo", "referral"},
        {{.referrer = "www.buscape.com.br/"}, "shopping", "buscapé", "shopping"},
        {{.referrer = "produto.mercadolivre.com.br/"}, "shopping", "mercado livre", "shopping"},
        {{.referrer = "mail.google.com/"}, "email", "gmail", "email"},
        {{.referrer = "webmail.uol.com.br/"}, "email", "uol mail", "email"},
        {{.referrer = "webmail.bol.uol.com.br/"}, "email", "bol mail", "email"},
        {{.referrer = "webmail-seguro.com.br/"}, "email", "locaweb mail", "email"},
        {{.referrer = "app.titan.email/"}, "email", "titan", "email"},
        {{.referrer = "com.google.android.gm/"}, "email", "gmail", "email"},
        {{.referrer = "www.linkedin.com/feed"}, "social", "linkedin", "social"},
        {{.referrer = "lnkd.in/x"}, "social", "linkedin", "social"},
        {{.referrer = "l.instagram.com/"}, "social", "instagram", "social"},
        {{.referrer = "m.youtube.com/watch"}, "video", "youtube", "video"},
        {{.referrer = "web.whatsapp.com/"}, "messaging", "whatsapp", "messaging"},
        {{.referrer = "chatgpt.com/"}, "ai_assistant", "chatgpt", "ai"},
        {{.referrer = "www.perplexity.ai/search"}, "ai_assistant", "perplexity", "ai"},
        {{.referrer = "gemini.google.com/"}, "ai_assistant", "gemini", "ai"},
        {{.referrer = "www.parceiro.example/artigo"}, "referral", "parceiro.example", "referral"},
        {{.source = "google", .medium = "cpc"}, "paid_search", "google", "cpc"},
        {{.source = "Google", .medium = "CPC"}, "paid_search", "google", "cpc"},
        {{.source = "Boletim", .medium = "ORGÂNICO"}, "organic_search", "boletim", "orgânico"},
        {{.source = "facebook", .medium = "cpc"}, "paid_social", "facebook", "cpc"},
        {{.source = "ig", .medium = "paid_social"}, "paid_social", "ig", "paid_social"},
        {{.source = "linkedin", .medium = "pago"}, "paid_social", "linkedin", "pago"},
        {{.source = "youtube", .medium = "cpv"}, "paid_video", "youtube", "cpv"},
        {{.source = "boletim", .medium = "email"}, "email", "boletim", "email"},
        {{.source = "rdstation", .medium = "e-mail"}, "email", "rdstation", "e-mail"},
        {{.source = "uol", .medium = "banner"}, "display", "uol", "banner"},
        {{.source = "abc", .medium = "cpc"}, "paid_other", "abc", "cpc"},
        {{.source = "instagram"}, "social", "instagram", ""},
        {{.source = "zap", .medium = "grupo"}, "messaging", "zap", "grupo"},
        {{.source = "parceiro", .medium = "referral"}, "referral", "parceiro", "referral"},
        {{.source = "xyz", .medium = "abc"}, "other", "xyz", "abc"},
        {{.campaign = "outubro", .referrer = "www.google.com/"},
         "organic_search",
         "google",
         "organic"},
        {{.click = "gclid", .referrer = "www.google.com/"}, "paid_search", "google", "cpc"},
        {{.click = "msclkid"}, "paid_search", "bing", "cpc"},
        {{.click = "dclid"}, "display", "google", "cpm"},
        {{.source = "facebook", .medium = "sponsored"}, "paid_social", "facebook", "sponsored"},
        {{.source = "boletim", .medium = "e_mail"}, "email", "boletim", "e_mail"},
        {{.click = "fbclid", .referrer = "l.facebook.com/"}, "social", "facebook", "social"},
        {{.click = "fbclid"}, "social", "facebook", "social"},
        {{.click = "ttclid"}, "paid_social", "tiktok", "cpc"},
        {{.click = "gclid", .source = "google", .medium = "display"},
         "display",
         "google",
         "display"},
    };
    struct test_clock clock = {0};
    struct ctx *cx = ctx_new(MIB(1), test_clock(&clock), NULL);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct source_verdict v = decide(cx, cases[i].h);
        assert_string_equal(v.channel, cases[i].channel);
        assert_string_equal(v.source, cases[i].source);
        assert_string_equal(v.medium, cases[i].medium);
    }
    ctx_free(cx);
}

static void the_owners_rules_come_first_in_their_order(void **state)
{
    static const struct source_rule rules[] = {
        {"parceiro.example", "", "", "", "", "parceiros", 1},
        {"", "linked*", "pago", "", "", "vendas", 2},
        {"", "", "", "*feira*", "", "feiras", 3},
        {"", "*", "", "feira-b", "", "nunca", 4},
    };
    static const struct {
        struct source_hint h;
        const char *channel;
    } cases[] = {
        {{.referrer = "blog.parceiro.example/a",
          .host = "h",
          .source = "",
          .medium = "",
          .campaign = "",
          .click = ""},
         "parceiros"},
        {{.referrer = "outroparceiro.example/",
          .host = "h",
          .source = "",
          .medium = "",
          .campaign = "",
          .click = ""},
         "referral"},
        {{.referrer = "",
          .host = "h",
          .source = "LinkedIn",
          .medium = "pago",
          .campaign = "",
          .click = "",
          .tagged = true},
         "vendas"},
        {{.referrer = "",
          .host = "h",
          .source = "x",
          .medium = "y",
          .campaign = "a-feira-b",
          .click = "",
          .tagged = true},
         "feiras"},
    };
    struct test_clock clock = {0};
    struct ctx *cx = ctx_new(MIB(1), test_clock(&clock), NULL);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(source_decide(cx, &cases[i].h, rules, COUNT_OF(rules)).channel,
                            cases[i].channel);
    ctx_free(cx);
}

/* Each row can be reached: none stands behind one that takes all of its hosts. */
static void every_known_site_finds_itself(void **state)
{
    (void)state;
    for (const struct source_site *s = source_sites; s->domain; s++) {
        char host[128];
        size_t n = strlen(s->domain);
        bool any = strcmp(s->domain + n - 2, ".*") == 0;
        (void)snprintf(host, sizeof(host), "%.*s%s", any ? (int)n - 2 : (int)n, s->domain,
                       any ? ".com" : "");
        assert_ptr_equal(source_site_of_host(host), s);
        (void)snprintf(host, sizeof(host), "www.%.*s%s", any ? (int)n - 2 : (int)n, s->domain,
                       any ? ".com" : "");
        assert_ptr_equal(source_site_of_host(host), s);
    }
}

static void the_step_that_decided_is_told(void **state)
{
    static const struct source_rule rules[] = {
        {"", "feira", "", "", "", "eventos", 77},
    };
    static const struct {
        struct source_hint hint;
        enum source_step step;
        int64_t rule;
    } cases[] = {
        {{"a.example", "", "feira", "qr", "", "", true}, SOURCE_BY_RULE, 77},
        {{"a.example", "", "news", "email", "", "", true}, SOURCE_BY_TAG, 0},
        {{"a.example", "", "google", "cpc", "", "", true}, SOURCE_BY_PAID, 0},
        {{"a.example", "", "", "", "", "gclid", false}, SOURCE_BY_CLICK, 0},
        {{"a.example", "www.google.com/", "", "", "", "", false}, SOURCE_BY_SITE, 0},
        {{"a.example", "parceiro.example/x", "", "", "", "", false}, SOURCE_BY_PAGE, 0},
        {{"a.example", "", "", "", "", "", false}, SOURCE_BY_NOTHING, 0},
    };

    struct test_clock clock = {0};
    struct ctx *cx = ctx_new(MIB(1), test_clock(&clock), NULL);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct source_verdict v = source_decide(cx, &cases[i].hint, rules, COUNT_OF(rules));
        assert_int_equal(v.step, cases[i].step);
        assert_int_equal(v.rule, cases[i].rule);
    }
    ctx_free(cx);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(channels_follow_from_address_click_and_page),
        cmocka_unit_test(the_owners_rules_come_first_in_their_order),
        cmocka_unit_test(every_known_site_finds_itself),
        cmocka_unit_test(the_step_that_decided_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
