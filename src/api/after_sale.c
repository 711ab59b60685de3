/* after_sale.c -- customers and their health, contracts that end, and who stays. */
#include "api/api_priv.h"

#include "measure/customer_health.h"
#include "measure/retention.h"
#include "people/account.h"
#include "people/renewal.h"

static const char *query(const struct request *r, const char *name)
{
    const char *text = request_query(r, name);

    return text_empty(text) ? NULL : text;
}

/* --- customers */

struct customers_run {
    struct health_query q;
    int64_t account;
    struct buf out;
};

static enum err customers_in(struct request *r, struct db *db, void *arg)
{
    struct customers_run *c = arg;

    return customers_json(r->cx, db, &c->q, &c->out);
}

static enum err customers_get(struct request *r, struct response *ret)
{
    struct customers_run c = {.q.show = query(r, "show"), .out = buf_in(r->cx->arena)};
    const char *after = query(r, "after");
    int64_t from = 0;
    enum err e = api_query_limit(r, &c.q.limit);

    if (!e)
        e = api_query_id(r, "owner", &c.q.owner);
    if (!e && after && (!text_to_int(after, &from) || from < 0 || from > 20000))
        e = fail(r->cx, ERR_INVALID, "model.page", NULL);
    c.q.from = (int)from;
    if (!e)
        e = api_read(r, customers_in, &c);
    return e ? e : api_send_text(r, ret, "application/json", &c.out);
}

static enum err health_in(struct request *r, struct db *db, void *arg)
{
    struct customers_run *c = arg;

    enum err e = api_survivor(r, db, &account_model, &c->account);

    return e ? e : customer_json(r->cx, db, c->account, &c->out);
}

static enum err health_get(struct request *r, struct response *ret)
{
    struct customers_run c = {.out = buf_in(r->cx->arena)};
    enum err e = api_id(r, &c.account);

    if (!e)
        e = api_read(r, health_in, &c);
    return e ? e : api_send_text(r, ret, "application/json", &c.out);
}

/* --- renewals */

struct renewals_run {
    int64_t days, owner;
    struct answer_json a;
};

static void put_due(struct json_writer *w, const struct renewal_due *d)
{
    json_open_object(w);
    json_id_member(w, "deal", d->deal);
    json_text_member(w, "name", d->name);
    json_id_member(w, "account", d->account);
    json_text_member(w, "account_name", d->account_name);
    json_id_member(w, "owner", d->owner);
    json_name(w, "amount_minor");
    if (d->amount_minor == NIL)
        json_put_null(w);
    else
        json_put_int(w, d->amount_minor);
    json_text_member(w, "currency", d->currency);
    json_text_member(w, "contract_ends_on", d->ends_on);
    json_id_member(w, "renewal", d->renewal);
    json_text_member(w, "renewal_outcome", d->renewal_outcome);
    json_close_object(w);
}

/* Ended up to 60 days ago, or ending within so many days. */
static enum err renewals_in(struct request *r, struct db *db, void *arg)
{
    struct renewals_run *n = arg;
    char from[DATE_TEXT_MAX], to[DATE_TEXT_MAX];
    struct renewal_due *rows = NULL;
    struct site site = {0};
    const struct zone *zone = NULL;
    size_t count = 0;
    enum err e = site_get(r->cx, db, r->cx->site, &site);

    if (!e)
        e = zone_find(r->cx, site.time_zone, &zone);
    if (e)
        return e;
    date_text(zone, ctx_now(r->cx) - DAYS_MS(60), from);
    date_text(zone, ctx_now(r->cx) + DAYS_MS(n->days), to);
    e = renewals_due(r->cx, db, from, to, n->owner, &rows, &count);
    json_open_object(&n->a.w);
    json_name(&n->a.w, "items");
    json_open_list(&n->a.w);
    for (size_t i = 0; i < count && !e; i++)
        put_due(&n->a.w, &rows[i]);
    json_close_list(&n->a.w);
    json_text_member(&n->a.w, "next", NULL);
    json_close_object(&n->a.w);
    return e;
}

static enum err renewals_get(struct request *r, struct response *ret)
{
    struct renewals_run n = {.days = 90};
    const char *days = query(r, "days");
    enum err e = api_query_id(r, "owner", &n.owner);

    if (!e && days && (!text_to_int(days, &n.days) || n.days < 1 || n.days > 730))
        e = fail_field(r->cx, "days", "field.range", "min", "1", "max", "730", NULL);
    api_json(r, &n.a);
    if (!e)
        e = api_read(r, renewals_in, &n);
    return e ? e : api_send(r, ret, 200, &n.a);
}

struct renew_run {
    int64_t deal;
    struct deal *made;
};

static enum err renew_in(struct ctx *cx, struct db *db, void *arg)
{
    struct renew_run *n = arg;

    return renewal_begin(cx, db, n->deal, &n->made);
}

static enum err renew_post(struct request *r, struct response *ret)
{
    struct renew_run n = {0};
    struct answer_json a;
    enum err e = api_id(r, &n.deal);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, renew_in, &n);
    if (e)
        return e;
    api_json(r, &a);
    model_to_json(&a.w, &deal_model, n.made);
    api_etag(r, ret, n.made);
    return api_send(r, ret, 201, &a);
}

/* --- retention */

struct retention_run {
    const char *by, *cohort, *at;
    struct buf out;
};

static enum err retention_in(struct request *r, struct db *db, void *arg)
{
    struct retention_run *n = arg;

    return n->cohort ? retention_accounts_json(r->cx, db, n->by, n->cohort, n->at, &n->out)
                     : retention_json(r->cx, db, n->by, &n->out);
}

static enum err retention_get(struct request *r, struct response *ret)
{
    struct retention_run n = {.by = query(r, "by"), .out = buf_in(r->cx->arena)};
    enum err e = api_read(r, retention_in, &n);

    return e ? e : api_send_text(r, ret, "application/json", &n.out);
}

static enum err accounts_get(struct request *r, struct response *ret)
{
    struct retention_run n = {.by = query(r, "by"),
                              .cohort = query(r, "cohort"),
                              .at = query(r, "at"),
                              .out = buf_in(r->cx->arena)};
    enum err e = n.cohort ? api_read(r, retention_in, &n)
                          : fail_field(r->cx, "cohort", "field.required", NULL);

    return e ? e : api_send_text(r, ret, "application/json", &n.out);
}

const struct route after_sale_routes[] = {
    {"GET", "/customers", MAY_READ, 0, customers_get, ROUTE_POOL, MIB(64)},
    {"GET", "/accounts/{id}/health", MAY_READ, 0, health_get, ROUTE_POOL, 0},
    {"GET", "/renewals", MAY_READ, 0, renewals_get, ROUTE_POOL, 0},
    {"POST", "/deals/{id}/renew", MAY_EDIT_DEALS, KIB(1), renew_post, ROUTE_POOL, 0},
    {"GET", "/reports/retention", MAY_READ, 0, retention_get, ROUTE_POOL, MIB(32)},
    {"GET", "/reports/retention/accounts", MAY_READ, 0, accounts_get, ROUTE_POOL, MIB(32)},
    {0},
};
