/* settings.c -- what can be set while the program runs, as rows that draw themselves. */
#include "api/api_priv.h"

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct settings *all = NULL;
    enum err e = settings_load(r->cx, db, api_of(r)->settings, r->cx->site, &all);

    if (e)
        return e;
    json_open_object(&a->w);
    json_name(&a->w, "items");
    settings_to_json(&a->w, all, r->cx->lang);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return OK;
}

static enum err settings_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, list_in);
}

struct setting_run {
    const struct api *api;
    const struct json *in;
};

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct setting_run *s = arg;
    struct buf diff = buf_in(cx->arena);
    struct json_writer w = json_to(&diff);
    enum err e = settings_change(cx, db, s->api->settings, cx->site, s->in);

    if (e)
        return e;
    json_put(&w, s->in);
    return audit_add(cx, db, "setting", NIL, "change", buf_text(&diff));
}

static enum err settings_patch(struct request *r, struct response *ret)
{
    struct setting_run s = {.api = api_of(r)};
    enum err e = api_body(r, ret, &s.in);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, change_in, &s);
    if (!e && s.api->measuring_changed)
        e = s.api->measuring_changed(r->cx, s.api->self);
    return e ? e : settings_get(r, ret);
}

const struct route setting_routes[] = {
    {"GET", "/settings", MAY_READ, 0, settings_get, ROUTE_POOL, 0},
    {"PATCH", "/settings", MAY_ADMIN, KIB(16), settings_patch, ROUTE_POOL, 0},
    {0},
};
