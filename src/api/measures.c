/* measures.c -- metrics, the progress of goals, the dashboard, and who decides about a deal. The floors below
 * write the JSON; here it is asked for. */
#include "api/api_priv.h"

#include "base/message.h"
#include "measure/dashboard.h"
#include "measure/goal_outlook.h"
#include "measure/goal_progress.h"
#include "measure/metric.h"
#include "measure/road.h"
#include "people/committee.h"

#include <string.h>

struct measure_run {
    int64_t id, days;
    struct buf out;
};

/* Read in one connection, sent as it was written. */
static enum err measure(struct request *r, struct response *ret, api_read_fn *fn,
                        struct measure_run *m)
{
    enum err e;

    m->out = buf_in(r->cx->arena);
    e = api_read(r, fn, m);
    return e ? e : api_send_text(r, ret, "application/json", &m->out);
}

static const char *given(const struct request *r, const char *name)
{
    const char *text = request_query(r, name);

    return text_empty(text) ? NULL : text;
}

/* --- metrics */

static enum err metrics_in(struct request *r, struct db *db, void *arg)
{
    struct measure_run *m = arg;

    return metrics_json(r->cx, db, &m->out);
}

static enum err metrics_get(struct request *r, struct response *ret)
{
    struct measure_run m = {0};

    return measure(r, ret, metrics_in, &m);
}

static enum err metric_in(struct request *r, struct db *db, void *arg)
{
    struct measure_run *m = arg;

    return metric_json(r->cx, db, request_param(r, "key"), given(r, "from"), given(r, "to"),
                       given(r, "channel"), &m->out);
}

static enum err metric_get(struct request *r, struct response *ret)
{
    struct measure_run m = {0};

    if (!metric_find(request_param(r, "key")))
        return fail(r->cx, ERR_NOTFOUND, "metric.no_such", NULL);
    return measure(r, ret, metric_in, &m);
}

/* --- goals */

static enum err progress_in(struct request *r, struct db *db, void *arg)
{
    struct measure_run *m = arg;
    struct goal_progress p;
    struct goal_outlook o;
    void *goal = NULL;
    enum err e = model_get(r->cx, db, &goal_model, m->id, &goal);

    if (!e)
        e = goal_progress(r->cx, db, goal, &p);
    if (!e)
        e = goal_outlook(r->cx, db, goal, &o);
    if (!e)
        goal_progress_json(r->cx, &p, &o, &m->out);
    return e;
}

static enum err progress_get(struct request *r, struct response *ret)
{
    struct measure_run m = {0};
    enum err e = api_id(r, &m.id);

    return e ? e : measure(r, ret, progress_in, &m);
}

/* Of a goal that is being written: ?channel, from, to, target_micro. */
static enum err outlook_in(struct request *r, struct db *db, void *arg)
{
    struct measure_run *m = arg;
    const char *target = given(r, "target_micro");
    struct goal goal = {.metric = request_param(r, "key"),
                        .channel = given(r, "channel"),
                        .starts_on = given(r, "from"),
                        .due_on = given(r, "to"),
                        .target_micro = NIL};
    struct json_writer w = json_to(&m->out);
    struct goal_outlook o;
    enum err e = OK;

    if (!date_ok(goal.starts_on))
        e = fail_field(r->cx, "from", "field.date", NULL);
    if (!date_ok(goal.due_on))
        e = fail_field(r->cx, "to", "field.date", NULL);
    if (!e && goal.starts_on && goal.due_on && strcmp(goal.due_on, goal.starts_on) <= 0)
        e = fail_field(r->cx, "to", "field.before_start", "start",
                       message_day(r->cx->arena, r->cx->lang, goal.starts_on), NULL);
    if (target && (!text_to_int(target, &goal.target_micro) || goal.target_micro < 1))
        e = fail_field(r->cx, "target_micro", "field.number", NULL);
    if (!e)
        e = goal_outlook(r->cx, db, &goal, &o);
    if (!e)
        goal_outlook_json(r->cx, &o, &w);
    return e;
}

static enum err outlook_get(struct request *r, struct response *ret)
{
    struct measure_run m = {0};

    if (!metric_find(request_param(r, "key")))
        return fail(r->cx, ERR_NOTFOUND, "metric.no_such", NULL);
    return measure(r, ret, outlook_in, &m);
}

/* --- the road of a plan */

static enum err road_in(struct request *r, struct db *db, void *arg)
{
    struct measure_run *m = arg;
    struct road road;
    enum err e = road_read(r->cx, db, m->id, &road);

    if (!e)
        road_json(r->cx, &road, &m->out);
    return e;
}

static enum err road_get(struct request *r, struct response *ret)
{
    struct measure_run m = {0};
    enum err e = api_id(r, &m.id);

    return e ? e : measure(r, ret, road_in, &m);
}

static enum err export_in(struct request *r, struct db *db, void *arg)
{
    struct measure_run *m = arg;

    return road_export(r->cx, db, m->id, api_of(r)->models, &m->out);
}

static enum err export_get(struct request *r, struct response *ret)
{
    struct measure_run m = {0};
    enum err e = api_id(r, &m.id);

    return e ? e : measure(r, ret, export_in, &m);
}

/* --- dashboard */

static enum err dashboard_in(struct request *r, struct db *db, void *arg)
{
    struct measure_run *m = arg;
    struct dashboard *d = arena_alloc(r->cx->arena, sizeof(*d));
    enum err e;

    if (!d)
        return fail_memory(r->cx);
    e = dashboard_read(r->cx, db, (int)m->days, d);
    if (!e)
        dashboard_json(r->cx, d, &m->out);
    return e;
}

static enum err dashboard_get(struct request *r, struct response *ret)
{
    struct measure_run m = {.days = 30};
    const char *days = given(r, "days");

    if (days && (!text_to_int(days, &m.days) || m.days < 1 || m.days > 366))
        return fail_field(r->cx, "days", "field.range", "min", "1", "max", "366", NULL);
    return measure(r, ret, dashboard_in, &m);
}

/* --- committees */

static enum err committee_in(struct request *r, struct db *db, void *arg)
{
    struct measure_run *m = arg;
    struct committee c = {0};
    enum err e = committee_read(r->cx, db, m->id, &c);

    if (!e)
        committee_json(r->cx, &c, &m->out);
    return e;
}

static enum err committee_get(struct request *r, struct response *ret)
{
    struct measure_run m = {0};
    enum err e = api_id(r, &m.id);

    return e ? e : measure(r, ret, committee_in, &m);
}

const struct route measure_routes[] = {
    {"GET", "/metrics", MAY_READ, 0, metrics_get, ROUTE_POOL, 0},
    {"GET", "/metrics/{key}", MAY_READ, 0, metric_get, ROUTE_POOL, MIB(64)},
    {"GET", "/metrics/{key}/outlook", MAY_READ, 0, outlook_get, ROUTE_POOL, MIB(64)},
    {"GET", "/goals/{id}/progress", MAY_READ, 0, progress_get, ROUTE_POOL, MIB(64)},
    {"GET", "/plans/{id}/road", MAY_READ, 0, road_get, ROUTE_POOL, MIB(96)},
    {"GET", "/plans/{id}/export", MAY_READ | MAY_EXPORT, 0, export_get, ROUTE_POOL, MIB(96)},
    {"GET", "/dashboard", MAY_READ, 0, dashboard_get, ROUTE_POOL, MIB(96)},
    {"GET", "/deals/{id}/committee", MAY_READ, 0, committee_get, ROUTE_POOL, 0},
    {0},
};
