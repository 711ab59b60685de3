/* pipeline.c -- the board of deals, and the rules that move people on. */
#include "api/api_priv.h"

#include "people/account.h"
#include "people/board.h"
#include "people/committee.h"
#include "people/deal_stage.h"
#include "people/lifecycle_rule.h"

struct board_run {
    struct board_ask ask;
    struct buf out;
};

static const char *given(const struct request *r, const char *name)
{
    const char *text = request_query(r, name);

    return text_empty(text) ? NULL : text;
}

static enum err board_in(struct request *r, struct db *db, void *arg)
{
    struct board_run *b = arg;
    struct board board = {0};
    enum err e = board_read(r->cx, db, &b->ask, &board);

    if (!e)
        board_json(r->cx, &board, &b->out);
    return e;
}

static bool is_needed(const char *role)
{
    for (size_t i = 0; committee_needed[i]; i++)
        if (text_equal(committee_needed[i], role))
            return true;
    return false;
}

/* owner: a user's id, or "none". */
static enum err board_get(struct request *r, struct response *ret)
{
    struct board_run b = {.ask = {.q = given(r, "q"),
                                  .from = given(r, "from"),
                                  .to = given(r, "to"),
                                  .missing = given(r, "missing")},
                          .out = buf_in(r->cx->arena)};
    enum err e = OK;

    if (text_equal(given(r, "owner"), "none"))
        b.ask.owner = NIL;
    else
        e = api_query_id(r, "owner", &b.ask.owner);
    if (b.ask.missing && !is_needed(b.ask.missing))
        e = fail_choice(r->cx, "missing", committee_needed);
    if (!e)
        e = api_read(r, board_in, &b);
    return e ? e : api_send_text(r, ret, "application/json", &b.out);
}

/* --- a company ------------------------------------------------------------------------------------- */

struct account_run {
    int64_t id;
    struct lifecycle_account is;
};

static enum err account_in(struct request *r, struct db *db, void *arg)
{
    struct account_run *a = arg;
    enum err e = api_survivor(r, db, &account_model, &a->id);

    return e ? e : lifecycle_of_account(r->cx, db, a->id, &a->is);
}

static enum err account_get(struct request *r, struct response *ret)
{
    struct account_run run = {0};
    struct answer_json a;
    enum err e = api_id(r, &run.id);

    if (!e)
        e = api_read(r, account_in, &run);
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_text_member(&a.w, "lifecycle", run.is.stage);
    json_id_member(&a.w, "contact", run.is.contact);
    json_text_member(&a.w, "name", run.is.stage ? run.is.name : NULL);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

/* --- rules that move people ------------------------------------------------------------------------ */

struct preview_run {
    const char *stage, *rule;
    struct answer_json a;
};

static enum err preview_in(struct request *r, struct db *db, void *arg)
{
    struct preview_run *p = arg;
    struct lifecycle_preview *v = arena_alloc(r->cx->arena, sizeof(*v));
    enum err e = v ? lifecycle_rule_preview(r->cx, db, p->stage, p->rule, v) : fail_memory(r->cx);

    if (e)
        return e;
    api_json(r, &p->a);
    json_open_object(&p->a.w);
    json_int_member(&p->a.w, "count", v->count);
    json_name(&p->a.w, "items");
    json_open_list(&p->a.w);
    for (size_t i = 0; i < v->n; i++) {
        json_open_object(&p->a.w);
        json_id_member(&p->a.w, "id", v->shown[i].id);
        json_text_member(&p->a.w, "name", v->shown[i].name);
        json_text_member(&p->a.w, "email", v->shown[i].email);
        json_text_member(&p->a.w, "lifecycle", v->shown[i].lifecycle);
        json_close_object(&p->a.w);
    }
    json_close_list(&p->a.w);
    json_close_object(&p->a.w);
    return OK;
}

static enum err preview_post(struct request *r, struct response *ret)
{
    struct preview_run p = {0};
    const struct json *in = NULL, *rule;
    struct buf text = buf_in(r->cx->arena);
    struct json_writer w = json_to(&text);
    enum err e = api_body(r, ret, &in);

    if (e)
        return e;
    rule = json_get(in, "rule");
    p.stage = api_need_text(r, in, "stage");
    if (!rule)
        return fail_field(r->cx, "rule", "field.required", NULL);
    if (r->cx->fault.kind)
        return r->cx->fault.kind;
    json_put(&w, rule);
    p.rule = buf_ok(&text) ? buf_text(&text) : NULL;
    e = p.rule ? api_read(r, preview_in, &p) : fail_memory(r->cx);
    return e ? e : api_send(r, ret, 200, &p.a);
}

struct queue_run {
    int64_t id, job;
    bool undo;
};

static enum err queue_in(struct ctx *cx, struct db *db, void *arg)
{
    struct queue_run *q = arg;

    return q->undo ? lifecycle_rule_undo(cx, db, q->id, &q->job)
                   : lifecycle_rule_apply(cx, db, q->id, &q->job);
}

static enum err queue(struct request *r, struct response *ret, struct queue_run *q)
{
    enum err e = db_write(r->cx, api_of(r)->pool, queue_in, q);

    return e ? e : api_send_job(r, ret, q->job);
}

static enum err apply_post(struct request *r, struct response *ret)
{
    struct queue_run q = {0};
    enum err e = api_id(r, &q.id);

    return e ? e : queue(r, ret, &q);
}

static enum err undo_post(struct request *r, struct response *ret)
{
    struct queue_run q = {.undo = true};
    const struct json *in = NULL;
    enum err e = api_body(r, ret, &in);

    if (!e && !id_read(json_text(json_get(in, "run"), ""), &q.id))
        e = fail_field(r->cx, "run", "field.id", NULL);
    return e ? e : queue(r, ret, &q);
}

/* --- the order of the stages ----------------------------------------------------------------------- */

struct order_run {
    const struct json *in;
};

static enum err order_in(struct ctx *cx, struct db *db, void *arg)
{
    return deal_stages_order(cx, db, json_get(((struct order_run *)arg)->in, "ids"));
}

static enum err stages_order(struct request *r, struct response *ret)
{
    struct order_run o = {0};
    enum err e = api_body_as(r, ret, "StageOrder", &o.in);

    return e ? e : db_write(r->cx, api_of(r)->pool, order_in, &o);
}

const struct route pipeline_routes[] = {
    {"POST", "/deal_stages/order", MAY_EDIT_PLAN, KIB(16), stages_order, ROUTE_POOL, 0},
    {"GET", "/deals/board", MAY_READ, 0, board_get, ROUTE_POOL, MIB(32)},
    {"GET", "/accounts/{id}/lifecycle", MAY_READ, 0, account_get, ROUTE_POOL, 0},
    {"POST", "/lifecycle_rules/preview", MAY_READ, KIB(20), preview_post, ROUTE_POOL, MIB(32)},
    {"POST", "/lifecycle_rules/{id}/apply", MAY_EDIT_PEOPLE, KIB(1), apply_post, ROUTE_POOL, 0},
    {"POST", "/lifecycle_rules/undo", MAY_EDIT_PEOPLE, KIB(1), undo_post, ROUTE_POOL, 0},
    {0},
};
