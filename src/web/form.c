/* form.c -- a form for pages of others: hosted here, or put into a page by a script that asks for the same form as JSON.
 *
 * GET shows, POST acts. What is shown carries a signed token that says which form, which words of consent, and an id that is
 * the answer's: it shows when the form was shown (who answers within a second is a program), and an answer sent twice is one. A
 * field that people do not see catches programs that fill in everything; those, and who calls itself a program, are thanked and
 * forgotten.
 *
 * Surprising: the embed may stand on any page, so answers are readable from anywhere; there is no cookie, and what an answer
 * can do is what anybody may do on the hosted page.
 */
#include "web/web_priv.h"

#include "access/site.h"
#include "base/json.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "facts/fact.h"
#include "measure/agent.h"
#include "measure/judge.h"
#include "net/page_url.h"
#include "people/consent_purpose.h"
#include "people/outbox.h"
#include "people/site_form.h"
#include "web/intake.h"

#include <stdio.h>
#include <string.h>

#define FORM_SHOWN "site_form"
enum { SHOWN_LIVES_MS = 24 * 3600 * 1000, TOO_QUICK_MS = 1000 };

struct shown {
    struct request *r;
    struct site_form *form;
    struct consent_text *text; /* NULL: none is asked for */
    struct site site;
    const char *token;
    struct form in;
    struct site_form_answer answer;
    struct buf out;
    bool json;
};

/* --- what is shown */

static enum err load(struct shown *s, struct db *db)
{
    struct ctx *cx = s->r->cx;
    enum err e = site_form_by_key(cx, db, request_param(s->r, "key"), &s->form);

    if (!e)
        e = site_get(cx, db, cx->site, &s->site);
    if (!e && s->form->purpose != NIL)
        e = consent_text_now(cx, db, s->form->purpose, cx->lang, &s->text);
    return e;
}

static enum err sign(struct shown *s, struct db *db)
{
    struct ctx *cx = s->r->cx;
    struct link l = {.purpose = FORM_SHOWN,
                     .site = cx->site,
                     .subject = s->form->record.id,
                     .about = id_next(cx),
                     .version = s->text ? s->text->record.id : 0,
                     .expires_at = ctx_now(cx) + SHOWN_LIVES_MS};

    return link_sign(cx, db, &l, &s->token);
}

enum { ASKED_MAX = 5 };

static size_t fields_of(const struct shown *s, struct form_ask ret[ASKED_MAX])
{
    size_t n = 0;

    ret[n++] = (struct form_ask){.name = "email",
                                 .type = "email",
                                 .label = "web.form_email",
                                 .complete = "email",
                                 .needed = true};
    if (s->form->ask_name == 1)
        ret[n++] = (struct form_ask){
            .name = "name", .type = "text", .label = "web.form_name", .complete = "name"};
    if (s->form->ask_company == 1)
        ret[n++] = (struct form_ask){.name = "company",
                                     .type = "text",
                                     .label = "web.form_company",
                                     .complete = "organization"};
    if (s->form->ask_heard == 1)
        ret[n++] = (struct form_ask){
            .name = "heard_of", .type = "text", .label = "web.form_heard", .complete = "off"};
    if (s->form->ask_code == 1)
        ret[n++] = (struct form_ask){
            .name = "code", .type = "text", .label = "web.form_code", .complete = "off"};
    for (size_t i = 0; i < n; i++)
        ret[i].value = form_field(&s->in, ret[i].name);
    if (s->form->ask_code == 1 && !ret[n - 1].value) /* a short link brought it */
        ret[n - 1].value = request_query(s->r, "praca_code");
    return n;
}

static void put_consent(struct shown *s)
{
    struct buf *out = &s->out;

    if (!s->text)
        return;
    html(out, "<div class=\"choice\"><input type=\"checkbox\" id=\"consent\" name=\"consent\" "
              "value=\"1\"");
    html(out, form_field(&s->in, "consent") ? " checked>" : ">");
    html(out, "<div><label for=\"consent\">");
    html_text(out, s->text->title);
    html(out, "</label><p class=\"words\">");
    html_text(out, s->text->body);
    html(out, "</p></div></div>");
}

static void put_fields(struct shown *s)
{
    struct form_ask fields[ASKED_MAX];
    size_t n = fields_of(s, fields);
    struct buf *out = &s->out;

    html(out, "<form method=\"post\" class=\"card\" action=\"");
    html_text(out, s->r->path);
    if (*s->r->query_text) { /* the language, and what led here */
        html(out, "?");
        html_text(out, s->r->query_text);
    }
    html(out, "\"><input type=\"hidden\" name=\"form\"");
    html_attr(out, "value", s->token);
    html(out, ">");
    for (size_t i = 0; i < n; i++)
        form_input(s->r->cx, out, &fields[i]);
    html(out, "<p class=\"trap\" aria-hidden=\"true\"><label for=\"website\">Website</label>"
              "<input type=\"text\" id=\"website\" name=\"website\" tabindex=\"-1\" "
              "autocomplete=\"off\"></p>");
    put_consent(s);
    form_button(s->r->cx, out, "do", "send", "main", "web.form_send");
    html(out, "</form>");
}

static void put_page(struct shown *s, bool done)
{
    struct buf *out = &s->out;
    struct ctx *cx = s->r->cx;
    const char *intro = site_form_intro(cx, s->form), *thanks = site_form_thanks(cx, s->form);

    page_open_titled(s->r, out, site_form_title(cx, s->form), s->site.name);
    if (done) {
        html(out, "<p class=\"note good\" role=\"status\">");
        if (thanks)
            html_text(out, thanks);
        else
            html_say(cx, out, "web.form_thanks", NULL);
        html(out, "</p>");
    } else {
        if (cx->fault.kind) {
            html(out, "<p class=\"note bad\" role=\"alert\">");
            html_text(out, cx->fault.fields ? message(cx->arena, cx->lang, "web.form_mend", NULL, 0)
                                            : fault_message(cx));
            html(out, "</p>");
        }
        if (intro) {
            html(out, "<p class=\"lead words\">");
            html_text(out, intro);
            html(out, "</p>");
        }
        put_fields(s);
    }
    page_close(s->r, out);
}

/* What the script needs to draw it. */
static void put_json(struct shown *s)
{
    struct json_writer w = json_to(&s->out);
    struct form_ask fields[ASKED_MAX];
    size_t n = fields_of(s, fields);
    struct ctx *cx = s->r->cx;

    json_open_object(&w);
    json_text_member(&w, "lang", lang_tag(cx->lang));
    json_text_member(&w, "title", site_form_title(cx, s->form));
    json_text_member(&w, "intro", site_form_intro(cx, s->form));
    json_text_member(&w, "token", s->token);
    json_name(&w, "fields");
    json_open_list(&w);
    for (size_t i = 0; i < n; i++) {
        json_open_object(&w);
        json_text_member(&w, "name", fields[i].name);
        json_text_member(&w, "type", fields[i].type);
        json_text_member(&w, "complete", fields[i].complete);
        json_text_member(&w, "label", message(cx->arena, cx->lang, fields[i].label, NULL, 0));
        json_bool_member(&w, "needed", fields[i].needed);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_name(&w, "consent");
    if (s->text) {
        json_open_object(&w);
        json_text_member(&w, "title", s->text->title);
        json_text_member(&w, "body", s->text->body);
        json_close_object(&w);
    } else {
        json_put_null(&w);
    }
    json_text_member(&w, "send", message(cx->arena, cx->lang, "web.form_send", NULL, 0));
    json_text_member(&w, "failed", message(cx->arena, cx->lang, "web.form_failed", NULL, 0));
    json_close_object(&w);
}

static enum err send_json(struct shown *s, struct response *ret, int status)
{
    const char *text = buf_text(&s->out);

    if (!text)
        return fail_memory(s->r->cx);
    response_bytes(ret, status, "application/json", text, s->out.len);
    response_header(s->r, ret, "Access-Control-Allow-Origin", "*");
    response_header(s->r, ret, "Vary", "Accept, Accept-Language");
    return OK;
}

/* After an answer the reader may be sent elsewhere, which a browser holds against form-action. */
static enum err send_page(struct shown *s, struct response *ret, int status)
{
    response_header(
        s->r, ret, "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' http: https:; "
        "base-uri 'none'; frame-ancestors 'none'");
    return page_send(s->r, ret, status, &s->out);
}

static bool wants_json(const struct request *r)
{
    const char *accept = request_header(r, "Accept");

    return accept && strstr(accept, "application/json");
}

static enum err put_fault(struct shown *s, struct response *ret, int status)
{
    struct json_writer w = json_to(&s->out);
    struct ctx *cx = s->r->cx;

    json_open_object(&w);
    json_bool_member(&w, "ok", false);
    json_text_member(&w, "message",
                     cx->fault.fields ? message(cx->arena, cx->lang, "web.form_mend", NULL, 0)
                                      : fault_message(cx));
    json_name(&w, "errors");
    json_open_object(&w);
    for (const struct fault_field *f = cx->fault.fields; f; f = f->next)
        json_text_member(&w, f->field,
                         message(cx->arena, cx->lang, f->key, f->params, FAULT_PARAMS_MAX));
    json_close_object(&w);
    json_close_object(&w);
    return send_json(s, ret, status);
}

static enum err show(struct shown *s, struct response *ret, bool done)
{
    struct db *db = NULL;
    enum err e = db_read(s->r->cx, web_of(s->r)->pool, &db);

    if (!e)
        e = load(s, db);
    if (!e)
        e = sign(s, db);
    db_return(db);
    if (e)
        return e;
    if (s->json) {
        put_json(s);
        return send_json(s, ret, 200);
    }
    put_page(s, done);
    return send_page(s, ret, 200);
}

enum err form_get(struct request *r, struct response *ret)
{
    struct shown s = {.r = r, .out = buf_in(r->cx->arena), .json = wants_json(r)};
    bool chosen = false;
    enum err e = page_enter(r, false, &chosen);

    if (!e)
        e = show(&s, ret, text_equal(request_query(r, "done"), "1"));
    if (!e)
        return OK;
    return s.json ? put_fault(&s, ret, e == ERR_NOTFOUND ? 404 : 503) : page_fault(r, ret, e);
}

/* --- an answer */

static void find_visitor(struct shown *s)
{
    struct request *r = s->r;
    const char *id = form_field(&s->in, "v"), *bits = form_field(&s->in, "c");
    struct site_form_answer *a = &s->answer;

    if (text_equal(form_field(&s->in, "o"), "1")) /* the page's cookie praca_off */
        return;
    if (bits && text_to_int(bits, &a->consent)) {
        id = id ? id : "";
    } else {
        a->consent = intake_consent_here(r);
        id = request_cookie(r, "praca_v");
    }
    a->visitor = intake_visitor(web_of(r)->intake, r, r->cx->site, id ? id : "", &a->consent);
}

/* The link's own words, which whoever answers brought along; they say nothing of other visits. */
static enum err find_source(struct shown *s, struct db *db, const struct page_url *page)
{
    struct site_form_answer *a = &s->answer;
    struct source_verdict led;
    struct judge_rules rules;
    struct visit v;
    enum err e;

    a->utm_campaign = page->campaign;
    a->utm_content = page->content;
    a->utm_term = page->term;
    if (!page->source[0] && !page->medium[0] && !page->campaign[0] && !page->click[0])
        return OK;
    e = judge_rules_load(s->r->cx, db, &rules);
    if (e)
        return e;
    parts_clear(&v, visit_fields, VISIT_FIELDS);
    v.tagged = true;
    v.host = page->host;
    v.source = page->source;
    v.medium = page->medium;
    v.campaign = page->campaign;
    v.click = page->click;
    a->campaign = judge_campaign(&rules, page->campaign);
    led = judge_origin(s->r->cx, &rules, &v);
    a->channel = led.channel;
    a->source = led.source;
    a->medium = led.medium;
    return OK;
}

static enum err read_answer(struct shown *s, struct db *db, const struct link *shown)
{
    struct site_form_answer *a = &s->answer;
    struct page_url page;
    const char *url = form_field(&s->in, "u");
    const char *own =
        arena_print(s->r->cx->arena, "https://hosted%s?%s", s->r->path, s->r->query_text);

    *a = (struct site_form_answer){.id = shown->about,
                                   .email = form_field(&s->in, "email"),
                                   .name = form_field(&s->in, "name"),
                                   .company = form_field(&s->in, "company"),
                                   .heard_of = form_field(&s->in, "heard_of"),
                                   .code =
                                       s->form->ask_code == 1 ? form_field(&s->in, "code") : NULL,
                                   .promo = NIL,
                                   .text = form_field(&s->in, "consent") ? shown->version : 0,
                                   .ip = s->r->remote,
                                   .agent = request_header(s->r, "User-Agent")};
    find_visitor(s);
    if (url && page_url_read(s->r->cx, url, false, &page)) {
        a->host = page.host;
        a->path = page.path;
        return find_source(s, db, &page);
    }
    if (!own || !page_url_read(s->r->cx, own, false, &page))
        return own ? OK : fail_memory(s->r->cx);
    page.host = "";
    return find_source(s, db, &page);
}

/* The token of this form, in time and not too quick. */
static enum err check(struct shown *s, struct db *db, struct link *ret)
{
    struct ctx *cx = s->r->cx;
    int64_t site = cx->site;
    enum err e = link_check(cx, db, form_field(&s->in, "form"), FORM_SHOWN, ret);

    if (e == ERR_NOTFOUND || e == ERR_DENIED ||
        (!e && (ret->site != site || ret->subject != s->form->record.id))) {
        fault_clear(cx);
        return fail(cx, ERR_DENIED, "web.form_old", NULL);
    }
    if (!e && ctx_now(cx) - id_time_ms(ret->about) < TOO_QUICK_MS)
        e = fail(cx, ERR_INVALID, "web.form_quick", NULL);
    return e;
}

static enum err take_in(struct ctx *cx, struct db *db, void *arg)
{
    struct shown *s = arg;

    return site_form_take(cx, db, s->form, &s->answer);
}

/* Who fills in what nobody sees, or says that they are no browser. They are answered as any other, and nothing is kept. */
static bool is_robots(struct shown *s)
{
    const char *agent = request_header(s->r, "User-Agent");

    return !text_empty(form_field(&s->in, "website")) || (agent && agent_declares_robot(agent));
}

static enum err take(struct shown *s)
{
    struct ctx *cx = s->r->cx;
    const struct web *w = web_of(s->r);
    struct link shown = {0};
    struct db *db = NULL;
    bool robot;
    int loaded = 0;
    enum err e = db_read(cx, w->pool, &db);

    if (!e)
        e = load(s, db);
    if (!e)
        e = check(s, db, &shown);
    robot = !e && is_robots(s);
    if (!e && !robot)
        e = read_answer(s, db, &shown);
    db_return(db);
    if (e || robot)
        return e;
    e = db_write(cx, w->pool, take_in, s);
    if (e == ERR_CONFLICT && text_equal(cx->fault.key, "form.again")) {
        fault_clear(cx);
        return OK;
    }
    if (!e && outbox_send(cx, w->pool, intake_journal_of(w->intake), OUTBOX_FORMS, &loaded) != OK)
        fault_clear(cx); /* the job will */
    return e;
}

static enum err again(struct shown *s, struct response *ret, enum err why)
{
    struct db *db = NULL;
    const struct fault fault = s->r->cx->fault;
    enum err e = db_read(s->r->cx, web_of(s->r)->pool, &db);

    if (!e)
        e = sign(s, db);
    db_return(db);
    if (e)
        return page_fault(s->r, ret, e);
    s->r->cx->fault = fault;
    put_page(s, false);
    return send_page(s, ret, why == ERR_INVALID ? 422 : 403);
}

static enum err thank(struct shown *s, struct response *ret)
{
    struct json_writer w = json_to(&s->out);
    struct ctx *cx = s->r->cx;
    const char *thanks = site_form_thanks(cx, s->form);

    if (!s->json && !text_empty(s->form->redirect))
        response_redirect(s->r, ret, 303, s->form->redirect);
    else if (!s->json)
        form_done(s->r, ret, "1");
    if (!s->json)
        return OK;
    json_open_object(&w);
    json_bool_member(&w, "ok", true);
    json_text_member(&w, "thanks",
                     thanks ? thanks : message(cx->arena, cx->lang, "web.form_thanks", NULL, 0));
    json_text_member(&w, "redirect", s->form->redirect);
    json_close_object(&w);
    return send_json(s, ret, 200);
}

static int status_of(enum err e)
{
    switch (e) {
    case ERR_INVALID:
        return 422;
    case ERR_NOTFOUND:
        return 404;
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

enum err form_post(struct request *r, struct response *ret)
{
    struct shown s = {.r = r, .out = buf_in(r->cx->arena), .json = wants_json(r)};
    bool chosen = false;
    enum err e = page_enter(r, true, &chosen);

    if (!e)
        e = form_read(r, &s.in);
    if (!e)
        e = take(&s);
    if (!e)
        return thank(&s, ret);
    if (e == ERR_BROKEN && web_of(r)->log)
        log_fault(web_of(r)->log, LOG_ERROR, "form.failed", r->cx);
    if (s.json)
        return put_fault(&s, ret, status_of(e));
    if (s.form && (e == ERR_INVALID || e == ERR_DENIED))
        return again(&s, ret, e);
    return page_fault(r, ret, e);
}

const struct route form_routes[] = {
    {"GET", FORM_PREFIX "/{key}", 0, 0, form_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(2)},
    {"POST", FORM_PREFIX "/{key}", 0, KIB(32), form_post, ROUTE_POOL | ROUTE_PUBLIC, MIB(8)},
    {0},
};
