/* report.c -- a report for whoever has its link: figures to read and to print, and nothing else of the site. */
#include "web/web_priv.h"

#include "access/site.h"
#include "base/text.h"
#include "measure/report.h"
#include "measure/share_link.h"

struct report_page {
    struct request *r;
    struct share_link link;
    struct report report;
    struct site site;
};

static enum err read_in(struct report_page *p)
{
    struct ctx *cx = p->r->cx;
    struct db *db = NULL;
    enum err e = db_read(cx, web_of(p->r)->pool, &db);

    if (!e)
        e = share_link_open(cx, db, request_param(p->r, "token"), "report", &p->link);
    if (!e)
        e = report_read(cx, db, p->link.target, &p->report);
    if (!e)
        e = site_get(cx, db, cx->site, &p->site);
    db_return(db);
    return e;
}

static enum err count_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct report_page *p = arg;

    return share_link_count(cx, db, p->link.id, request_header(p->r, "User-Agent"));
}

static enum err put_report(struct report_page *p, struct buf *out)
{
    struct request *r = p->r;
    struct paper *paper = arena_alloc(r->cx->arena, sizeof(*paper));
    struct report_source source;
    enum err e = paper ? OK : fail_memory(r->cx);

    if (!e)
        e = report_source_open(r->cx, web_of(r)->pool, web_of(r)->facts, &source);
    if (!e)
        e = report_ask(r->cx, &source, &p->report, paper);
    if (e)
        return e;
    page_open_titled(r, out, p->report.name, p->site.name);
    html(out, "<div class=\"report\">");
    paper_html(r->cx, paper, PAPER_PAGE, out);
    html(out, "</div><p class=\"small screen\">");
    html_say(r->cx, out, "web.report_print", NULL);
    if (p->link.expires_at != NIL) {
        html(out, " ");
        html_say(r->cx, out, "web.link_until", "day", html_day(r->cx, p->link.expires_at), NULL);
    }
    html(out, "</p>");
    page_close_saying(r, out, "web.report_footer");
    return OK;
}

enum err report_get(struct request *r, struct response *ret)
{
    struct report_page p = {.r = r};
    struct buf out = buf_in(r->cx->arena);
    bool chosen = false;
    enum err e = page_enter(r, false, &chosen);

    if (!e)
        e = read_in(&p);
    if (!e)
        e = put_report(&p, &out);
    if (!e)
        e = db_write(r->cx, web_of(r)->pool, count_in, &p);
    return e ? page_fault(r, ret, e) : page_send(r, ret, 200, &out);
}
