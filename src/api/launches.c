/* launches.c -- the gate of campaigns, their start and end, and the budget of a plan against what was spent and worked. */
#include "api/api_priv.h"

#include "measure/budget_report.h"
#include "strategy/launch.h"

typedef enum err change_fn(struct ctx *cx, struct db *db, const struct launch_ask *ask,
                           struct launch *ret);

struct launch_run {
    struct launch_ask ask;
    change_fn *change;
    struct launch launch;
    struct answer_json *a;
};

static const char *state_name(enum launch_state state)
{
    return state == LAUNCH_DONE ? "done" : state == LAUNCH_OPEN ? "open" : "missing";
}

static enum err put_item(struct request *r, struct db *db, struct json_writer *w,
                         struct api_names *names, const struct launch_item *x)
{
    const char *name = NULL;
    enum err e = x->ticked_by == NIL ? OK : api_user_name(r->cx, db, names, x->ticked_by, &name);

    json_open_object(w);
    json_text_member(w, "key", x->key);
    json_text_member(w, "field", x->field);
    json_text_member(w, "words", x->words);
    json_text_member(w, "note", x->note);
    json_id_member(w, "channel", x->channel);
    json_text_member(w, "channel_name", x->channel_name);
    json_text_member(w, "state", state_name(x->state));
    json_bool_member(w, "automatic", x->automatic);
    json_id_member(w, "tick", x->tick);
    json_text_member(w, "ticked_by", name);
    api_time_member(w, "ticked_at", x->ticked_at);
    json_close_object(w);
    return e;
}

static enum err put_move(struct request *r, struct db *db, struct json_writer *w,
                         struct api_names *names, const struct launch_move *m)
{
    const char *name = NULL;
    enum err e = m->actor ? api_user_name(r->cx, db, names, m->actor, &name) : OK;

    json_open_object(w);
    json_id_member(w, "id", m->id);
    api_time_member(w, "at", m->at);
    json_text_member(w, "by", name);
    json_text_member(w, "origin", m->origin);
    json_text_member(w, "from", m->from);
    json_text_member(w, "to", m->to);
    json_text_member(w, "reason", m->reason);
    json_text_member(w, "missing", m->missing);
    json_text_member(w, "unready", m->unready);
    json_close_object(w);
    return e;
}

static enum err put_launch(struct request *r, struct db *db, struct json_writer *w,
                           const struct launch *l)
{
    struct api_names names = {0};
    enum err e = OK;

    json_open_object(w);
    json_id_member(w, "campaign", l->campaign->record.id);
    json_text_member(w, "state", l->campaign->state);
    json_int_member(w, "missing", (int64_t)l->missing);
    json_int_member(w, "open", (int64_t)l->open);
    json_name(w, "items");
    json_open_list(w);
    for (size_t i = 0; i < l->n && !e; i++)
        e = put_item(r, db, w, &names, &l->items[i]);
    json_close_list(w);
    json_name(w, "moves");
    json_open_list(w);
    for (size_t i = 0; i < l->move_n && !e; i++)
        e = put_move(r, db, w, &names, &l->moves[i]);
    json_close_list(w);
    json_close_object(w);
    return e;
}

static enum err look_in(struct request *r, struct db *db, void *arg)
{
    struct launch_run *run = arg;
    enum err e = launch_look(r->cx, db, run->ask.campaign, &run->launch);

    return e ? e : put_launch(r, db, &run->a->w, &run->launch);
}

static enum err look_get(struct request *r, struct response *ret)
{
    struct answer_json a;
    struct launch_run run = {.a = &a};
    enum err e = api_id(r, &run.ask.campaign);

    api_json(r, &a);
    if (!e)
        e = api_read(r, look_in, &run);
    return e ? e : api_send(r, ret, 200, &a);
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct launch_run *run = arg;

    return run->change(cx, db, &run->ask, &run->launch);
}

/* {"confirm": true, "reason": "…"}; both may be missing. */
static enum err change_post(struct request *r, struct response *ret, change_fn *change)
{
    struct answer_json a;
    struct launch_run run = {.change = change, .a = &a};
    const struct json *in = NULL, *reason;
    enum err e = api_id(r, &run.ask.campaign);

    if (!e)
        e = api_body(r, ret, &in);
    if (e)
        return e;
    run.ask.confirmed = json_bool(json_get(in, "confirm"), false);
    reason = json_get(in, "reason");
    if (reason && reason->kind != JSON_NULL && reason->kind != JSON_TEXT)
        return fail_field(r->cx, "reason", "field.text", NULL);
    run.ask.reason = json_text(reason, NULL);
    e = db_write(r->cx, api_of(r)->pool, change_in, &run);
    api_json(r, &a);
    if (!e)
        e = api_read(r, look_in, &run);
    return e ? e : api_send(r, ret, 200, &a);
}

static enum err start_post(struct request *r, struct response *ret)
{
    return change_post(r, ret, launch_start);
}

static enum err stop_post(struct request *r, struct response *ret)
{
    return change_post(r, ret, launch_stop);
}

static enum err finish_post(struct request *r, struct response *ret)
{
    return change_post(r, ret, launch_finish);
}

/* --- budget */

struct budget_ask {
    int64_t plan;
    struct buf out;
};

static enum err budget_in(struct request *r, struct db *db, void *arg)
{
    struct budget_ask *ask = arg;
    struct budget_report report;
    enum err e = budget_report_run(r->cx, db, ask->plan, &report);

    if (!e)
        budget_report_json(r->cx, &report, &ask->out);
    return e;
}

static enum err budget_get(struct request *r, struct response *ret)
{
    struct budget_ask ask = {.out = buf_in(r->cx->arena)};
    enum err e = api_id(r, &ask.plan);

    if (!e)
        e = api_read(r, budget_in, &ask);
    return e ? e : api_send_text(r, ret, "application/json", &ask.out);
}

const struct route launch_routes[] = {
    {"GET", "/campaigns/{id}/launch", MAY_READ, 0, look_get, ROUTE_POOL, 0},
    {"POST", "/campaigns/{id}/start", MAY_EDIT_PLAN, KIB(16), start_post, ROUTE_POOL, 0},
    {"POST", "/campaigns/{id}/stop", MAY_EDIT_PLAN, KIB(16), stop_post, ROUTE_POOL, 0},
    {"POST", "/campaigns/{id}/finish", MAY_EDIT_PLAN, KIB(16), finish_post, ROUTE_POOL, 0},
    {"GET", "/plans/{id}/budget", MAY_READ, 0, budget_get, ROUTE_POOL, 0},
    {0},
};
