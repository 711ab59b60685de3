/* customs.c -- field tables as the interface needs them, and the fields that a site adds by itself. */
#include "api/api_priv.h"

#include "model/custom.h"
#include "people/segment.h"

static enum err describe_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    enum err e = OK;

    json_open_object(&a->w);
    json_name(&a->w, "models");
    json_open_list(&a->w);
    for (const struct model *const *m = api_of(r)->models; *m && !e; m++) {
        struct custom_fields customs = {0};
        if ((*m)->flags & MODEL_CUSTOM)
            e = custom_fields_of(r->cx, db, *m, &customs);
        if (!e)
            model_describe(r->cx, &a->w, *m, &customs);
    }
    json_close_list(&a->w);
    json_close_object(&a->w);
    return e;
}

static enum err models_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, describe_in);
}

static enum err put_customs(struct request *r, struct db *db, const struct model *m,
                            struct json_writer *w)
{
    struct custom_fields all = {0};
    enum err e = custom_fields_of(r->cx, db, m, &all);

    for (size_t i = 0; i < all.n && !e; i++)
        custom_field_to_json(w, m, &all.all[i]);
    return e;
}

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    const char *only = request_query(r, "model");
    enum err e = OK;

    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (const struct model *const *m = api_of(r)->models; *m && !e; m++)
        if (((*m)->flags & MODEL_CUSTOM) && (text_empty(only) || text_equal(only, (*m)->name)))
            e = put_customs(r, db, *m, &a->w);
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return e;
}

static enum err customs_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, list_in);
}

struct custom_run {
    struct request *r;
    const struct model *m;
    const struct json *in;
    int64_t id;
    struct answer_json a;
};

/* The definition, as it stands now, is the answer. */
static enum err finish(struct ctx *cx, struct db *db, struct custom_run *c)
{
    struct custom_fields all = {0};
    enum err e = segments_fields_changed(cx, db);

    if (!e)
        e = custom_fields_of(cx, db, c->m, &all);
    api_json(c->r, &c->a);
    for (size_t i = 0; i < all.n && !e; i++)
        if (all.all[i].id == c->id)
            custom_field_to_json(&c->a.w, c->m, &all.all[i]);
    return e;
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct custom_run *c = arg;
    enum err e = custom_field_add(cx, db, c->m, c->in, &c->id);

    return e ? e : finish(cx, db, c);
}

static enum err customs_post(struct request *r, struct response *ret)
{
    struct custom_run c = {.r = r};
    const char *name;
    enum err e = api_body(r, ret, &c.in);

    if (e)
        return e;
    name = api_need_text(r, c.in, "model");
    if (!name)
        return ERR_INVALID;
    c.m = api_model_named(api_of(r), name);
    if (!c.m || !(c.m->flags & MODEL_CUSTOM))
        return fail_field(r->cx, "model", "api.no_custom", NULL);
    e = db_write(r->cx, api_of(r)->pool, add_in, &c);
    return e ? e : api_send(r, ret, 201, &c.a);
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct custom_run *c = arg;
    const char *model = NULL;
    enum err e = custom_field_change(cx, db, c->id, c->in, &model);

    if (e)
        return e;
    c->m = api_model_named(api_of(c->r), model);
    must(c->m);
    return finish(cx, db, c);
}

static enum err customs_patch(struct request *r, struct response *ret)
{
    struct custom_run c = {.r = r};
    enum err e = api_id(r, &c.id);

    if (!e)
        e = api_body(r, ret, &c.in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, change_in, &c);
    return e ? e : api_send(r, ret, 200, &c.a);
}

static enum err delete_in(struct ctx *cx, struct db *db, void *arg)
{
    const int64_t *id = arg;
    enum err e = custom_field_delete(cx, db, *id);

    return e ? e : segments_fields_changed(cx, db);
}

static enum err customs_delete(struct request *r, struct response *ret)
{
    int64_t id = 0;
    enum err e = api_id(r, &id);

    (void)ret;
    return e ? e : db_write(r->cx, api_of(r)->pool, delete_in, &id);
}

const struct route custom_routes[] = {
    {"GET", "/models", MAY_READ, 0, models_get, ROUTE_POOL, 0},
    {"GET", "/custom-fields", MAY_READ, 0, customs_get, ROUTE_POOL, 0},
    {"POST", "/custom-fields", MAY_ADMIN, KIB(16), customs_post, ROUTE_POOL, 0},
    {"PATCH", "/custom-fields/{id}", MAY_ADMIN, KIB(16), customs_patch, ROUTE_POOL, 0},
    {"DELETE", "/custom-fields/{id}", MAY_ADMIN, 0, customs_delete, ROUTE_POOL, 0},
    {0},
};
