/* webhooks.c -- subscriptions to events, their keys, and the log of what was sent.
 *
 * A subscription is a record like others, but its key is shown with the answer that makes it, and never again. */
#include "api/api_priv.h"

#include "base/text.h"
#include "net/client.h"
#include "work/webhook.h"

struct hook_run {
    struct request *r;
    const struct json *in;
    const struct client *client;
    int64_t id, entry, version;
    struct webhook *hook;
    char secret[WEBHOOK_SECRET_MAX];
    struct webhook_delivery delivery;
    int64_t made;
};

static void put_hook(struct json_writer *w, const struct webhook *h, enum lang lang,
                     struct arena *a, const char *secret)
{
    json_open_object(w);
    json_id_member(w, "id", h->record.id);
    json_int_member(w, "version", h->record.version);
    json_text_member(w, "name", h->name);
    json_text_member(w, "url", h->url);
    json_name(w, "events");
    json_put_raw(w, h->events);
    json_bool_member(w, "bulk", h->bulk == 1);
    json_bool_member(w, "active", h->active == 1);
    api_time_member(w, "paused_at", h->paused_at);
    json_text_member(w, "paused_why",
                     h->paused_why ? message(a, lang, h->paused_why, NULL, 0) : NULL);
    api_time_member(w, "old_secret_until", h->secret_until);
    api_time_member(w, "created_at", h->record.created_at);
    api_time_member(w, "changed_at", h->record.changed_at);
    if (secret)
        json_text_member(w, "secret", secret);
    json_close_object(w);
}

static enum err send_hook(struct request *r, struct response *ret, int status,
                          const struct hook_run *x)
{
    struct answer_json a;

    api_json(r, &a);
    put_hook(&a.w, x->hook, r->cx->lang, r->cx->arena, x->secret[0] ? x->secret : NULL);
    api_etag(r, ret, x->hook);
    return api_send(r, ret, status, &a);
}

/* --- subscriptions */

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct model_query q = {.limit = WEBHOOKS_MAX};
    struct model_page page = {0};
    enum err e = model_list(r->cx, db, &webhook_model, &q, &page);

    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (size_t i = 0; i < page.n && !e; i++)
        put_hook(&a->w, page.records[i], r->cx->lang, r->cx->arena, NULL);
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return e;
}

static enum err list_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, list_in);
}

static enum err get_in(struct request *r, struct db *db, void *arg)
{
    struct hook_run *x = arg;
    void *record = NULL;
    enum err e = model_get(r->cx, db, &webhook_model, x->id, &record);

    x->hook = record;
    return e;
}

static enum err one_get(struct request *r, struct response *ret)
{
    struct hook_run x = {0};
    enum err e = api_id(r, &x.id);

    if (!e)
        e = api_read(r, get_in, &x);
    return e ? e : send_hook(r, ret, 200, &x);
}

/* What could never be sent is said now and not after many tries; what stood there and was on is not judged again. */
static enum err check_url(struct ctx *cx, const struct client *c, const struct webhook *was,
                          const struct webhook *is)
{
    static const struct client_settings open = {"net.allow", "net.ports"};

    if (!c || text_empty(is->url) || fault_has_field(cx, "url") ||
        (was && text_equal(was->url, is->url) && (was->active == 1 || is->active != 1)))
        return OK;
    return client_check(cx, c, "url", is->url, &open);
}

/* All mistakes at once. */
static enum err read_hook(struct ctx *cx, struct db *db, const struct hook_run *x,
                          const void *before, struct webhook *h)
{
    field_set given;
    enum err e = model_from_json(cx, &webhook_model, x->in, h, &given);

    if (!e || (e == ERR_INVALID && cx->fault.fields)) {
        enum err url = check_url(cx, x->client, before, h);
        e = url ? url : e;
    }
    return e == ERR_INVALID && cx->fault.fields ? model_try(cx, db, &webhook_model, before, h) : e;
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct hook_run *x = arg;
    enum err e;

    x->hook = model_new(cx, &webhook_model);
    e = x->hook ? read_hook(cx, db, x, NULL, x->hook) : fail_memory(cx);
    if (!e)
        e = model_add(cx, db, &webhook_model, x->hook);
    return e ? e : webhook_secret(cx, db, x->hook, x->secret);
}

static enum err list_post(struct request *r, struct response *ret)
{
    struct hook_run x = {.client = api_of(r)->client};
    enum err e = api_body(r, ret, &x.in);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, add_in, &x);
    return e ? e : send_hook(r, ret, 201, &x);
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct hook_run *x = arg;
    void *before = NULL, *record = NULL;
    enum err e = model_get(cx, db, &webhook_model, x->id, &before);

    if (!e)
        e = model_get(cx, db, &webhook_model, x->id, &record);
    if (!e)
        e = read_hook(cx, db, x, before, record);
    if (e)
        return e;
    x->hook = record;
    x->hook->record.version = x->version;
    return model_change(cx, db, &webhook_model, record);
}

static enum err one_patch(struct request *r, struct response *ret)
{
    struct hook_run x = {.client = api_of(r)->client};
    enum err e = api_id(r, &x.id);

    if (!e)
        e = api_if_match(r, ret, &x.version);
    if (!e)
        e = api_body(r, ret, &x.in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, change_in, &x);
    if (e)
        return e;
    worker_poke(api_of(r)->worker);
    return send_hook(r, ret, 200, &x);
}

static enum err delete_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct hook_run *x = arg;

    return model_delete(cx, db, &webhook_model, x->id, x->version);
}

static enum err one_delete(struct request *r, struct response *ret)
{
    struct hook_run x = {0};
    enum err e = api_id(r, &x.id);

    if (!e)
        e = api_if_match(r, ret, &x.version);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, delete_in, &x);
    if (!e)
        ret->status = 204;
    return e;
}

static enum err secret_in(struct ctx *cx, struct db *db, void *arg)
{
    struct hook_run *x = arg;
    void *record = NULL;
    enum err e = webhook_secret_new(cx, db, x->id, x->secret);

    if (!e)
        e = model_get(cx, db, &webhook_model, x->id, &record);
    x->hook = record;
    return e;
}

static enum err secret_post(struct request *r, struct response *ret)
{
    struct hook_run x = {0};
    enum err e = api_id(r, &x.id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, secret_in, &x);
    return e ? e : send_hook(r, ret, 200, &x);
}

static enum err events_get(struct request *r, struct response *ret)
{
    struct answer_json a;

    api_json(r, &a);
    json_open_object(&a.w);
    json_name(&a.w, "items");
    json_open_list(&a.w);
    for (size_t i = 0; webhook_events[i]; i++) {
        const char *key = arena_print(r->cx->arena, "webhook.event.%s", webhook_events[i]);
        json_open_object(&a.w);
        json_text_member(&a.w, "event", webhook_events[i]);
        json_text_member(&a.w, "label",
                         key ? message(r->cx->arena, r->cx->lang, key, NULL, 0) : NULL);
        json_close_object(&a.w);
    }
    json_close_list(&a.w);
    json_text_member(&a.w, "next", NULL);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

/* --- what was sent */

static void put_delivery(struct request *r, struct json_writer *w, const char *url,
                         const struct webhook_delivery *d, bool whole)
{
    json_open_object(w);
    json_id_member(w, "id", d->id);
    json_id_member(w, "event_id", d->event_id);
    json_text_member(w, "event", d->event);
    json_id_member(w, "record", d->record);
    json_text_member(w, "state", d->state);
    json_int_member(w, "attempts", d->attempts);
    api_time_member(w, "created_at", d->created_at);
    api_time_member(w, "tried_at", d->tried_at);
    api_time_member(w, "next_at", text_equal(d->state, "waiting") ? d->next_at : NIL);
    json_name(w, "status");
    if (d->status == NIL)
        json_put_null(w);
    else
        json_put_int(w, d->status);
    json_name(w, "duration_ms");
    if (d->duration_ms == NIL)
        json_put_null(w);
    else
        json_put_int(w, d->duration_ms);
    json_text_member(w, "error", d->error);
    json_text_member(w, "message", webhook_error_text(r->cx, url, d->error));
    json_text_member(w, "answer", d->answer);
    if (whole) {
        json_name(w, "body");
        json_put_raw(w, d->body);
    }
    json_close_object(w);
}

struct log_run {
    struct webhook_query q;
    struct answer_json a;
};

static enum err log_in(struct request *r, struct db *db, void *arg)
{
    struct log_run *l = arg;
    struct webhook_delivery *rows = NULL;
    void *hook = NULL;
    int64_t next = 0;
    size_t n = 0;
    enum err e = model_get(r->cx, db, &webhook_model, l->q.webhook, &hook);

    if (!e)
        e = webhook_deliveries(r->cx, db, &l->q, &rows, &n, &next);
    json_open_object(&l->a.w);
    json_name(&l->a.w, "items");
    json_open_list(&l->a.w);
    for (size_t i = 0; i < n && !e; i++)
        put_delivery(r, &l->a.w, ((struct webhook *)hook)->url, &rows[i], false);
    json_close_list(&l->a.w);
    json_id_member(&l->a.w, "next", next);
    json_close_object(&l->a.w);
    return e;
}

static enum err log_get(struct request *r, struct response *ret)
{
    struct log_run l = {0};
    const char *state = request_query(r, "state");
    enum err e = api_id(r, &l.q.webhook);

    l.q.state = text_empty(state) ? NULL : state;
    if (!e)
        e = api_query_limit(r, &l.q.limit);
    if (!e)
        e = api_query_id(r, "after", &l.q.after);
    if (e)
        return e;
    api_json(r, &l.a);
    e = api_read(r, log_in, &l);
    return e ? e : api_send(r, ret, 200, &l.a);
}

static enum err entry_ids(struct request *r, struct hook_run *x)
{
    enum err e = api_id(r, &x->id);

    if (e)
        return e;
    return id_read(request_param(r, "entry"), &x->entry)
               ? OK
               : fail(r->cx, ERR_NOTFOUND, "webhook.no_delivery", NULL);
}

static enum err entry_in(struct request *r, struct db *db, void *arg)
{
    struct hook_run *x = arg;

    enum err e = get_in(r, db, x);

    return e ? e : webhook_delivery_get(r->cx, db, x->id, x->entry, &x->delivery);
}

static enum err entry_get(struct request *r, struct response *ret)
{
    struct hook_run x = {0};
    struct answer_json a;
    enum err e = entry_ids(r, &x);

    if (!e)
        e = api_read(r, entry_in, &x);
    if (e)
        return e;
    api_json(r, &a);
    put_delivery(r, &a.w, x.hook->url, &x.delivery, true);
    return api_send(r, ret, 200, &a);
}

static enum err resend_in(struct ctx *cx, struct db *db, void *arg)
{
    struct hook_run *x = arg;
    enum err e = webhook_resend(cx, db, x->id, x->entry);

    x->made = x->entry;
    return e ? e : audit_add(cx, db, webhook_model.name, x->id, "resend", NULL);
}

static enum err ping_in(struct ctx *cx, struct db *db, void *arg)
{
    struct hook_run *x = arg;
    enum err e = webhook_ping(cx, db, x->id, &x->made);

    return e ? e : audit_add(cx, db, webhook_model.name, x->id, "ping", NULL);
}

static enum err answer_made(struct request *r, struct response *ret, db_work *work,
                            struct hook_run *x)
{
    struct answer_json a;
    enum err e = db_write(r->cx, api_of(r)->pool, work, x);

    if (e)
        return e;
    worker_poke(api_of(r)->worker);
    api_json(r, &a);
    json_open_object(&a.w);
    json_id_member(&a.w, "delivery", x->made);
    json_close_object(&a.w);
    return api_send(r, ret, 202, &a);
}

static enum err resend_post(struct request *r, struct response *ret)
{
    struct hook_run x = {0};
    enum err e = entry_ids(r, &x);

    return e ? e : answer_made(r, ret, resend_in, &x);
}

static enum err ping_post(struct request *r, struct response *ret)
{
    struct hook_run x = {0};
    enum err e = api_id(r, &x.id);

    return e ? e : answer_made(r, ret, ping_in, &x);
}

const struct route webhook_routes[] = {
    {"GET", "/webhooks", MAY_ADMIN, 0, list_get, ROUTE_POOL, 0},
    {"POST", "/webhooks", MAY_ADMIN, KIB(16), list_post, ROUTE_POOL, 0},
    {"GET", "/webhooks/events", MAY_ADMIN, 0, events_get, ROUTE_POOL, 0},
    {"GET", "/webhooks/{id}", MAY_ADMIN, 0, one_get, ROUTE_POOL, 0},
    {"PATCH", "/webhooks/{id}", MAY_ADMIN, KIB(16), one_patch, ROUTE_POOL, 0},
    {"DELETE", "/webhooks/{id}", MAY_ADMIN, 0, one_delete, ROUTE_POOL, 0},
    {"POST", "/webhooks/{id}/secret", MAY_ADMIN, KIB(1), secret_post, ROUTE_POOL, 0},
    {"POST", "/webhooks/{id}/ping", MAY_ADMIN, KIB(1), ping_post, ROUTE_POOL, 0},
    {"GET", "/webhooks/{id}/deliveries", MAY_ADMIN, 0, log_get, ROUTE_POOL, 0},
    {"GET", "/webhooks/{id}/deliveries/{entry}", MAY_ADMIN, 0, entry_get, ROUTE_POOL, 0},
    {"POST", "/webhooks/{id}/deliveries/{entry}/resend", MAY_ADMIN, KIB(1), resend_post, ROUTE_POOL,
     0},
    {0},
};
