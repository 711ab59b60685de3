/* spend.c -- names of campaigns on bills that no record has, campaigns made of them, and what is probably counted twice. */
#include "api/api_priv.h"

#include "people/import.h"
#include "strategy/spend_campaign.h"
#include "strategy/spend_overlap.h"

enum { NAMES_MOST = 200 };

static enum err names_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct spend_campaign *all = NULL;
    struct site site;
    size_t n = 0;
    enum err e = site_get(r->cx, db, r->cx->site, &site);

    if (!e)
        e = spend_campaigns_list(r->cx, db, site.currency, &all, &n);
    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(&a->w);
        json_text_member(&a->w, "name", all[i].name);
        json_text_member(&a->w, "channel", all[i].channel);
        json_int_member(&a->w, "lines", all[i].lines);
        json_int_member(&a->w, "amount_minor", all[i].amount_minor);
        json_text_member(&a->w, "first", all[i].first);
        json_text_member(&a->w, "last", all[i].last);
        json_close_object(&a->w);
    }
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return e;
}

static enum err names_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, names_in);
}

struct add_run {
    const char *names[NAMES_MOST];
    size_t count;
    int64_t plan, added, lines;
};

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct add_run *a = arg;

    return spend_campaigns_add(cx, db, a->plan, a->names, a->count, &a->added, &a->lines);
}

static enum err names_read(struct request *r, const struct json *in, struct add_run *ret)
{
    const struct json *names = json_get(in, "names"), *plan = json_get(in, "plan");

    if (plan && plan->kind != JSON_NULL &&
        (!text_to_int(json_text(plan, ""), &ret->plan) || ret->plan <= 0))
        return fail_field(r->cx, "plan", "field.id", NULL);
    if (!names || names->kind != JSON_LIST)
        return fail_field(r->cx, "names", "rule.list", "max", "200", NULL);
    for (const struct json *x = names->first; x; x = x->next) {
        if (ret->count == NAMES_MOST)
            return fail_field(r->cx, "names", "rule.list", "max", "200", NULL);
        ret->names[ret->count++] = json_text(x, "");
    }
    return OK;
}

static enum err names_post(struct request *r, struct response *ret)
{
    struct add_run *run = arena_alloc(r->cx->arena, sizeof(*run));
    const struct json *in = NULL;
    struct answer_json a;
    enum err e = run ? api_body(r, ret, &in) : fail_memory(r->cx);

    if (!e)
        e = names_read(r, in, run);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, add_in, run);
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_int_member(&a.w, "added", run->added);
    json_int_member(&a.w, "lines", run->lines);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

static enum err overlaps_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct spend_overlap *all = NULL;
    size_t n = 0;
    enum err e = import_overlaps(r->cx, db, &all, &n);

    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (size_t i = 0; i < n && i < SPEND_OVERLAPS_MAX && !e; i++)
        spend_overlap_json(&a->w, &all[i]);
    json_close_list(&a->w);
    json_int_member(&a->w, "count", (int64_t)n);
    json_close_object(&a->w);
    return e;
}

static enum err overlaps_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, overlaps_in);
}

const struct route spend_routes[] = {
    {"GET", "/spend/campaigns", MAY_READ, 0, names_get, ROUTE_POOL, 0},
    {"POST", "/spend/campaigns", MAY_EDIT_PLAN, KIB(64), names_post, ROUTE_POOL, 0},
    {"GET", "/spend/overlaps", MAY_READ, 0, overlaps_get, ROUTE_POOL, MIB(128)},
    {0},
};
