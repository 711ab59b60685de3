/* cookie_preview.c -- the draft of the banner on a page of nobody's, for the screen where it is written.
 *
 * A signed link (work/link.h) says of which site; it is shown in a frame of our own pages only. The banner of a draft keeps
 * nothing and sends nothing.
 */
#include "web/cookie_priv.h"

#include "base/text.h"
#include "people/cookie_banner.h"

#define PREVIEW_CSP                                                                                \
    "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; "                   \
    "form-action 'none'; frame-ancestors 'self'"

enum err cookie_preview_get(struct request *r, struct response *ret)
{
    struct buf out = buf_in(r->cx->arena);
    struct db *db = NULL;
    struct link l;
    bool chosen = false;
    enum err e = page_enter(r, false, &chosen);

    if (!e)
        e = db_read(r->cx, web_of(r)->pool, &db);
    if (!e)
        e = page_link(r, db, LINK_BANNER, &l);
    db_return(db);
    if (e)
        return page_fault(r, ret, e);
    page_open(r, &out, "cookies.preview_title", NULL);
    html_tag_say(r->cx, &out, "p", "cookies.preview_words");
    html(&out, "<script");
    html_attr(&out, "src", arena_print(r->cx->arena, "%s/c.js", r->path));
    html(&out, " defer></script>");
    page_close_saying(r, &out, "cookies.preview_footer");
    response_header(r, ret, "Content-Security-Policy", PREVIEW_CSP);
    return page_send(r, ret, 200, &out);
}

enum err cookie_preview_script_get(struct request *r, struct response *ret)
{
    struct buf out = buf_in(r->cx->arena);
    const char *config = NULL;
    struct db *db = NULL;
    struct link l;
    enum err e = cookie_often(r, false);

    if (!e)
        e = db_read(r->cx, web_of(r)->pool, &db);
    if (!e)
        e = page_link(r, db, LINK_BANNER, &l);
    if (!e)
        e = cookie_script_config(r->cx, db, "", true, &config);
    db_return(db);
    if (!e)
        e = cookie_script_text(r->cx, cookie_script_bytes(r), config, &out);
    if (!e)
        response_bytes(ret, 200, "text/javascript; charset=utf-8", out.bytes, out.len);
    return e;
}
