/* import_sources.c -- imports that come by themselves: run now, keys of a webhook, what came, tried and played again.
 *
 * The sources themselves are records of a model and have its routes.
 */
#include "api/api_priv.h"

#include "people/import_source.h"

struct source_run {
    struct request *r;
    int64_t id;
    const struct json *in;
    struct answer_json a;
};

static enum err begin(struct request *r, struct response *ret, struct source_run *x)
{
    enum err e = api_id(r, &x->id);

    x->r = r;
    api_json(r, &x->a);
    return !e && r->body_bytes ? api_body(r, ret, &x->in) : e;
}

static enum err run_in(struct ctx *cx, struct db *db, void *arg)
{
    struct source_run *x = arg;
    int64_t job = 0;
    enum err e = import_source_queue(cx, db, x->id, &job);

    api_json(x->r, &x->a);
    json_open_object(&x->a.w);
    json_id_member(&x->a.w, "job", job);
    json_close_object(&x->a.w);
    return e;
}

static enum err change(struct request *r, struct response *ret, int status, db_work *fn)
{
    struct source_run x;
    enum err e;

    x = (struct source_run){0};
    e = begin(r, ret, &x);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, fn, &x);
    if (e)
        return e;
    worker_poke(api_of(r)->worker);
    return api_send(r, ret, status, &x.a);
}

static enum err run_post(struct request *r, struct response *ret)
{
    return change(r, ret, 202, run_in);
}

/* --- keys of a webhook */

static enum err token_in(struct ctx *cx, struct db *db, void *arg)
{
    struct source_run *x = arg;
    const char *token = NULL;
    enum err e = import_source_token(cx, db, x->id, &token);

    api_json(x->r, &x->a);
    json_open_object(&x->a.w);
    json_text_member(&x->a.w, "path", token ? arena_print(cx->arena, "/in/%s", token) : NULL);
    json_close_object(&x->a.w);
    return e;
}

static enum err token_post(struct request *r, struct response *ret)
{
    return change(r, ret, 201, token_in);
}

static enum err secret_in(struct ctx *cx, struct db *db, void *arg)
{
    struct source_run *x = arg;
    const char *secret = NULL;
    enum err e =
        import_source_secret(cx, db, x->id, json_bool(json_get(x->in, "on"), true), &secret);

    api_json(x->r, &x->a);
    json_open_object(&x->a.w);
    json_text_member(&x->a.w, "secret", secret);
    json_close_object(&x->a.w);
    return e;
}

static enum err secret_post(struct request *r, struct response *ret)
{
    return change(r, ret, 201, secret_in);
}

static enum err keys_in(struct request *r, struct db *db, void *arg)
{
    struct source_run *x = arg;
    void *found = NULL;
    bool token = false, secret = false;
    enum err e = model_get(r->cx, db, &import_source_model, x->id, &found);

    if (!e)
        e = import_source_keys(r->cx, db, x->id, &token, &secret);
    json_open_object(&x->a.w);
    json_bool_member(&x->a.w, "token", token);
    json_bool_member(&x->a.w, "secret", secret);
    json_close_object(&x->a.w);
    return e;
}

static enum err show(struct request *r, struct response *ret, api_read_fn *fn)
{
    struct source_run x;
    enum err e;

    x = (struct source_run){0};
    e = begin(r, ret, &x);
    if (!e)
        e = api_read(r, fn, &x);
    return e ? e : api_send(r, ret, 200, &x.a);
}

static enum err keys_get(struct request *r, struct response *ret)
{
    return show(r, ret, keys_in);
}

/* --- what came */

static enum err shape_in(struct request *r, struct db *db, void *arg)
{
    struct source_run *x = arg;

    return import_source_shape(r->cx, db, x->id, &x->a.w);
}

static enum err shape_get(struct request *r, struct response *ret)
{
    return show(r, ret, shape_in);
}

static enum err preview_post(struct request *r, struct response *ret)
{
    struct source_run x;
    const struct json *map;
    struct buf text = buf_in(r->cx->arena);
    struct json_writer w = json_to(&text);
    enum err e;

    x = (struct source_run){0};
    e = begin(r, ret, &x);
    map = json_get(x.in, "map");
    if (!e && map && map->kind != JSON_OBJECT)
        e = fail_field(r->cx, "map", "field.object", NULL);
    if (!e && map)
        json_put(&w, map);
    if (!e && !buf_ok(&text))
        e = fail_memory(r->cx);
    if (!e)
        e = import_source_preview(r->cx, api_of(r)->pool, api_of(r)->uploads_dir, x.id,
                                  map ? buf_text(&text) : NULL, &x.a.w);
    return e ? e : api_send(r, ret, 200, &x.a);
}

static enum err deliveries_in(struct request *r, struct db *db, void *arg)
{
    struct source_run *x = arg;
    struct import_delivery *all = NULL;
    int64_t after = 0, limit = 0, next = 0;
    const char *from = request_query(r, "after"), *most = request_query(r, "limit");
    size_t n = 0;
    enum err e;

    if ((from && !id_read(from, &after)) || (most && !text_to_int(most, &limit)))
        return fail(r->cx, ERR_INVALID, "model.page", NULL);
    e = import_deliveries(r->cx, db, x->id, after, (int)(limit > 200 ? 200 : limit), &all, &n,
                          &next);
    json_open_object(&x->a.w);
    json_name(&x->a.w, "items");
    json_open_list(&x->a.w);
    for (size_t i = 0; i < n && !e; i++)
        import_delivery_to_json(r->cx, &x->a.w, &all[i], false);
    json_close_list(&x->a.w);
    json_id_member(&x->a.w, "next", next);
    json_close_object(&x->a.w);
    return e;
}

static enum err deliveries_get(struct request *r, struct response *ret)
{
    return show(r, ret, deliveries_in);
}

static enum err delivery_in(struct request *r, struct db *db, void *arg)
{
    struct source_run *x = arg;
    struct import_delivery d;
    enum err e = import_delivery_get(r->cx, db, x->id, &d);

    if (!e)
        import_delivery_to_json(r->cx, &x->a.w, &d, true);
    return e;
}

static enum err delivery_get(struct request *r, struct response *ret)
{
    return show(r, ret, delivery_in);
}

static enum err replay_in(struct ctx *cx, struct db *db, void *arg)
{
    struct source_run *x = arg;
    struct import_delivery d;
    enum err e = import_delivery_replay(cx, db, x->id);

    if (!e)
        e = import_delivery_get(cx, db, x->id, &d);
    api_json(x->r, &x->a);
    if (!e)
        import_delivery_to_json(cx, &x->a.w, &d, false);
    return e;
}

static enum err replay_post(struct request *r, struct response *ret)
{
    return change(r, ret, 202, replay_in);
}

const struct route source_routes[] = {
    {"POST", "/import_sources/{id}/run", MAY_IMPORT, KIB(1), run_post, ROUTE_POOL, 0},
    {"GET", "/import_sources/{id}/keys", MAY_IMPORT, 0, keys_get, ROUTE_POOL, 0},
    {"POST", "/import_sources/{id}/token", MAY_IMPORT, KIB(1), token_post, ROUTE_POOL, 0},
    {"POST", "/import_sources/{id}/secret", MAY_IMPORT, KIB(1), secret_post, ROUTE_POOL, 0},
    {"GET", "/import_sources/{id}/shape", MAY_IMPORT, 0, shape_get, ROUTE_POOL, MIB(32)},
    {"POST", "/import_sources/{id}/preview", MAY_IMPORT, KIB(256), preview_post, ROUTE_POOL,
     MIB(64)},
    {"GET", "/import_sources/{id}/deliveries", MAY_READ, 0, deliveries_get, ROUTE_POOL, 0},
    {"GET", "/import_deliveries/{id}", MAY_IMPORT, 0, delivery_get, ROUTE_POOL, 0},
    {"POST", "/import_deliveries/{id}/replay", MAY_IMPORT, KIB(1), replay_post, ROUTE_POOL, 0},
    {0},
};
