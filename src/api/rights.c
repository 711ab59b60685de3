/* rights.c -- what a person may ask for about their own data: the queue with its days, a copy, an erasure with its proof. */
#include "api/api_priv.h"

#include "model/audit.h"
#include "people/contact.h"
#include "people/erasure.h"
#include "people/merge.h"
#include "people/person_export.h"
#include "people/rights_request.h"
#include "work/link.h"

#include <inttypes.h>
#include <stdio.h>

#include <string.h>

enum { NOTE_MAX = 4000 };

/* --- the queue */

static enum err put_request(struct ctx *cx, struct db *db, struct api_names *names,
                            struct json_writer *w, const struct rights_request *q)
{
    const char *assigned = NULL, *closed_by = NULL;
    bool open = text_equal(q->state, "open");
    enum err e = api_user_name(cx, db, names, q->assigned == NIL ? 0 : q->assigned, &assigned);

    if (!e)
        e = api_user_name(cx, db, names, q->closed_by == NIL ? 0 : q->closed_by, &closed_by);
    if (e)
        return e;
    json_open_object(w);
    json_id_member(w, "id", q->id);
    json_id_member(w, "contact", q->contact);
    json_text_member(w, "name", q->name);
    json_text_member(w, "email", q->email);
    json_text_member(w, "kind", q->kind);
    json_text_member(w, "state", q->state);
    json_text_member(w, "channel", q->channel);
    api_time_member(w, "created_at", q->created_at);
    api_time_member(w, "due_at", q->due_at);
    json_bool_member(w, "late", open && q->due_at < ctx_now(cx));
    json_text_member(w, "note", q->note);
    json_id_member(w, "assigned", q->assigned);
    json_text_member(w, "assigned_name", assigned);
    json_text_member(w, "answer", q->answer);
    api_time_member(w, "closed_at", q->closed_at);
    json_text_member(w, "closed_by_name", closed_by);
    json_id_member(w, "erasure", q->erasure);
    json_close_object(w);
    return OK;
}

struct queue_run {
    struct rights_query q;
    struct answer_json a;
};

static enum err queue_in(struct request *r, struct db *db, void *arg)
{
    struct queue_run *x = arg;
    struct api_names names = {0};
    struct rights_request *rows = NULL;
    int64_t next = 0;
    size_t n = 0;
    enum err e = OK;

    if (x->q.contact)
        e = api_survivor(r, db, &contact_model, &x->q.contact);
    if (!e)
        e = rights_requests(r->cx, db, &x->q, &rows, &n, &next);

    json_open_object(&x->a.w);
    json_name(&x->a.w, "items");
    json_open_list(&x->a.w);
    for (size_t i = 0; i < n && !e; i++)
        e = put_request(r->cx, db, &names, &x->a.w, &rows[i]);
    json_close_list(&x->a.w);
    json_id_member(&x->a.w, "next", next);
    json_close_object(&x->a.w);
    return e;
}

static enum err queue_get(struct request *r, struct response *ret)
{
    static const char *const states[] = {"open", "ended", NULL};
    struct queue_run x = {0};
    const char *state = request_query(r, "state");
    enum err e = api_query_id(r, "contact", &x.q.contact);

    x.q.open = text_empty(state) || text_equal(state, "open");
    if (!e && !x.q.open && !text_equal(state, "ended"))
        e = fail_choice(r->cx, "state", states);
    if (!e)
        e = api_query_limit(r, &x.q.limit);
    if (!e)
        e = api_query_id(r, "after", &x.q.after);
    if (e)
        return e;
    api_json(r, &x.a);
    e = api_read(r, queue_in, &x);
    return e ? e : api_send(r, ret, 200, &x.a);
}

struct one_run {
    int64_t id, contact, assigned;
    const char *kind, *note, *how, *answer, *confirm;
    struct rights_request q;
    struct erasure erasure;
    const char *token;
    int64_t expires_at;
};

static enum err one_in(struct request *r, struct db *db, void *arg)
{
    struct one_run *x = arg;

    return rights_request_get(r->cx, db, x->id, &x->q);
}

struct put_run {
    struct one_run *x;
    struct answer_json a;
};

static enum err put_in(struct request *r, struct db *db, void *arg)
{
    struct put_run *p = arg;
    struct api_names names = {0};
    enum err e = rights_request_get(r->cx, db, p->x->id, &p->x->q);

    return e ? e : put_request(r->cx, db, &names, &p->a.w, &p->x->q);
}

static enum err send_one(struct request *r, struct response *ret, int status, struct one_run *x)
{
    struct put_run p = {.x = x};
    enum err e;

    api_json(r, &p.a);
    e = api_read(r, put_in, &p);
    return e ? e : api_send(r, ret, status, &p.a);
}

static enum err one_get(struct request *r, struct response *ret)
{
    struct one_run x = {0};
    enum err e = api_id(r, &x.id);

    return e ? e : send_one(r, ret, 200, &x);
}

static enum err open_in(struct ctx *cx, struct db *db, void *arg)
{
    struct one_run *x = arg;
    enum err e = rights_request_open(cx, db, x->contact, x->kind, x->note, &x->q);

    x->id = x->q.id;
    return e;
}

static enum err queue_post(struct request *r, struct response *ret)
{
    struct one_run x = {0};
    const struct json *in = NULL;
    enum err e = api_body(r, ret, &in);

    if (e)
        return e;
    if (!id_read(json_text(json_get(in, "contact"), ""), &x.contact))
        (void)fail_field(r->cx, "contact", "field.required", NULL);
    x.kind = api_need_text(r, in, "kind");
    x.note = json_text(json_get(in, "note"), NULL);
    if (x.note && text_chars(x.note) > NOTE_MAX)
        (void)fail_too_long(r->cx, "note", NOTE_MAX, text_chars(x.note));
    if (r->cx->fault.kind)
        return r->cx->fault.kind;
    e = db_write(r->cx, api_of(r)->pool, open_in, &x);
    return e ? e : send_one(r, ret, 201, &x);
}

static enum err assign_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct one_run *x = arg;

    return rights_request_assign(cx, db, x->id, x->assigned);
}

static enum err one_patch(struct request *r, struct response *ret)
{
    struct one_run x = {.assigned = NIL};
    const struct json *in = NULL, *who;
    enum err e = api_id(r, &x.id);

    if (!e)
        e = api_body(r, ret, &in);
    if (e)
        return e;
    who = json_get(in, "assigned");
    if (who && who->kind != JSON_NULL && !id_read(json_text(who, ""), &x.assigned))
        return fail_field(r->cx, "assigned", "field.id", NULL);
    e = db_write(r->cx, api_of(r)->pool, assign_in, &x);
    return e ? e : send_one(r, ret, 200, &x);
}

static enum err close_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct one_run *x = arg;

    return rights_request_close(cx, db, x->id, x->how, x->answer);
}

static enum err close_post(struct request *r, struct response *ret)
{
    struct one_run x = {0};
    const struct json *in = NULL;
    enum err e = api_id(r, &x.id);

    if (!e)
        e = api_body(r, ret, &in);
    if (e)
        return e;
    x.how = json_text(json_get(in, "how"), NULL); /* judged once the request is known to be there */
    x.answer = json_text(json_get(in, "answer"), NULL);
    e = db_write(r->cx, api_of(r)->pool, close_in, &x);
    return e ? e : send_one(r, ret, 200, &x);
}

/* The person's own copy, by a link of a week that the office hands over. */
static enum err link_in(struct request *r, struct db *db, void *arg)
{
    struct one_run *x = arg;
    struct link l = {.purpose = LINK_COPY, .site = r->cx->site};
    enum err e = one_in(r, db, x);

    l.subject = x->q.contact;
    x->expires_at = l.expires_at = ctx_now(r->cx) + DAYS_MS(COPY_LINK_DAYS);
    return e ? e : link_sign(r->cx, db, &l, &x->token);
}

static enum err link_note_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct one_run *x = arg;

    return audit_add(cx, db, "contact", x->q.contact, "copy_link", NULL);
}

static enum err link_get(struct request *r, struct response *ret)
{
    struct one_run x = {0};
    struct answer_json a;
    const char *path;
    enum err e = api_id(r, &x.id);

    if (!e)
        e = api_read(r, link_in, &x);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, link_note_in, &x);
    if (e)
        return e;
    path = arena_print(r->cx->arena, "/p/copy/%s", x.token);
    api_json(r, &a);
    json_open_object(&a.w);
    json_text_member(&a.w, "path", path);
    api_time_member(&a.w, "expires_at", x.expires_at);
    json_close_object(&a.w);
    return path ? api_send(r, ret, 200, &a) : fail_memory(r->cx);
}

/* --- a copy */

struct copy_run {
    int64_t id;
    struct buf out;
};

static enum err copy_in(struct request *r, struct db *db, void *arg)
{
    struct copy_run *c = arg;
    enum err e = api_survivor(r, db, &contact_model, &c->id);

    return e ? e : person_export(r->cx, db, api_of(r)->facts, c->id, &c->out);
}

static enum err copy_note_in(struct ctx *cx, struct db *db, void *arg)
{
    return person_export_note(cx, db, ((struct copy_run *)arg)->id);
}

static enum err export_get(struct request *r, struct response *ret)
{
    struct copy_run c = {.out = buf_in(r->cx->arena)};
    struct buf page = buf_in(r->cx->arena);
    bool html = text_equal(request_query(r, "format"), "html");
    enum err e = api_id(r, &c.id);

    if (!e)
        e = api_read(r, copy_in, &c);
    if (!e && html)
        e = person_export_html(r->cx, buf_text(&c.out), c.out.len, &page);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, copy_note_in, &c);
    if (e)
        return e;
    api_file_name(r, ret, html ? "person.html" : "person.json");
    return html ? api_send_text(r, ret, "text/html; charset=utf-8", &page)
                : api_send_text(r, ret, "application/json", &c.out);
}

/* --- erasures */

static void put_counts(struct json_writer *w, const struct erasure_count *all, size_t n)
{
    json_name(w, "counts");
    json_open_list(w);
    for (size_t i = 0; i < n; i++) {
        json_open_object(w);
        json_text_member(w, "what", all[i].what);
        json_text_member(w, "table", all[i].name);
        json_int_member(w, "rows", all[i].n);
        json_close_object(w);
    }
    json_close_list(w);
}

static void put_erasure(struct request *r, struct json_writer *w, const struct erasure *x)
{
    json_id_member(w, "id", x->id);
    json_id_member(w, "contact", x->contact);
    json_id_member(w, "request", x->request);
    json_text_member(w, "state", x->state);
    json_text_member(w, "step", x->step);
    json_text_member(w, "asked_by", x->asked_by);
    api_time_member(w, "created_at", x->created_at);
    api_time_member(w, "done_at", x->done_at);
    json_text_member(w, "message",
                     x->error ? message(r->cx->arena, r->cx->lang, x->error, NULL, 0) : NULL);
}

static enum err preview_in(struct request *r, struct db *db, void *arg)
{
    struct put_run *p = arg;
    struct erasure_count *all = NULL;
    void *record = NULL;
    size_t n = 0;
    enum err e = api_survivor(r, db, &contact_model, &p->x->contact);

    if (!e)
        e = erasure_preview(r->cx, db, p->x->contact, &all, &n);
    if (!e)
        e = model_get(r->cx, db, &contact_model, p->x->contact, &record);
    if (e)
        return e;
    json_open_object(&p->a.w);
    json_id_member(&p->a.w, "contact", p->x->contact);
    json_text_member(&p->a.w, "confirm",
                     ((struct contact *)record)->name ? ((struct contact *)record)->name
                                                      : ((struct contact *)record)->email);
    put_counts(&p->a.w, all, n);
    json_close_object(&p->a.w);
    return OK;
}

static enum err preview_get(struct request *r, struct response *ret)
{
    struct one_run x = {0};
    struct put_run p = {.x = &x};
    enum err e = api_id(r, &x.contact);

    if (e)
        return e;
    api_json(r, &p.a);
    e = api_read(r, preview_in, &p);
    return e ? e : api_send(r, ret, 200, &p.a);
}

/* Typed out, so that nobody is erased by a slip: the name, or the address where there is none. */
static enum err check_confirm(struct ctx *cx, struct db *db, const struct one_run *x)
{
    void *record = NULL;
    const struct contact *c;
    const char *wanted;
    char id[24];
    enum err e = model_get(cx, db, &contact_model, x->contact, &record);

    if (e)
        return e;
    c = record;
    (void)snprintf(id, sizeof(id), "%" PRId64, x->contact);
    wanted = !text_empty(c->name) ? c->name : !text_empty(c->email) ? c->email : id;
    if (c->erased_at == NIL &&
        !text_equal(text_fold(cx->arena, wanted), text_fold(cx->arena, x->confirm)))
        return fail_field(cx, "confirm", "rights.confirm", NULL);
    return OK;
}

static enum err erase_in(struct ctx *cx, struct db *db, void *arg)
{
    struct one_run *x = arg;
    struct rights_request *open = NULL;
    int64_t request = 0;
    size_t n = 0;
    enum err e = merge_survivor(cx, db, MERGE_CONTACTS, x->contact, &x->contact);

    if (!e)
        e = check_confirm(cx, db, x);
    if (!e)
        e = rights_requests_of(cx, db, x->contact, &open, &n);
    for (size_t i = 0; i < n && !e; i++)
        if (text_equal(open[i].kind, "erase"))
            request = open[i].id;
    return e ? e
             : erasure_begin(cx, db, x->contact, request, request ? "person" : "office",
                             &x->erasure);
}

static enum err erase_post(struct request *r, struct response *ret)
{
    struct one_run x = {0};
    struct answer_json a;
    const struct json *in = NULL;
    enum err e = api_id(r, &x.contact);

    if (!e)
        e = api_body(r, ret, &in);
    if (e)
        return e;
    x.confirm = json_text(json_get(in, "confirm"), "");
    e = db_write(r->cx, api_of(r)->pool, erase_in, &x);
    if (e)
        return e;
    worker_poke(api_of(r)->worker);
    api_json(r, &a);
    json_open_object(&a.w);
    put_erasure(r, &a.w, &x.erasure);
    json_close_object(&a.w);
    return api_send(r, ret, 202, &a);
}

struct list_run {
    int64_t after;
    int limit;
    struct answer_json a;
};

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct list_run *l = arg;
    struct erasure *rows = NULL;
    int64_t next = 0;
    size_t n = 0;
    enum err e = erasure_list(r->cx, db, l->after, l->limit, &rows, &n, &next);

    json_open_object(&l->a.w);
    json_name(&l->a.w, "items");
    json_open_list(&l->a.w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(&l->a.w);
        put_erasure(r, &l->a.w, &rows[i]);
        json_close_object(&l->a.w);
    }
    json_close_list(&l->a.w);
    json_id_member(&l->a.w, "next", next);
    json_close_object(&l->a.w);
    return e;
}

static enum err list_get(struct request *r, struct response *ret)
{
    struct list_run l = {0};
    enum err e = api_query_limit(r, &l.limit);

    if (!e)
        e = api_query_id(r, "after", &l.after);
    if (e)
        return e;
    api_json(r, &l.a);
    e = api_read(r, list_in, &l);
    return e ? e : api_send(r, ret, 200, &l.a);
}

static enum err erasure_in(struct request *r, struct db *db, void *arg)
{
    struct put_run *p = arg;
    struct erasure_count *all = NULL;
    size_t n = 0;
    enum err e = erasure_get(r->cx, db, p->x->id, &p->x->erasure);

    if (!e)
        e = erasure_counts(r->cx, db, p->x->id, &all, &n);
    if (e)
        return e;
    json_open_object(&p->a.w);
    put_erasure(r, &p->a.w, &p->x->erasure);
    put_counts(&p->a.w, all, n);
    json_name(&p->a.w, "proof");
    json_put_raw(&p->a.w, p->x->erasure.proof ? p->x->erasure.proof : "null");
    json_close_object(&p->a.w);
    return OK;
}

static enum err erasure_one_get(struct request *r, struct response *ret)
{
    struct one_run x = {0};
    struct put_run p = {.x = &x};
    enum err e = api_id(r, &x.id);

    if (e)
        return e;
    api_json(r, &p.a);
    e = api_read(r, erasure_in, &p);
    return e ? e : api_send(r, ret, 200, &p.a);
}

static enum err proof_in(struct request *r, struct db *db, void *arg)
{
    struct one_run *x = arg;

    return erasure_get(r->cx, db, x->id, &x->erasure);
}

static enum err proof_get(struct request *r, struct response *ret)
{
    struct one_run x = {0};
    struct buf out = buf_in(r->cx->arena);
    enum err e = api_id(r, &x.id);

    if (!e)
        e = api_read(r, proof_in, &x);
    if (!e && !x.erasure.proof)
        e = fail(r->cx, ERR_CONFLICT, "rights.no_proof", NULL);
    if (e)
        return e;
    buf_add_text(&out, x.erasure.proof);
    api_file_name(r, ret, "erasure.json");
    return api_send_text(r, ret, "application/json", &out);
}

const struct route rights_routes[] = {
    {"GET", "/rights-requests", MAY_READ, 0, queue_get, ROUTE_POOL, 0},
    {"POST", "/rights-requests", MAY_EDIT_PEOPLE, KIB(32), queue_post, ROUTE_POOL, 0},
    {"GET", "/rights-requests/{id}", MAY_READ, 0, one_get, ROUTE_POOL, 0},
    {"PATCH", "/rights-requests/{id}", MAY_EDIT_PEOPLE, KIB(4), one_patch, ROUTE_POOL, 0},
    {"POST", "/rights-requests/{id}/close", MAY_EDIT_PEOPLE, KIB(32), close_post, ROUTE_POOL, 0},
    {"GET", "/rights-requests/{id}/copy-link", MAY_EXPORT, 0, link_get, ROUTE_POOL, 0},
    {"GET", "/contacts/{id}/export", MAY_EXPORT, 0, export_get, ROUTE_POOL, MIB(64)},
    {"GET", "/contacts/{id}/erasure", MAY_ERASE, 0, preview_get, ROUTE_POOL, 0},
    {"POST", "/contacts/{id}/erase", MAY_ERASE, KIB(4), erase_post, ROUTE_POOL, 0},
    {"GET", "/erasures", MAY_READ, 0, list_get, ROUTE_POOL, 0},
    {"GET", "/erasures/{id}", MAY_READ, 0, erasure_one_get, ROUTE_POOL, 0},
    {"GET", "/erasures/{id}/proof", MAY_READ, 0, proof_get, ROUTE_POOL, 0},
    {0},
};
