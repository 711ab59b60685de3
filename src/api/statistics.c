/* statistics.c -- figures of visits: questions in JSON, their rows as CSV, the last half an hour, funnels. Who asks is looked up first;
 * no connection to the database is held while the event store answers. */
#include "api/api_priv.h"

#include "measure/funnel.h"
#include "measure/statistics.h"

#include <string.h>

static enum err site_in(struct request *r, struct db *db, void *arg)
{
    return statistics_site_read(r->cx, db, api_of(r)->facts, arg);
}

typedef enum err answer_fn(struct ctx *cx, const struct statistics_site *site,
                           const struct json *in, struct buf *out);

static enum err answer(struct request *r, struct response *ret, const struct json *in,
                       answer_fn *fn, const char *type)
{
    struct buf out = buf_in(r->cx->arena);
    struct statistics_site site;
    enum err e = api_read(r, site_in, &site);

    if (!e)
        e = fn(r->cx, &site, in, &out);
    return e ? e : api_send_text(r, ret, type, &out);
}

static enum err answer_body(struct request *r, struct response *ret, answer_fn *fn)
{
    const struct json *in = NULL;
    enum err e = api_query_only(r, NULL);

    if (!e)
        e = api_body(r, ret, &in);
    return e ? e : answer(r, ret, in, fn, "application/json");
}

static enum err stats_post(struct request *r, struct response *ret)
{
    return answer_body(r, ret, statistics_json);
}

struct kept_funnel {
    const struct json *in;
    int64_t id;
};

static enum err kept_funnel_in(struct request *r, struct db *db, void *arg)
{
    struct kept_funnel *k = arg;
    void *funnel = NULL;
    enum err e = model_get(r->cx, db, &funnel_model, k->id, &funnel);

    return e ? e : funnel_question(r->cx, funnel, k->in, &k->in);
}

/* Steps of its own, or those of a saved one by its id. */
static enum err funnel_post(struct request *r, struct response *ret)
{
    struct kept_funnel k = {0};
    enum err e = api_query_only(r, NULL);

    if (!e)
        e = api_body(r, ret, &k.in);
    if (e || !json_get(k.in, "funnel"))
        return e ? e : answer(r, ret, k.in, statistics_funnel_json, "application/json");
    k.id = json_int(json_get(k.in, "funnel"), 0);
    if (json_get(k.in, "steps") || json_get(k.in, "scope") || json_get(k.in, "window_days"))
        return fail_field(r->cx, "funnel", "stats.funnel_steps", NULL);
    e = api_read(r, kept_funnel_in, &k);
    return e ? e : answer(r, ret, k.in, statistics_kept_funnel_json, "application/json");
}

/* The question as a text of JSON in the address, which a link to a file can carry; nothing else stands there. */
static enum err question_of(struct request *r, const char *name, const struct json **ret)
{
    const char *text = request_query(r, name);
    enum err e = api_query_only(r, name);

    *ret = NULL;
    if (e || text_empty(text))
        return e;
    e = json_parse(r->cx, text, strlen(text), ret);
    if (e == ERR_INVALID || (!e && (*ret)->kind != JSON_OBJECT)) {
        fault_clear(r->cx);
        return fail_field(r->cx, name, "field.json", NULL);
    }
    return e;
}

static enum err stats_csv_get(struct request *r, struct response *ret)
{
    const struct json *in = NULL;
    enum err e = question_of(r, "q", &in);

    if (!e && !in)
        e = fail_field(r->cx, "q", "field.required", NULL);
    if (e)
        return e;
    api_file_name(r, ret, "visits.csv");
    return answer(r, ret, in, statistics_csv, "text/csv; charset=utf-8");
}

static enum err now_get(struct request *r, struct response *ret)
{
    const struct json *in = NULL;
    enum err e = question_of(r, "q", &in);

    return e ? e : answer(r, ret, in, statistics_now_json, "application/json");
}

static enum err words_get(struct request *r, struct response *ret)
{
    struct buf out = buf_in(r->cx->arena);
    enum err e = api_query_only(r, NULL);

    if (e)
        return e;
    statistics_words_json(r->cx, &out);
    return api_send_text(r, ret, "application/json", &out);
}

const struct route statistics_routes[] = {
    {"POST", "/stats", MAY_READ, KIB(128), stats_post, ROUTE_POOL, MIB(128)},
    {"POST", "/stats/funnel", MAY_READ, KIB(64), funnel_post, ROUTE_POOL, MIB(32)},
    {"GET", "/stats/now", MAY_READ, 0, now_get, ROUTE_POOL, MIB(32)},
    {"GET", "/stats/words", MAY_READ, 0, words_get, ROUTE_POOL, 0},
    {"GET", "/stats.csv", MAY_READ | MAY_EXPORT, 0, stats_csv_get, ROUTE_POOL, MIB(128)},
    {0},
};
