/* off.c -- "do not count me": a page under the neutral path, and a cookie that the counting script and the door obey.
 *
 * GET shows, POST acts. Another site must not press the button for a reader, so a POST has to come from this page's own origin.
 * The cookie is readable by scripts, because the script that counts has to see it.
 */
#include "web/intake.h"
#include "web/web_priv.h"

#include "base/message.h"
#include "base/text.h"
#include "facts/fact.h"

#include <string.h>

enum { OFF_DAYS = 395 };

static bool is_off(struct request *r)
{
    return text_equal(request_cookie(r, "praca_off"), "1");
}

/* Browsers say so with every POST; the older ones by the origin. */
static bool from_here(const struct request *r)
{
    const char *fetched = request_header(r, "Sec-Fetch-Site");
    const char *origin = request_header(r, "Origin"), *host = request_header(r, "Host");
    const char *at = origin ? strstr(origin, "://") : NULL;

    return fetched ? !strcmp(fetched, "same-origin") : at && host && !strcmp(at + 3, host);
}

static const char *what_holds(struct request *r, bool off)
{
    int64_t agreed = intake_consent_here(r);

    if (off)
        return "web.off_is_off";
    if (!(agreed & CONSENT_PERFORMANCE))
        return "web.off_is_on";
    return agreed & CONSENT_NAMED ? "web.off_is_named" : "web.off_is_numbered";
}

static void put_page(struct request *r, struct buf *out, bool chosen)
{
    bool off = is_off(r);

    page_open(r, out, "web.off_title", NULL);
    html(out,
         off ? "<p class=\"note good\" role=\"status\">" : "<p class=\"note\" role=\"status\">");
    html_say(r->cx, out, what_holds(r, off), NULL);
    html(out, "</p><p>");
    html_say(r->cx, out, "web.off_words", NULL);
    html(out, "</p><form method=\"post\" class=\"card\" action=\"");
    html_text(out, r->path);
    if (chosen) {
        html(out, "?lang=");
        html_text(out, lang_tag(r->cx->lang));
    }
    html(out, "\">");
    form_button(r->cx, out, "do", off ? "on" : "off", "main",
                off ? "web.off_count" : "web.off_stop");
    html(out, "</form>");
    page_close_saying(r, out, "web.off_footer");
}

enum err off_get(struct request *r, struct response *ret)
{
    struct buf out = buf_in(r->cx->arena);
    bool chosen = false;
    enum err e = page_enter(r, false, &chosen);

    if (e)
        return page_fault(r, ret, e);
    put_page(r, &out, chosen);
    e = page_send(r, ret, 200, &out);
    if (!e) /* with "no-referrer" a browser would not name the origin of the POST either */
        response_header(r, ret, "Referrer-Policy", "same-origin");
    return e;
}

enum err off_post(struct request *r, struct response *ret)
{
    struct form f = {0};
    bool chosen = false, off;
    const char *cookie;
    enum err e = page_enter(r, true, &chosen);

    if (!e)
        e = form_read(r, &f);
    if (!e && !from_here(r))
        e = fail(r->cx, ERR_DENIED, "web.form_old", NULL);
    if (e)
        return page_fault(r, ret, e);
    off = text_equal(form_field(&f, "do"), "off");
    cookie = arena_print(r->cx->arena, "praca_off=%s; SameSite=Lax; Path=/; Max-Age=%d%s",
                         off ? "1" : "", off ? OFF_DAYS * 86400 : 0, r->secure ? "; Secure" : "");
    if (!cookie)
        return fail_memory(r->cx);
    response_header(r, ret, "Set-Cookie", cookie);
    form_done(r, ret, off ? "off" : "on");
    return OK;
}

const struct route off_routes[] = {
    {"GET", "/off", 0, 0, off_get, ROUTE_INLINE | ROUTE_PUBLIC, KIB(512)},
    {"POST", "/off", 0, KIB(1), off_post, ROUTE_INLINE | ROUTE_PUBLIC, KIB(512)},
    {0},
};
