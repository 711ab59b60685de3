/* rivals.c -- competitors: how deals against them end, what was seen of them, and a look at what they show.
 *
 * The records themselves are served by their models.
 */
#include "api/api_priv.h"

#include "measure/rival_record.h"
#include "strategy/competitor_note.h"
#include "watch/watch_source.h"

struct rival_run {
    int64_t id, job;
    struct answer_json a;
};

typedef enum err rival_json(struct ctx *cx, struct db *db, int64_t id, struct json_writer *w);

struct rival_read {
    rival_json *json;
    struct rival_run run;
};

static enum err read_in(struct request *r, struct db *db, void *arg)
{
    struct rival_read *x = arg;

    return x->json(r->cx, db, x->run.id, &x->run.a.w);
}

static enum err show(struct request *r, struct response *ret, rival_json *json)
{
    struct rival_read x = {.json = json};
    enum err e = api_id(r, &x.run.id);

    api_json(r, &x.run.a);
    if (!e)
        e = api_read(r, read_in, &x);
    return e ? e : api_send(r, ret, 200, &x.run.a);
}

static enum err records_get(struct request *r, struct response *ret)
{
    return show(r, ret, rival_records_json);
}

static enum err deals_get(struct request *r, struct response *ret)
{
    return show(r, ret, rival_deals_json);
}

static enum err watched(struct ctx *cx, struct db *db, int64_t id, struct json_writer *w)
{
    enum err e;

    json_open_object(w);
    json_name(w, "items");
    e = watch_sources_json(cx, db, id, w);
    if (e)
        return e;
    json_close_object(w);
    return OK;
}

static enum err watch_get(struct request *r, struct response *ret)
{
    return show(r, ret, watched);
}

static enum err check_in(struct ctx *cx, struct db *db, void *arg)
{
    struct rival_run *x = arg;

    return watch_source_queue(cx, db, x->id, &x->job);
}

static enum err check_post(struct request *r, struct response *ret)
{
    struct rival_run x = {0};
    enum err e = api_id(r, &x.id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, check_in, &x);
    return e ? e : api_send_job(r, ret, x.job);
}

static enum err seen_in(struct ctx *cx, struct db *db, void *arg)
{
    return competitor_note_seen(cx, db, 0, *(const int64_t *)arg);
}

static enum err all_seen_in(struct ctx *cx, struct db *db, void *arg)
{
    return competitor_note_seen(cx, db, *(const int64_t *)arg, 0);
}

static enum err see(struct request *r, struct response *ret, db_work *fn)
{
    int64_t id = 0;
    enum err e = api_id(r, &id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, fn, &id);
    if (!e)
        ret->status = 204;
    return e;
}

static enum err seen_post(struct request *r, struct response *ret)
{
    return see(r, ret, seen_in);
}

static enum err all_seen_post(struct request *r, struct response *ret)
{
    return see(r, ret, all_seen_in);
}

const struct route rival_routes[] = {
    {"GET", "/plans/{id}/competitors", MAY_READ, 0, records_get, ROUTE_POOL, 0},
    {"GET", "/competitors/{id}/deals", MAY_READ, 0, deals_get, ROUTE_POOL, 0},
    {"GET", "/competitors/{id}/watch", MAY_READ, 0, watch_get, ROUTE_POOL, 0},
    {"POST", "/competitors/{id}/seen", MAY_EDIT_PLAN, KIB(1), all_seen_post, ROUTE_POOL, 0},
    {"POST", "/watch_sources/{id}/check", MAY_EDIT_PLAN, KIB(1), check_post, ROUTE_POOL, 0},
    {"POST", "/competitor_notes/{id}/seen", MAY_EDIT_PLAN, KIB(1), seen_post, ROUTE_POOL, 0},
    {0},
};
