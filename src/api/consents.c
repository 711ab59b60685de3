/* consents.c -- the ledger of consent over HTTP: what a person agreed to, said and read back. */
#include "api/api_priv.h"

#include "people/change.h"
#include "people/legal_basis.h"
#include "people/preference.h"

#include <stdio.h>
#include <string.h>

enum { BULK_MAX = 500 };

/* --- writing */

static void put_entry(struct json_writer *w, const struct consent *c, const char *actor)
{
    json_open_object(w);
    json_id_member(w, "id", c->id);
    json_int_member(w, "n", c->n);
    json_id_member(w, "contact", c->contact);
    json_id_member(w, "purpose", c->purpose);
    json_text_member(w, "code", c->purpose_code);
    json_text_member(w, "name", c->purpose_name);
    json_text_member(w, "state", c->state);
    json_text_member(w, "legal_basis", c->legal_basis);
    json_id_member(w, "text", c->text);
    json_text_member(w, "text_title", c->text_title);
    json_text_member(w, "text_lang", c->text_lang);
    json_name(w, "text_number");
    if (c->text == NIL)
        json_put_null(w);
    else
        json_put_int(w, c->text_number);
    api_time_member(w, "at", c->at);
    api_time_member(w, "recorded_at", c->recorded_at);
    json_text_member(w, "source", c->source);
    json_text_member(w, "channel", c->channel);
    json_text_member(w, "ip_digest", c->ip_digest);
    json_text_member(w, "agent_digest", c->agent_digest);
    json_name(w, "proof");
    if (c->proof)
        json_put_raw(w, c->proof);
    else
        json_put_null(w);
    json_id_member(w, "actor", c->actor);
    json_text_member(w, "actor_name", actor);
    json_text_member(w, "digest", c->digest);
    json_text_member(w, "chain", c->chain);
    json_bool_member(w, "erased", c->erased);
    json_close_object(w);
}

static enum err named_entry(struct ctx *cx, struct db *db, struct api_names *names,
                            struct json_writer *w, const struct consent *c)
{
    const char *actor = NULL;
    enum err e = api_user_name(cx, db, names, c->actor == NIL ? 0 : c->actor, &actor);

    if (!e)
        put_entry(w, c, actor);
    return e;
}

/* --- the ledger */

struct page_run {
    struct consent_query q;
    struct answer_json a;
};

static enum err page_in(struct request *r, struct db *db, void *arg)
{
    struct page_run *p = arg;
    struct api_names names = {0};
    struct consent *rows = NULL;
    int64_t next = 0;
    size_t n = 0;
    enum err e = OK;

    if (p->q.contact)
        e = api_survivor(r, db, &contact_model, &p->q.contact);
    if (!e)
        e = consent_list(r->cx, db, &p->q, &rows, &n, &next);

    json_open_object(&p->a.w);
    json_name(&p->a.w, "items");
    json_open_list(&p->a.w);
    for (size_t i = 0; i < n && !e; i++)
        e = named_entry(r->cx, db, &names, &p->a.w, &rows[i]);
    json_close_list(&p->a.w);
    json_id_member(&p->a.w, "next", next);
    json_close_object(&p->a.w);
    return e;
}

static enum err consents_get(struct request *r, struct response *ret)
{
    struct page_run p = {0};
    enum err e = api_query_limit(r, &p.q.limit);

    p.q.state = request_query(r, "state");
    if (!e)
        e = api_query_id(r, "contact", &p.q.contact);
    if (!e)
        e = api_query_id(r, "purpose", &p.q.purpose);
    if (!e)
        e = api_query_time(r, "from", &p.q.from);
    if (!e)
        e = api_query_time(r, "to", &p.q.to);
    if (!e)
        e = api_query_id(r, "after", &p.q.after);
    if (e)
        return e;
    api_json(r, &p.a);
    e = api_read(r, page_in, &p);
    return e ? e : api_send(r, ret, 200, &p.a);
}

/* --- an entry */

struct entry_run {
    struct request *r;
    const struct json *in;
    struct consent entry;
    int64_t contacts[BULK_MAX];
    size_t count, recorded, skipped;
    struct answer_json a;
};

static const char *raw_json(struct ctx *cx, const struct json *v)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    if (!v || v->kind == JSON_NULL)
        return NULL;
    json_put(&w, v);
    return buf_text(&out);
}

static enum err read_id(struct ctx *cx, const struct json *in, const char *name, int64_t *ret)
{
    const struct json *v = json_get(in, name);

    if (!v || v->kind == JSON_NULL || id_read(json_text(v, ""), ret))
        return OK;
    return fail_field(cx, name, "field.id", NULL);
}

static enum err read_at(struct ctx *cx, const struct json *in, int64_t *ret)
{
    const struct json *v = json_get(in, "at");

    if (!v || v->kind == JSON_NULL)
        return OK;
    if (v->kind == JSON_TEXT && time_read(cx, v->text, NULL, ret) == OK)
        return OK;
    fault_clear(cx);
    return fail_field(cx, "at", "field.time", NULL);
}

/* What is the same for one and for many. purpose is a code or an id. */
static enum err read_entry(struct request *r, const struct json *in, struct consent *c)
{
    enum err e;

    c->text = c->at = NIL;
    e = read_at(r->cx, in, &c->at);
    if (!e)
        e = read_id(r->cx, in, "text", &c->text);
    c->purpose_code = api_need_text(r, in, "purpose");
    c->state = api_need_text(r, in, "state");
    c->legal_basis = json_text(json_get(in, "legal_basis"), NULL);
    c->source = json_text(json_get(in, "source"), NULL);
    c->channel = json_text(json_get(in, "channel"), NULL);
    c->proof = raw_json(r->cx, json_get(in, "proof"));
    return e ? e : r->cx->fault.kind;
}

/* A copy to be filled in, since db_write() may come again. */
static enum err begin_entry(struct ctx *cx, struct db *db, const struct entry_run *x,
                            struct consent *ret)
{
    struct consent_purpose *p = NULL;
    enum err e = consent_purpose_find(cx, db, x->entry.purpose_code, &p);

    if (e)
        return e;
    *ret = x->entry;
    ret->purpose = p->record.id;
    return OK;
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct entry_run *x = arg;
    struct api_names names = {0};
    struct consent c;
    enum err e = begin_entry(cx, db, x, &c);

    if (!e)
        e = consent_record(cx, db, &c);
    api_json(x->r, &x->a);
    return e ? e : named_entry(cx, db, &names, &x->a.w, &c);
}

static enum err consents_post(struct request *r, struct response *ret)
{
    struct entry_run *x = arena_alloc(r->cx->arena, sizeof(*x));
    enum err e = x ? api_body(r, ret, &x->in) : fail_memory(r->cx);

    if (e)
        return e;
    x->r = r;
    if (!id_read(json_text(json_get(x->in, "contact"), ""), &x->entry.contact))
        (void)fail_field(r->cx, "contact", "field.required", NULL);
    e = read_entry(r, x->in, &x->entry);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, add_in, x);
    return e ? e : api_send(r, ret, 201, &x->a);
}

/* --- many at once */

static enum err read_contacts(struct request *r, const struct json *in, int64_t *ids, size_t most,
                              size_t *ret_n)
{
    const struct json *v = json_get(in, "contacts");
    char max[16];

    (void)snprintf(max, sizeof(max), "%zu", most);
    if (!v || v->kind != JSON_LIST || !v->first)
        return fail_field(r->cx, "contacts", "field.required", NULL);
    if (v->count > most)
        return fail_field(r->cx, "contacts", "consent.many", "max", max, NULL);
    *ret_n = 0;
    for (v = v->first; v; v = v->next)
        if (!id_read(json_text(v, ""), &ids[(*ret_n)++]))
            return fail_field(r->cx, "contacts", "field.id", NULL);
    return OK;
}

static enum err add_many_in(struct ctx *cx, struct db *db, void *arg)
{
    struct entry_run *x = arg;
    struct consent each, c;
    enum err e = begin_entry(cx, db, x, &each);

    x->recorded = x->skipped = 0;
    if (!e)
        e = changes_gather(cx, x->count);
    for (size_t i = 0; i < x->count && !e; i++) {
        c = each;
        c.contact = x->contacts[i];
        e = consent_record(cx, db, &c);
        x->recorded += !e;
        if (e == ERR_NOTFOUND) { /* gone meanwhile: nothing was written of it */
            fault_clear(cx);
            x->skipped++;
            e = OK;
        }
    }
    return e ? e : changes_flush(cx, db);
}

static enum err bulk_post(struct request *r, struct response *ret)
{
    struct entry_run *x = arena_alloc(r->cx->arena, sizeof(*x));
    enum err e = x ? api_body(r, ret, &x->in) : fail_memory(r->cx);

    if (e)
        return e;
    e = read_contacts(r, x->in, x->contacts, BULK_MAX, &x->count);
    if (!e)
        e = read_entry(r, x->in, &x->entry);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, add_many_in, x);
    r->cx->changes = NULL;
    if (e)
        return e;
    api_json(r, &x->a);
    json_open_object(&x->a.w);
    json_int_member(&x->a.w, "recorded", (int64_t)x->recorded);
    json_int_member(&x->a.w, "skipped", (int64_t)x->skipped);
    json_close_object(&x->a.w);
    return api_send(r, ret, 200, &x->a);
}

/* --- verification */

static enum err verify_in(struct request *r, struct db *db, void *arg)
{
    return consent_verify(r->cx, db, arg);
}

static enum err verify_get(struct request *r, struct response *ret)
{
    struct consent_verdict v = {0};
    struct answer_json a;
    enum err e = api_read(r, verify_in, &v);

    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_bool_member(&a.w, "ok", !v.why);
    json_int_member(&a.w, "entries", v.entries);
    json_int_member(&a.w, "erased", v.erased);
    api_verdict_members(r, &a.w, v.why, v.broken_at, v.head);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

/* --- purposes and bases */

static enum err usual_in(struct ctx *cx, struct db *db, void *arg)
{
    return consent_purposes_usual(cx, db, arg);
}

static enum err usual_post(struct request *r, struct response *ret)
{
    struct answer_json a;
    int added = 0;
    enum err e = db_write(r->cx, api_of(r)->pool, usual_in, &added);

    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_int_member(&a.w, "added", added);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

static enum err bases_get(struct request *r, struct response *ret)
{
    struct answer_json a;

    api_json(r, &a);
    json_open_object(&a.w);
    json_name(&a.w, "items");
    json_open_list(&a.w);
    for (const struct legal_basis *b = legal_bases; b->code; b++) {
        const char *key =
            arena_print(r->cx->arena, "model.consent_purpose.legal_basis.%s", b->code);
        json_open_object(&a.w);
        json_text_member(&a.w, "code", b->code);
        json_text_member(&a.w, "label",
                         key ? message(r->cx->arena, r->cx->lang, key, NULL, 0) : NULL);
        json_text_member(&a.w, "lgpd", b->lgpd);
        json_text_member(&a.w, "gdpr", b->gdpr);
        json_text_member(&a.w, "rd_station", b->rd_station);
        json_close_object(&a.w);
    }
    json_close_list(&a.w);
    json_text_member(&a.w, "next", NULL);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

/* --- where a person stands */

struct person_run {
    int64_t id;
    struct answer_json a;
};

static enum err put_state(struct ctx *cx, struct db *db, struct json_writer *w, int64_t contact,
                          const struct consent_state *s)
{
    enum consent_answer may = CONSENT_NOT_GIVEN;
    enum err e = consent_may(cx, db, contact, s->code, &may);
    const char *why = arena_print(cx->arena, "consent.why_%s", consent_answer_name(may));

    if (e || !why)
        return e ? e : fail_memory(cx);
    json_open_object(w);
    json_id_member(w, "purpose", s->purpose);
    json_text_member(w, "code", s->code);
    json_text_member(w, "name", s->name);
    json_text_member(w, "channel", s->channel);
    json_text_member(w, "purpose_basis", s->purpose_basis);
    json_bool_member(w, "active", s->active);
    json_text_member(w, "state", s->state);
    json_text_member(w, "legal_basis", s->legal_basis);
    api_time_member(w, "at", s->at);
    json_text_member(w, "source", s->source);
    json_text_member(w, "said_by", s->said_by);
    json_id_member(w, "text", s->text);
    json_name(w, "text_number");
    if (s->text == NIL)
        json_put_null(w);
    else
        json_put_int(w, s->text_number);
    json_text_member(w, "text_lang", s->text_lang);
    json_text_member(w, "text_title", s->text_title);
    json_text_member(w, "text_body", s->text_body);
    json_bool_member(w, "may", may == CONSENT_MAY);
    json_text_member(w, "why", message(cx->arena, cx->lang, why, NULL, 0));
    json_close_object(w);
    return OK;
}

static enum err put_states(struct ctx *cx, struct db *db, struct json_writer *w, int64_t contact)
{
    struct consent_state *states = NULL;
    size_t n = 0;
    enum err e = consent_states(cx, db, contact, &states, &n);

    json_name(w, "states");
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++)
        e = put_state(cx, db, w, contact, &states[i]);
    json_close_list(w);
    return e;
}

static enum err put_lists(struct ctx *cx, struct db *db, struct json_writer *w, int64_t contact)
{
    struct list_member *all = NULL;
    size_t n = 0;
    enum err e = lists_of(cx, db, contact, false, &all, &n);

    json_name(w, "lists");
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(w);
        json_id_member(w, "list", all[i].list);
        json_text_member(w, "name", all[i].list_name);
        json_bool_member(w, "public", all[i].public);
        json_bool_member(w, "double_opt_in", all[i].double_opt_in);
        json_text_member(w, "status", all[i].status);
        json_text_member(w, "source", all[i].source);
        api_time_member(w, "changed_at", all[i].status ? all[i].changed_at : NIL);
        json_close_object(w);
    }
    json_close_list(w);
    return e;
}

static enum err put_rights(struct ctx *cx, struct db *db, struct json_writer *w, int64_t contact)
{
    struct rights_request *all = NULL;
    size_t n = 0;
    enum err e = rights_requests_of(cx, db, contact, &all, &n);

    json_name(w, "requests");
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(w);
        json_id_member(w, "id", all[i].id);
        json_text_member(w, "kind", all[i].kind);
        api_time_member(w, "created_at", all[i].created_at);
        api_time_member(w, "due_at", all[i].due_at);
        json_close_object(w);
    }
    json_close_list(w);
    return e;
}

static enum err person_in(struct request *r, struct db *db, void *arg)
{
    struct person_run *p = arg;
    struct suppression s = {0};
    void *found = NULL;
    bool there = false;
    enum err e = api_survivor(r, db, &contact_model, &p->id);

    if (!e)
        e = model_get(r->cx, db, &contact_model, p->id, &found);
    if (!e)
        e = suppression_of(r->cx, db, ((const struct contact *)found)->email, &s, &there);
    json_open_object(&p->a.w);
    json_text_member(&p->a.w, "suppressed", there ? s.reason : NULL);
    api_time_member(&p->a.w, "suppressed_at", there ? s.created_at : NIL);
    json_id_member(&p->a.w, "suppression", there ? s.id : NIL);
    if (!e)
        e = put_states(r->cx, db, &p->a.w, p->id);
    if (!e)
        e = put_lists(r->cx, db, &p->a.w, p->id);
    if (!e)
        e = put_rights(r->cx, db, &p->a.w, p->id);
    json_close_object(&p->a.w);
    return e;
}

static enum err person_get(struct request *r, struct response *ret)
{
    struct person_run p = {0};
    enum err e = api_id(r, &p.id);

    api_json(r, &p.a);
    if (!e)
        e = api_read(r, person_in, &p);
    return e ? e : api_send(r, ret, 200, &p.a);
}

/* --- the person's own page */

static enum err link_in(struct request *r, struct db *db, void *arg)
{
    struct person_run *p = arg;
    const char *token = NULL;
    int64_t expires_at = 0;
    enum err e = api_survivor(r, db, &contact_model, &p->id);

    if (!e)
        e = preference_link(r->cx, db, p->id, &token, &expires_at);
    return e ? e : api_put_link(r->cx, &p->a.w, token, expires_at);
}

static enum err link_get(struct request *r, struct response *ret)
{
    struct person_run p = {0};
    enum err e = api_id(r, &p.id);

    api_json(r, &p.a);
    if (!e)
        e = api_read(r, link_in, &p);
    return e ? e : api_send(r, ret, 200, &p.a);
}

const struct route consent_routes[] = {
    {"GET", "/consents", MAY_READ, 0, consents_get, ROUTE_POOL, 0},
    {"POST", "/consents", MAY_EDIT_PEOPLE, KIB(32), consents_post, ROUTE_POOL, 0},
    {"POST", "/consents/bulk", MAY_EDIT_PEOPLE, KIB(64), bulk_post, ROUTE_POOL, MIB(64)},
    {"GET", "/consents/verify", MAY_READ, 0, verify_get, ROUTE_POOL, 0},
    {"POST", "/consent_purposes/usual", MAY_EDIT_PEOPLE, KIB(1), usual_post, ROUTE_POOL, 0},
    {"GET", "/legal-bases", MAY_READ, 0, bases_get, ROUTE_POOL, 0},
    {"GET", "/contacts/{id}/consent", MAY_READ, 0, person_get, ROUTE_POOL, 0},
    {"GET", "/contacts/{id}/preference-link", MAY_EDIT_PEOPLE, 0, link_get, ROUTE_POOL, 0},
    {0},
};
