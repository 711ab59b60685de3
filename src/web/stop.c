/* stop.c -- the end of mails that somebody does not want any more. The page's button ends them, and so does the one request that a
 * mail program makes for its reader (RFC 8058); a scanner that follows the link ends nothing. */
#include "web/web_priv.h"

#include "base/text.h"
#include "measure/mail_choice.h"

struct stop_page {
    struct request *r;
    struct link link;
    struct form form;
    struct mail_stopping what;
    struct buf out;
    bool one_click;
};

static enum err read_in(struct stop_page *p, struct db *db)
{
    enum err e = page_link(p->r, db, LINK_STOP, &p->link);

    if (!e)
        e = mail_stop_read(p->r->cx, db, &p->link, &p->what);
    if (e == ERR_NOTFOUND) {
        fault_clear(p->r->cx);
        e = fail(p->r->cx, ERR_NOTFOUND, "mail.no_reader", NULL);
    }
    return e;
}

static enum err put_page(struct stop_page *p, struct db *db)
{
    static const char *const sentences[] = {[STOP_RECIPIENT] = "web.stop_report",
                                            [STOP_WEEKLY] = "web.stop_weekly",
                                            [STOP_SILENCE] = "web.stop_silence"};
    struct ctx *cx = p->r->cx;
    enum err e;

    page_open(p->r, &p->out, "web.stop_title", NULL);
    if (text_equal(request_query(p->r, "done"), "stop")) {
        html(&p->out, "<p class=\"note good\" role=\"status\">");
        html_say(cx, &p->out, "web.stop_done", NULL);
        html(&p->out, "</p><p>");
        html_say(cx, &p->out, "web.stop_back", NULL);
        html(&p->out, "</p>");
        page_close(p->r, &p->out);
        return OK;
    }
    html(&p->out, "<section class=\"card\"><p class=\"words\">");
    html_say(cx, &p->out, sentences[p->what.what], "address", p->what.address, "report",
             p->what.report, NULL);
    html(&p->out, "</p>");
    e = form_open(p->r, db, &p->out, "one", &p->link);
    form_button(cx, &p->out, "do", "stop", "main", "web.stop_do");
    form_close(&p->out);
    html(&p->out, "</section>");
    page_close(p->r, &p->out);
    return e;
}

enum err stop_get(struct request *r, struct response *ret)
{
    struct stop_page p = {.r = r, .out = buf_in(r->cx->arena)};
    struct db *db = NULL;
    bool chosen = false;
    enum err e = page_enter(r, false, &chosen);

    if (!e)
        e = db_read(r->cx, web_of(r)->pool, &db);
    if (!e)
        e = read_in(&p, db);
    if (!e)
        e = put_page(&p, db);
    db_return(db);
    return e ? page_fault(r, ret, e) : page_send(r, ret, 200, &p.out);
}

static enum err act_in(struct ctx *cx, struct db *db, void *arg)
{
    struct stop_page *p = arg;
    enum err e = read_in(p, db);

    if (!e && !p->one_click)
        e = form_check(p->r, db, &p->form, &p->link);
    return e ? e : mail_stop_do(cx, db, &p->link);
}

enum err stop_post(struct request *r, struct response *ret)
{
    struct stop_page p = {.r = r};
    bool chosen = false;
    enum err e = page_enter(r, true, &chosen);

    if (!e)
        e = form_read(r, &p.form);
    if (!e) {
        p.one_click = text_equal(form_field(&p.form, "List-Unsubscribe"), "One-Click");
        e = db_write(r->cx, web_of(r)->pool, act_in, &p);
    }
    if (e)
        return page_fault(r, ret, e);
    form_done(r, ret, "stop");
    return OK;
}
