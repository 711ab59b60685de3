/* chat.c -- the page behind a link to a WhatsApp chat: whom one will write to and with which words, and a button that goes there.
 *
 * Looking changes nothing and counts nothing; programs that preview links look too. The button's answer leads away from here,
 * so these pages allow their form to end at WhatsApp.
 */
#include "web/page_priv.h"
#include "web/web_priv.h"

#include "access/site.h"
#include "people/chat_link.h"

struct chat {
    struct chat_link *link;
    struct site site;
    struct form form;
    struct buf out;
};

static enum err read_link(struct request *r, struct db *db, struct chat *c, struct link *ret_about)
{
    enum err e = chat_link_find(r->cx, db, request_param(r, "code"), &c->link);

    if (!e)
        e = site_get(r->cx, db, r->cx->site, &c->site);
    if (!e)
        *ret_about = (struct link){.site = r->cx->site, .subject = c->link->record.id};
    return e;
}

static enum err put_page(struct request *r, struct db *db, struct chat *c, const struct link *about)
{
    struct ctx *cx = r->cx;
    enum err e;

    page_open(r, &c->out, "web.chat_title", c->site.name);
    html(&c->out, "<p class=\"lead\">");
    html_say(cx, &c->out, "web.chat_lead", "site", c->site.name, "phone", c->link->phone, NULL);
    html(&c->out, "</p>");
    e = form_open(r, db, &c->out, "card", about);
    html_tag_say(cx, &c->out, "h2", "web.chat_first");
    html(&c->out, "<blockquote><p class=\"words\">");
    html_text(&c->out, chat_link_message(cx, c->link));
    html(&c->out, "</p></blockquote><p class=\"small\">");
    html_say(cx, &c->out, "web.chat_code", "site", c->site.name, NULL);
    html(&c->out, "</p>");
    form_button(cx, &c->out, "do", "open", "main", "web.chat_open");
    form_close(&c->out);
    page_close(r, &c->out);
    return e;
}

static enum err chat_get(struct request *r, struct response *ret)
{
    struct chat c = {.out = buf_in(r->cx->arena)};
    struct link about = {0};
    struct db *db = NULL;
    bool chosen = false;
    enum err e = page_enter(r, false, &chosen);

    if (!e)
        e = db_read(r->cx, web_of(r)->pool, &db);
    if (!e)
        e = read_link(r, db, &c, &about);
    if (!e)
        e = put_page(r, db, &c, &about);
    db_return(db);
    return e ? page_fault(r, ret, e) : page_send(r, ret, 200, &c.out);
}

static enum err chat_post(struct request *r, struct response *ret)
{
    struct chat c = {0};
    struct link about = {0};
    const char *url = NULL;
    struct db *db = NULL;
    bool chosen = false;
    enum err e = page_enter(r, true, &chosen);

    if (!e)
        e = form_read(r, &c.form);
    if (!e)
        e = db_read(r->cx, web_of(r)->pool, &db);
    if (!e)
        e = read_link(r, db, &c, &about);
    if (!e)
        e = form_check(r, db, &c.form, &about);
    db_return(db);
    if (!e)
        e = chat_link_url(r->cx, c.link, &url);
    if (!e)
        e = chat_link_started(r->cx, web_of(r)->pool, web_of(r)->journal, c.link);
    if (e)
        return page_fault(r, ret, e);
    response_redirect(r, ret, 303, url);
    return OK;
}

const struct route chat_routes[] = {
    {"GET", WEB_CHAT_PREFIX "/{code}", 0, 0, chat_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(2)},
    {"POST", WEB_CHAT_PREFIX "/{code}", 0, KIB(4), chat_post, ROUTE_POOL | ROUTE_PUBLIC, MIB(4)},
    {0},
};
