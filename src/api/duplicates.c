/* duplicates.c -- pairs that may be one: the list, what is said about them, and the search. */
#include "api/api_priv.h"

#include "people/account.h"
#include "people/contact.h"
#include "people/duplicate.h"

#include <string.h>

struct list_run {
    struct duplicate_query q;
    struct answer_json a;
};

static void put_reasons(struct json_writer *w, const char *reasons)
{
    json_name(w, "reasons");
    json_open_list(w);
    for (const char *p = reasons; *p;) {
        size_t n = strcspn(p, ",");
        json_put_text_n(w, p, n);
        p += n + (p[n] == ',');
    }
    json_close_list(w);
}

/* A pair of which one was deleted since the search is left out. */
static enum err put_pair(struct request *r, struct db *db, struct json_writer *w, enum merge_of of,
                         const struct duplicate *d)
{
    void *one = NULL, *other = NULL;
    enum err e = model_get(r->cx, db, merge_model(of), d->one, &one);

    if (!e)
        e = model_get(r->cx, db, merge_model(of), d->other, &other);
    if (e == ERR_NOTFOUND) {
        fault_clear(r->cx);
        return OK;
    }
    if (e)
        return e;
    json_open_object(w);
    json_id_member(w, "id", d->id);
    json_text_member(w, "kind", merge_model(of)->name);
    json_int_member(w, "score", d->score);
    put_reasons(w, d->reasons);
    api_time_member(w, "found_at", d->found_at);
    api_time_member(w, "dismissed_at", d->dismissed_at);
    json_name(w, "one");
    model_to_json(w, merge_model(of), one);
    json_name(w, "other");
    model_to_json(w, merge_model(of), other);
    json_close_object(w);
    return OK;
}

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct list_run *l = arg;
    struct duplicate_page page = {0};
    enum err e = duplicates_list(r->cx, db, &l->q, &page);

    api_json(r, &l->a);
    json_open_object(&l->a.w);
    json_name(&l->a.w, "items");
    json_open_list(&l->a.w);
    for (size_t i = 0; i < page.n && !e; i++)
        e = put_pair(r, db, &l->a.w, l->q.of, &page.all[i]);
    json_close_list(&l->a.w);
    json_text_member(&l->a.w, "next", page.next);
    json_close_object(&l->a.w);
    return e;
}

static enum err duplicates_get(struct request *r, struct response *ret)
{
    const char *kind = request_query(r, "kind"), *dismissed = request_query(r, "dismissed");
    const struct model *m = kind ? api_model_named(api_of(r), kind) : &contact_model;
    struct list_run l = {.q = {.after = request_query(r, "after"),
                               .dismissed = dismissed && strcmp(dismissed, "1") == 0}};
    enum err e = api_query_limit(r, &l.q.limit);

    if (!e && (!m || !merge_of_model(m, &l.q.of)))
        e = fail_field(r->cx, "kind", "field.choice", "choices", "contact, account", NULL);
    if (!e)
        e = api_query_id(r, "record", &l.q.record);
    if (!e)
        e = api_read(r, list_in, &l);
    return e ? e : api_send(r, ret, 200, &l.a);
}

struct say_run {
    int64_t id;
    bool dismissed;
};

static enum err say_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct say_run *s = arg;

    return duplicate_dismiss(cx, db, s->id, s->dismissed);
}

static enum err say(struct request *r, struct response *ret, bool dismissed)
{
    struct say_run s = {.dismissed = dismissed};
    enum err e = api_id(r, &s.id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, say_in, &s);
    if (!e)
        ret->status = 204;
    return e;
}

static enum err dismiss_post(struct request *r, struct response *ret)
{
    return say(r, ret, true);
}

static enum err dismiss_delete(struct request *r, struct response *ret)
{
    return say(r, ret, false);
}

static enum err search_in(struct ctx *cx, struct db *db, void *arg)
{
    return duplicates_queue(cx, db, arg);
}

static enum err search_post(struct request *r, struct response *ret)
{
    int64_t job = 0;
    enum err e = db_write(r->cx, api_of(r)->pool, search_in, &job);

    return e ? e : api_send_job(r, ret, job);
}

const struct route duplicate_routes[] = {
    {"GET", "/duplicates", MAY_READ, 0, duplicates_get, ROUTE_POOL, 0},
    {"POST", "/duplicates/search", MAY_EDIT_PEOPLE, KIB(1), search_post, ROUTE_POOL, 0},
    {"POST", "/duplicates/{id}/dismiss", MAY_EDIT_PEOPLE, KIB(1), dismiss_post, ROUTE_POOL, 0},
    {"DELETE", "/duplicates/{id}/dismiss", MAY_EDIT_PEOPLE, 0, dismiss_delete, ROUTE_POOL, 0},
    {0},
};
