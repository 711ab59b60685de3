/* partner.c -- a partner's own page: registering a sale, and what became of those before.
 *
 * It says nothing of who our customers are: a registration is taken whatever stands against it, and somebody here answers.
 */
#include "web/web_priv.h"

#include "access/site.h"
#include "base/message.h"
#include "base/text.h"
#include "people/deal_registration.h"
#include "people/partner.h"

#include <string.h>

enum { SHOWN = 50 };

struct partner_page {
    struct request *r;
    struct link link;
    struct form form;
    struct site site;
    struct partner *partner;
    struct model_page past;
    struct buf out;
    bool chosen;
};

static const struct form_ask asks[] = {
    {.name = "employer",
     .type = "text",
     .label = "web.partner_company",
     .complete = "off",
     .needed = true},
    {.name = "tax_number", .type = "text", .label = "web.partner_tax_number", .complete = "off"},
    {.name = "domain",
     .type = "text",
     .label = "web.partner_domain",
     .hint = "web.partner_domain_hint",
     .complete = "off"},
    {.name = "contact_name", .type = "text", .label = "web.partner_contact", .complete = "off"},
    {.name = "email", .type = "email", .label = "web.partner_email", .complete = "off"},
    {.name = "phone", .type = "tel", .label = "web.partner_phone", .complete = "off"},
    {.name = "amount_minor", .type = "text", .label = "web.partner_amount", .complete = "off"},
    {.name = "closes_on", .type = "date", .label = "web.partner_closes_on", .complete = "off"},
};

static enum err load(struct partner_page *p, struct db *db)
{
    struct ctx *cx = p->r->cx;
    struct model_query q = {.limit = SHOWN, .sort = "-created_at"};
    enum err e = page_link(p->r, db, LINK_PARTNER, &p->link);

    if (!e)
        e = partner_of_link(cx, db, &p->link, &p->partner);
    if (!e)
        e = site_get(cx, db, cx->site, &p->site);
    if (e)
        return e;
    q.filters[q.filter_count++] = (struct model_filter){
        "partner", IS, arena_print(cx->arena, "%lld", (long long)p->partner->record.id)};
    return model_list(cx, db, &deal_registration_model, &q, &p->past);
}

/* --- the page --------------------------------------------------------------------------------------- */

static enum err put_form(struct partner_page *p, struct db *db)
{
    struct ctx *cx = p->r->cx;
    enum err e = form_open(p->r, db, &p->out, "card", &p->link);

    html_tag_say(cx, &p->out, "h2", "web.partner_register");
    html(&p->out, "<p class=\"small\">");
    html_say(cx, &p->out, "web.partner_rule", "days",
             arena_print(cx->arena, "%lld", (long long)p->partner->protection_days), NULL);
    html(&p->out, "</p>");
    for (size_t i = 0; i < COUNT_OF(asks); i++) {
        struct form_ask a = asks[i];
        a.value = form_field(&p->form, a.name);
        form_input(cx, &p->out, &a);
    }
    form_area(cx, &p->out, "notes", "web.partner_notes", form_field(&p->form, "notes"), false);
    form_button(cx, &p->out, "do", "register", "main", "web.partner_send");
    form_close(&p->out);
    return e;
}

static void put_past(struct partner_page *p)
{
    struct ctx *cx = p->r->cx;
    struct buf *out = &p->out;

    html(out, "<section class=\"card\">");
    html_tag_say(cx, out, "h2", "web.partner_past");
    if (p->past.n == 0)
        html_tag_say(cx, out, "p", "web.partner_none");
    html(out, "<ul class=\"checks\">");
    for (size_t i = 0; i < p->past.n; i++) {
        const struct deal_registration *d = p->past.records[i];
        html(out, "<li><p class=\"verdict\">");
        html_text(out, d->employer);
        html(out, " <span class=\"state\"");
        html_attr(out, "data-state", d->state);
        html(out, ">");
        html_text(out, model_label(cx, &deal_registration_model,
                                   model_field(&deal_registration_model, "state"), d->state));
        html(out, "</span></p><p class=\"small\">");
        html_say(cx, out, "web.partner_one", "day", html_day(cx, d->record.created_at), "until",
                 html_day(cx, d->expires_at), NULL);
        html(out, "</p>");
        if (text_equal(d->state, "declined") && !text_empty(d->reason)) {
            html(out, "<p class=\"words\">");
            html_text(out, d->reason);
            html(out, "</p>");
        }
        html(out, "</li>");
    }
    html(out, "</ul></section>");
}

static enum err put_page(struct partner_page *p, struct db *db, const struct fault *wrong)
{
    struct ctx *cx = p->r->cx;
    enum err e;

    page_open(p->r, &p->out, "web.partner_title", p->site.name);
    if (text_equal(request_query(p->r, "done"), "register") && !wrong) {
        html(&p->out, "<p class=\"note good\" role=\"status\">");
        html_say(cx, &p->out, "web.partner_done", "site", p->site.name, NULL);
        html(&p->out, "</p>");
    }
    if (wrong) {
        cx->fault = *wrong;
        html(&p->out, "<p class=\"note bad\" role=\"alert\">");
        html_text(&p->out, wrong->fields ? message(cx->arena, cx->lang, "web.form_mend", NULL, 0)
                                         : fault_message(cx));
        html(&p->out, "</p>");
    }
    html(&p->out, "<p class=\"lead\">");
    html_say(cx, &p->out, "web.partner_lead", "partner", p->partner->name, "site", p->site.name,
             NULL);
    html(&p->out, "</p>");
    e = put_form(p, db);
    put_past(p);
    page_close(p->r, &p->out);
    return e;
}

static enum err show(struct partner_page *p, struct response *ret, int status,
                     const struct fault *wrong)
{
    struct db *db = NULL;
    enum err e = db_read(p->r->cx, web_of(p->r)->pool, &db);

    if (!e)
        e = load(p, db);
    if (!e)
        e = put_page(p, db, wrong);
    db_return(db);
    return e ? page_fault(p->r, ret, e) : page_send(p->r, ret, status, &p->out);
}

enum err partner_get(struct request *r, struct response *ret)
{
    struct partner_page p = {.r = r, .out = buf_in(r->cx->arena)};
    enum err e = page_enter(r, false, &p.chosen);

    return e ? page_fault(r, ret, e) : show(&p, ret, 200, NULL);
}

/* --- a registration ---------------------------------------------------------------------------------- */

static enum err set_typed(struct ctx *cx, const struct form *form, const char *name,
                          struct deal_registration *to)
{
    const char *typed = form_field(form, name);
    enum err e = text_empty(typed)
                     ? OK
                     : model_set_text(cx, model_field(&deal_registration_model, name), typed, to);

    return e == ERR_INVALID ? OK : e; /* gathered, and told together */
}

static enum err register_in(struct ctx *cx, struct db *db, void *arg)
{
    struct partner_page *p = arg;
    struct deal_registration *in = model_new(cx, &deal_registration_model);
    enum err e = in ? load(p, db) : fail_memory(cx);

    if (!e)
        e = form_check(p->r, db, &p->form, &p->link);
    if (e)
        return e;
    in->partner = p->partner->record.id;
    for (size_t i = 0; i < COUNT_OF(asks) && !e; i++)
        e = set_typed(cx, &p->form, asks[i].name, in);
    if (!e)
        e = set_typed(cx, &p->form, "notes", in);
    if (!e && cx->fault.kind)
        e = cx->fault.kind;
    return e ? e : deal_registration_by_page(cx, db, in);
}

enum err partner_post(struct request *r, struct response *ret)
{
    struct partner_page p = {.r = r, .out = buf_in(r->cx->arena)};
    struct fault wrong;
    enum err e = page_enter(r, true, &p.chosen);

    if (!e)
        e = form_read(r, &p.form);
    if (!e)
        e = db_write(r->cx, web_of(r)->pool, register_in, &p);
    if (!e) {
        form_done(r, ret, "register");
        return OK;
    }
    wrong = r->cx->fault;
    if (!p.partner || (e != ERR_INVALID && e != ERR_LIMIT))
        return page_fault(r, ret, e);
    fault_clear(r->cx);
    return show(&p, ret, e == ERR_LIMIT ? 429 : 422, &wrong);
}
