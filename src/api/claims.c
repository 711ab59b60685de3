/* claims.c -- the ledger of claims and proof of a plan; a canvas with all that stands on it, and what it said before. */
#include "api/api_priv.h"

#include "strategy/claim_ledger.h"
#include "strategy/positioning_version.h"

#include <string.h>

struct claims_run {
    int64_t id;
    struct answer_json a;
};

static enum err ledger_in(struct request *r, struct db *db, void *arg)
{
    struct claims_run *n = arg;
    struct claim_ledger l;
    enum err e = claim_ledger(r->cx, db, n->id, &l);

    if (!e)
        claim_ledger_json(r->cx, &l, &n->a.w);
    return e;
}

static enum err canvas_in(struct request *r, struct db *db, void *arg)
{
    struct claims_run *n = arg;

    return positioning_canvas(r->cx, db, n->id, &n->a.w);
}

static enum err put_version(struct request *r, struct json_writer *w,
                            const struct positioning_version *v)
{
    const struct json *text = NULL;
    enum err e = json_parse(r->cx, v->text, strlen(v->text), &text);

    json_open_object(w);
    json_int_member(w, "version", v->version);
    api_time_member(w, "saved_at", v->saved_at);
    json_id_member(w, "actor", v->actor);
    json_text_member(w, "actor_name", v->actor_name);
    json_name(w, "positioning");
    if (e)
        json_put_null(w);
    else
        json_put(w, text);
    json_close_object(w);
    return e;
}

static enum err versions_in(struct request *r, struct db *db, void *arg)
{
    struct claims_run *n = arg;
    struct positioning_version *rows = NULL;
    size_t count = 0;
    void *found = NULL;
    enum err e = model_get(r->cx, db, &positioning_model, n->id, &found);

    if (!e)
        e = positioning_versions(r->cx, db, n->id, &rows, &count);
    json_open_object(&n->a.w);
    json_name(&n->a.w, "items");
    json_open_list(&n->a.w);
    for (size_t i = 0; i < count && !e; i++)
        e = put_version(r, &n->a.w, &rows[i]);
    json_close_list(&n->a.w);
    json_text_member(&n->a.w, "next", NULL);
    json_close_object(&n->a.w);
    return e;
}

static enum err read_out(struct request *r, struct response *ret, api_read_fn *fn)
{
    struct claims_run n = {0};
    enum err e = api_id(r, &n.id);

    api_json(r, &n.a);
    if (!e)
        e = api_read(r, fn, &n);
    return e ? e : api_send(r, ret, 200, &n.a);
}

static enum err ledger_get(struct request *r, struct response *ret)
{
    return read_out(r, ret, ledger_in);
}

static enum err canvas_get(struct request *r, struct response *ret)
{
    return read_out(r, ret, canvas_in);
}

static enum err versions_get(struct request *r, struct response *ret)
{
    return read_out(r, ret, versions_in);
}

struct back_run {
    int64_t id, version, at;
    void *record;
};

static enum err back_in(struct ctx *cx, struct db *db, void *arg)
{
    struct back_run *n = arg;

    return positioning_bring_back(cx, db, n->id, n->version, n->at, &n->record);
}

static enum err back_post(struct request *r, struct response *ret)
{
    struct back_run n = {0};
    const struct json *in = NULL;
    struct answer_json a;
    enum err e = api_id_of(r, &positioning_model, &n.id);

    if (!e)
        e = api_if_match(r, ret, &n.at);
    if (!e)
        e = api_body(r, ret, &in);
    if (e)
        return e;
    n.version = json_int(json_get(in, "version"), 0);
    if (n.version < 1)
        return fail_field(r->cx, "version", "field.number", NULL);
    e = db_write(r->cx, api_of(r)->pool, back_in, &n);
    if (e)
        return e;
    api_json(r, &a);
    model_to_json(&a.w, &positioning_model, n.record);
    api_etag(r, ret, n.record);
    return api_send(r, ret, 200, &a);
}

const struct route claim_routes[] = {
    {"GET", "/plans/{id}/claims", MAY_READ, 0, ledger_get, ROUTE_POOL, 0},
    {"GET", "/positionings/{id}/canvas", MAY_READ, 0, canvas_get, ROUTE_POOL, 0},
    {"GET", "/positionings/{id}/versions", MAY_READ, 0, versions_get, ROUTE_POOL, 0},
    {"POST", "/positionings/{id}/restore", MAY_EDIT_PLAN, KIB(1), back_post, ROUTE_POOL, 0},
    {0},
};
