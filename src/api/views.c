/* views.c -- saved views of lists: one's own and everybody's. */
#include "api/api_priv.h"

#include "people/bulk.h"
#include "people/saved_view.h"

#include <inttypes.h>

struct view_run {
    int64_t id, version;
    const char *model;
    const struct json *in;
    bool may_share;
    struct saved_view view;
    struct answer_json a;
};

static bool may_share(const struct request *r)
{
    return caller_of(r)->may & MAY_EDIT_PEOPLE;
}

static enum err send_view(struct request *r, struct response *ret, int status, struct view_run *v)
{
    api_json(r, &v->a);
    saved_view_json(&v->a.w, &v->view, true);
    ret->etag = arena_print(r->cx->arena, "\"%" PRId64 "\"", v->view.version);
    ret->failed = ret->failed || !ret->etag;
    return api_send(r, ret, status, &v->a);
}

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct view_run *v = arg;
    struct saved_view *all = NULL;
    size_t n = 0;
    enum err e = saved_views(r->cx, db, v->model, &all, &n);

    json_open_object(&v->a.w);
    json_name(&v->a.w, "items");
    json_open_list(&v->a.w);
    for (size_t i = 0; i < n && !e; i++)
        saved_view_json(&v->a.w, &all[i], saved_view_is_theirs(r->cx, &all[i], v->may_share));
    json_close_list(&v->a.w);
    json_text_member(&v->a.w, "next", NULL);
    json_close_object(&v->a.w);
    return e;
}

static enum err views_get(struct request *r, struct response *ret)
{
    struct view_run v = {.model = request_query(r, "model"), .may_share = may_share(r)};
    enum err e;

    if (!bulk_model(v.model))
        return fail_field(r->cx, "model", "field.choice", "choices", "account, contact, deal",
                          NULL);
    api_json(r, &v.a);
    e = api_read(r, list_in, &v);
    return e ? e : api_send(r, ret, 200, &v.a);
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct view_run *v = arg;

    return saved_view_add(cx, db, v->in, v->may_share, &v->view);
}

static enum err views_post(struct request *r, struct response *ret)
{
    struct view_run v = {.may_share = may_share(r)};
    enum err e = api_body(r, ret, &v.in);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, add_in, &v);
    return e ? e : send_view(r, ret, 201, &v);
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct view_run *v = arg;

    return saved_view_change(cx, db, v->id, v->version, v->in, v->may_share, &v->view);
}

static enum err view_patch(struct request *r, struct response *ret)
{
    struct view_run v = {.may_share = may_share(r)};
    enum err e = api_id(r, &v.id);

    if (!e)
        e = api_if_match(r, ret, &v.version);
    if (!e)
        e = api_body(r, ret, &v.in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, change_in, &v);
    return e ? e : send_view(r, ret, 200, &v);
}

static enum err drop_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct view_run *v = arg;

    return saved_view_drop(cx, db, v->id, v->may_share);
}

static enum err view_delete(struct request *r, struct response *ret)
{
    struct view_run v = {.may_share = may_share(r)};
    enum err e = api_id(r, &v.id);

    (void)ret;
    return e ? e : db_write(r->cx, api_of(r)->pool, drop_in, &v);
}

static enum err order_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct view_run *v = arg;

    return saved_views_order(cx, db, v->in, v->may_share);
}

static enum err views_order(struct request *r, struct response *ret)
{
    struct view_run v = {.may_share = may_share(r)};
    enum err e = api_body(r, ret, &v.in);

    return e ? e : db_write(r->cx, api_of(r)->pool, order_in, &v);
}

static enum err default_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct view_run *v = arg;

    return saved_view_default(cx, db, v->in);
}

static enum err views_default(struct request *r, struct response *ret)
{
    struct view_run v = {0};
    enum err e = api_body(r, ret, &v.in);

    return e ? e : db_write(r->cx, api_of(r)->pool, default_in, &v);
}

const struct route view_routes[] = {
    {"GET", "/views", MAY_READ, 0, views_get, ROUTE_POOL, 0},
    {"POST", "/views", MAY_READ, KIB(32), views_post, ROUTE_POOL, 0},
    {"POST", "/views/order", MAY_READ, KIB(16), views_order, ROUTE_POOL, 0},
    {"POST", "/views/default", MAY_READ, KIB(1), views_default, ROUTE_POOL, 0},
    {"PATCH", "/views/{id}", MAY_READ, KIB(32), view_patch, ROUTE_POOL, 0},
    {"DELETE", "/views/{id}", MAY_READ, 0, view_delete, ROUTE_POOL, 0},
    {0},
};
