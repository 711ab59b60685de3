/* lists.c -- who is on a list, put there and taken off, and the link by which a pending one confirms. */
#include "api/api_priv.h"

#include "people/change.h"
#include "people/preference.h"

#include <stdio.h>

enum { MEMBERS_MAX = 500 };

enum err api_put_link(struct ctx *cx, struct json_writer *w, const char *token, int64_t expires_at)
{
    const char *path = arena_print(cx->arena, "/p/%s", token);

    if (!path)
        return fail_memory(cx);
    json_open_object(w);
    json_text_member(w, "path", path);
    api_time_member(w, "expires_at", expires_at);
    json_close_object(w);
    return OK;
}

static enum err counts_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct list_count *all = NULL;
    size_t n = 0;
    enum err e = list_counts(r->cx, db, &all, &n);

    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(&a->w);
        json_id_member(&a->w, "list", all[i].list);
        json_int_member(&a->w, "subscribed", all[i].subscribed);
        json_int_member(&a->w, "pending", all[i].pending);
        json_int_member(&a->w, "unsubscribed", all[i].unsubscribed);
        json_close_object(&a->w);
    }
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return e;
}

static enum err counts_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, counts_in);
}

/* --- members */

struct members_run {
    struct list_members_query q;
    struct answer_json a;
};

static void put_member(struct json_writer *w, const struct list_member *m)
{
    json_open_object(w);
    json_id_member(w, "contact", m->contact);
    json_text_member(w, "name", m->name);
    json_text_member(w, "email", m->email);
    json_text_member(w, "status", m->status);
    json_text_member(w, "source", m->source);
    api_time_member(w, "pending_at", m->pending_at);
    api_time_member(w, "subscribed_at", m->subscribed_at);
    api_time_member(w, "unsubscribed_at", m->unsubscribed_at);
    json_close_object(w);
}

static enum err members_in(struct request *r, struct db *db, void *arg)
{
    struct members_run *m = arg;
    struct list_member *rows = NULL;
    int64_t next = 0;
    size_t n = 0;
    enum err e = list_members(r->cx, db, &m->q, &rows, &n, &next);

    json_open_object(&m->a.w);
    json_name(&m->a.w, "items");
    json_open_list(&m->a.w);
    for (size_t i = 0; i < n && !e; i++)
        put_member(&m->a.w, &rows[i]);
    json_close_list(&m->a.w);
    json_id_member(&m->a.w, "next", next);
    json_close_object(&m->a.w);
    return e;
}

static enum err members_get(struct request *r, struct response *ret)
{
    struct members_run m = {0};
    const char *status = request_query(r, "status");
    enum err e = api_id(r, &m.q.list);

    m.q.status = text_empty(status) ? NULL : status;
    if (!e)
        e = api_query_limit(r, &m.q.limit);
    if (!e)
        e = api_query_id(r, "after", &m.q.after);
    api_json(r, &m.a);
    if (!e)
        e = api_read(r, members_in, &m);
    return e ? e : api_send(r, ret, 200, &m.a);
}

struct set_run {
    int64_t list, contacts[MEMBERS_MAX];
    size_t count;
    const char *status, *source;
    bool confirmed;
    int64_t subscribed, pending, unsubscribed, skipped;
    struct left_out {
        int64_t contact;
        const char *code; /* after "consent.why_", a message */
    } left_out[MEMBERS_MAX];
};

static void leave_out(struct set_run *s, int64_t contact, const char *code)
{
    s->left_out[s->skipped++] = (struct left_out){contact, code};
}

static enum err set_one(struct ctx *cx, struct db *db, struct set_run *s, int64_t contact)
{
    struct list_member now = {0};
    enum consent_answer may = CONSENT_MAY;
    enum err e = OK;

    if (text_equal(s->status, "subscribed"))
        e = list_may_join(cx, db, s->list, contact, &may);
    if (!e && may != CONSENT_MAY) {
        leave_out(s, contact, consent_answer_name(may));
        return OK;
    }
    if (!e)
        e = list_set(cx, db, s->list, contact, s->status, s->source, s->confirmed, &now);
    s->subscribed += !e && text_equal(now.status, "subscribed");
    s->pending += !e && text_equal(now.status, "pending");
    s->unsubscribed += !e && text_equal(now.status, "unsubscribed");
    return e;
}

static bool nobody_there(const struct ctx *cx, enum err e)
{
    return e == ERR_NOTFOUND || (e == ERR_CONFLICT && text_equal(cx->fault.key, "contact.erased"));
}

static enum err set_in(struct ctx *cx, struct db *db, void *arg)
{
    struct set_run *s = arg;
    void *list = NULL;
    const char *diff;
    enum err e = model_get(cx, db, &list_model, s->list, &list);

    s->subscribed = s->pending = s->unsubscribed = s->skipped = 0;
    if (!e)
        e = changes_gather(cx, s->count);
    for (size_t i = 0; i < s->count && !e; i++) {
        e = set_one(cx, db, s, s->contacts[i]);
        if (nobody_there(cx, e)) { /* nothing was written of them */
            leave_out(s, s->contacts[i], e == ERR_NOTFOUND ? "no_contact" : "erased");
            fault_clear(cx);
            e = OK;
        }
    }
    if (!e)
        e = changes_flush(cx, db);
    diff =
        arena_print(cx->arena, "{\"status\":\"%s\",\"members\":%zu}",
                    text_equal(s->status, "subscribed") ? "subscribed" : "unsubscribed", s->count);
    return e ? e : audit_add(cx, db, "list", s->list, "members", diff);
}

static enum err read_set(struct request *r, const struct json *in, struct set_run *s)
{
    const struct json *v = json_get(in, "contacts");
    char max[16];

    (void)snprintf(max, sizeof(max), "%d", MEMBERS_MAX);
    s->status = api_need_text(r, in, "status");
    s->source = json_text(json_get(in, "source"), NULL);
    s->confirmed = json_bool(json_get(in, "confirmed"), false);
    if (!v || v->kind != JSON_LIST || !v->first)
        return fail_field(r->cx, "contacts", "field.required", NULL);
    if (v->count > MEMBERS_MAX)
        return fail_field(r->cx, "contacts", "consent.many", "max", max, NULL);
    for (v = v->first; v; v = v->next)
        if (!id_read(json_text(v, ""), &s->contacts[s->count++]))
            return fail_field(r->cx, "contacts", "field.id", NULL);
    return r->cx->fault.kind;
}

/* No such list is told before what is wrong about the body. */
static enum err list_in(struct request *r, struct db *db, void *arg)
{
    const struct set_run *s = arg;
    void *list = NULL;

    return model_get(r->cx, db, &list_model, s->list, &list);
}

static void put_left_out(struct request *r, struct json_writer *w, const struct left_out *l)
{
    const char *key = arena_print(r->cx->arena, "consent.why_%s", l->code);

    json_open_object(w);
    json_id_member(w, "contact", l->contact);
    json_text_member(w, "code", l->code);
    json_text_member(w, "message",
                     key ? message(r->cx->arena, r->cx->lang, key, NULL, 0) : l->code);
    json_close_object(w);
}

static enum err members_post(struct request *r, struct response *ret)
{
    struct set_run *s = arena_alloc(r->cx->arena, sizeof(*s));
    const struct json *in = NULL;
    struct answer_json a;
    enum err e = s ? api_id(r, &s->list) : fail_memory(r->cx);

    if (!e)
        e = api_read(r, list_in, s);
    if (!e)
        e = api_body(r, ret, &in);
    if (!e)
        e = read_set(r, in, s);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, set_in, s);
    r->cx->changes = NULL;
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_int_member(&a.w, "subscribed", s->subscribed);
    json_int_member(&a.w, "pending", s->pending);
    json_int_member(&a.w, "unsubscribed", s->unsubscribed);
    json_int_member(&a.w, "skipped", s->skipped);
    json_name(&a.w, "left_out");
    json_open_list(&a.w);
    for (int64_t i = 0; i < s->skipped; i++)
        put_left_out(r, &a.w, &s->left_out[i]);
    json_close_list(&a.w);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

/* --- the link of a pending one */

struct link_run {
    int64_t list, contact;
    struct answer_json a;
};

static enum err link_in(struct request *r, struct db *db, void *arg)
{
    struct link_run *l = arg;
    const char *token = NULL;
    int64_t days = 0, expires_at = 0;
    enum err e = confirm_days(r->cx, db, &days);

    if (!e)
        e = list_confirm_link(r->cx, db, l->list, l->contact, days, &token, &expires_at);
    return e ? e
             : api_put_link(r->cx, &l->a.w, arena_print(r->cx->arena, "confirm/%s", token),
                            expires_at);
}

static enum err link_get(struct request *r, struct response *ret)
{
    struct link_run l = {0};
    enum err e = api_id(r, &l.list);

    if (!e && !id_read(request_param(r, "contact"), &l.contact))
        e = fail(r->cx, ERR_NOTFOUND, "net.no_route", NULL);
    api_json(r, &l.a);
    if (!e)
        e = api_read(r, link_in, &l);
    return e ? e : api_send(r, ret, 200, &l.a);
}

const struct route list_routes[] = {
    {"GET", "/lists/counts", MAY_READ, 0, counts_get, ROUTE_POOL, 0},
    {"GET", "/lists/{id}/members", MAY_READ, 0, members_get, ROUTE_POOL, 0},
    {"POST", "/lists/{id}/members", MAY_EDIT_PEOPLE, KIB(64), members_post, ROUTE_POOL, MIB(64)},
    {"GET", "/lists/{id}/members/{contact}/confirm-link", MAY_EDIT_PEOPLE, 0, link_get, ROUTE_POOL,
     0},
    {0},
};
