/* handoffs.c -- leads passed to sales: the queue, the answers, and who may be given some. */
#include "api/api_priv.h"

#include "people/handoff.h"

#include <stdio.h>

static const char *given(const struct request *r, const char *name)
{
    const char *text = request_query(r, name);

    return text_empty(text) ? NULL : text;
}

static void int_or_null(struct json_writer *w, const char *name, int64_t v)
{
    json_name(w, name);
    if (v == NIL)
        json_put_null(w);
    else
        json_put_int(w, v);
}

static void put_named(struct json_writer *w, const char *name, int64_t id, const char *label)
{
    json_name(w, name);
    if (id == NIL) {
        json_put_null(w);
        return;
    }
    json_open_object(w);
    json_id_member(w, "id", id);
    json_text_member(w, "name", label);
    json_close_object(w);
}

static void put_handoff(struct json_writer *w, const struct handoff *h, int64_t now)
{
    json_open_object(w);
    json_id_member(w, "id", h->id);
    json_text_member(w, "state", h->state);
    put_named(w, "seller", h->seller, h->seller_name);
    put_named(w, "asked_by", h->asked_by, h->asked_name);
    api_time_member(w, "asked_at", h->asked_at);
    api_time_member(w, "due_at", h->due_at);
    json_bool_member(w, "late", text_equal(h->state, "waiting") && h->due_at < now);
    json_text_member(w, "message", h->message);
    json_text_member(w, "channel", h->channel);
    api_time_member(w, "answered_at", h->answered_at);
    json_text_member(w, "reason", h->reason);
    json_text_member(w, "note", h->note);
    json_name(w, "contact");
    json_open_object(w);
    json_id_member(w, "id", h->contact);
    json_text_member(w, "name", h->name);
    json_text_member(w, "email", h->email);
    json_text_member(w, "phone", h->phone);
    json_text_member(w, "job_title", h->job_title);
    json_text_member(w, "lifecycle", h->lifecycle);
    api_time_member(w, "first_contact_at", h->first_contact_at);
    put_named(w, "account", h->account, h->account_name);
    json_text_member(w, "industry", h->industry);
    int_or_null(w, "employees", h->employees);
    json_close_object(w);
    json_close_object(w);
}

/* --- lists */

struct list_run {
    struct handoff_query q;
    struct answer_json a;
};

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct list_run *l = arg;
    struct handoff_page page = {0};
    enum err e = handoffs_list(r->cx, db, &l->q, &page);

    api_json(r, &l->a);
    json_open_object(&l->a.w);
    json_name(&l->a.w, "items");
    json_open_list(&l->a.w);
    for (size_t i = 0; i < page.n && !e; i++)
        put_handoff(&l->a.w, &page.all[i], ctx_now(r->cx));
    json_close_list(&l->a.w);
    json_text_member(&l->a.w, "next", page.next);
    json_close_object(&l->a.w);
    return e;
}

static enum err handoffs_get(struct request *r, struct response *ret)
{
    static const char *const states[] = {"waiting", "accepted", "returned", "withdrawn"};
    struct list_run l = {.q = {.state = given(r, "state"),
                               .channel = given(r, "channel"),
                               .reason = given(r, "reason"),
                               .after = given(r, "after"),
                               .late = text_equal(given(r, "late"), "1")}};
    bool known = !l.q.state;
    enum err e = api_query_limit(r, &l.q.limit);

    for (size_t i = 0; i < COUNT_OF(states); i++)
        known = known || text_equal(states[i], l.q.state);
    if (!known)
        e = fail_field(r->cx, "state", "field.choice", "choices",
                       "waiting, accepted, returned, withdrawn", NULL);
    if (!e)
        e = api_query_id(r, "seller", &l.q.seller);
    if (!e)
        e = api_query_id(r, "contact", &l.q.contact);
    if (!e)
        e = api_query_time(r, "from", &l.q.from_at);
    if (!e)
        e = api_query_time(r, "to", &l.q.until_at);
    if (!e)
        e = api_read(r, list_in, &l);
    return e ? e : api_send(r, ret, 200, &l.a);
}

static enum err sellers_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct handoff_seller *all = NULL;
    size_t n = 0;
    enum err e = handoff_sellers(r->cx, db, &all, &n);

    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(&a->w);
        json_id_member(&a->w, "id", all[i].id);
        json_text_member(&a->w, "name", all[i].name);
        json_int_member(&a->w, "waiting", all[i].waiting);
        json_int_member(&a->w, "late", all[i].late);
        json_close_object(&a->w);
    }
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return e;
}

static enum err sellers_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, sellers_in);
}

/* --- passing */

struct pass_run {
    int64_t contacts[HANDOFFS_AT_ONCE], seller;
    size_t n;
    const char *text;
    struct handoff_passed passed;
};

static enum err pass_in(struct ctx *cx, struct db *db, void *arg)
{
    struct pass_run *p = arg;

    return handoff_pass(cx, db, p->contacts, p->n, p->seller, p->text, &p->passed);
}

static enum err read_pass(struct request *r, const struct json *in, struct pass_run *p)
{
    const struct json *v = json_get(in, "contacts"), *seller = json_get(in, "seller");
    char max[16];

    (void)snprintf(max, sizeof(max), "%d", HANDOFFS_AT_ONCE);
    p->text = json_text(json_get(in, "message"), NULL);
    if (seller && seller->kind != JSON_NULL && !id_read(json_text(seller, ""), &p->seller))
        return fail_field(r->cx, "seller", "field.id", NULL);
    if (!v || v->kind != JSON_LIST || !v->first)
        return fail_field(r->cx, "contacts", "field.required", NULL);
    if (v->count > HANDOFFS_AT_ONCE)
        return fail_field(r->cx, "contacts", "consent.many", "max", max, NULL);
    for (v = v->first; v; v = v->next)
        if (!id_read(json_text(v, ""), &p->contacts[p->n++]))
            return fail_field(r->cx, "contacts", "field.id", NULL);
    return OK;
}

static enum err pass_answer(struct request *r, struct response *ret, const struct pass_run *p)
{
    struct answer_json a;

    api_json(r, &a);
    json_open_object(&a.w);
    json_int_member(&a.w, "passed", (int64_t)p->passed.n);
    json_name(&a.w, "ids");
    json_open_list(&a.w);
    for (size_t i = 0; i < p->passed.n; i++)
        json_put_id(&a.w, p->passed.ids[i]);
    json_close_list(&a.w);
    json_name(&a.w, "skipped");
    json_open_list(&a.w);
    for (size_t i = 0; i < p->passed.skipped_n; i++) {
        const struct handoff_skip *s = &p->passed.skipped[i];
        json_open_object(&a.w);
        json_id_member(&a.w, "contact", s->contact);
        json_text_member(&a.w, "code", s->why);
        json_text_member(&a.w, "message", message(r->cx->arena, r->cx->lang, s->why, NULL, 0));
        json_close_object(&a.w);
    }
    json_close_list(&a.w);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

static enum err handoffs_post(struct request *r, struct response *ret)
{
    struct pass_run *p = arena_alloc(r->cx->arena, sizeof(*p));
    const struct json *in = NULL;
    enum err e;

    if (!p)
        return fail_memory(r->cx);
    *p = (struct pass_run){0};
    e = api_body(r, ret, &in);
    if (!e)
        e = read_pass(r, in, p);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, pass_in, p);
    return e ? e : pass_answer(r, ret, p);
}

/* --- answers */

struct answer_run {
    int64_t id;
    enum { ACCEPT, RETURN, WITHDRAW } how;
    const char *reason, *note;
    struct handoff after;
};

static enum err answer_in(struct ctx *cx, struct db *db, void *arg)
{
    struct answer_run *a = arg;
    enum err e = a->how == ACCEPT   ? handoff_accept(cx, db, a->id)
                 : a->how == RETURN ? handoff_return(cx, db, a->id, a->reason, a->note)
                                    : handoff_withdraw(cx, db, a->id);

    return e ? e : handoff_get(cx, db, a->id, &a->after);
}

static enum err answer(struct request *r, struct response *ret, struct answer_run *run)
{
    struct answer_json a;
    enum err e = api_id(r, &run->id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, answer_in, run);
    if (e)
        return e;
    api_json(r, &a);
    put_handoff(&a.w, &run->after, ctx_now(r->cx));
    return api_send(r, ret, 200, &a);
}

static enum err accept_post(struct request *r, struct response *ret)
{
    struct answer_run a = {.how = ACCEPT};

    return answer(r, ret, &a);
}

static enum err return_post(struct request *r, struct response *ret)
{
    struct answer_run a = {.how = RETURN};
    const struct json *in = NULL;
    enum err e = api_body(r, ret, &in);

    if (e)
        return e;
    a.reason = json_text(json_get(in, "reason"), NULL);
    a.note = json_text(json_get(in, "note"), NULL);
    return answer(r, ret, &a);
}

static enum err handoff_delete(struct request *r, struct response *ret)
{
    struct answer_run a = {.how = WITHDRAW};

    return answer(r, ret, &a);
}

const struct route handoff_routes[] = {
    {"GET", "/handoffs", MAY_READ, 0, handoffs_get, ROUTE_POOL, 0},
    {"POST", "/handoffs", MAY_EDIT_PEOPLE, KIB(32), handoffs_post, ROUTE_POOL, MIB(64)},
    {"GET", "/handoffs/sellers", MAY_READ, 0, sellers_get, ROUTE_POOL, 0},
    {"POST", "/handoffs/{id}/accept", MAY_EDIT_DEALS, KIB(1), accept_post, ROUTE_POOL, 0},
    {"POST", "/handoffs/{id}/return", MAY_EDIT_DEALS, KIB(16), return_post, ROUTE_POOL, 0},
    {"DELETE", "/handoffs/{id}", MAY_EDIT_PEOPLE, 0, handoff_delete, ROUTE_POOL, 0},
    {0},
};
