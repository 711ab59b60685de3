/* confirm.c -- the page of double opt-in: a mail program that opens the link has confirmed nothing; the button does. */
#include "web/web_priv.h"

#include "base/text.h"
#include "people/preference.h"

struct confirm_page {
    struct request *r;
    struct link link;
    struct form form;
    struct buf out;
    bool chosen;
};

static void put_words(struct buf *out, const struct confirmation *c)
{
    html(out, "<section class=\"card\"><h2>");
    html_text(out, c->list_name);
    html(out, "</h2>");
    if (!text_empty(c->list_description)) {
        html(out, "<p class=\"words\">");
        html_text(out, c->list_description);
        html(out, "</p>");
    }
    if (c->text) {
        html(out, "<blockquote><strong>");
        html_text(out, c->text->title);
        html(out, "</strong><p class=\"words\">");
        html_text(out, c->text->body);
        html(out, "</p></blockquote>");
    }
}

static enum err put_page(struct confirm_page *p, struct db *db, const struct confirmation *c)
{
    struct ctx *cx = p->r->cx;
    struct buf *out = &p->out;
    bool already = text_equal(c->status, "subscribed");
    enum err e = OK;

    page_open(p->r, out, already ? "web.confirmed_title" : "web.confirm_title", c->site_name);
    html(out, already ? "<p class=\"note good\" role=\"status\">" : "<p class=\"lead\">");
    html_say(cx, out, already ? "web.confirmed" : "web.confirm_lead", NULL);
    html(out, "</p>");
    put_words(out, c);
    if (!already) {
        e = form_open(p->r, db, out, "one", &p->link);
        if (c->text) {
            html(out, "<input type=\"hidden\" name=\"text\"");
            html_attr_id(out, "value", "", c->text->record.id);
            html(out, ">");
        }
        form_button(cx, out, "do", "confirm", "main", "web.confirm_button");
        form_close(out);
        html(out, "<p class=\"small\">");
        html_say(cx, out, "web.confirm_ignore", NULL);
        html(out, "</p>");
    }
    html(out, "</section>");
    page_close(p->r, out);
    return e;
}

static enum err read_in(struct confirm_page *p, struct db *db, struct confirmation *c)
{
    struct request *r = p->r;
    enum err e = page_link(r, db, LINK_CONFIRM, &p->link);

    return e ? e
             : confirmation_read(r->cx, db, p->link.about, p->link.subject, p->link.version,
                                 p->chosen, c);
}

enum err confirm_get(struct request *r, struct response *ret)
{
    struct confirm_page p = {.r = r, .out = buf_in(r->cx->arena)};
    struct confirmation c = {0};
    struct db *db = NULL;
    enum err e = page_enter(r, false, &p.chosen);

    if (!e)
        e = db_read(r->cx, web_of(r)->pool, &db);
    if (!e)
        e = read_in(&p, db, &c);
    if (!e)
        e = put_page(&p, db, &c);
    db_return(db);
    return e ? page_fault(r, ret, e) : page_send(r, ret, 200, &p.out);
}

static enum err act_in(struct ctx *cx, struct db *db, void *arg)
{
    struct confirm_page *p = arg;
    struct confirmation c = {0};
    int64_t text = NIL;
    enum err e = read_in(p, db, &c);

    if (!e)
        e = form_check(p->r, db, &p->form, &p->link);
    if (!e && id_read(form_field(&p->form, "text") ? form_field(&p->form, "text") : "", &text) &&
        !c.text)
        text = NIL;
    return e ? e
             : confirmation_act(cx, db, &c, text, p->r->remote, request_header(p->r, "User-Agent"));
}

enum err confirm_post(struct request *r, struct response *ret)
{
    struct confirm_page p = {.r = r};
    enum err e = page_enter(r, true, &p.chosen);

    if (!e)
        e = form_read(r, &p.form);
    if (!e)
        e = db_write(r->cx, web_of(r)->pool, act_in, &p);
    if (e)
        return page_fault(r, ret, e);
    form_done(r, ret, "confirm");
    return OK;
}
