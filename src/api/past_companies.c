/* past_companies.c -- the companies that a person left, over HTTP: what was recorded late or by mistake is put right here. */
#include "api/api_priv.h"

#include "people/contact.h"
#include "people/past_company.h"

struct past_run {
    struct request *r;
    int64_t contact, entry;
    const char *until; /* NULL: they never left it */
    struct past_company *all;
    size_t n;
};

static enum err read_in(struct request *r, struct db *db, void *arg)
{
    struct past_run *p = arg;
    void *there = NULL;
    enum err e = api_survivor(r, db, &contact_model, &p->contact);

    if (!e)
        e = model_get(r->cx, db, &contact_model, p->contact, &there);
    return e ? e : past_companies_of(r->cx, db, p->contact, &p->all, &p->n);
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct past_run *p = arg;
    enum err e = past_company_change(cx, db, p->contact, p->entry, p->until);

    return e ? e : past_companies_of(cx, db, p->contact, &p->all, &p->n);
}

static enum err send_all(struct request *r, struct response *ret, const struct past_run *p)
{
    struct answer_json a;

    api_json(r, &a);
    json_open_object(&a.w);
    json_name(&a.w, "items");
    json_open_list(&a.w);
    for (size_t i = 0; i < p->n; i++) {
        json_open_object(&a.w);
        json_id_member(&a.w, "id", p->all[i].id);
        json_id_member(&a.w, "account", p->all[i].account);
        json_text_member(&a.w, "name", p->all[i].name);
        api_time_member(&a.w, "until_at", p->all[i].until_at);
        json_close_object(&a.w);
    }
    json_close_list(&a.w);
    json_text_member(&a.w, "next", NULL);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

static enum err past_get(struct request *r, struct response *ret)
{
    struct past_run p = {.r = r};
    enum err e = api_id(r, &p.contact);

    if (!e)
        e = api_read(r, read_in, &p);
    return e ? e : send_all(r, ret, &p);
}

static enum err change(struct request *r, struct response *ret, struct past_run *p)
{
    enum err e = OK;

    if (!id_read(request_param(r, "entry"), &p->entry))
        e = fail(r->cx, ERR_NOTFOUND, "identity.past_none", NULL);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, change_in, p);
    return e ? e : send_all(r, ret, p);
}

static enum err past_patch(struct request *r, struct response *ret)
{
    struct past_run p = {.r = r};
    const struct json *in = NULL;
    enum err e = api_id_of(r, &contact_model, &p.contact);

    if (!e)
        e = api_body(r, ret, &in);
    if (e)
        return e;
    p.until = api_need_text(r, in, "until");
    return p.until ? change(r, ret, &p) : ERR_INVALID;
}

static enum err past_delete(struct request *r, struct response *ret)
{
    struct past_run p = {.r = r};
    enum err e = api_id_of(r, &contact_model, &p.contact);

    return e ? e : change(r, ret, &p);
}

const struct route past_company_routes[] = {
    {"GET", "/contacts/{id}/past_companies", MAY_READ, 0, past_get, ROUTE_POOL, 0},
    {"PATCH", "/contacts/{id}/past_companies/{entry}", MAY_EDIT_PEOPLE, KIB(1), past_patch,
     ROUTE_POOL, 0},
    {"DELETE", "/contacts/{id}/past_companies/{entry}", MAY_EDIT_PEOPLE, 0, past_delete, ROUTE_POOL,
     0},
    {0},
};
