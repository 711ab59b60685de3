/* promotion.c -- the registry of channels, what channels and ways of selling did, the codes of short links, and partners' registrations. */
#include "api/api_priv.h"

#include "api/qr_priv.h"
#include "measure/channel_outcome.h"
#include "measure/selling_outcome.h"
#include "people/deal_registration.h"
#include "people/partner.h"
#include "people/short_link.h"
#include "strategy/channel_kind.h"

static const char *given(const struct request *r, const char *name)
{
    const char *text = request_query(r, name);

    return text_empty(text) ? NULL : text;
}

static enum err kinds_get(struct request *r, struct response *ret)
{
    struct buf out = buf_in(r->cx->arena);

    channel_kinds_json(r->cx, &out);
    return api_send_text(r, ret, "application/json", &out);
}

/* --- expected against actual ------------------------------------------------------------------------ */

struct outcome_run {
    int64_t id;
    const char *from, *to;
    struct buf out;
};

static struct outcome_run outcome_ask(struct request *r)
{
    return (struct outcome_run){
        .from = given(r, "from"), .to = given(r, "to"), .out = buf_in(r->cx->arena)};
}

static enum err channels_in(struct request *r, struct db *db, void *arg)
{
    struct outcome_run *o = arg;

    return channel_outcome_json(r->cx, db, o->id, o->from, o->to, &o->out);
}

static enum err selling_in(struct request *r, struct db *db, void *arg)
{
    struct outcome_run *o = arg;

    return selling_outcome_json(r->cx, db, o->id, o->from, o->to, &o->out);
}

static enum err partners_in(struct request *r, struct db *db, void *arg)
{
    struct outcome_run *o = arg;

    return partners_outcome_json(r->cx, db, o->from, o->to, &o->out);
}

static enum err of_plan(struct request *r, struct response *ret, api_read_fn *fn)
{
    struct outcome_run o = outcome_ask(r);
    enum err e = api_id(r, &o.id);

    if (!e)
        e = api_read(r, fn, &o);
    return e ? e : api_send_text(r, ret, "application/json", &o.out);
}

static enum err channels_get(struct request *r, struct response *ret)
{
    return of_plan(r, ret, channels_in);
}

static enum err selling_get(struct request *r, struct response *ret)
{
    return of_plan(r, ret, selling_in);
}

static enum err partners_get(struct request *r, struct response *ret)
{
    struct outcome_run o = outcome_ask(r);
    enum err e = api_read(r, partners_in, &o);

    return e ? e : api_send_text(r, ret, "application/json", &o.out);
}

/* --- short links ------------------------------------------------------------------------------------- */

enum { DAYS_SHOWN = 90 };

struct link_run {
    int64_t id;
    const char *code;
    struct buf out;
};

static enum err days_in(struct request *r, struct db *db, void *arg)
{
    struct link_run *l = arg;

    return short_link_days_json(r->cx, db, l->id, DAYS_SHOWN, &l->out);
}

static enum err days_get(struct request *r, struct response *ret)
{
    struct link_run l = {.out = buf_in(r->cx->arena)};
    enum err e = api_id(r, &l.id);

    if (!e)
        e = api_read(r, days_in, &l);
    return e ? e : api_send_text(r, ret, "application/json", &l.out);
}

static enum err code_in(struct request *r, struct db *db, void *arg)
{
    struct link_run *l = arg;
    void *found = NULL;
    enum err e = model_get(r->cx, db, &short_link_model, l->id, &found);

    if (!e)
        l->code = ((struct short_link *)found)->code;
    return e;
}

/* The public address that the asker knows us by; without one, that of this request. */
static const char *address_of(struct request *r, const char *code)
{
    const char *base = given(r, "base"), *host = request_header(r, "Host");

    if (base && !text_starts(base, "https://") && !text_starts(base, "http://"))
        (void)fail_field(r->cx, "base", "field.url", NULL);
    return base ? arena_print(r->cx->arena, "%s" SHORT_LINK_PREFIX "/%s", base, code)
                : arena_print(r->cx->arena, "http://%s" SHORT_LINK_PREFIX "/%s",
                              host ? host : "localhost", code);
}

static enum err qr_get(struct request *r, struct response *ret)
{
    const char *format = given(r, "format"), *address;
    struct link_run l = {.out = buf_in(r->cx->arena)};
    bool png = text_equal(format, "png");
    enum err e = api_id(r, &l.id);

    if (!e && format && !png && !text_equal(format, "svg"))
        e = fail_field(r->cx, "format", "field.choice", "choices", "svg, png", NULL);
    if (!e)
        e = api_read(r, code_in, &l);
    if (e)
        return e;
    address = address_of(r, l.code);
    if (!address || r->cx->fault.kind)
        return r->cx->fault.kind ? r->cx->fault.kind : fail_memory(r->cx);
    e = png ? qr_png(r->cx, address, &l.out) : qr_svg(r->cx, address, &l.out);
    return e ? e : api_send_text(r, ret, png ? "image/png" : "image/svg+xml", &l.out);
}

/* --- partners ---------------------------------------------------------------------------------------- */

struct partner_run {
    int64_t id, expires_at;
    const char *token;
};

static enum err link_in(struct ctx *cx, struct db *db, void *arg)
{
    struct partner_run *p = arg;

    return partner_link(cx, db, p->id, &p->token, &p->expires_at);
}

static enum err link_post(struct request *r, struct response *ret)
{
    struct partner_run p = {0};
    struct answer_json a;
    enum err e = api_id(r, &p.id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, link_in, &p);
    if (e)
        return e;
    api_json(r, &a);
    e = api_put_link(r->cx, &a.w, arena_print(r->cx->arena, "partner/%s", p.token), p.expires_at);
    return e ? e : api_send(r, ret, 200, &a);
}

static enum err link_end_in(struct ctx *cx, struct db *db, void *arg)
{
    return partner_link_end(cx, db, ((struct partner_run *)arg)->id);
}

static enum err link_delete(struct request *r, struct response *ret)
{
    struct partner_run p = {0};
    enum err e = api_id(r, &p.id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, link_end_in, &p);
    if (!e)
        ret->status = 204;
    return e;
}

/* --- registrations ------------------------------------------------------------------------------------ */

struct answer_run {
    struct registration_answer in;
    struct deal_registration *out;
    bool accept;
};

static enum err answer_in(struct ctx *cx, struct db *db, void *arg)
{
    struct answer_run *a = arg;

    return a->accept ? deal_registration_accept(cx, db, &a->in, &a->out)
                     : deal_registration_decline(cx, db, &a->in, &a->out);
}

static enum err answer(struct request *r, struct response *ret, bool accept)
{
    struct answer_run run = {.accept = accept, .in.owner = NIL};
    const struct json *in = NULL, *owner;
    struct answer_json a;
    enum err e = api_id(r, &run.in.id);

    if (!e)
        e = api_body(r, ret, &in);
    if (e)
        return e;
    run.in.reason = json_text(json_get(in, "reason"), NULL);
    owner = json_get(in, "owner");
    if (owner && !id_read(json_text(owner, ""), &run.in.owner))
        return fail_field(r->cx, "owner", "field.id", NULL);
    e = db_write(r->cx, api_of(r)->pool, answer_in, &run);
    if (e)
        return e;
    api_json(r, &a);
    model_to_json(&a.w, &deal_registration_model, run.out);
    api_etag(r, ret, run.out);
    return api_send(r, ret, 200, &a);
}

static enum err accept_post(struct request *r, struct response *ret)
{
    return answer(r, ret, true);
}

static enum err decline_post(struct request *r, struct response *ret)
{
    return answer(r, ret, false);
}

struct conflicts_run {
    int64_t id;
    struct answer_json a;
};

static enum err conflicts_in(struct request *r, struct db *db, void *arg)
{
    struct conflicts_run *c = arg;
    struct registration_conflict *all = NULL;
    void *found = NULL;
    size_t n = 0;
    enum err e = model_get(r->cx, db, &deal_registration_model, c->id, &found);

    if (!e)
        e = deal_registration_conflicts(r->cx, db, found, &all, &n);
    api_json(r, &c->a);
    json_open_object(&c->a.w);
    json_name(&c->a.w, "items");
    json_open_list(&c->a.w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(&c->a.w);
        json_text_member(&c->a.w, "kind", all[i].kind);
        json_id_member(&c->a.w, "id", all[i].id);
        json_text_member(&c->a.w, "name", all[i].name);
        api_time_member(&c->a.w, "until", all[i].until);
        json_close_object(&c->a.w);
    }
    json_close_list(&c->a.w);
    json_text_member(&c->a.w, "next", NULL);
    json_close_object(&c->a.w);
    return e;
}

static enum err conflicts_get(struct request *r, struct response *ret)
{
    struct conflicts_run c = {0};
    enum err e = api_id(r, &c.id);

    if (!e)
        e = api_read(r, conflicts_in, &c);
    return e ? e : api_send(r, ret, 200, &c.a);
}

const struct route promotion_routes[] = {
    {"GET", "/channel_kinds", MAY_READ, 0, kinds_get, ROUTE_POOL, 0},
    {"GET", "/plans/{id}/channels", MAY_READ, 0, channels_get, ROUTE_POOL, MIB(64)},
    {"GET", "/plans/{id}/selling", MAY_READ, 0, selling_get, ROUTE_POOL, MIB(64)},
    {"GET", "/reports/partners", MAY_READ, 0, partners_get, ROUTE_POOL, MIB(64)},
    {"GET", "/short_links/{id}/days", MAY_READ, 0, days_get, ROUTE_POOL, 0},
    {"GET", "/short_links/{id}/qr", MAY_READ, 0, qr_get, ROUTE_POOL, 0},
    {"POST", "/partners/{id}/link", MAY_EDIT_DEALS, KIB(1), link_post, ROUTE_POOL, 0},
    {"DELETE", "/partners/{id}/link", MAY_EDIT_DEALS, 0, link_delete, ROUTE_POOL, 0},
    {"GET", "/deal_registrations/{id}/conflicts", MAY_READ, 0, conflicts_get, ROUTE_POOL, 0},
    {"POST", "/deal_registrations/{id}/accept", MAY_EDIT_DEALS, KIB(4), accept_post, ROUTE_POOL, 0},
    {"POST", "/deal_registrations/{id}/decline", MAY_EDIT_DEALS, KIB(4), decline_post, ROUTE_POOL,
     0},
    {0},
};
