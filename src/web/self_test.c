/* self_test.c -- what a visitor who refuses really gets: a page that makes such a visit before your eyes.
 *
 * It frames a bare page of the site with the real banner and tracker, a tag that waits for "targeting" and a frame that waits
 * for "functional", answers the banner in each way and reads after each answer what lies on the device and what was asked for.
 * Beside every sentence of the banner stands the check that it rests on. The receipts of the test are looked at and not
 * kept; what the visitor had chosen before is put back.
 */
#include "web/cookie_priv.h"

#include "access/site.h"
#include "base/json.h"
#include "base/message.h"
#include "base/text.h"
#include "people/cookie_banner.h"
#include "people/cookie_say.h"

#include <string.h>

#define OUTER_CSP                                                                                  \
    "default-src 'none'; style-src 'self'; script-src 'self'; frame-src 'self'; img-src 'self'; "  \
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
#define INNER_CSP                                                                                  \
    "default-src 'none'; style-src 'self'; script-src 'self'; frame-src 'self'; connect-src "      \
    "'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
#define THIRD_CSP "default-src 'none'; frame-ancestors 'self'"

/* --- the page that looks */

struct self_page {
    struct request *r;
    struct site site;
    int64_t edition;
    bool counted;
    struct buf out;
};

static const char *say_of(struct ctx *cx, const char *before, const char *key)
{
    const char *whole = arena_print(cx->arena, "cookies.%s%s", before, key);

    return whole ? message(cx->arena, cx->lang, whole, NULL, 0) : "";
}

static bool is_said(const struct cookie_say *s, bool counted)
{
    return s->when != (counted ? SAY_UNCOUNTED : SAY_COUNTED);
}

/* How much of what is said this visit can show, and how much the tests of the server do. */
static const char *well(const struct self_page *p)
{
    struct ctx *cx = p->r->cx;
    int here = 0, all = 0;

    for (const struct cookie_say *s = cookie_says; s->key; s++) {
        if (!is_said(s, p->counted))
            continue;
        all++;
        here += s->judge == JUDGE_BROWSER;
    }
    return message(cx->arena, cx->lang, "cookies.self_well",
                   (struct fault_param[]){{"here", arena_print(cx->arena, "%d", here)},
                                          {"elsewhere", arena_print(cx->arena, "%d", all - here)}},
                   2);
}

static void put_says(struct self_page *p)
{
    struct ctx *cx = p->r->cx;

    html(&p->out, "<section class=\"card\">");
    html_tag_say(cx, &p->out, "h2", "cookies.self_says");
    html(&p->out, "<ul class=\"checks\">");
    for (const struct cookie_say *s = cookie_says; s->key; s++) {
        if (!is_said(s, p->counted))
            continue;
        html(&p->out, "<li");
        html_attr(&p->out, "data-say", s->key);
        html_attr(&p->out, "data-check", s->check);
        html_attr(&p->out, "data-judge", s->judge == JUDGE_BROWSER ? "browser" : "server");
        html(&p->out, "><blockquote>");
        html_text(&p->out, say_of(cx, "say_", s->key));
        html(&p->out, "</blockquote><p class=\"small\">");
        html_text(&p->out, say_of(cx, "check_", s->check));
        html(&p->out, "</p><p class=\"verdict\">");
        html_say(cx, &p->out,
                 s->judge == JUDGE_BROWSER ? "cookies.self_waiting" : "cookies.self_server", NULL);
        html(&p->out, "</p></li>");
    }
    html(&p->out, "</ul></section>");
}

static void put_phases(struct self_page *p)
{
    static const char *const phases[] = {"before", "reject", "accept", "withdraw"};
    static const char *const parts[] = {"cookies", "storage", "requests"};
    struct ctx *cx = p->r->cx;

    for (size_t i = 0; i < COUNT_OF(phases); i++) {
        html(&p->out, "<section class=\"card\"");
        html_attr(&p->out, "data-phase", phases[i]);
        html(&p->out, "><h2>");
        html_text(&p->out, say_of(cx, "self_phase_", phases[i]));
        html(&p->out, "</h2><dl>");
        for (size_t j = 0; j < COUNT_OF(parts); j++) {
            html(&p->out, "<div><dt>");
            html_text(&p->out, say_of(cx, "self_part_", parts[j]));
            html(&p->out, "</dt><dd");
            html_attr(&p->out, "data-part", parts[j]);
            html(&p->out, ">…</dd></div>");
        }
        html(&p->out, "</dl></section>");
    }
}

/* What the script says, in the page's language, and where it begins. */
static void put_frame(struct self_page *p)
{
    struct ctx *cx = p->r->cx;
    const char *key = request_param(p->r, "key"), *path = web_of(p->r)->measure_path;

    html(&p->out, "<section class=\"card\"><h2>");
    html_say(cx, &p->out, "cookies.self_frame", NULL);
    html(&p->out, "</h2><iframe id=\"visit\"");
    html_attr(&p->out, "title", say_of(cx, "", "self_frame"));
    html_attr(&p->out, "data-src",
              arena_print(cx->arena, "%s/self/%s/page?lang=%s", path, key, lang_tag(cx->lang)));
    html_attr(&p->out, "data-edition", arena_print(cx->arena, "%lld", (long long)p->edition));
    html_attr(&p->out, "data-yes", say_of(cx, "", "self_yes"));
    html_attr(&p->out, "data-no", say_of(cx, "", "self_no"));
    html_attr(&p->out, "data-well", well(p));
    html_attr(&p->out, "data-ill", say_of(cx, "", "self_ill"));
    html_attr(&p->out, "data-none", say_of(cx, "", "self_none"));
    html(&p->out, "></iframe></section><script");
    html_attr(&p->out, "src", arena_print(cx->arena, "%s/self.js", path));
    html(&p->out, " defer></script>");
}

/* Who asked not to be counted gets nothing that could be looked at, whatever the banner says. */
static void put_off(struct self_page *p)
{
    struct ctx *cx = p->r->cx;

    html_tag_say(cx, &p->out, "p", "cookies.self_off");
    html(&p->out, "<p><a");
    html_attr(&p->out, "href", arena_print(cx->arena, "%s/off", web_of(p->r)->measure_path));
    html(&p->out, ">");
    html_say(cx, &p->out, "cookies.self_off_link", NULL);
    html(&p->out, "</a></p>");
}

static enum err read_in(struct self_page *p, struct db *db)
{
    struct ctx *cx = p->r->cx;
    struct cookie_text t;
    enum err e = cookie_site(cx, db, request_param(p->r, "key"));

    if (!e)
        e = site_get(cx, db, cx->site, &p->site);
    if (!e)
        e = cookie_text_get(cx, db, 0, lang_tag(cx->lang), &t);
    if (e)
        return e;
    p->edition = t.number;
    p->counted = t.counted;
    return OK;
}

enum err self_test_get(struct request *r, struct response *ret)
{
    struct self_page p = {.r = r, .out = buf_in(r->cx->arena)};
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
    page_open(r, &p.out, "cookies.self_title", p.site.name);
    html(&p.out, "<p class=\"lead\">");
    html_say(r->cx, &p.out, "cookies.self_lead", NULL);
    html(&p.out, "</p>");
    if (text_equal(request_cookie(r, "praca_off"), "1")) {
        put_off(&p);
    } else {
        html(&p.out, "<p id=\"sum\" class=\"note\" role=\"status\">");
        html_say(r->cx, &p.out, "cookies.self_running", NULL);
        html(&p.out, "</p>");
        put_frame(&p);
        put_says(&p);
        put_phases(&p);
    }
    page_close_saying(r, &p.out, "cookies.self_footer");
    response_header(r, ret, "Content-Security-Policy", OUTER_CSP);
    return page_send(r, ret, 200, &p.out);
}

/* --- the page that is looked at */

enum err self_test_page_get(struct request *r, struct response *ret)
{
    const char *path = web_of(r)->measure_path, *key = request_param(r, "key");
    struct buf out = buf_in(r->cx->arena);
    bool chosen = false;
    enum err e = page_enter(r, false, &chosen);

    if (e)
        return page_fault(r, ret, e);
    if (strspn(key, "0123456789abcdef") != strlen(key))
        return fail(r->cx, ERR_NOTFOUND, "cookies.unknown_key", NULL);
    page_open(r, &out, "cookies.self_page", NULL);
    buf_print(&out, "<script src=\"%s/c.js?s=%s\" data-test=\"1\" defer></script>", path, key);
    buf_print(&out, "<script src=\"%s/s.js\" data-site=\"%s\" data-local defer></script>", path,
              key);
    buf_print(&out,
              "<script type=\"text/plain\" data-praca-category=\"C0004\" "
              "src=\"%s/self/%s/tag.js\"></script>",
              path, key);
    buf_print(&out,
              "<iframe title=\"C0003\" data-praca-category=\"C0003\" "
              "data-praca-src=\"%s/self/%s/embed.html\"></iframe>",
              path, key);
    page_close_saying(r, &out, "cookies.self_footer");
    response_header(r, ret, "Content-Security-Policy", INNER_CSP);
    return page_send(r, ret, 200, &out);
}

/* They stand for other people's servers, which this page must not ask. */
enum err self_test_third_get(struct request *r, struct response *ret)
{
    const char *third = request_param(r, "third");

    if (text_equal(third, "tag.js")) {
        response_text(ret, 200, "text/javascript; charset=utf-8",
                      "document.documentElement.dataset.tag = \"ran\";\n");
        return OK;
    }
    if (!text_equal(third, "embed.html"))
        return fail(r->cx, ERR_NOTFOUND, "app.no_page", NULL);
    response_text(ret, 200, "text/html; charset=utf-8",
                  "<!doctype html><html lang=\"en\"><title>C0003</title><p>C0003</p></html>\n");
    response_header(r, ret, "Content-Security-Policy", THIRD_CSP);
    return OK;
}
