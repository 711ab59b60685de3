/* copy.c -- a person's own copy of what is held about them, by a link that the office gave them: a page to read, or JSON. */
#include "web/page_priv.h"
#include "web/web_priv.h"

#include "base/text.h"
#include "people/person_export.h"

static enum err copy_read(struct request *r, struct db *db, struct link *ret_link, struct buf *out)
{
    enum err e = page_link(r, db, LINK_COPY, ret_link);

    return e ? e : person_export(r->cx, db, web_of(r)->facts, ret_link->subject, out);
}

static enum err note_in(struct ctx *cx, struct db *db, void *arg)
{
    return person_export_note(cx, db, ((struct link *)arg)->subject);
}

/* The person may have been erased since. */
static enum err gone(struct ctx *cx, enum err e)
{
    if (e != ERR_NOTFOUND || !text_equal(cx->fault.key, "model.missing"))
        return e;
    fault_clear(cx);
    return fail(cx, ERR_NOTFOUND, "web.gone", NULL);
}

enum err copy_get(struct request *r, struct response *ret)
{
    struct buf json = buf_in(r->cx->arena), page = buf_in(r->cx->arena);
    bool raw = text_equal(request_query(r, "format"), "json"), chosen = false;
    struct link link = {0};
    struct db *db = NULL;
    enum err e = page_enter(r, false, &chosen);

    if (!e)
        e = db_read(r->cx, web_of(r)->pool, &db);
    if (!e)
        e = gone(r->cx, copy_read(r, db, &link, &json));
    db_return(db);
    if (!e && !raw)
        e = person_export_html(r->cx, buf_text(&json), json.len, &page);
    if (!e)
        e = db_write(r->cx, web_of(r)->pool, note_in, &link);
    if (e)
        return page_fault(r, ret, e);
    response_header(r, ret, "Content-Disposition",
                    raw ? "attachment; filename=\"person.json\""
                        : "attachment; filename=\"person.html\"");
    if (raw)
        response_bytes(ret, 200, "application/json", json.bytes, json.len);
    else
        response_bytes(ret, 200, "text/html; charset=utf-8", page.bytes, page.len);
    return OK;
}
