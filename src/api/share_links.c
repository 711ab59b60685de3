/* share_links.c -- links that open a report, a plan or a positioning without an account, and who opened them. */
#include "api/api_priv.h"

#include "measure/share_link.h"

#include <string.h>

struct sharing {
    int64_t id;
    const char *kind;
    const struct json *in;
    struct share_link link;
    const char *path;
    struct answer_json a;
};

static void close_list(struct answer_json *a)
{
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
}

static void open_list(struct answer_json *a)
{
    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
}

static enum err links_in(struct request *r, struct db *db, void *arg)
{
    struct sharing *x = arg;
    struct share_link *all = NULL;
    size_t n = 0;
    enum err e = share_links(r->cx, db, x->kind, x->id, &all, &n);

    open_list(&x->a);
    for (size_t i = 0; i < n && !e; i++)
        share_link_json(&x->a.w, &all[i], NULL);
    close_list(&x->a);
    return e;
}

static enum err links_get(struct request *r, struct response *ret)
{
    struct sharing x = {.kind = request_query(r, "kind")};
    enum err e = api_query_id(r, "target", &x.id);

    if (!e && !share_kind_of(x.kind))
        e = fail_field(r->cx, "kind", "share.kind", NULL);
    if (!e && !x.id)
        e = fail_field(r->cx, "target", "field.required", NULL);
    api_json(r, &x.a);
    if (!e)
        e = api_read(r, links_in, &x);
    return e ? e : api_send(r, ret, 200, &x.a);
}

static enum err read_time(struct request *r, const char *text, int64_t *ret)
{
    const struct fault before = r->cx->fault;
    enum err e = time_read(r->cx, text, NULL, ret);

    if (e != ERR_INVALID)
        return e;
    r->cx->fault = before;
    return fail_field(r->cx, "expires_at", "field.time", NULL);
}

static enum err read_link(struct request *r, struct sharing *x)
{
    const char *until = json_text(json_get(x->in, "expires_at"), NULL);
    const char *note = json_text(json_get(x->in, "note"), NULL);
    enum err e = OK;

    x->link = (struct share_link){.kind = api_need_text(r, x->in, "kind"),
                                  .target = json_int(json_get(x->in, "target"), 0),
                                  .edition = json_int(json_get(x->in, "edition"), NIL),
                                  .expires_at = NIL};
    if (!x->link.kind)
        return ERR_INVALID;
    if (!x->link.target)
        return fail_field(r->cx, "target", "field.required", NULL);
    if (!text_empty(until))
        e = read_time(r, until, &x->link.expires_at);
    if (!e && !text_empty(note))
        e = text_clean(r->cx, note, strlen(note), false, &x->link.note);
    return e;
}

static enum err link_add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct sharing *x = arg;

    return share_link_add(cx, db, &x->link, &x->path);
}

static enum err links_post(struct request *r, struct response *ret)
{
    struct sharing x = {0};
    enum err e = api_body_as(r, ret, "ShareLinkInput", &x.in);

    if (!e)
        e = read_link(r, &x);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, link_add_in, &x);
    if (e)
        return e;
    api_json(r, &x.a);
    share_link_json(&x.a.w, &x.link, x.path);
    return api_send(r, ret, 201, &x.a);
}

static enum err revoke_in(struct ctx *cx, struct db *db, void *arg)
{
    return share_link_revoke(cx, db, ((struct sharing *)arg)->id);
}

static enum err link_delete(struct request *r, struct response *ret)
{
    struct sharing x = {0};
    enum err e = api_id(r, &x.id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, revoke_in, &x);
    if (!e)
        ret->status = 204;
    return e;
}

static enum err openings_in(struct request *r, struct db *db, void *arg)
{
    struct sharing *x = arg;
    struct share_opening *all = NULL;
    size_t n = 0;
    enum err e = share_openings(r->cx, db, x->id, &all, &n);

    open_list(&x->a);
    for (size_t i = 0; i < n && !e; i++)
        share_opening_json(&x->a.w, &all[i]);
    close_list(&x->a);
    return e;
}

static enum err openings_get(struct request *r, struct response *ret)
{
    struct sharing x = {0};
    enum err e = api_id(r, &x.id);

    api_json(r, &x.a);
    if (!e)
        e = api_read(r, openings_in, &x);
    return e ? e : api_send(r, ret, 200, &x.a);
}

const struct route share_link_routes[] = {
    {"GET", "/share_links", MAY_EDIT_PLAN, 0, links_get, ROUTE_POOL, 0},
    {"POST", "/share_links", MAY_EDIT_PLAN | MAY_EXPORT, KIB(4), links_post, ROUTE_POOL, 0},
    {"DELETE", "/share_links/{id}", MAY_EDIT_PLAN, 0, link_delete, ROUTE_POOL, 0},
    {"GET", "/share_links/{id}/openings", MAY_EDIT_PLAN, 0, openings_get, ROUTE_POOL, 0},
    {0},
};
