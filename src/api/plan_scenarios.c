/* plan_scenarios.c -- copies of a plan to think with: made, laid side by side, adopted, thrown away. */
#include "api/api_priv.h"

#include "measure/plan_compare.h"
#include "strategy/plan_scenario.h"

#include <string.h>

struct scenario_run {
    struct request *r;
    int64_t plan, scenario;
    const struct json *in;
    struct plan_scenario made;
    struct plan_version kept;
    struct plan_applied applied;
    struct answer_json a;
};

static const struct model *const *models(const struct request *r)
{
    return api_of(r)->models;
}

/* {id} and {scenario} of the path. */
static enum err ids_of(struct request *r, struct scenario_run *s)
{
    enum err e = api_id(r, &s->plan);

    if (!e && (!text_to_int(request_param(r, "scenario"), &s->scenario) || s->scenario < 1))
        e = fail(r->cx, ERR_NOTFOUND, "plan_scenario.missing", NULL);
    return e;
}

/* --- the list, and a new one --------------------------------------------------------------------- */

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct scenario_run *s = arg;
    struct plan **all = NULL;
    size_t n = 0;
    enum err e = plan_scenarios_of(r->cx, db, s->plan, &all, &n);

    json_open_object(&s->a.w);
    json_name(&s->a.w, "items");
    json_open_list(&s->a.w);
    for (size_t i = 0; i < n && !e; i++)
        model_to_json(&s->a.w, &plan_model, all[i]);
    json_close_list(&s->a.w);
    json_text_member(&s->a.w, "next", NULL);
    json_close_object(&s->a.w);
    return e;
}

static enum err list_get(struct request *r, struct response *ret)
{
    struct scenario_run s = {.r = r};
    enum err e = api_id_of(r, &plan_model, &s.plan);

    api_json(r, &s.a);
    if (!e)
        e = api_read(r, list_in, &s);
    return e ? e : api_send(r, ret, 200, &s.a);
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct scenario_run *s = arg;
    const char *name = NULL;
    void *plan = NULL;
    enum err e;

    name = json_text(json_get(s->in, "name"), "");
    s->made =
        (struct plan_scenario){.plan = s->plan,
                               .name = name,
                               .budget_percent = json_int(json_get(s->in, "budget_percent"), NIL),
                               .hours_percent = json_int(json_get(s->in, "hours_percent"), NIL)};
    e = plan_scenario_add(cx, db, models(s->r), &s->made);
    if (!e)
        e = model_get(cx, db, &plan_model, s->made.id, &plan);
    api_json(s->r, &s->a);
    if (!e)
        model_to_json(&s->a.w, &plan_model, plan);
    return e;
}

static enum err add_post(struct request *r, struct response *ret)
{
    struct scenario_run s = {.r = r};
    enum err e = api_id_of(r, &plan_model, &s.plan);

    if (!e)
        e = api_body(r, ret, &s.in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, add_in, &s);
    return e ? e : api_send(r, ret, 201, &s.a);
}

/* --- what it changes, and taking that over --------------------------------------------------------- */

static enum err diff_in(struct request *r, struct db *db, void *arg)
{
    struct scenario_run *s = arg;
    struct plan_diff d;
    enum err e = plan_scenario_diff(r->cx, db, models(r), s->plan, s->scenario, &d);

    if (e)
        return e;
    json_open_object(&s->a.w);
    json_text_member(&s->a.w, "from", NULL);
    json_text_member(&s->a.w, "to", NULL);
    json_name(&s->a.w, "changes");
    e = plan_diff_json(r->cx, db, &d, &s->a.w);
    json_close_object(&s->a.w);
    return e;
}

static enum err diff_get(struct request *r, struct response *ret)
{
    struct scenario_run s = {.r = r};
    enum err e = ids_of(r, &s);

    api_json(r, &s.a);
    if (!e)
        e = api_read(r, diff_in, &s);
    return e ? e : api_send(r, ret, 200, &s.a);
}

static enum err adopt_in(struct ctx *cx, struct db *db, void *arg)
{
    struct scenario_run *s = arg;

    return plan_scenario_adopt(cx, db, models(s->r), s->plan, s->scenario, &s->kept, &s->applied);
}

static enum err adopt_post(struct request *r, struct response *ret)
{
    struct scenario_run s = {.r = r};
    enum err e = ids_of(r, &s);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, adopt_in, &s);
    api_json(r, &s.a);
    if (!e)
        plan_applied_json(r->cx, &s.a.w, &s.applied, &s.kept);
    return e ? e : api_send(r, ret, 200, &s.a);
}

static enum err drop_in(struct ctx *cx, struct db *db, void *arg)
{
    struct scenario_run *s = arg;

    return plan_scenario_drop(cx, db, models(s->r), s->plan, s->scenario);
}

static enum err scenario_delete(struct request *r, struct response *ret)
{
    struct scenario_run s = {.r = r};
    enum err e = ids_of(r, &s);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, drop_in, &s);
    if (!e)
        ret->status = 204;
    return e;
}

/* --- side by side: ?with=2,3 ----------------------------------------------------------------------------- */

static enum err compare_in(struct request *r, struct db *db, void *arg)
{
    struct scenario_run *s = arg;
    const char *with = request_query(r, "with");
    char *rest = arena_dup(r->cx->arena, with ? with : "");
    int64_t plans[PLANS_COMPARED_MAX + 1] = {s->plan};
    size_t n = 1;

    while (rest && *rest && n <= PLANS_COMPARED_MAX) {
        char *comma = strchr(rest, ',');
        if (comma)
            *comma = '\0';
        if (!text_to_int(rest, &plans[n++]))
            return fail_field(r->cx, "with", "plan_scenario.compare", NULL);
        rest = comma ? comma + 1 : NULL;
    }
    return plan_compare_json(r->cx, db, models(r), plans, n, &s->a.out);
}

static enum err compare_get(struct request *r, struct response *ret)
{
    struct scenario_run s = {.r = r};
    enum err e = api_id_of(r, &plan_model, &s.plan);

    api_json(r, &s.a);
    if (!e)
        e = api_read(r, compare_in, &s);
    return e ? e : api_send(r, ret, 200, &s.a);
}

const struct route plan_scenario_routes[] = {
    {"GET", "/plans/{id}/scenarios", MAY_READ, 0, list_get, ROUTE_POOL, 0},
    {"POST", "/plans/{id}/scenarios", MAY_EDIT_PLAN, KIB(16), add_post, ROUTE_POOL, MIB(64)},
    {"DELETE", "/plans/{id}/scenarios/{scenario}", MAY_EDIT_PLAN, 0, scenario_delete, ROUTE_POOL,
     MIB(64)},
    {"GET", "/plans/{id}/scenarios/{scenario}/diff", MAY_READ, 0, diff_get, ROUTE_POOL, MIB(64)},
    {"POST", "/plans/{id}/scenarios/{scenario}/adopt", MAY_EDIT_PLAN, KIB(1), adopt_post,
     ROUTE_POOL, MIB(64)},
    {"GET", "/plans/{id}/compare", MAY_READ, 0, compare_get, ROUTE_POOL, MIB(64)},
    {0},
};
