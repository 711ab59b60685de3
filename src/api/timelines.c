/* timelines.c -- what happened to a contact, an account or a deal. What facts know is asked of app's function. */
#include "api/api_priv.h"

#include "measure/timeline.h"

struct timeline_run {
    struct timeline_ask ask;
    struct buf out;
};

static enum err timeline_in(struct request *r, struct db *db, void *arg)
{
    struct timeline_run *t = arg;
    struct timeline page = {0};
    enum err e = timeline_read(r->cx, db, &t->ask, &page);

    if (!e)
        timeline_json(r->cx, &page, &t->out);
    return e;
}

static enum err timeline_send(struct request *r, struct response *ret, enum timeline_of of)
{
    const char *after = request_query(r, "after");
    struct timeline_run t = {.ask = {.of = of,
                                     .after = text_empty(after) ? NULL : after,
                                     .more = api_of(r)->timeline_more,
                                     .self = api_of(r)->self},
                             .out = buf_in(r->cx->arena)};
    enum err e = api_id(r, &t.ask.id);

    if (!e)
        e = api_query_limit(r, &t.ask.limit);
    if (!e)
        e = api_read(r, timeline_in, &t);
    return e ? e : api_send_text(r, ret, "application/json", &t.out);
}

static enum err contact_get(struct request *r, struct response *ret)
{
    return timeline_send(r, ret, TIMELINE_CONTACT);
}

static enum err account_get(struct request *r, struct response *ret)
{
    return timeline_send(r, ret, TIMELINE_ACCOUNT);
}

static enum err deal_get(struct request *r, struct response *ret)
{
    return timeline_send(r, ret, TIMELINE_DEAL);
}

const struct route timeline_routes[] = {
    {"GET", "/contacts/{id}/timeline", MAY_READ, 0, contact_get, ROUTE_POOL, 0},
    {"GET", "/accounts/{id}/timeline", MAY_READ, 0, account_get, ROUTE_POOL, 0},
    {"GET", "/deals/{id}/timeline", MAY_READ, 0, deal_get, ROUTE_POOL, 0},
    {0},
};
