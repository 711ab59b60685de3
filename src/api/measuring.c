/* measuring.c -- how a site's pages are measured: their key and hosts, what came last, what became of everything; and what came by
 * forms. */
#include "api/api_priv.h"

#include "access/site.h"
#include "access/site_key.h"
#include "measure/loss.h"
#include "people/site_form.h"

#include <string.h>

struct measuring {
    struct answer_json a;
    const char *const *hosts;
    size_t host_count;
};

/* Those that may speak for the site by now are none. */
static void put_strangers(struct request *r, struct json_writer *w, const struct measuring *m)
{
    const struct measured_site now = {.hosts = m->hosts, .host_count = m->host_count};
    struct measured_stranger all[MEASURED_STRANGERS];
    const struct api *api = api_of(r);
    size_t n = api->strangers ? api->strangers(api->self, r->cx->site, all) : 0;

    json_name(w, "strangers");
    json_open_list(w);
    for (size_t i = 0; i < n; i++) {
        if (measured_host_ok(&now, all[i].host))
            continue;
        json_open_object(w);
        json_text_member(w, "host", all[i].host);
        api_time_member(w, "at", all[i].at_ms);
        json_int_member(w, "count", all[i].count);
        json_close_object(w);
    }
    json_close_list(w);
}

/* The newest event of a page, so that whoever puts in the script sees it arrive. */
static enum err put_last(struct request *r, struct json_writer *w)
{
    static const char *const kinds[] = {"view"};
    struct store_filter f = {
        .site = r->cx->site, .kinds = kinds, .kind_count = 1, .robots = STORE_EVERYONE};
    struct store_page page = {.limit = 1};
    struct fact *found = NULL;
    size_t n = 0;
    enum err e =
        api_of(r)->facts ? store_timeline(r->cx, api_of(r)->facts, &f, &page, &found, &n) : OK;

    if (e)
        return e;
    json_name(w, "last");
    if (!n) {
        json_put_null(w);
        return OK;
    }
    json_open_object(w);
    api_time_member(w, "at", found->at_ms);
    json_text_member(w, "host", found->host);
    json_text_member(w, "path", found->path);
    json_bool_member(w, "robot", found->robot);
    json_close_object(w);
    return OK;
}

static enum err measuring_in(struct request *r, struct db *db, void *arg)
{
    struct measuring *m = arg;
    struct json_writer *w = &m->a.w;
    const char *key = NULL;
    enum err e = site_key_get(r->cx, db, r->cx->site, &key);

    if (!e)
        e = measured_hosts(r->cx, db, &m->hosts, &m->host_count);
    if (e)
        return e;
    json_text_member(w, "key", key);
    json_text_member(w, "path", api_of(r)->measure_path);
    json_name(w, "hosts");
    json_open_list(w);
    for (size_t i = 0; i < m->host_count; i++)
        json_put_text(w, m->hosts[i]);
    json_close_list(w);
    return OK;
}

static enum err measuring_get(struct request *r, struct response *ret)
{
    struct measuring *m = arena_alloc(r->cx->arena, sizeof(*m));
    enum err e;

    if (!m)
        return fail_memory(r->cx);
    api_json(r, &m->a);
    json_open_object(&m->a.w);
    e = api_read(r, measuring_in, m);
    if (e)
        return e;
    put_strangers(r, &m->a.w, m);
    e = put_last(r, &m->a.w);
    if (e)
        return e;
    json_close_object(&m->a.w);
    return api_send(r, ret, 200, &m->a);
}

/* --- addresses of data centres, which are of the whole installation */

static enum err sites_in(struct request *r, struct db *db, void *arg)
{
    return site_count_real(r->cx, db, arg);
}

static enum err networks_send(struct request *r, struct response *ret, int64_t sites)
{
    const struct api *api = api_of(r);
    struct api_networks n = {.loaded_at = NIL};
    struct answer_json a;

    if (api->networks)
        n = api->networks(api->self);
    api_json(r, &a);
    json_open_object(&a.w);
    json_int_member(&a.w, "networks", (int64_t)n.networks);
    json_int_member(&a.w, "passed_over", (int64_t)n.passed_over);
    api_time_member(&a.w, "loaded_at", n.loaded_at);
    json_bool_member(&a.w, "may_load", api->networks_load && sites <= 1);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

static enum err networks_get(struct request *r, struct response *ret)
{
    int64_t sites = 0;
    enum err e = api_read(r, sites_in, &sites);

    return e ? e : networks_send(r, ret, sites);
}

static enum err loaded_in(struct ctx *cx, struct db *db, void *arg)
{
    const bool *goes = arg;

    return audit_add(cx, db, "measuring", NIL, "change",
                     *goes ? "{\"networks\":[\"loaded\",null]}"
                           : "{\"networks\":[null,\"loaded\"]}");
}

/* Who administers one site of several may not judge the visits of the others. */
static enum err networks_post(struct request *r, struct response *ret)
{
    const struct api *api = api_of(r);
    const struct json *in = NULL, *list;
    const char *text;
    int64_t sites = 0;
    bool goes;
    enum err e = api_body(r, ret, &in);

    if (!e)
        e = api_read(r, sites_in, &sites);
    if (e)
        return e;
    list = json_get(in, "text");
    if (!list || list->kind != JSON_TEXT)
        return fail_field(r->cx, "text", "field.required", NULL);
    text = json_text(list, "");
    goes = !text[strspn(text, " \t\r\n")];
    if (sites > 1 || !api->networks_load)
        return fail(r->cx, ERR_DENIED, "measure.networks_shared", NULL);
    e = api->networks_load(r->cx, api->self, text, goes ? 0 : strlen(text));
    if (!e)
        e = db_write(r->cx, api->pool, loaded_in, &goes);
    return e ? e : networks_send(r, ret, sites);
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct measuring *m = arg;
    struct buf diff = buf_in(cx->arena);
    struct json_writer w = json_to(&diff);
    enum err e = measured_hosts_set(cx, db, m->hosts, m->host_count);

    if (e)
        return e;
    json_open_object(&w);
    json_name(
        &w,
        "hosts"); /* what they were is not known: two of them are no change from one to the other */
    json_open_list(&w);
    json_put_null(&w);
    json_open_list(&w);
    for (size_t i = 0; i < m->host_count; i++)
        json_put_text(&w, m->hosts[i]);
    json_close_list(&w);
    json_close_list(&w);
    json_close_object(&w);
    return audit_add(cx, db, "measuring", NIL, "change", buf_text(&diff));
}

static enum err read_hosts(struct request *r, const struct json *in, struct measuring *m)
{
    const struct json *list = json_get(in, "hosts");
    const char **hosts;

    if (!list || list->kind != JSON_LIST)
        return fail_field(r->cx, "hosts", "field.required", NULL);
    hosts = arena_array(r->cx->arena, list->count + 1, sizeof(*hosts));
    if (!hosts)
        return fail_memory(r->cx);
    for (const struct json *v = list->first; v; v = v->next)
        hosts[m->host_count++] = json_text(v, "");
    m->hosts = hosts;
    return OK;
}

static enum err measuring_patch(struct request *r, struct response *ret)
{
    struct measuring m = {0};
    const struct json *in = NULL;
    const struct api *api = api_of(r);
    enum err e = api_body(r, ret, &in);

    if (!e)
        e = read_hosts(r, in, &m);
    if (!e)
        e = db_write(r->cx, api->pool, change_in, &m);
    if (!e && api->measuring_changed)
        e = api->measuring_changed(r->cx, api->self);
    return e ? e : measuring_get(r, ret);
}

static enum err losses_get(struct request *r, struct response *ret)
{
    struct answer_json a;
    enum err e;

    if (!api_of(r)->facts)
        return fail(r->cx, ERR_BUSY, "facts.stopping", NULL);
    api_json(r, &a);
    json_open_object(&a.w);
    e = loss_report(r->cx, api_of(r)->facts, request_query(r, "from"), request_query(r, "to"),
                    &a.w);
    if (e)
        return e;
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

/* --- answers of a form */

struct answers_run {
    struct answer_json a;
    int64_t form, before;
    int limit;
};

static void put_answer(struct json_writer *w, const struct site_form_row *row)
{
    json_open_object(w);
    json_id_member(w, "id", row->id);
    api_time_member(w, "at", row->at);
    json_id_member(w, "contact", row->contact);
    json_text_member(w, "contact_name", row->contact_name);
    json_text_member(w, "email", row->email);
    json_bool_member(w, "fresh", row->fresh);
    json_text_member(w, "company", row->company);
    json_text_member(w, "heard_of", row->heard_of);
    json_text_member(w, "host", row->host);
    json_text_member(w, "path", row->path);
    json_text_member(w, "channel", row->channel);
    json_text_member(w, "source", row->source);
    json_text_member(w, "medium", row->medium);
    json_text_member(w, "utm_campaign", row->utm_campaign);
    json_text_member(w, "utm_content", row->utm_content);
    json_text_member(w, "utm_term", row->utm_term);
    json_close_object(w);
}

static enum err answers_in(struct request *r, struct db *db, void *arg)
{
    struct answers_run *run = arg;
    struct site_form_row *rows = NULL;
    void *form = NULL;
    size_t n = 0;
    enum err e = model_get(r->cx, db, &site_form_model, run->form, &form);

    if (!e)
        e = site_form_answers(r->cx, db, run->form, run->before, run->limit, &rows, &n);
    if (e)
        return e;
    json_open_object(&run->a.w);
    json_name(&run->a.w, "items");
    json_open_list(&run->a.w);
    for (size_t i = 0; i < n; i++)
        put_answer(&run->a.w, &rows[i]);
    json_close_list(&run->a.w);
    json_id_member(&run->a.w, "next", n && (int)n == run->limit ? rows[n - 1].id : 0);
    json_close_object(&run->a.w);
    return OK;
}

static enum err answers_get(struct request *r, struct response *ret)
{
    struct answers_run *run = arena_alloc(r->cx->arena, sizeof(*run));
    enum err e = run ? api_id(r, &run->form) : fail_memory(r->cx);

    if (!e)
        e = api_query_id(r, "after", &run->before);
    if (!e)
        e = api_query_limit(r, &run->limit);
    if (e)
        return e;
    run->limit = run->limit ? run->limit : 50;
    api_json(r, &run->a);
    e = api_read(r, answers_in, run);
    return e ? e : api_send(r, ret, 200, &run->a);
}

const struct route measuring_routes[] = {
    {"GET", "/measuring", MAY_READ, 0, measuring_get, ROUTE_POOL, 0},
    {"GET", "/measuring/networks", MAY_READ, 0, networks_get, ROUTE_POOL, 0},
    {"POST", "/measuring/networks", MAY_ADMIN, MIB(16), networks_post, ROUTE_POOL, MIB(96)},
    {"PATCH", "/measuring", MAY_ADMIN, KIB(16), measuring_patch, ROUTE_POOL, 0},
    {"GET", "/measuring/losses", MAY_READ, 0, losses_get, ROUTE_POOL, 0},
    {"GET", "/site_forms/{id}/answers", MAY_READ, 0, answers_get, ROUTE_POOL, 0},
    {0},
};
