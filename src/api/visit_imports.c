/* visit_imports.c -- visits and searches from before, over HTTP: a file is sent once, then tried, read in and taken back by jobs. */
#include "api/api_priv.h"

#include "measure/history_import.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum err put_import(struct ctx *cx, struct db *db, int64_t id, struct json_writer *w)
{
    struct history_import now;
    enum err e = history_get(cx, db, id, &now);

    if (!e)
        history_to_json(cx, w, &now);
    return e;
}

static enum err one_get(struct request *r, struct response *ret)
{
    int64_t id = 0;
    enum err e = api_id(r, &id);

    return e ? e : api_answer_one(r, ret, 200, id, put_import);
}

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct history_import *all = NULL;
    size_t n = 0;
    enum err e = history_list(r->cx, db, &all, &n);

    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (size_t i = 0; i < n && !e; i++)
        history_to_json(r->cx, &a->w, &all[i]);
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return e;
}

static enum err all_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, list_in);
}

/* --- the file */

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct history_import *in = arg;
    enum err e = history_add(cx, db, NULL, in);

    if (!e)
        e = history_check_file(cx, db, in);
    return e ? e : audit_add(cx, db, "history_import", in->id, "add", NULL);
}

static enum err add_post(struct request *r, struct response *ret)
{
    struct history_import in = {0};
    enum err e = api_upload_name(r, "export", &in.name);

    if (!e)
        e = history_probe(r->cx, r->upload_path, request_query(r, "format"), &in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, add_in, &in);
    if (!e)
        e = api_upload_keep(r, history_file(r->cx, api_of(r)->uploads_dir, in.id));
    return e ? e : api_answer_one(r, ret, 201, in.id, put_import);
}

static enum err remove_in(struct ctx *cx, struct db *db, void *arg)
{
    int64_t id = *(const int64_t *)arg;
    enum err e = history_remove(cx, db, id);

    return e ? e : audit_add(cx, db, "history_import", id, "delete", NULL);
}

static enum err one_delete(struct request *r, struct response *ret)
{
    int64_t id = 0;
    const char *path;
    enum err e = api_id(r, &id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, remove_in, &id);
    if (e)
        return e;
    path = history_file(r->cx, api_of(r)->uploads_dir, id);
    if (path)
        (void)unlink(path); /* what stays is tidied later */
    ret->status = 204;
    return OK;
}

/* --- the work */

static enum err queue_in(struct ctx *cx, struct db *db, const struct api_errand *x)
{
    static const char *const actions[] = {
        [HISTORY_TRY] = "simulate", [HISTORY_RUN] = "run", [HISTORY_UNDO] = "undo"};
    const struct json *options = json_get(x->in, "options");
    enum err e = OK;

    if (options && options->kind != JSON_OBJECT)
        return fail_field(cx, "options", "field.object", NULL);
    if (options && x->what != HISTORY_UNDO)
        e = history_set_options(cx, db, x->id, options);
    if (!e)
        e = history_queue(cx, db, x->id, (enum history_errand)x->what);
    return e ? e : audit_add(cx, db, "history_import", x->id, actions[x->what], NULL);
}

static enum err simulate_post(struct request *r, struct response *ret)
{
    return api_queue(r, ret, HISTORY_TRY, queue_in, put_import);
}

static enum err run_post(struct request *r, struct response *ret)
{
    return api_queue(r, ret, HISTORY_RUN, queue_in, put_import);
}

static enum err undo_post(struct request *r, struct response *ret)
{
    return api_queue(r, ret, HISTORY_UNDO, queue_in, put_import);
}

/* --- what was refused */

struct refusals_run {
    int64_t id;
    struct buf out;
};

static enum err refusals_in(struct request *r, struct db *db, void *arg)
{
    struct refusals_run *x = arg;
    struct history_import now;
    enum err e = history_get(r->cx, db, x->id, &now);

    return e ? e : history_refusals_csv(r->cx, db, x->id, &x->out);
}

static enum err refusals_get(struct request *r, struct response *ret)
{
    struct refusals_run x = {.out = buf_in(r->cx->arena)};
    enum err e = api_id(r, &x.id);

    if (!e)
        e = api_read(r, refusals_in, &x);
    if (e)
        return e;
    api_file_name(r, ret, "refused.csv");
    return api_send_text(r, ret, "text/csv; charset=utf-8", &x.out);
}

const struct route visit_import_routes[] = {
    {"GET", "/visits/imports", MAY_READ, 0, all_get, ROUTE_POOL, 0},
    {"POST", "/visits/imports", MAY_IMPORT, MIB(4000), add_post, ROUTE_POOL | ROUTE_UPLOAD, 0},
    {"GET", "/visits/imports/{id}", MAY_READ, 0, one_get, ROUTE_POOL, 0},
    {"DELETE", "/visits/imports/{id}", MAY_IMPORT, 0, one_delete, ROUTE_POOL, 0},
    {"GET", "/visits/imports/{id}/refused.csv", MAY_IMPORT, 0, refusals_get, ROUTE_POOL, MIB(32)},
    {"POST", "/visits/imports/{id}/simulate", MAY_IMPORT, KIB(16), simulate_post, ROUTE_POOL, 0},
    {"POST", "/visits/imports/{id}/run", MAY_IMPORT, KIB(16), run_post, ROUTE_POOL, 0},
    {"POST", "/visits/imports/{id}/undo", MAY_IMPORT, KIB(1), undo_post, ROUTE_POOL, 0},
    {0},
};
