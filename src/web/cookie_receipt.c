/* cookie_receipt.c -- a visitor's own receipt: what they chose, when, and the text they read. Who has its address may see it. */
#include "web/cookie_priv.h"

#include "access/site.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "people/cookie_banner.h"
#include "people/cookie_consent.h"
#include "people/cookie_say.h"

#include <string.h>

struct receipt_page {
    struct request *r;
    struct site site;
    struct cookie_receipt receipt;
    struct cookie_text text;
    struct buf out;
};

static void open_row(struct receipt_page *p, const char *key)
{
    html(&p->out, "<div><dt>");
    html_say(p->r->cx, &p->out, key, NULL);
    html(&p->out, "</dt><dd>");
}

static void put_row(struct receipt_page *p, const char *key, const char *text)
{
    open_row(p, key);
    html_text(&p->out, text);
    html(&p->out, "</dd></div>");
}

/* On the site's clock, which is named. */
static const char *moment(struct receipt_page *p)
{
    struct ctx *cx = p->r->cx;
    const struct zone *zone = NULL;
    const char *name = p->site.time_zone;
    struct civil c;

    if (zone_find(cx, name, &zone)) {
        fault_clear(cx);
        name = "UTC";
    }
    c = time_civil(zone, p->receipt.at);
    return cx->lang == LANG_PT_BR
               ? arena_print(cx->arena, "%02d/%02d/%04d %02d:%02d:%02d (%s)", c.day, c.month,
                             c.year, c.hour, c.minute, c.second, name)
               : arena_print(cx->arena, "%04d-%02d-%02d %02d:%02d:%02d (%s)", c.year, c.month,
                             c.day, c.hour, c.minute, c.second, name);
}

static void put_facts(struct receipt_page *p)
{
    struct ctx *cx = p->r->cx;

    html(&p->out, "<section class=\"card\"><dl>");
    put_row(p, "cookies.receipt_when", moment(p));
    open_row(p, "cookies.receipt_how");
    html_say(cx, &p->out, arena_print(cx->arena, "cookies.how_%s", p->receipt.how), NULL);
    html(&p->out, "</dd></div>");
    put_row(p, "cookies.receipt_number",
            arena_print(cx->arena, "%lld · %s", (long long)p->receipt.n, p->receipt.id));
    if (p->receipt.previous)
        put_row(p, "cookies.receipt_previous", p->receipt.previous);
    put_row(p, "cookies.receipt_text",
            arena_print(cx->arena, "%lld · %s", (long long)p->receipt.number, p->receipt.lang));
    if (p->receipt.choices & COOKIE_GPC) {
        open_row(p, "cookies.receipt_gpc");
        html_say(cx, &p->out, "cookies.receipt_sent", NULL);
        html(&p->out, "</dd></div>");
    }
    html(&p->out, "</dl></section>");
}

static void put_choices(struct receipt_page *p)
{
    struct ctx *cx = p->r->cx;

    html(&p->out, "<section class=\"card\">");
    html_tag_say(cx, &p->out, "h2", "cookies.receipt_choice");
    html(&p->out, "<dl>");
    for (int i = 0; cookie_categories[i]; i++) {
        bool on = p->receipt.choices >> i & 1;
        open_row(p, arena_print(cx->arena, "cookies.name_%s", cookie_categories[i]));
        html_say(cx, &p->out, on ? "cookies.receipt_yes" : "cookies.receipt_no", NULL);
        html(&p->out, "</dd></div>");
    }
    html(&p->out, "</dl><p class=\"small\">");
    html_say(cx, &p->out, "cookies.receipt_change", NULL);
    html(&p->out, "</p></section>");
}

static void put_says(struct buf *out, const struct json *of)
{
    const struct json *says = json_get(of, "says");

    for (says = says ? says->first : NULL; says; says = says->next) {
        html(out, "<p>");
        html_text(out, json_text(says, ""));
        html(out, "</p>");
    }
}

static void put_own(struct buf *out, const struct json *of)
{
    if (!json_get(of, "own"))
        return;
    html(out, "<p class=\"words\">");
    html_text(out, json_text(json_get(of, "own"), ""));
    html(out, "</p>");
}

/* What the banner adds, and the category of advertising with it, when the browser sends the signal. */
static void put_gpc(struct receipt_page *p, const struct json *text)
{
    if (!(p->receipt.choices & COOKIE_GPC))
        return;
    html(&p->out, "<p>");
    html_text(&p->out, json_text(json_get(text, "gpc"), ""));
    html(&p->out, "</p>");
}

/* As it was shown, in the language it was shown in. */
static enum err put_text(struct receipt_page *p)
{
    const struct json *text = NULL, *one;
    enum err e = json_parse(p->r->cx, p->text.body, strlen(p->text.body), &text);

    if (e)
        return e;
    html(&p->out, "<section class=\"card\">");
    html_tag_say(p->r->cx, &p->out, "h2", "cookies.receipt_words");
    html(&p->out, "<blockquote");
    html_attr(&p->out, "lang", p->text.lang);
    html(&p->out, "><h3>");
    html_text(&p->out, json_text(json_get(text, "title"), ""));
    html(&p->out, "</h3>");
    put_own(&p->out, text);
    put_says(&p->out, text);
    put_gpc(p, text);
    put_says(&p->out, json_get(text, "centre"));
    one = json_get(text, "categories");
    for (one = one ? one->first : NULL; one; one = one->next) {
        html(&p->out, "<h3>");
        html_text(&p->out, json_text(json_get(one, "name"), ""));
        html(&p->out, "</h3>");
        put_says(&p->out, one);
        put_own(&p->out, one);
        if (text_equal(json_text(json_get(one, "id"), ""), "C0004"))
            put_gpc(p, text);
    }
    html(&p->out, "</blockquote></section>");
    return OK;
}

static void put_proof(struct receipt_page *p)
{
    struct ctx *cx = p->r->cx;

    html(&p->out, "<section class=\"card\">");
    html_tag_say(cx, &p->out, "h2", "cookies.receipt_proof");
    html_tag_say(cx, &p->out, "p", "cookies.receipt_proof_words");
    html(&p->out, "<p class=\"small\"><code class=\"words\">");
    html_text(&p->out, p->receipt.digest);
    html(&p->out, "</code></p><p class=\"small\"><code class=\"words\">");
    html_text(&p->out, p->receipt.chain);
    html(&p->out, "</code></p>");
    html_tag_say(cx, &p->out, "p", "cookies.receipt_traces");
    html(&p->out, "</section>");
}

static enum err read_in(struct receipt_page *p, struct db *db)
{
    struct ctx *cx = p->r->cx;
    enum err e = cookie_site(cx, db, request_param(p->r, "key"));

    if (!e)
        e = site_get(cx, db, cx->site, &p->site);
    if (!e)
        e = cookie_receipt_get(cx, db, request_param(p->r, "receipt"), &p->receipt);
    return e ? e : cookie_text_get(cx, db, p->receipt.number, p->receipt.lang, &p->text);
}

enum err cookie_receipt_page(struct request *r, struct response *ret)
{
    struct receipt_page p = {.r = r, .out = buf_in(r->cx->arena)};
    struct db *db = NULL;
    bool chosen = false;
    enum err e = page_enter(r, false, &chosen);

    if (!e)
        e = db_read(r->cx, web_of(r)->pool, &db);
    if (!e)
        e = read_in(&p, db);
    db_return(db);
    if (e)
        return page_fault(r, ret, e);
    page_open(r, &p.out, "cookies.receipt_title", p.site.name);
    html(&p.out, "<p class=\"lead\">");
    html_say(r->cx, &p.out, "cookies.receipt_lead", "site", p.site.name, NULL);
    html(&p.out, "</p>");
    put_facts(&p);
    put_choices(&p);
    e = put_text(&p);
    put_proof(&p);
    page_close(r, &p.out);
    return e ? page_fault(r, ret, e) : page_send(r, ret, 200, &p.out);
}
