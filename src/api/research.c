/* research.c -- companies whose people look around: which, who, and that it was seen. */
#include "api/api_priv.h"

#include "people/account.h"
#include "people/research.h"

struct alerts_run {
    int64_t account, id;
    bool again;
    struct answer_json a;
};

static void put_alert(struct json_writer *w, const struct research_alert *x)
{
    json_open_object(w);
    json_id_member(w, "id", x->id);
    json_id_member(w, "account", x->account);
    json_text_member(w, "account_name", x->account_name);
    api_time_member(w, "at", x->at);
    json_int_member(w, "days", x->days);
    api_time_member(w, "dismissed_at", x->dismissed_at);
    json_name(w, "people");
    json_open_list(w);
    for (size_t i = 0; i < x->people_count; i++) {
        json_open_object(w);
        json_id_member(w, "contact", x->people[i].contact);
        json_text_member(w, "name", x->people[i].name);
        json_int_member(w, "views", x->people[i].views);
        json_close_object(w);
    }
    json_close_list(w);
    json_close_object(w);
}

static enum err alerts_in(struct request *r, struct db *db, void *arg)
{
    struct alerts_run *n = arg;
    struct research_alert *rows = NULL;
    size_t count = 0;
    void *account = NULL;
    enum err e = n->account ? api_survivor(r, db, &account_model, &n->account) : OK;

    if (!e && n->account)
        e = model_get(r->cx, db, &account_model, n->account, &account);
    if (!e)
        e = research_alerts(r->cx, db, n->account, &rows, &count);
    json_open_object(&n->a.w);
    json_name(&n->a.w, "items");
    json_open_list(&n->a.w);
    for (size_t i = 0; i < count && !e; i++)
        put_alert(&n->a.w, &rows[i]);
    json_close_list(&n->a.w);
    json_text_member(&n->a.w, "next", NULL);
    json_close_object(&n->a.w);
    return e;
}

static enum err all_get(struct request *r, struct response *ret)
{
    struct alerts_run n = {0};
    enum err e;

    api_json(r, &n.a);
    e = api_read(r, alerts_in, &n);
    return e ? e : api_send(r, ret, 200, &n.a);
}

static enum err of_get(struct request *r, struct response *ret)
{
    struct alerts_run n = {0};
    enum err e = api_id(r, &n.account);

    api_json(r, &n.a);
    if (!e)
        e = api_read(r, alerts_in, &n);
    return e ? e : api_send(r, ret, 200, &n.a);
}

static enum err dismiss_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct alerts_run *n = arg;

    return research_dismiss(cx, db, n->id, n->again);
}

static enum err dismiss(struct request *r, struct response *ret, bool again)
{
    struct alerts_run n = {.again = again};
    enum err e = api_id(r, &n.id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, dismiss_in, &n);
    if (!e)
        ret->status = 204;
    return e;
}

static enum err dismiss_post(struct request *r, struct response *ret)
{
    return dismiss(r, ret, false);
}

static enum err dismiss_delete(struct request *r, struct response *ret)
{
    return dismiss(r, ret, true);
}

static enum err search_in(struct ctx *cx, struct db *db, void *arg)
{
    return research_queue(cx, db, arg);
}

static enum err search_post(struct request *r, struct response *ret)
{
    int64_t job = 0;
    enum err e = db_write(r->cx, api_of(r)->pool, search_in, &job);

    return e ? e : api_send_job(r, ret, job);
}

const struct route research_routes[] = {
    {"POST", "/research/search", MAY_EDIT_PEOPLE, KIB(1), search_post, ROUTE_POOL, 0},
    {"GET", "/research", MAY_READ, 0, all_get, ROUTE_POOL, 0},
    {"GET", "/accounts/{id}/research", MAY_READ, 0, of_get, ROUTE_POOL, 0},
    {"POST", "/research/{id}/dismiss", MAY_EDIT_PEOPLE, KIB(1), dismiss_post, ROUTE_POOL, 0},
    {"DELETE", "/research/{id}/dismiss", MAY_EDIT_PEOPLE, 0, dismiss_delete, ROUTE_POOL, 0},
    {0},
};
