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

/* What else the address said stays: a form's campaign, a code. */
static const char *address_in(struct request *r, const char *lang)
{
    struct buf b = buf_in(r->cx->arena);

    buf_print(&b, "?lang=%s", lang);
    for (const char *at = r->query_text; *at; at += strspn(at, "&")) {
        size_t n = strcspn(at, "&");
        if (strncmp(at, "lang=", 5) != 0)
            buf_print(&b, "&%.*s", (int)n, at);
        at += n;
    }
    return buf_ok(&b) ? buf_text(&b) : "?";
}

static void other_language(struct request *r, struct buf *out)
{
    bool pt = r->cx->lang == LANG_PT_BR;

    html(out, "<a class=\"lang\"");
    html_attr(out, "href", address_in(r, pt ? "en" : "pt-BR"));
    html_attr(out, "lang", pt ? "en" : "pt-BR");
    html_attr(out, "hreflang", pt ? "en" : "pt-BR");
    html(out, pt ? ">English</a>" : ">Português</a>");
}

/* Where only the neutral path leads to us, the style lies there. */
static const char *style_near(struct request *r)
{
    const char *path = web_of(r)->measure_path;

    return path && text_starts(r->path, path) && r->path[strlen(path)] == '/'
               ? arena_print(r->cx->arena, "%s/style.css", path)
               : NULL;
}

void page_open_headless(struct request *r, struct buf *out, const char *title,
                        const char *site_name)
{
    const char *style = style_near(r);

    html(out, "<!doctype html>\n<html");
    html_attr(out, "lang", lang_tag(r->cx->lang));
    html(out, "><head><meta charset=\"utf-8\">"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
              "<meta name=\"robots\" content=\"noindex, nofollow\">"
              "<meta name=\"color-scheme\" content=\"light dark\">"
              "<link rel=\"stylesheet\"");
    html_attr(out, "href", style ? style : WEB_PREFIX "/style.css");
    html(out, "><title>");
    html_text(out, title);
    if (site_name) {
        html(out, " · ");
        html_text(out, site_name);
    }
    html(out, "</title></head><body><header><div class=\"in\"><p class=\"site\">");
    html_text(out, site_name ? site_name : "Praça");
    html(out, "</p>");
    other_language(r, out);
    html(out, "</div></header><main class=\"in\">");
}

void page_open_titled(struct request *r, struct buf *out, const char *title, const char *site_name)
{
    page_open_headless(r, out, title, site_name);
    html(out, "<h1>");
    html_text(out, title);
    html(out, "</h1>");
}

void page_open(struct request *r, struct buf *out, const char *title, const char *site_name)
{
    page_open_titled(r, out, message(r->cx->arena, r->cx->lang, title, NULL, 0), site_name);
}

void page_close(struct request *r, struct buf *out)
{
    page_close_saying(r, out, "web.footer");
}

void page_close_saying(struct request *r, struct buf *out, const char *footer)
{
    html(out, "</main><footer><p class=\"in\">");
    html_say(r->cx, out, footer, NULL);
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

/* It was there once. */
static bool is_over(const char *key)
{
    return text_equal(key, "link.expired") || text_equal(key, "share.ended");
}

enum err page_fault(struct request *r, struct response *ret, enum err kind)
{
    struct buf out = buf_in(r->cx->arena);
    const struct web *w = web_of(r);
    int status = is_over(r->cx->fault.key) ? 410 : status_of(kind);

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

void form_area(struct ctx *cx, struct buf *out, const char *name, const char *label,
               const char *value, bool needed)
{
    html(out, "<p class=\"field\"><label");
    html_attr(out, "for", name);
    html(out, ">");
    html_say(cx, out, label, NULL);
    buf_print(out, "</label><textarea rows=\"4\" maxlength=\"%d\"", FORM_AREA_MAX);
    html_attr(out, "id", name);
    html_attr(out, "name", name);
    html(out, needed ? " required>" : ">");
    html_text(out, value);
    html(out, "</textarea></p>");
}

static const char *wrong_of(struct ctx *cx, const char *field)
{
    for (const struct fault_field *f = cx->fault.fields; f; f = f->next)
        if (!strcmp(f->field, field))
            return message(cx->arena, cx->lang, f->key, f->params, FAULT_PARAMS_MAX);
    return NULL;
}

void form_input(struct ctx *cx, struct buf *out, const struct form_ask *a)
{
    const char *wrong = wrong_of(cx, a->name);

    html(out, "<p class=\"field\"><label");
    html_attr(out, "for", a->name);
    html(out, ">");
    html_say(cx, out, a->label, NULL);
    html(out, "</label><input maxlength=\"254\"");
    html_attr(out, "type", a->type);
    html_attr(out, "id", a->name);
    html_attr(out, "name", a->name);
    html_attr(out, "autocomplete", a->complete);
    html_attr(out, "value", a->value ? a->value : "");
    if (wrong) {
        html(out, " aria-invalid=\"true\"");
        html_attr(out, "aria-describedby", arena_print(cx->arena, "%s-wrong", a->name));
    }
    html(out, a->needed ? " required>" : ">");
    if (wrong) {
        html(out, "<span class=\"wrong\"");
        html_attr(out, "id", arena_print(cx->arena, "%s-wrong", a->name));
        html(out, ">");
        html_text(out, wrong);
        html(out, "</span>");
    }
    if (a->hint) {
        html(out, "<span class=\"small\">");
        html_say(cx, out, a->hint, NULL);
        html(out, "</span>");
    }
    html(out, "</p>");
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
