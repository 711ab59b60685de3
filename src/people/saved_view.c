/* saved_view.c -- see saved_view.h. */
#include "people/saved_view.h"

#include "base/text.h"
#include "model/audit.h"
#include "people/bulk.h"

#include "saved_view_sql.h"

#include <stdio.h>
#include <string.h>

static void view_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct saved_view *v = row;

    *v = (struct saved_view){.id = db_int(st, 0),
                             .version = db_int(st, 1),
                             .model = db_text_dup(cx, st, 2),
                             .name = db_text_dup(cx, st, 3),
                             .owner = db_int(st, 4),
                             .view = db_text_dup(cx, st, 5),
                             .is_default = db_int(st, 6) == 1};
}

enum err saved_views(struct ctx *cx, struct db *db, const char *model, struct saved_view **ret,
                     size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_views_of, &st);

    if (!e) {
        db_bind_text(st, "model", model);
        db_bind_int(st, "actor", cx->actor);
        e = db_collect(cx, st, sizeof(**ret), view_read, ret, ret_n);
    }
    db_done(st);
    return e;
}

static enum err get(struct ctx *cx, struct db *db, int64_t id, struct saved_view *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_view_by_id, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_int(st, "actor", cx->actor);
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "view.none", NULL);
    if (!e)
        view_read(cx, st, ret);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

bool saved_view_is_theirs(const struct ctx *cx, const struct saved_view *v, bool may_share)
{
    return v->owner == NIL ? may_share : v->owner == cx->actor;
}

static enum err get_theirs(struct ctx *cx, struct db *db, int64_t id, bool may_share,
                           struct saved_view *ret)
{
    enum err e = get(cx, db, id, ret);

    return e || saved_view_is_theirs(cx, ret, may_share)
               ? e
               : fail(cx, ERR_DENIED, "access.denied", NULL);
}

/* --- read from outside */

static enum err read_name(struct ctx *cx, const struct json *in, const char **ret)
{
    const struct fault before = cx->fault;
    const char *given = json_text(json_get(in, "name"), NULL);
    char max[16];
    enum err e;

    (void)snprintf(max, sizeof(max), "%d", VIEW_NAME_MAX);
    if (text_empty(given))
        return fail_field(cx, "name", "field.required", NULL);
    e = text_clean(cx, given, strlen(given), false, ret);
    if (e == ERR_INVALID) {
        cx->fault = before;
        return fail_field(cx, "name", "field.not_text", NULL);
    }
    if (!e && text_empty(*ret))
        return fail_field(cx, "name", "field.required", NULL);
    if (!e && text_chars(*ret) > VIEW_NAME_MAX)
        return fail_field(cx, "name", "view.name_long", "max", max, NULL);
    return e;
}

static enum err read_view(struct ctx *cx, const struct json *v, const char **ret)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    char max[16];

    (void)snprintf(max, sizeof(max), "%d", VIEW_BYTES_MAX);
    if (!v || v->kind != JSON_OBJECT)
        return fail_field(cx, "view", "field.object", NULL);
    json_put(&w, v);
    if (!buf_ok(&b))
        return fail_memory(cx);
    if (b.len > VIEW_BYTES_MAX)
        return fail_field(cx, "view", "view.large", "max", max, NULL);
    *ret = buf_text(&b);
    return OK;
}

static enum err read_model(struct ctx *cx, const struct json *in, const char **ret)
{
    const struct model *m = bulk_model(json_text(json_get(in, "model"), NULL));

    if (!m)
        return fail_field(cx, "model", "field.choice", "choices", "account, contact, deal", NULL);
    *ret = m->name;
    return OK;
}

static enum err read_shared(struct ctx *cx, const struct json *in, bool may_share, int64_t *owner)
{
    const struct json *v = json_get(in, "shared");

    if (!v)
        return OK;
    if (v->kind != JSON_BOOL)
        return fail_field(cx, "shared", "field.bool", NULL);
    if (v->boolean && !may_share)
        return fail(cx, ERR_DENIED, "access.denied", NULL);
    *owner = v->boolean ? NIL : cx->actor;
    return OK;
}

/* --- writes */

static enum err note(struct ctx *cx, struct db *db, const struct saved_view *v, const char *action)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);

    json_open_object(&w);
    json_text_member(&w, "name", v->name);
    json_text_member(&w, "model", v->model);
    json_bool_member(&w, "shared", v->owner == NIL);
    json_close_object(&w);
    return buf_ok(&b) ? audit_add(cx, db, "view", v->id, action, buf_text(&b)) : fail_memory(cx);
}

static enum err put(struct ctx *cx, struct db *db, const struct db_query *q,
                    const struct saved_view *v)
{
    bool is_new = q == &SQL_view_insert;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", v->id);
    db_bind_text(st, "name", v->name);
    db_bind_int(st, "owner", v->owner);
    db_bind_text(st, "view", v->view);
    if (is_new) {
        db_bind_text(st, "model", v->model);
        db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    }
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err saved_view_add(struct ctx *cx, struct db *db, const struct json *in, bool may_share,
                        struct saved_view *ret)
{
    struct saved_view v = {.owner = cx->actor, .version = 1}, *all = NULL;
    size_t n = 0;
    char max[16];
    enum err e = read_model(cx, in, &v.model);

    (void)snprintf(max, sizeof(max), "%d", VIEWS_MAX);
    if (!e)
        e = read_name(cx, in, &v.name);
    if (!e)
        e = read_view(cx, json_get(in, "view"), &v.view);
    if (!e)
        e = read_shared(cx, in, may_share, &v.owner);
    if (!e)
        e = saved_views(cx, db, v.model, &all, &n);
    if (!e && n >= VIEWS_MAX)
        e = fail(cx, ERR_LIMIT, "view.many", "max", max, NULL);
    if (e)
        return e;
    v.id = id_next(cx);
    e = put(cx, db, &SQL_view_insert, &v);
    if (!e)
        e = note(cx, db, &v, "add");
    if (!e)
        *ret = v;
    return e;
}

static enum err drop_defaults(struct ctx *cx, struct db *db, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_view_default_drop_others, &st);

    if (!e) {
        db_bind_int(st, "id", id);
        db_bind_int(st, "actor", cx->actor);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

enum err saved_view_change(struct ctx *cx, struct db *db, int64_t id, int64_t version,
                           const struct json *in, bool may_share, struct saved_view *ret)
{
    struct saved_view v = {0};
    char now[24];
    enum err e = get_theirs(cx, db, id, may_share, &v);

    (void)snprintf(now, sizeof(now), "%lld", (long long)v.version);
    if (!e && version && version != v.version)
        e = fail(cx, ERR_CONFLICT, "model.version", "version", now, NULL);
    if (!e && json_get(in, "name"))
        e = read_name(cx, in, &v.name);
    if (!e && json_get(in, "view"))
        e = read_view(cx, json_get(in, "view"), &v.view);
    if (!e)
        e = read_shared(cx, in, may_share, &v.owner);
    if (!e)
        e = put(cx, db, &SQL_view_update, &v);
    if (!e && v.owner != NIL)
        e = drop_defaults(cx, db, id);
    if (!e)
        e = note(cx, db, &v, "change");
    return e ? e : get(cx, db, id, ret);
}

enum err saved_view_drop(struct ctx *cx, struct db *db, int64_t id, bool may_share)
{
    struct saved_view v = {0};
    struct db_stmt *st = NULL;
    enum err e = get_theirs(cx, db, id, may_share, &v);

    if (!e)
        e = db_begin(cx, db, &SQL_view_delete, &st);
    if (!e) {
        db_bind_int(st, "id", id);
        e = db_run(cx, st);
    }
    db_done(st);
    return e ? e : note(cx, db, &v, "delete");
}

enum err saved_views_order(struct ctx *cx, struct db *db, const struct json *in, bool may_share)
{
    const struct json *ids = json_get(in, "ids");
    struct saved_view v = {0};
    struct db_stmt *st = NULL;
    int64_t place = 0, id = 0;
    enum err e = OK;

    if (!ids || ids->kind != JSON_LIST || !ids->first || ids->count > VIEWS_MAX)
        return fail_field(cx, "ids", "field.required", NULL);
    for (const struct json *j = ids->first; j && !e; j = j->next, place++) {
        if (!id_read(json_text(j, ""), &id))
            return fail_field(cx, "ids", "field.id", NULL);
        e = get(cx, db, id, &v);
        if (e || !saved_view_is_theirs(cx, &v, may_share))
            continue;
        e = db_begin(cx, db, &SQL_view_place, &st);
        if (!e) {
            db_bind_int(st, "id", id);
            db_bind_int(st, "place", place);
            e = db_run(cx, st);
        }
        db_done(st);
    }
    return e ? e : audit_add(cx, db, "view", NIL, "order", NULL);
}

enum err saved_view_default(struct ctx *cx, struct db *db, const struct json *in)
{
    const struct json *view = json_get(in, "view");
    const char *model = NULL;
    struct saved_view v = {0};
    struct db_stmt *st = NULL;
    int64_t id = 0;
    bool none = view && view->kind == JSON_NULL;
    enum err e = read_model(cx, in, &model);

    if (!e && !none && !id_read(json_text(view, ""), &id))
        e = fail_field(cx, "view", "field.id", NULL);
    if (!e && !none)
        e = get(cx, db, id, &v);
    if (!e && !none && !text_equal(v.model, model))
        e = fail_field(cx, "view", "field.id", NULL);
    if (!e)
        e = db_begin(cx, db, &SQL_view_default_drop, &st);
    if (e)
        goto out;
    db_bind_int(st, "actor", cx->actor);
    db_bind_text(st, "model", model);
    e = db_run(cx, st);
    db_done(st);
    st = NULL;
    if (e || none)
        goto out;
    e = db_begin(cx, db, &SQL_view_default_put, &st);
    if (e)
        goto out;
    db_bind_int(st, "actor", cx->actor);
    db_bind_text(st, "model", model);
    db_bind_int(st, "id", id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e ? e : audit_add(cx, db, "view", none ? NIL : id, "default", NULL);
}

void saved_view_json(struct json_writer *w, const struct saved_view *v, bool may_change)
{
    json_open_object(w);
    json_id_member(w, "id", v->id);
    json_int_member(w, "version", v->version);
    json_text_member(w, "model", v->model);
    json_text_member(w, "name", v->name);
    json_bool_member(w, "shared", v->owner == NIL);
    json_bool_member(w, "may_change", may_change);
    json_bool_member(w, "is_default", v->is_default);
    json_name(w, "view");
    json_put_raw(w, v->view);
    json_close_object(w);
}
