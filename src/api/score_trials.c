/* score_trials.c -- what a score model would have said of past deals, and the one that they suggest. */
#include "api/api_priv.h"

#include "base/text.h"
#include "measure/period.h"
#include "people/score.h"
#include "people/score_replay.h"
#include "people/score_suggest.h"

#include <string.h>

enum { YEAR_DAYS = 365 };

struct trial {
    enum score_kind kind;
    struct period period;
    struct score_replay_ask ask, other; /* number 0: none */
    const char *from, *to;
    int64_t number, job;
    const struct json *rows;
    struct score_model model;
    const char *text;
    int64_t at;
    struct answer_json a;
};

/* --- what if ----------------------------------------------------------------------------------- */

/* The draft, or what counts when there is none; beside it what counts. */
static enum err choose(struct request *r, struct db *db, const struct rule_world *w,
                       struct trial *t)
{
    struct score_model draft, published;
    enum err e = score_model_in(r->cx, db, w, t->kind, "draft", &draft);

    if (!e)
        e = score_model_in(r->cx, db, w, t->kind, "published", &published);
    if (e)
        return e;
    if (!t->number)
        t->number = draft.id ? draft.number : published.number;
    if (!t->number)
        return fail(r->cx, ERR_NOTFOUND, "score.no_model", NULL);
    t->ask = (struct score_replay_ask){t->kind, t->number, t->period.from_at, t->period.until_at};
    if (published.id && published.number != t->number)
        t->other = (struct score_replay_ask){t->kind, published.number, t->period.from_at,
                                             t->period.until_at};
    return OK;
}

static enum err ask_in(struct request *r, struct db *db, void *arg)
{
    struct trial *t = arg;
    struct rule_world w;
    enum err e = people_rules(r->cx, db, NULL, &w);
    int64_t today;

    if (e)
        return e;
    today = rule_day(w.zone, ctx_now(r->cx));
    if (!t->from)
        t->from = day_text(r->cx, today - YEAR_DAYS + 1);
    if (!t->to)
        t->to = day_text(r->cx, today);
    e = period_read(r->cx, w.zone, t->from, t->to, &t->period);
    return e ? e : choose(r, db, &w, t);
}

static enum err queue_in(struct ctx *cx, struct db *db, void *arg)
{
    struct trial *t = arg;

    return score_replay_queue(cx, db, t->text ? &t->other : &t->ask, &t->job);
}

static void put_result(struct json_writer *w, const char *name, const char *json)
{
    json_name(w, name);
    if (json)
        json_put_raw(w, json);
    else
        json_put_null(w);
}

static enum err what_if_post(struct request *r, struct response *ret)
{
    struct trial t = {.from = NULL};
    const struct json *in = NULL;
    const char *other = NULL;
    enum err e = score_kind_of(request_param(r, "kind"), &t.kind)
                     ? api_body(r, ret, &in)
                     : fail(r->cx, ERR_NOTFOUND, "score.no_model", NULL);

    if (e)
        return e;
    t.from = json_text(json_get(in, "from"), NULL);
    t.to = json_text(json_get(in, "to"), NULL);
    t.number = json_int(json_get(in, "number"), 0);
    e = api_read(r, ask_in, &t);
    if (!e)
        e = score_replay(r->cx, api_of(r)->pool, &t.ask, &t.text);
    if (!e && t.other.number)
        e = score_replay(r->cx, api_of(r)->pool, &t.other, &other);
    if (!e && (!t.text || (t.other.number && !other)))
        e = db_write(r->cx, api_of(r)->pool, queue_in, &t);
    if (e)
        return e;
    if (t.job)
        worker_poke(api_of(r)->worker);
    api_json(r, &t.a);
    json_open_object(&t.a.w);
    json_text_member(&t.a.w, "from", t.from);
    json_text_member(&t.a.w, "to", t.to);
    put_result(&t.a.w, "this", t.text);
    put_result(&t.a.w, "published", other);
    json_id_member(&t.a.w, "job", t.job);
    json_close_object(&t.a.w);
    return api_send(r, ret, 200, &t.a);
}

/* --- suggestions ------------------------------------------------------------------------------- */

static enum err send_suggestion(struct request *r, struct response *ret, struct trial *t)
{
    api_json(r, &t->a);
    json_open_object(&t->a.w);
    api_time_member(&t->a.w, "at", t->at);
    put_result(&t->a.w, "suggestion", t->text);
    json_close_object(&t->a.w);
    return api_send(r, ret, 200, &t->a);
}

static enum err open_in(struct request *r, struct db *db, void *arg)
{
    struct trial *t = arg;

    return score_suggestion(r->cx, db, &t->text, &t->at);
}

static enum err suggestion_get(struct request *r, struct response *ret)
{
    struct trial t = {.text = NULL};
    enum err e = api_read(r, open_in, &t);

    return e ? e : send_suggestion(r, ret, &t);
}

static enum err suggest_in(struct request *r, struct db *db, void *arg)
{
    struct trial *t = arg;

    return score_suggest(r->cx, db, &t->text);
}

static enum err put_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct trial *t = arg;

    return score_suggestion_put(cx, db, t->text);
}

static enum err suggestion_post(struct request *r, struct response *ret)
{
    struct trial t = {.at = ctx_now(r->cx)};
    enum err e = api_read(r, suggest_in, &t);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, put_in, &t);
    if (!e)
        e = api_read(r, open_in, &t);
    return e ? e : send_suggestion(r, ret, &t);
}

static enum err accept_in(struct ctx *cx, struct db *db, void *arg)
{
    struct trial *t = arg;

    return score_suggestion_accept(cx, db, t->rows, &t->model);
}

static enum err draft_in(struct request *r, struct db *db, void *arg)
{
    struct trial *t = arg;
    struct rule_world w;
    enum err e = people_rules(r->cx, db, NULL, &w);

    return e ? e : score_model_json(r->cx, db, &w, &t->model, &t->a.w);
}

static enum err accept_post(struct request *r, struct response *ret)
{
    struct trial t = {.rows = NULL};
    const struct json *in = NULL;
    enum err e = api_body(r, ret, &in);

    if (e)
        return e;
    t.rows = json_get(in, "rows");
    if (t.rows && t.rows->kind != JSON_LIST)
        t.rows = NULL;
    e = db_write(r->cx, api_of(r)->pool, accept_in, &t);
    api_json(r, &t.a);
    if (!e)
        e = api_read(r, draft_in, &t);
    return e ? e : api_send(r, ret, 200, &t.a);
}

static enum err dismiss_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return score_suggestion_dismiss(cx, db);
}

static enum err dismiss_post(struct request *r, struct response *ret)
{
    enum err e = db_write(r->cx, api_of(r)->pool, dismiss_in, NULL);

    if (!e)
        ret->status = 204;
    return e;
}

const struct route score_trial_routes[] = {
    {"POST", "/score-models/{kind}/what-if", MAY_READ, KIB(1), what_if_post, ROUTE_POOL, MIB(64)},
    {"GET", "/score-models/suggestion", MAY_READ, 0, suggestion_get, ROUTE_POOL, 0},
    {"POST", "/score-models/suggestion", MAY_EDIT_PLAN, KIB(1), suggestion_post, ROUTE_POOL,
     MIB(64)},
    {"POST", "/score-models/suggestion/accept", MAY_EDIT_PLAN, KIB(4), accept_post, ROUTE_POOL,
     MIB(32)},
    {"POST", "/score-models/suggestion/dismiss", MAY_EDIT_PLAN, KIB(1), dismiss_post, ROUTE_POOL,
     0},
    {0},
};
