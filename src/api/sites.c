/* sites.c -- the sites of a user, the one that is open, and opening another. */
#include "api/opening_priv.h"

#include "people/deal_stage.h"
#include "people/segment.h"

void api_site_json(struct json_writer *w, const struct site *s)
{
    json_open_object(w);
    json_id_member(w, "id", s->id);
    json_text_member(w, "name", s->name);
    json_text_member(w, "slug", s->slug);
    json_bool_member(w, "is_demo", s->is_demo);
    json_text_member(w, "locale", s->locale);
    json_text_member(w, "time_zone", s->time_zone);
    json_text_member(w, "currency", s->currency);
    json_text_member(w, "role", s->role);
    json_close_object(w);
}

/* --- opening */

enum err opening_read(struct request *r, const struct json *in, const char *name_member,
                      struct opening *ret)
{
    const char *door = json_text(json_get(in, "door"), "own");
    const char *name = json_text(json_get(in, name_member), NULL);
    bool demo = text_equal(door, "demo");

    if ((!demo && !text_equal(door, "own")) || (demo && !api_of(r)->demo_start))
        return fail_field(r->cx, "door", "field.choice", "choices",
                          api_of(r)->demo_start ? "own, demo" : "own", NULL);
    if (!demo && text_empty(name))
        return fail_field(r->cx, name_member, "field.required", NULL);
    ret->site =
        (struct site){.name = text_empty(name) ? message_find(r->cx->lang, "api.demo_site") : name,
                      .currency = json_text(json_get(in, "currency"), "BRL"),
                      .time_zone = json_text(json_get(in, "time_zone"), "America/Sao_Paulo"),
                      .locale = json_text(json_get(in, "locale"), lang_tag(r->cx->lang)),
                      .is_demo = demo,
                      .role = "owner"};
    return OK;
}

enum err opening_do(struct ctx *cx, struct db *db, const struct api *api, int64_t owner,
                    struct opening *o)
{
    struct site site = o->site;
    enum err e;

    site.slug = NULL;
    e = site_add(cx, db, &site);
    if (!e)
        e = member_set(cx, db, site.id, owner, "owner");
    if (e)
        return e;
    cx->site = site.id;
    e = audit_add(cx, db, "site", site.id, "add", NULL);
    o->job = 0;
    if (!e && site.is_demo)
        e = api->demo_start(cx, db, api->self, &o->job);
    if (!e && !site.is_demo)
        e = deal_stages_usual(cx, db);
    o->site.id = site.id;
    o->site.slug = site.slug;
    return e;
}

struct open_run {
    const struct api *api;
    int64_t was; /* the site this was asked from */
    struct opening opening;
};

static enum err open_in(struct ctx *cx, struct db *db, void *arg)
{
    struct open_run *o = arg;
    enum err e = opening_do(cx, db, o->api, cx->actor, &o->opening);

    cx->site = o->was;
    return e;
}

static enum err sites_post(struct request *r, struct response *ret)
{
    struct open_run o = {.api = api_of(r), .was = r->cx->site};
    const struct json *in = NULL;
    struct answer_json a;
    enum err e = api_body_as(r, ret, "SiteInput", &in);

    if (!e)
        e = opening_read(r, in, "name", &o.opening);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, open_in, &o);
    if (e)
        return e;
    worker_poke(api_of(r)->worker);
    api_json(r, &a);
    json_open_object(&a.w);
    json_name(&a.w, "site");
    api_site_json(&a.w, &o.opening.site);
    json_id_member(&a.w, "job", o.opening.job);
    json_close_object(&a.w);
    return api_send(r, ret, 201, &a);
}

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct site *all = NULL;
    size_t n = 0;
    enum err e = site_list(r->cx, db, r->cx->actor, &all, &n);

    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (size_t i = 0; i < n && !e; i++)
        api_site_json(&a->w, &all[i]);
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return e;
}

static enum err sites_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, list_in);
}

/* --- the one that is open */

struct site_run {
    const struct json *in;
    struct site site;
};

static enum err get_in(struct request *r, struct db *db, void *arg)
{
    return site_get(r->cx, db, r->cx->site, &((struct site_run *)arg)->site);
}

static enum err send_site(struct request *r, struct response *ret, struct site_run *s)
{
    struct answer_json a;

    s->site.role = caller_of(r)->role;
    api_json(r, &a);
    api_site_json(&a.w, &s->site);
    return api_send(r, ret, 200, &a);
}

static enum err site_get_one(struct request *r, struct response *ret)
{
    struct site_run s = {0};
    enum err e = api_read(r, get_in, &s);

    return e ? e : send_site(r, ret, &s);
}

static const char *what_changed(struct ctx *cx, const struct site *was, const struct site *now)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    audit_put_change(&w, "name", was->name, now->name);
    audit_put_change(&w, "locale", was->locale, now->locale);
    audit_put_change(&w, "time_zone", was->time_zone, now->time_zone);
    audit_put_change(&w, "currency", was->currency, now->currency);
    json_close_object(&w);
    return buf_text(&out);
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct site_run *s = arg;
    struct site was;
    enum err e = site_get(cx, db, cx->site, &s->site);

    if (e)
        return e;
    was = s->site;
    s->site.name = json_text(json_get(s->in, "name"), s->site.name);
    s->site.locale = json_text(json_get(s->in, "locale"), s->site.locale);
    s->site.time_zone = json_text(json_get(s->in, "time_zone"), s->site.time_zone);
    s->site.currency = json_text(json_get(s->in, "currency"), s->site.currency);
    e = site_change(cx, db, &s->site);
    if (!e && !text_equal(was.time_zone, s->site.time_zone))
        e = segments_clock_changed(cx, db);
    return e ? e : audit_add(cx, db, "site", cx->site, "change", what_changed(cx, &was, &s->site));
}

static enum err site_patch(struct request *r, struct response *ret)
{
    struct site_run s = {0};
    enum err e = api_body_as(r, ret, "SiteChange", &s.in);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, change_in, &s);
    return e ? e : send_site(r, ret, &s);
}

const struct route site_routes[] = {
    {"GET", "/sites", 0, 0, sites_get, ROUTE_POOL | ROUTE_SELF, 0},
    {"POST", "/sites", MAY_ADMIN, KIB(4), sites_post, ROUTE_POOL, 0},
    {"GET", "/site", MAY_READ, 0, site_get_one, ROUTE_POOL, 0},
    {"PATCH", "/site", MAY_ADMIN, KIB(4), site_patch, ROUTE_POOL, 0},
    {0},
};
