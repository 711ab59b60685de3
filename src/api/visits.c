/* visits.c -- by which rules visits get their channel: the usual ones, one address tried, and history judged again, as a job whose
 * outcome can be seen before. */
#include "api/api_priv.h"

#include "measure/channel_rule_say.h"
#include "measure/rejudge.h"
#include "work/job.h"

struct span_run {
    const char *from, *to;
    struct rejudge_span span;
    int64_t job;
};

static enum err span_in(struct request *r, struct db *db, void *arg)
{
    struct span_run *s = arg;

    return rejudge_span_read(r->cx, db, s->from, s->to, &s->span);
}

static enum err rejudge_in(struct ctx *cx, struct db *db, void *arg)
{
    struct span_run *s = arg;

    return rejudge_add(cx, db, &s->span, &s->job);
}

static enum err rejudge_post(struct request *r, struct response *ret)
{
    const struct json *in = NULL;
    struct span_run s = {0};
    struct answer_json a;
    enum err e = api_body(r, ret, &in);

    s.from = json_text(json_get(in, "from"), NULL);
    s.to = json_text(json_get(in, "to"), NULL);
    if (!e)
        e = api_read(r, span_in, &s);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, rejudge_in, &s);
    if (e)
        return e;
    worker_poke(api_of(r)->worker);
    api_json(r, &a);
    json_open_object(&a.w);
    json_id_member(&a.w, "job", s.job);
    json_close_object(&a.w);
    return api_send(r, ret, 202, &a);
}

static enum err rejudge_get(struct request *r, struct response *ret)
{
    struct span_run s = {.from = request_query(r, "from"), .to = request_query(r, "to")};
    struct buf out = buf_in(r->cx->arena);
    enum err e = api_of(r)->facts ? OK : fail(r->cx, ERR_BUSY, "facts.stopping", NULL);

    if (!e)
        e = api_read(r, span_in, &s);
    if (!e)
        e = rejudge_preview(r->cx, api_of(r)->pool, api_of(r)->facts, &s.span, &out);
    return e ? e : api_send_text(r, ret, "application/json", &out);
}

static enum err usual_get(struct request *r, struct response *ret)
{
    struct buf out = buf_in(r->cx->arena);
    enum err e = channel_usual_json(r->cx, &out);

    return e ? e : api_send_text(r, ret, "application/json", &out);
}

struct try_run {
    struct source_hint hint;
    struct buf out;
};

static enum err try_in(struct request *r, struct db *db, void *arg)
{
    struct try_run *t = arg;

    return channel_try_json(r->cx, db, &t->hint, &t->out);
}

static enum err try_post(struct request *r, struct response *ret)
{
    struct try_run t = {.out = buf_in(r->cx->arena)};
    const struct json *in = NULL;
    const char *url, *referrer;
    enum err e = api_body(r, ret, &in);

    if (e)
        return e;
    url = json_text(json_get(in, "url"), "");
    referrer = json_text(json_get(in, "referrer"), "");
    if (!api_of(r)->page_hint || !api_of(r)->page_hint(r->cx, url, &t.hint))
        return fail_field(r->cx, "url", "field.url", NULL);
    if (!text_empty(referrer) && !api_of(r)->page_referrer(r->cx, referrer, &t.hint))
        return fail_field(r->cx, "referrer", "field.url", NULL);
    e = api_read(r, try_in, &t);
    return e ? e : api_send_text(r, ret, "application/json", &t.out);
}

const struct route visit_routes[] = {
    {"GET", "/visits/rejudge", MAY_READ, 0, rejudge_get, ROUTE_POOL, MIB(64)},
    {"POST", "/visits/rejudge", MAY_EDIT_PLAN, KIB(1), rejudge_post, ROUTE_POOL, 0},
    {"GET", "/visits/channels", MAY_READ, 0, usual_get, ROUTE_POOL, 0},
    {"POST", "/visits/channel", MAY_READ, KIB(8), try_post, ROUTE_POOL, 0},
    {0},
};
