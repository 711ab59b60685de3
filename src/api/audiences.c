/* audiences.c -- which audience first, whose companies it has, and how it buys. */
#include "api/api_priv.h"

#include "measure/audience_report.h"
#include "strategy/purchase_step.h"

struct rank_run {
    int64_t plan;
    enum rank_basis basis;
    struct answer_json a;
};

static enum err ranking_in(struct request *r, struct db *db, void *arg)
{
    struct rank_run *n = arg;
    struct audience_report report;
    enum err e = audience_report(r->cx, db, n->plan, n->basis, &report);

    if (!e)
        audience_report_json(r->cx, &report, &n->a.w);
    return e;
}

static enum err ranking_get(struct request *r, struct response *ret)
{
    const char *basis = request_query(r, "basis");
    struct rank_run n = {.basis = RANK_BY_ACTUAL};
    enum err e = api_id(r, &n.plan);

    if (!e && text_equal(basis, "expected"))
        n.basis = RANK_BY_EXPECTED;
    else if (!e && !text_empty(basis) && !text_equal(basis, "actual"))
        e = fail_field(r->cx, "basis", "audience.basis", NULL);
    api_json(r, &n.a);
    if (!e)
        e = api_read(r, ranking_in, &n);
    return e ? e : api_send(r, ret, 200, &n.a);
}

/* --- the companies */

struct deals_run {
    int64_t audience;
    struct answer_json a;
};

static enum err deals_in(struct request *r, struct db *db, void *arg)
{
    struct deals_run *n = arg;
    struct json_writer *w = &n->a.w;
    struct audience_deal *rows = NULL;
    size_t count = 0;
    enum err e = audience_deals(r->cx, db, n->audience, &rows, &count);

    json_open_object(w);
    json_name(w, "items");
    json_open_list(w);
    for (size_t i = 0; i < count && !e; i++) {
        json_open_object(w);
        json_id_member(w, "deal", rows[i].id);
        json_text_member(w, "name", rows[i].name);
        json_id_member(w, "account", rows[i].account);
        json_text_member(w, "account_name", rows[i].account_name);
        json_text_member(w, "outcome", rows[i].outcome);
        json_name(w, "amount_minor");
        if (rows[i].amount_minor == NIL)
            json_put_null(w);
        else
            json_put_int(w, rows[i].amount_minor);
        json_text_member(w, "currency", rows[i].currency);
        api_time_member(w, "closed_at", rows[i].closed_at);
        json_close_object(w);
    }
    json_close_list(w);
    json_text_member(w, "next", NULL);
    json_close_object(w);
    return e;
}

static enum err deals_get(struct request *r, struct response *ret)
{
    struct deals_run n = {0};
    enum err e = api_id(r, &n.audience);

    api_json(r, &n.a);
    if (!e)
        e = api_read(r, deals_in, &n);
    return e ? e : api_send(r, ret, 200, &n.a);
}

struct bind_run {
    int64_t audience, segment;
    void *record;
};

static enum err bind_in(struct ctx *cx, struct db *db, void *arg)
{
    struct bind_run *n = arg;

    return audience_bind(cx, db, n->audience, n->segment, &n->record);
}

static enum err segment_post(struct request *r, struct response *ret)
{
    struct bind_run n = {.segment = NIL};
    const struct json *in = NULL, *v;
    struct answer_json a;
    enum err e = api_id_of(r, &audience_model, &n.audience);

    if (!e)
        e = api_body(r, ret, &in);
    if (e)
        return e;
    v = json_get(in, "segment");
    if (!v || (v->kind != JSON_NULL && !id_read(json_text(v, ""), &n.segment)))
        return fail_field(r->cx, "segment", v ? "field.id" : "field.required", NULL);
    e = db_write(r->cx, api_of(r)->pool, bind_in, &n);
    if (e)
        return e;
    api_json(r, &a);
    model_to_json(&a.w, &audience_model, n.record);
    api_etag(r, ret, n.record);
    return api_send(r, ret, 200, &a);
}

/* --- how it buys */

struct order_run {
    int64_t audience, ids[PURCHASE_STEPS_MAX];
    size_t n;
};

static enum err order_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct order_run *n = arg;

    return purchase_steps_order(cx, db, n->audience, n->ids, n->n);
}

static enum err order_post(struct request *r, struct response *ret)
{
    struct order_run n = {0};
    const struct json *in = NULL, *v;
    enum err e = api_id_of(r, &audience_model, &n.audience);

    if (!e)
        e = api_body(r, ret, &in);
    if (e)
        return e;
    v = json_get(in, "ids");
    if (!v || v->kind != JSON_LIST || v->count > PURCHASE_STEPS_MAX)
        return fail_field(r->cx, "ids", "purchase_step.order", NULL);
    for (v = v->first; v; v = v->next)
        if (!id_read(json_text(v, ""), &n.ids[n.n++]))
            return fail_field(r->cx, "ids", "field.id", NULL);
    e = db_write(r->cx, api_of(r)->pool, order_in, &n);
    if (!e)
        ret->status = 204;
    return e;
}

const struct route audience_routes[] = {
    {"GET", "/plans/{id}/audience-ranking", MAY_READ, 0, ranking_get, ROUTE_POOL, 0},
    {"GET", "/audiences/{id}/deals", MAY_READ, 0, deals_get, ROUTE_POOL, 0},
    {"POST", "/audiences/{id}/segment", MAY_EDIT_PLAN, KIB(1), segment_post, ROUTE_POOL, 0},
    {"POST", "/audiences/{id}/purchase-steps/order", MAY_EDIT_PLAN, KIB(8), order_post, ROUTE_POOL,
     0},
    {0},
};
