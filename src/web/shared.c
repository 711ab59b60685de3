/* shared.c -- a plan or a positioning for whoever has its link: a document to read and to print, and a button that says it was read.
 *
 * Opening is counted as a reading (share_link.h), which changes nothing of the site; saying so under a name comes by POST. */
#include "web/web_priv.h"

#include "access/site.h"
#include "base/text.h"
#include "measure/plan_document.h"
#include "measure/share_link.h"
#include "strategy/positioning.h"

#include <string.h>

struct shared_page {
    struct request *r;
    const char *kind;
    struct share_link link;
    struct link about; /* what its form is signed for */
    struct plan_document document;
    struct site site;
    struct buf out;
};

static enum err open_link(struct shared_page *p, struct db *db)
{
    struct ctx *cx = p->r->cx;
    enum err e = share_link_open(cx, db, request_param(p->r, "token"), p->kind, &p->link);

    if (!e)
        e = site_get(cx, db, cx->site, &p->site);
    p->about = (struct link){
        .purpose = p->kind, .site = cx->site, .subject = p->link.id, .expires_at = INT64_MAX};
    return e;
}

/* The plan that the target is, or is part of. */
static enum err plan_of(struct shared_page *p, struct db *db, int64_t *ret)
{
    void *found = NULL;
    enum err e;

    *ret = p->link.target;
    if (text_equal(p->kind, "plan"))
        return OK;
    e = model_get(p->r->cx, db, &positioning_model, p->link.target, &found);
    if (!e)
        *ret = ((const struct positioning *)found)->plan;
    return e;
}

static enum err put_confirm(struct shared_page *p, struct db *db)
{
    struct ctx *cx = p->r->cx;
    struct buf *out = &p->out;
    enum err e;

    html(out, "<section class=\"card screen\">");
    if (p->link.confirmed_at != NIL) {
        html(out, "<p class=\"note good\">");
        html_say(cx, out, "web.shared_confirmed", "name", p->link.confirmed_by, "day",
                 html_day(cx, p->link.confirmed_at), NULL);
        html(out, "</p></section>");
        return OK;
    }
    html_tag_say(cx, out, "h2", "web.shared_confirm_title");
    html_tag_say(cx, out, "p", "web.shared_confirm_words");
    e = form_open(p->r, db, out, "one", &p->about);
    html(out, "<p class=\"field\"><label for=\"name\">");
    html_say(cx, out, "web.shared_name", NULL);
    html(out, "</label><input id=\"name\" name=\"name\" maxlength=\"120\" autocomplete=\"name\" "
              "required></p>");
    form_button(cx, out, "do", "confirm", "main", "web.shared_confirm");
    form_close(out);
    html(out, "</section>");
    return e;
}

static enum err put_document(struct shared_page *p)
{
    struct ctx *cx = p->r->cx;

    if (text_equal(p->kind, "plan"))
        return plan_document_html(cx, &p->document, &p->out);
    return plan_document_positioning_html(cx, &p->document, p->link.target, &p->out);
}

static enum err put_page(struct shared_page *p, struct db *db)
{
    struct ctx *cx = p->r->cx;
    enum err e;

    page_open_headless(p->r, &p->out, plan_document_title(&p->document), p->site.name);
    e = put_document(p);
    if (!e)
        e = put_confirm(p, db);
    html(&p->out, "<p class=\"small screen\">");
    html_say(cx, &p->out, "web.shared_print", NULL);
    html(&p->out, "</p>");
    page_close_saying(p->r, &p->out, "web.shared_footer");
    return e;
}

static enum err read_in(struct shared_page *p, struct db *db)
{
    int64_t plan = 0;
    enum err e = open_link(p, db);

    if (!e)
        e = plan_of(p, db, &plan);
    if (!e)
        e = plan_document_read(p->r->cx, db, web_of(p->r)->models, plan,
                               text_equal(p->kind, "plan") ? p->link.edition : DOCUMENT_NOW,
                               &p->document);
    return e ? e : put_page(p, db);
}

static enum err count_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct shared_page *p = arg;

    return share_link_count(cx, db, p->link.id, request_header(p->r, "User-Agent"));
}

static enum err get(struct request *r, struct response *ret, const char *kind)
{
    struct shared_page p = {.r = r, .kind = kind, .out = buf_in(r->cx->arena)};
    struct db *db = NULL;
    bool chosen = false;
    enum err e = page_enter(r, false, &chosen);

    if (!e)
        e = db_read(r->cx, web_of(r)->pool, &db);
    if (!e)
        e = read_in(&p, db);
    db_return(db);
    if (!e)
        e = db_write(r->cx, web_of(r)->pool, count_in, &p);
    return e ? page_fault(r, ret, e) : page_send(r, ret, 200, &p.out);
}

static enum err confirm_in(struct ctx *cx, struct db *db, void *arg)
{
    struct shared_page *p = arg;
    struct form f;
    const char *name = NULL, *given;
    enum err e = form_read(p->r, &f);

    if (!e)
        e = open_link(p, db);
    if (!e)
        e = form_check(p->r, db, &f, &p->about);
    given = e ? NULL : form_field(&f, "name");
    if (!e && !text_empty(given))
        e = text_clean(cx, given, strlen(given), false, &name);
    return e ? e : share_link_confirm(cx, db, p->link.id, name);
}

static enum err post(struct request *r, struct response *ret, const char *kind)
{
    struct shared_page p = {.r = r, .kind = kind};
    bool chosen = false;
    enum err e = page_enter(r, true, &chosen);

    if (!e)
        e = db_write(r->cx, web_of(r)->pool, confirm_in, &p);
    if (e)
        return page_fault(r, ret, e);
    form_done(r, ret, "read");
    return OK;
}

enum err shared_plan_get(struct request *r, struct response *ret)
{
    return get(r, ret, "plan");
}

enum err shared_plan_post(struct request *r, struct response *ret)
{
    return post(r, ret, "plan");
}

enum err shared_positioning_get(struct request *r, struct response *ret)
{
    return get(r, ret, "positioning");
}

enum err shared_positioning_post(struct request *r, struct response *ret)
{
    return post(r, ret, "positioning");
}
