/* plan_versions.c -- a plan's snapshot, its published versions, what changed since, and the way back. */
#include "api/api_priv.h"

#include "measure/plan_figures.h"
#include "measure/road.h"
#include "strategy/plan_apply.h"
#include "strategy/plan_version.h"

struct version_run {
    struct request *r;
    int64_t plan;
    const struct json *in;
    const char *figures, *missing, *missing_said;
    struct plan_publishing publishing;
    struct plan_version version, kept;
    struct plan_applied applied;
    struct answer_json a;
};

static const struct model *const *models(const struct request *r)
{
    return api_of(r)->models;
}

static enum err figures_in(struct request *r, struct db *db, void *arg)
{
    struct version_run *v = arg;
    enum err e = plan_figures(r->cx, db, v->plan, &v->figures);

    return e ? e : road_missing(r->cx, db, v->plan, &v->missing, &v->missing_said);
}

/* --- the plan as it is now ---------------------------------------------------------------------- */

static enum err snapshot_in(struct request *r, struct db *db, void *arg)
{
    struct version_run *v = arg;
    const char *text = NULL;
    enum err e = plan_figures(r->cx, db, v->plan, &v->figures);

    if (!e)
        e = plan_snapshot(r->cx, db, models(r), v->plan, v->figures, &text);
    if (!e)
        buf_add_text(&v->a.out, text);
    return e;
}

static enum err snapshot_get(struct request *r, struct response *ret)
{
    struct version_run v = {.r = r};
    enum err e = api_id(r, &v.plan);

    api_json(r, &v.a);
    if (!e)
        e = api_read(r, snapshot_in, &v);
    return e ? e : api_send(r, ret, 200, &v.a);
}

/* --- publishing ----------------------------------------------------------------------------------- */

static enum err put_version(struct request *r, struct db *db, struct api_names *names,
                            const struct plan_version *v, struct json_writer *w)
{
    const char *who = NULL;
    enum err e = api_user_name(r->cx, db, names, v->actor == NIL ? 0 : v->actor, &who);

    json_text_member(w, "name", plan_version_name(r->cx, v));
    json_text_member(w, "kind", v->kind);
    json_int_member(w, "number", v->number);
    api_time_member(w, "made_at", v->made_at);
    json_text_member(w, "made_by", who);
    json_text_member(w, "note", v->note);
    json_text_member(w, "reason", v->reason);
    json_name(w, "missing");
    json_put_raw(w, v->missing ? v->missing : "[]");
    json_text_member(w, "digest", v->digest);
    return e;
}

static enum err publish_in(struct ctx *cx, struct db *db, void *arg)
{
    struct version_run *v = arg;
    struct api_names names = {.n = 0};
    enum err e;

    v->publishing = (struct plan_publishing){.plan = v->plan,
                                             .note = json_text(json_get(v->in, "note"), NULL),
                                             .reason = json_text(json_get(v->in, "reason"), NULL),
                                             .figures = v->figures,
                                             .missing = v->missing,
                                             .missing_said = v->missing_said};
    e = plan_publish(cx, db, models(v->r), &v->publishing);
    api_json(v->r, &v->a);
    json_open_object(&v->a.w);
    if (!e)
        e = put_version(v->r, db, &names, &v->publishing.version, &v->a.w);
    json_close_object(&v->a.w);
    return e;
}

static enum err publish_post(struct request *r, struct response *ret)
{
    struct version_run v = {.r = r};
    enum err e = api_id(r, &v.plan);

    if (!e)
        e = api_body(r, ret, &v.in);
    if (!e)
        e = api_read(r, figures_in, &v);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, publish_in, &v);
    return e ? e : api_send(r, ret, 201, &v.a);
}

/* --- the list -------------------------------------------------------------------------------------- */

static enum err put_list(struct request *r, struct db *db, int64_t plan, struct json_writer *w)
{
    struct api_names names = {.n = 0};
    struct plan_version *all = NULL;
    size_t n = 0;
    enum err e = plan_versions_of(r->cx, db, plan, &all, &n);

    json_name(w, "items");
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(w);
        e = put_version(r, db, &names, &all[i], w);
        json_close_object(w);
    }
    json_close_list(w);
    json_text_member(w, "next", NULL);
    return e;
}

static enum err put_since(struct request *r, struct db *db, int64_t plan, struct json_writer *w)
{
    struct plan_version last;
    struct plan_diff diff = {.n = 0};
    enum err e = plan_version_last(r->cx, db, plan, &last);

    if (!e && last.id)
        e = plan_version_diff(r->cx, db, models(r), &last, NULL, &diff);
    json_name(w, "published");
    if (!e && last.id)
        json_put_text(w, plan_version_name(r->cx, &last));
    else
        json_put_null(w);
    json_name(w, "changes");
    if (!e && last.id)
        json_put_int(w, (int64_t)diff.n);
    else
        json_put_null(w);
    return e;
}

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct version_run *v = arg;
    const char *missing = NULL, *said = NULL;
    enum err e = road_missing(r->cx, db, v->plan, &missing, &said);

    json_open_object(&v->a.w);
    if (!e)
        e = put_since(r, db, v->plan, &v->a.w);
    json_name(&v->a.w, "missing");
    json_put_raw(&v->a.w, missing ? missing : "[]");
    if (!e)
        e = put_list(r, db, v->plan, &v->a.w);
    json_close_object(&v->a.w);
    return e;
}

static enum err list_get(struct request *r, struct response *ret)
{
    struct version_run v = {.r = r};
    enum err e = api_id(r, &v.plan);

    api_json(r, &v.a);
    if (!e)
        e = api_read(r, list_in, &v);
    return e ? e : api_send(r, ret, 200, &v.a);
}

/* --- one, and what differs -------------------------------------------------------------------------- */

static enum err version_in(struct request *r, struct db *db, void *arg)
{
    struct version_run *v = arg;
    struct api_names names = {.n = 0};
    enum err e = plan_version_get(r->cx, db, v->plan, request_param(r, "number"), &v->version);

    json_open_object(&v->a.w);
    if (!e)
        e = put_version(r, db, &names, &v->version, &v->a.w);
    json_name(&v->a.w, "snapshot");
    json_put_raw(&v->a.w, e ? "null" : v->version.snapshot);
    json_close_object(&v->a.w);
    return e;
}

static enum err version_get(struct request *r, struct response *ret)
{
    struct version_run v = {.r = r};
    enum err e = api_id(r, &v.plan);

    api_json(r, &v.a);
    if (!e)
        e = api_read(r, version_in, &v);
    return e ? e : api_send(r, ret, 200, &v.a);
}

/* ?with=2: that version; not given: the plan as it is now. */
static enum err diff_in(struct request *r, struct db *db, void *arg)
{
    struct version_run *v = arg;
    const char *with = request_query(r, "with");
    struct plan_version to;
    struct plan_diff diff;
    enum err e = plan_version_get(r->cx, db, v->plan, request_param(r, "number"), &v->version);

    if (!e && !text_empty(with))
        e = plan_version_get(r->cx, db, v->plan, with, &to);
    if (!e)
        e = plan_version_diff(r->cx, db, models(r), &v->version, text_empty(with) ? NULL : &to,
                              &diff);
    if (e)
        return e;
    json_open_object(&v->a.w);
    json_text_member(&v->a.w, "from", plan_version_name(r->cx, &v->version));
    json_text_member(&v->a.w, "to", text_empty(with) ? NULL : plan_version_name(r->cx, &to));
    json_name(&v->a.w, "changes");
    e = plan_diff_json(r->cx, db, &diff, &v->a.w);
    json_close_object(&v->a.w);
    return e;
}

static enum err diff_get(struct request *r, struct response *ret)
{
    struct version_run v = {.r = r};
    enum err e = api_id(r, &v.plan);

    api_json(r, &v.a);
    if (!e)
        e = api_read(r, diff_in, &v);
    return e ? e : api_send(r, ret, 200, &v.a);
}

/* --- the way back ------------------------------------------------------------------------------------ */

/* {table, id, fields}: that record, or those fields of it; nothing: all of the plan. */
static enum err restore_in(struct ctx *cx, struct db *db, void *arg)
{
    struct version_run *v = arg;
    struct plan_choice choice;
    enum err e = plan_choice_read(cx, models(v->r), v->in, &choice);

    if (!e)
        e = plan_version_get(cx, db, v->plan, request_param(v->r, "number"), &v->version);
    if (!e)
        e = plan_version_restore(cx, db, models(v->r), &v->version, &choice, &v->kept, &v->applied);
    return e;
}

static enum err restore_post(struct request *r, struct response *ret)
{
    struct version_run v = {.r = r};
    enum err e = api_id(r, &v.plan);

    if (!e)
        e = api_body(r, ret, &v.in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, restore_in, &v);
    api_json(r, &v.a);
    if (!e)
        plan_applied_json(r->cx, &v.a.w, &v.applied, &v.kept);
    return e ? e : api_send(r, ret, 200, &v.a);
}

const struct route plan_version_routes[] = {
    {"GET", "/plans/{id}/snapshot", MAY_READ, 0, snapshot_get, ROUTE_POOL, MIB(64)},
    {"POST", "/plans/{id}/publish", MAY_EDIT_PLAN, KIB(16), publish_post, ROUTE_POOL, MIB(64)},
    {"GET", "/plans/{id}/versions", MAY_READ, 0, list_get, ROUTE_POOL, MIB(64)},
    {"GET", "/plans/{id}/versions/{number}", MAY_READ, 0, version_get, ROUTE_POOL, MIB(64)},
    {"GET", "/plans/{id}/versions/{number}/diff", MAY_READ, 0, diff_get, ROUTE_POOL, MIB(64)},
    {"POST", "/plans/{id}/versions/{number}/restore", MAY_EDIT_PLAN, KIB(16), restore_post,
     ROUTE_POOL, MIB(64)},
    {0},
};
