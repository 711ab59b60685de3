/* visitors.c -- which visitors a person is: what they did, since when, and taking it back.
 *
 * What changes the list answers with the whole list as it is then. The event store is asked for what visitors did; while it is away
 * the list comes without.
 */
#include "api/api_priv.h"

#include "facts/store_visitors.h"
#include "measure/visitor_number.h"
#include "people/contact.h"
#include "people/visitor_link.h"

#include <stdlib.h>

struct visitors_run {
    struct request *r;
    int64_t id, entry, visitor;
    int64_t consent; /* of the visitor's latest visit */
    enum err (*change)(struct ctx *cx, struct db *db, const struct visitors_run *v);
    struct visitor_link *links;
    size_t n;
    struct store_visitor_sum *sums;
    size_t sum_n;
    struct buf out;
};

static enum err read_in(struct request *r, struct db *db, void *arg)
{
    struct visitors_run *v = arg;
    void *record = NULL;
    enum err e = api_survivor(r, db, &contact_model, &v->id);

    if (!e)
        e = model_get(r->cx, db, &contact_model, v->id, &record);
    return e ? e : visitor_links_of(r->cx, db, v->id, &v->links, &v->n);
}

/* What is known of these visitors; nothing while the store is away. */
static enum err ask_store(struct request *r, const int64_t *visitors, size_t n,
                          struct store_visitor_sum **ret, size_t *ret_n)
{
    enum err e = OK;

    *ret_n = 0;
    if (api_of(r)->facts)
        e = store_visitors(r->cx, api_of(r)->facts, r->cx->site, visitors, n, ret, ret_n);
    if (e == ERR_BUSY || e == ERR_BROKEN) {
        fault_clear(r->cx);
        *ret_n = 0;
        return OK;
    }
    return e;
}

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static enum err read_sums(struct request *r, struct visitors_run *v)
{
    int64_t *ids = arena_array(r->cx->arena, v->n + 1, sizeof(*ids));
    size_t n = 0;

    if (!ids)
        return fail_memory(r->cx);
    for (size_t i = 0; i < v->n; i++)
        ids[i] = v->links[i].visitor;
    qsort(ids, v->n, sizeof(*ids), by_number);
    for (size_t i = 0; i < v->n; i++)
        if (!n || ids[n - 1] != ids[i])
            ids[n++] = ids[i];
    return ask_store(r, ids, n, &v->sums, &v->sum_n);
}

static const struct store_visitor_sum *sum_of(const struct visitors_run *v, int64_t visitor)
{
    for (size_t i = 0; i < v->sum_n; i++)
        if (v->sums[i].visitor == visitor)
            return &v->sums[i];
    return NULL;
}

static const char *or_null(const char *text)
{
    return text_empty(text) ? NULL : text;
}

static void sum_json(struct json_writer *w, const struct store_visitor_sum *s)
{
    json_int_member(w, "visits", s ? s->visits : 0);
    json_int_member(w, "views", s ? s->views : 0);
    api_time_member(w, "first_seen_at", s ? s->first_ms : NIL);
    api_time_member(w, "last_seen_at", s ? s->last_ms : NIL);
    json_text_member(w, "device", s ? or_null(s->device) : NULL);
    json_text_member(w, "browser", s ? or_null(s->browser) : NULL);
    json_text_member(w, "os", s ? or_null(s->os) : NULL);
    json_text_member(w, "channel", s ? or_null(s->channel) : NULL);
    json_text_member(w, "source", s ? or_null(s->source) : NULL);
    json_text_member(w, "medium", s ? or_null(s->medium) : NULL);
    json_bool_member(w, "stable", s && s->stable);
}

static enum err write_in(struct request *r, struct db *db, void *arg)
{
    struct visitors_run *v = arg;
    struct json_writer w = json_to(&v->out);
    struct api_names names = {.n = 0};
    enum err e = OK;

    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < v->n && !e; i++) {
        const struct visitor_link *l = &v->links[i];
        const char *by = NULL, *undone_by = NULL;
        e = api_user_name(r->cx, db, &names, l->linked_by, &by);
        if (!e)
            e = api_user_name(r->cx, db, &names, l->undone_by, &undone_by);
        json_open_object(&w);
        json_id_member(&w, "id", l->id);
        json_id_member(&w, "visitor", l->visitor);
        json_text_member(&w, "how", l->how);
        json_text_member(&w, "basis", l->basis);
        api_time_member(&w, "linked_at", l->linked_at);
        json_text_member(&w, "linked_by", by);
        api_time_member(&w, "ended_at", l->ended_at);
        api_time_member(&w, "undone_at", l->undone_at);
        json_text_member(&w, "undone_by", undone_by);
        sum_json(&w, sum_of(v, l->visitor));
        json_close_object(&w);
    }
    json_close_list(&w);
    json_text_member(&w, "next", NULL);
    json_close_object(&w);
    return e;
}

static enum err send_all(struct request *r, struct response *ret, struct visitors_run *v)
{
    enum err e = api_read(r, read_in, v);

    v->out = buf_in(r->cx->arena);
    if (!e)
        e = read_sums(r, v);
    if (!e)
        e = api_read(r, write_in, v);
    return e ? e : api_send_text(r, ret, "application/json", &v->out);
}

static enum err all_get(struct request *r, struct response *ret)
{
    struct visitors_run v = {.r = r};
    enum err e = api_id(r, &v.id);

    return e ? e : send_all(r, ret, &v);
}

/* --- changes */

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct visitors_run *v = arg;

    return v->change(cx, db, v);
}

static enum err change(struct request *r, struct response *ret, struct visitors_run *v)
{
    enum err e = db_write(r->cx, api_of(r)->pool, change_in, v);

    if (e)
        return e;
    worker_poke(api_of(r)->worker);
    return send_all(r, ret, v);
}

static enum err do_link(struct ctx *cx, struct db *db, const struct visitors_run *v)
{
    const struct visitor_link_ask ask = {.visitor = v->visitor,
                                         .contact = v->id,
                                         .how = caller_of(v->r)->session.id ? "hand" : "api",
                                         .consent = v->consent};
    enum visitor_link_outcome outcome = VISITOR_ALREADY;
    enum err e = visitor_link(cx, db, &ask, &outcome);

    if (!e && outcome == VISITOR_NO_CONSENT)
        e = fail(cx, ERR_CONFLICT, "visitor.no_consent", NULL);
    if (!e && outcome == VISITOR_FULL)
        e = fail(cx, ERR_LIMIT, "visitor.too_many", "max", "500", NULL);
    return e;
}

static enum err do_unlink(struct ctx *cx, struct db *db, const struct visitors_run *v)
{
    return visitor_unlink(cx, db, v->id, v->entry);
}

static enum err do_relink(struct ctx *cx, struct db *db, const struct visitors_run *v)
{
    return visitor_relink(cx, db, v->id, v->entry, v->consent);
}

/* What the visitor has chosen, as their latest visit says. */
static enum err read_consent(struct request *r, struct visitors_run *v)
{
    struct store_visitor_sum *sums = NULL;
    size_t n = 0;
    enum err e = v->visitor ? ask_store(r, &v->visitor, 1, &sums, &n) : OK;

    v->consent = n ? sums[0].consent : 0;
    return e;
}

/* By number, as lists tell it, or by what the visitor's cookie holds, which is all that a program behind the pages knows. */
static enum err visitor_of(struct request *r, const struct json *in, int64_t *ret)
{
    const char *cookie = json_text(json_get(in, "cookie"), NULL);
    const struct json *number = json_get(in, "visitor");
    bool given = number && number->kind != JSON_NULL;

    *ret =
        cookie ? visitor_stable(api_of(r)->visitors_key, r->cx->site, cookie) : json_int(number, 0);
    if (cookie)
        return *ret ? OK : fail_field(r->cx, "cookie", "event.visitor", NULL);
    return *ret ? OK : fail_field(r->cx, "visitor", given ? "field.id" : "visitor.which", NULL);
}

static enum err link_post(struct request *r, struct response *ret)
{
    struct visitors_run v = {.r = r, .change = do_link};
    const struct json *in = NULL;
    enum err e = api_id(r, &v.id);

    if (!e)
        e = api_body(r, ret, &in);
    if (!e)
        e = api_read(r, read_in, &v); /* whether there is such a person comes first */
    if (e)
        return e;
    e = visitor_of(r, in, &v.visitor);
    if (!e)
        e = read_consent(r, &v);
    return e ? e : change(r, ret, &v);
}

static enum err entry_read(struct request *r, struct visitors_run *v)
{
    enum err e = api_id(r, &v->id);

    if (!e && !id_read(request_param(r, "entry"), &v->entry))
        e = fail(r->cx, ERR_NOTFOUND, "net.no_route", NULL);
    return e;
}

static enum err link_delete(struct request *r, struct response *ret)
{
    struct visitors_run v = {.r = r, .change = do_unlink};
    enum err e = entry_read(r, &v);

    return e ? e : change(r, ret, &v);
}

static enum err relink_post(struct request *r, struct response *ret)
{
    struct visitors_run v = {.r = r, .change = do_relink};
    enum err e = entry_read(r, &v);

    if (!e)
        e = api_read(r, read_in, &v);
    for (size_t i = 0; !e && i < v.n; i++)
        if (v.links[i].id == v.entry)
            v.visitor = v.links[i].visitor;
    if (!e)
        e = read_consent(r, &v);
    return e ? e : change(r, ret, &v);
}

const struct route visitor_routes[] = {
    {"GET", "/contacts/{id}/visitors", MAY_READ, 0, all_get, ROUTE_POOL, 0},
    {"POST", "/contacts/{id}/visitors", MAY_EDIT_PEOPLE, KIB(1), link_post, ROUTE_POOL, 0},
    {"DELETE", "/contacts/{id}/visitors/{entry}", MAY_EDIT_PEOPLE, 0, link_delete, ROUTE_POOL, 0},
    {"POST", "/contacts/{id}/visitors/{entry}/relink", MAY_EDIT_PEOPLE, KIB(1), relink_post,
     ROUTE_POOL, 0},
    {0},
};
