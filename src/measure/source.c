/* source.c -- see source.h. */
#include "measure/source.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

static bool is_one_of(const char *text, const char *const *list)
{
    for (; *list; list++)
        if (strcasecmp(text, *list) == 0)
            return true;
    return false;
}

/* --- the owner's rules ---------------------------------------------------------------------------------- */

/* * stands for any number of characters. */
static bool like(const char *pattern, const char *text)
{
    const char *star = NULL, *back = text;

    while (*text) {
        if (*pattern == '*') {
            star = ++pattern;
            back = text;
        } else if (strncasecmp(pattern, text, 1) == 0) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star;
            text = ++back;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

static bool holds(const char *pattern, const char *text)
{
    return !pattern[0] || like(pattern, text);
}

static bool host_holds(const char *pattern, const char *host)
{
    size_t n = strlen(host), length = strlen(pattern);

    if (!length || like(pattern, host))
        return true;
    return n > length && host[n - length - 1] == '.' && strcasecmp(host + n - length, pattern) == 0;
}

/* --- what is known ----------------------------------------------------------------------------------------- */

/* A click id that comes with an advertisement, or with any link (fbclid). */
static const struct click {
    const char *name, *source, *channel;
} clicks[] = {
    {"gclid", "google", "paid_search"},  {"gbraid", "google", "paid_search"},
    {"wbraid", "google", "paid_search"}, {"dclid", "google", "display"},
    {"msclkid", "bing", "paid_search"},  {"ttclid", "tiktok", "paid_social"},
    {"twclid", "x", "paid_social"},      {"li_fat_id", "linkedin", "paid_social"},
    {"rdcid", "reddit", "paid_social"},  {"rdt_cid", "reddit", "paid_social"},
    {"fbclid", "facebook", NULL},        {NULL, NULL, NULL},
};

static const struct click *click_of(const char *name)
{
    const struct click *c = clicks;

    while (c->name && strcmp(c->name, name) != 0)
        c++;
    return c->name && *name ? c : NULL;
}

/* By what kind of site, when nothing says that it was paid; [.][1]: when something does. */
static const char *const channels[][2] = {
    [SOURCE_UNKNOWN] = {"other", "paid_other"},
    [SOURCE_SEARCH] = {"organic_search", "paid_search"},
    [SOURCE_SOCIAL] = {"social", "paid_social"},
    [SOURCE_VIDEO] = {"video", "paid_video"},
    [SOURCE_MAIL] = {"email", "paid_other"},
    [SOURCE_MESSENGER] = {"messaging", "messaging"},
    [SOURCE_ASSISTANT] = {"ai_assistant", "paid_other"},
    [SOURCE_SHOP] = {"shopping", "shopping"},
    [SOURCE_PORTAL] = {"referral", "display"},
};
static const char *const media[] = {
    [SOURCE_UNKNOWN] = "referral", [SOURCE_SEARCH] = "organic", [SOURCE_SOCIAL] = "social",
    [SOURCE_VIDEO] = "video",      [SOURCE_MAIL] = "email",     [SOURCE_MESSENGER] = "messaging",
    [SOURCE_ASSISTANT] = "ai",     [SOURCE_SHOP] = "shopping",  [SOURCE_PORTAL] = "referral",
};

/* What a utm_medium says by itself; NULL where it depends on the site. */
static const struct {
    const char *medium, *channel;
} plain[] = {
    {"email", "email"},
    {"e-mail", "email"},
    {"e_mail", "email"},
    {"e mail", "email"},
    {"mail", "email"},
    {"newsletter", "email"},
    {"boletim", "email"},
    {"organic", "organic_search"},
    {"organico", "organic_search"},
    {"orgânico", "organic_search"},
    {"display", "display"},
    {"banner", "display"},
    {"cpm", "display"},
    {"interstitial", "display"},
    {"native", "display"},
    {"programmatic", "display"},
    {"affiliate", "affiliate"},
    {"afiliado", "affiliate"},
    {"afiliados", "affiliate"},
    {"referral", "referral"},
    {"link", "referral"},
    {"parceiro", "referral"},
    {"social", "social"},
    {"social-media", "social"},
    {"social_media", "social"},
    {"sm", "social"},
    {"video", "video"},
    {"vídeo", "video"},
    {"whatsapp", "messaging"},
    {"sms", "messaging"},
    {"chat", "messaging"},
    {"push", "messaging"},
    {"paid_social", "paid_social"},
    {"paidsocial", "paid_social"},
    {"paid-social", "paid_social"},
    {"paid_search", "paid_search"},
    {"paidsearch", "paid_search"},
    {"paid-search", "paid_search"},
    {NULL, NULL},
};

static const char *const paid_words[] = {
    "cpc",         "ppc",  "cpv", "cpa", "cpp",     "retargeting", "remarketing", "sponsored",
    "patrocinado", "pago", "ads", "ad",  "anuncio", "anúncio",     NULL};

static bool is_paid(const char *medium)
{
    return is_one_of(medium, paid_words) || strncasecmp(medium, "paid", 4) == 0;
}

static struct source_verdict by_tag(const struct source_hint *h, const struct source_site *site)
{
    enum source_kind kind = site ? site->kind : SOURCE_UNKNOWN;
    bool paid = is_paid(h->medium);

    for (size_t i = 0; plain[i].medium; i++)
        if (strcasecmp(h->medium, plain[i].medium) == 0)
            return (struct source_verdict){plain[i].channel, h->source, h->medium, SOURCE_BY_TAG,
                                           0};
    return (struct source_verdict){channels[kind][paid], h->source, h->medium,
                                   paid ? SOURCE_BY_PAID : SOURCE_BY_TAG, 0};
}

/* The referrer is a page of the same site, so nobody came from elsewhere. */
static bool is_inside(const char *from, const char *host)
{
    const char *longer, *shorter;
    size_t n, m;

    if (strncasecmp(from, "www.", 4) == 0)
        from += 4;
    if (strncasecmp(host, "www.", 4) == 0)
        host += 4;
    longer = strlen(from) > strlen(host) ? from : host;
    shorter = longer == from ? host : from;
    n = strlen(longer);
    m = strlen(shorter);
    if (!m || strcasecmp(longer + n - m, shorter) != 0)
        return false;
    return n == m || longer[n - m - 1] == '.';
}

enum { HOST_MAX = 101 };

static void host_of(const char *referrer, char to[HOST_MAX])
{
    size_t n = strcspn(referrer, "/:?#");

    n = n < HOST_MAX ? n : HOST_MAX - 1;
    memcpy(to, referrer, n);
    to[n] = '\0';
}

static struct source_verdict by_page(struct ctx *cx, const struct source_hint *h, const char *host)
{
    const struct source_site *site = source_site_of_host(host);
    const char *name;

    if (!host[0] || is_inside(host, h->host))
        return (struct source_verdict){"direct_traffic", "", "", SOURCE_BY_NOTHING, 0};
    if (site)
        return (struct source_verdict){channels[site->kind][0], site->name, media[site->kind],
                                       SOURCE_BY_SITE, 0};
    name = arena_dup(cx->arena, strncasecmp(host, "www.", 4) == 0 ? host + 4 : host);
    return (struct source_verdict){"referral", name ? name : "", "referral", SOURCE_BY_PAGE, 0};
}

static struct source_verdict usual(struct ctx *cx, const struct source_hint *h, const char *host)
{
    const struct click *click = click_of(h->click);
    const struct source_site *site;
    struct source_hint one = *h;

    if (h->tagged && (h->source[0] || h->medium[0])) {
        one.source = text_small(cx->arena, h->source);
        one.medium = text_small(cx->arena, h->medium);
        if (!one.source || !one.medium)
            one.source = one.medium = "";
        h = &one;
        site = h->source[0] ? source_site_of_name(h->source) : source_site_of_host(host);
        if (!h->medium[0] && click && click->channel)
            return (struct source_verdict){click->channel, h->source, "", SOURCE_BY_CLICK, 0};
        return by_tag(h, site);
    }
    if (click && click->channel)
        return (struct source_verdict){click->channel, click->source,
                                       strcmp(click->channel, "display") == 0 ? "cpm" : "cpc",
                                       SOURCE_BY_CLICK, 0};
    if (click && !host[0])
        return (struct source_verdict){"social", click->source, "social", SOURCE_BY_CLICK, 0};
    return by_page(cx, h, host);
}

struct source_verdict source_decide(struct ctx *cx, const struct source_hint *h,
                                    const struct source_rule *rules, size_t rule_count)
{
    char host[HOST_MAX];
    struct source_verdict verdict;

    host_of(h->referrer, host);
    verdict = usual(cx, h, host);
    for (size_t i = 0; i < rule_count; i++) {
        const struct source_rule *r = &rules[i];
        if (host_holds(r->host, host) && holds(r->source, verdict.source) &&
            holds(r->medium, verdict.medium) && holds(r->campaign, h->campaign) &&
            holds(r->click, h->click)) {
            verdict.channel = r->channel;
            verdict.step = SOURCE_BY_RULE;
            verdict.rule = r->id;
            break;
        }
    }
    return verdict;
}

void source_usual(source_usual_row *row, void *arg)
{
    for (size_t i = 0; plain[i].medium; i++)
        row(arg, SOURCE_BY_TAG, plain[i].channel, plain[i].medium, "");
    for (size_t i = 0; paid_words[i]; i++)
        row(arg, SOURCE_BY_PAID, "", paid_words[i], "");
    for (const struct click *c = clicks; c->name; c++)
        row(arg, SOURCE_BY_CLICK, c->channel ? c->channel : "social", c->name, "");
    for (const struct source_site *s = source_sites; s->domain; s++)
        row(arg, SOURCE_BY_SITE, channels[s->kind][0], s->name, media[s->kind]);
    row(arg, SOURCE_BY_PAGE, "referral", "", "");
    row(arg, SOURCE_BY_NOTHING, "direct_traffic", "", "");
}
