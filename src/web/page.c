/* page.c -- see page_priv.h. */
#include "web/page_priv.h"

#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "net/wire.h"

#include <string.h>
#include <strings.h>

#define FORM_PURPOSE "form"
#define FORM_LIVES_MS HOURS_MS(2)

static const char *chosen_lang(const struct request *r)
{
    const char *lang = request_query(r, "lang");

    return text_equal(lang, "pt-BR") || text_equal(lang, "en") ? lang : NULL;
}

enum err page_enter(struct request *r, bool writes, bool *ret_chosen)
{
    const char *lang = chosen_lang(r);

    r->cx->lang = lang_choose(lang ? lang : request_header(r, "Accept-Language"));
    r->cx->origin = "web";
    *ret_chosen = lang != NULL;
    return limit_count(r->cx, web_of(r)->limits, r->remote, writes);
}

enum err page_link(struct request *r, struct db *db, const char *purpose, struct link *ret)
{
    enum err e = link_check(r->cx, db, request_param(r, "token"), purpose, ret);

    if (!e)
        r->cx->site = ret->site;
    return e;
}

/* --- the frame */

static void other_language(struct request *r, struct buf *out)
{
    bool pt = r->cx->lang == LANG_PT_BR;

    html(out, "<a class=\"lang\"");
    html_attr(out, "href", pt ? "?lang=en" : "?lang=pt-BR");
    html_attr(out, "lang", pt ? "en" : "pt-BR");
    html_attr(out, "hreflang", pt ? "en" : "pt-BR");
    html(out, pt ? ">English</a>" : ">Português</a>");
}

void page_open(struct request *r, struct buf *out, const char *title, const char *site_name)
{
    html(out, "<!doctype html>\n<html");
    html_attr(out, "lang", lang_tag(r->cx->lang));
    html(out, "><head><meta charset=\"utf-8\">"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
              "<meta name=\"robots\" content=\"noindex, nofollow\">"
              "<meta name=\"color-scheme\" content=\"light dark\">"
              "<link rel=\"stylesheet\" href=\"" WEB_PREFIX "/style.css\"><title>");
    html_say(r->cx, out, title, NULL);
    if (site_name) {
        html(out, " · ");
        html_text(out, site_name);
    }
    html(out, "</title></head><body><header><div class=\"in\"><p class=\"site\">");
    html_text(out, site_name ? site_name : "Praça");
    html(out, "</p>");
    other_language(r, out);
    html(out, "</div></header><main class=\"in\"><h1>");
    html_say(r->cx, out, title, NULL);
    html(out, "</h1>");
}

void page_close(struct request *r, struct buf *out)
{
    html(out, "</main><footer><p class=\"in\">");
    html_say(r->cx, out, "web.footer", NULL);
    html(out, "</p></footer></body></html>\n");
}

enum err page_send(struct request *r, struct response *ret, int status, struct buf *out)
{
    const char *text = buf_text(out);

    if (!text)
        return fail_memory(r->cx);
    response_bytes(ret, status, "text/html; charset=utf-8", text, out->len);
    response_header(r, ret, "X-Robots-Tag", "noindex, nofollow");
    response_header(r, ret, "Referrer-Policy", "no-referrer");
    response_header(r, ret, "Content-Language", lang_tag(r->cx->lang));
    return OK;
}

static int status_of(enum err kind)
{
    switch (kind) {
    case ERR_INVALID:
        return 400;
    case ERR_NOTFOUND:
        return 404;
    case ERR_CONFLICT:
        return 409;
    case ERR_DENIED:
        return 403;
    case ERR_LIMIT:
        return 429;
    case ERR_BUSY:
        return 503;
    default:
        return 500;
    }
}

static void put_fault(struct request *r, struct buf *out, enum err kind)
{
    const char *text = kind == ERR_BROKEN
                           ? message(r->cx->arena, r->cx->lang, "web.broken", NULL, 0)
                           : fault_message(r->cx);

    page_open(r, out, "web.fault_title", NULL);
    html(out, "<p class=\"note bad\" role=\"alert\">");
    html_text(out, text);
    html(out, "</p>");
    page_close(r, out);
}

enum err page_fault(struct request *r, struct response *ret, enum err kind)
{
    struct buf out = buf_in(r->cx->arena);
    const struct web *w = web_of(r);
    int status = text_equal(r->cx->fault.key, "link.expired") ? 410 : status_of(kind);

    if (kind == ERR_BROKEN && w->log)
        log_fault(w->log, LOG_ERROR, "web.failed", r->cx);
    put_fault(r, &out, kind);
    if (status == 429)
        response_header(r, ret, "Retry-After", "60");
    return page_send(r, ret, status, &out);
}

void web_problem(struct request *r, struct response *ret, enum err kind)
{
    struct buf out = buf_in(r->cx->arena);
    int status = ret->status;

    r->cx->lang = lang_choose(request_header(r, "Accept-Language"));
    put_fault(r, &out, kind);
    if (page_send(r, ret, status, &out))
        ret->failed = true;
}

/* --- forms */

enum err form_open(struct request *r, struct db *db, struct buf *out, const char *class,
                   const struct link *about)
{
    const char *lang = chosen_lang(r), *token = NULL;
    struct link l = *about;
    enum err e;

    l.purpose = FORM_PURPOSE;
    l.expires_at = ctx_now(r->cx) + FORM_LIVES_MS;
    e = link_sign(r->cx, db, &l, &token);
    if (e)
        return e;
    html(out, "<form method=\"post\"");
    html_attr(out, "class", class);
    html(out, " action=\"");
    html_text(out, r->path);
    if (lang) {
        html(out, "?lang=");
        html_text(out, lang);
    }
    html(out, "\"><input type=\"hidden\" name=\"form\"");
    html_attr(out, "value", token);
    html(out, ">");
    return OK;
}

void form_close(struct buf *out)
{
    html(out, "</form>");
}

void form_button(struct ctx *cx, struct buf *out, const char *name, const char *value,
                 const char *class, const char *key)
{
    html(out, "<button type=\"submit\"");
    html_attr(out, "name", name);
    html_attr(out, "value", value);
    html_attr(out, "class", class);
    html(out, ">");
    html_say(cx, out, key, NULL);
    html(out, "</button>");
}

enum err form_read(struct request *r, struct form *ret)
{
    static const char wanted[] = "application/x-www-form-urlencoded";
    const char *type = request_header(r, "Content-Type");

    if (!type || strncasecmp(type, wanted, sizeof(wanted) - 1) != 0 ||
        !wire_query(r->cx->arena, r->body, &ret->fields, &ret->count))
        return fail(r->cx, ERR_INVALID, "web.form", NULL);
    return OK;
}

const char *form_field(const struct form *f, const char *name)
{
    for (int i = 0; i < f->count; i++)
        if (text_equal(f->fields[i].name, name))
            return f->fields[i].value;
    return NULL;
}

enum err form_check(struct request *r, struct db *db, const struct form *f,
                    const struct link *about)
{
    struct link l = {0};
    enum err e = link_check(r->cx, db, form_field(f, "form"), FORM_PURPOSE, &l);

    if ((e && e != ERR_NOTFOUND && e != ERR_DENIED) ||
        (!e && l.site == about->site && l.subject == about->subject && l.about == about->about &&
         l.version == about->version))
        return e;
    fault_clear(r->cx);
    return fail(r->cx, ERR_DENIED, "web.form_old", NULL);
}

void form_done(struct request *r, struct response *ret, const char *what)
{
    const char *lang = chosen_lang(r);
    const char *to = lang ? arena_print(r->cx->arena, "%s?done=%s&lang=%s", r->path, what, lang)
                          : arena_print(r->cx->arena, "%s?done=%s", r->path, what);

    if (to)
        response_redirect(r, ret, 303, to);
    else
        ret->failed = true;
}
