/* bulks.c -- one change of many records: asked for and previewed, run, taken back.
 *
 * Who may change records of a kind may change many; the right is that of the kind, so it is looked at when the kind is known.
 */
#include "api/api_priv.h"

#include "people/bulk.h"

struct bulk_run {
    int64_t id;
    const struct json *in;
    struct fact_store *facts;
    enum err (*change)(struct ctx *cx, struct db *db, int64_t id);
    struct answer_json a;
};

static enum err may_change(struct request *r, const char *model)
{
    const struct model *m = bulk_model(model);

    return !m || (caller_of(r)->may & m->may_write) == m->may_write
               ? OK
               : fail(r->cx, ERR_DENIED, "access.denied", NULL);
}

static enum err one_in(struct request *r, struct db *db, void *arg)
{
    struct bulk_run *b = arg;
    struct bulk now;
    enum err e = bulk_get(r->cx, db, b->id, &now);

    return e ? e : bulk_json(r->cx, db, &now, true, &b->a.w);
}

static enum err send_one(struct request *r, struct response *ret, int status, struct bulk_run *b)
{
    enum err e;

    api_json(r, &b->a);
    e = api_read(r, one_in, b);
    return e ? e : api_send(r, ret, status, &b->a);
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct bulk_run *b = arg;

    return bulk_add(cx, db, b->facts, b->in, &b->id);
}

static enum err bulk_post(struct request *r, struct response *ret)
{
    struct bulk_run b = {.facts = api_of(r)->facts};
    enum err e = api_body(r, ret, &b.in);

    if (!e)
        e = may_change(r, json_text(json_get(b.in, "model"), NULL));
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, add_in, &b);
    if (e)
        return e;
    worker_poke(api_of(r)->worker);
    return send_one(r, ret, 202, &b);
}

static enum err bulk_one(struct request *r, struct response *ret)
{
    struct bulk_run b = {0};
    enum err e = api_id(r, &b.id);

    return e ? e : send_one(r, ret, 200, &b);
}

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct bulk *all = NULL;
    size_t n = 0;
    enum err e = bulk_recent(r->cx, db, &all, &n);

    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (size_t i = 0; i < n && !e; i++)
        e = bulk_json(r->cx, db, &all[i], false, &a->w);
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return e;
}

static enum err bulk_list(struct request *r, struct response *ret)
{
    return api_answer(r, ret, list_in);
}

static enum err model_in(struct request *r, struct db *db, void *arg)
{
    const struct bulk_run *b = arg;
    struct bulk now;
    enum err e = bulk_get(r->cx, db, b->id, &now);

    return e ? e : may_change(r, now.model);
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct bulk_run *b = arg;

    return b->change(cx, db, b->id);
}

static enum err change(struct request *r, struct response *ret,
                       enum err (*fn)(struct ctx *cx, struct db *db, int64_t id))
{
    struct bulk_run b = {.change = fn};
    enum err e = api_id(r, &b.id);

    if (!e)
        e = api_read(r, model_in, &b);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, change_in, &b);
    if (e)
        return e;
    worker_poke(api_of(r)->worker);
    return send_one(r, ret, 202, &b);
}

static enum err bulk_run_post(struct request *r, struct response *ret)
{
    return change(r, ret, bulk_start);
}

static enum err bulk_undo_post(struct request *r, struct response *ret)
{
    return change(r, ret, bulk_undo);
}

/* --- what was refused, as a file */

struct csv_run {
    int64_t id, after;
    struct buf *out;
    bool end;
};

static enum err csv_in(struct request *r, struct db *db, void *arg)
{
    struct csv_run *c = arg;
    struct bulk now;
    enum err e = bulk_get(r->cx, db, c->id, &now);

    return e || !c->out ? e : bulk_refused_csv(r->cx, db, &now, &c->after, c->out, &c->end);
}

static enum err csv_piece(struct request *r, void *self, struct buf *out, bool *ret_end)
{
    struct csv_run *c = self;
    enum err e;

    c->out = out;
    e = api_read(r, csv_in, c);
    *ret_end = c->end;
    return e;
}

static enum err refused_get(struct request *r, struct response *ret)
{
    struct csv_run *c = arena_alloc(r->cx->arena, sizeof(*c));
    enum err e = c ? api_id(r, &c->id) : fail_memory(r->cx);

    if (!e)
        e = api_read(r, csv_in, c);
    if (e)
        return e;
    api_file_name(r, ret, "refused.csv");
    response_stream(ret, "text/csv; charset=utf-8", csv_piece, c);
    return OK;
}

const struct route bulk_routes[] = {
    {"POST", "/bulk", MAY_READ, KIB(256), bulk_post, ROUTE_POOL, 0},
    {"GET", "/bulk", MAY_READ, 0, bulk_list, ROUTE_POOL, 0},
    {"GET", "/bulk/{id}", MAY_READ, 0, bulk_one, ROUTE_POOL, 0},
    {"POST", "/bulk/{id}/run", MAY_READ, KIB(1), bulk_run_post, ROUTE_POOL, 0},
    {"POST", "/bulk/{id}/undo", MAY_READ, KIB(1), bulk_undo_post, ROUTE_POOL, 0},
    {"GET", "/bulk/{id}/refused.csv", MAY_EXPORT, 0, refused_get, ROUTE_POOL, 0},
    {0},
};
