/* imports.c -- a spreadsheet over HTTP: sent once, then tried, run and undone by jobs.
 *
 * The file stays in the uploads directory under the import's id, out of reach of any address.
 */
#include "api/api_priv.h"

#include "people/import.h"
#include "people/import_jobs.h"
#include "people/spend_export.h"

#include <stdio.h>

enum { ERRORS_SHOWN = 50 };

/* The import as it is now, with its first wrong rows. */
static enum err put_import(struct ctx *cx, struct db *db, int64_t id, struct json_writer *w)
{
    struct import now;
    struct import_error *errors = NULL;
    size_t n = 0;
    enum err e = import_get(cx, db, id, &now);

    if (!e && now.failed > 0)
        e = import_errors(cx, db, id, ERRORS_SHOWN, &errors, &n);
    if (!e)
        import_to_json(cx, w, &now, errors, n);
    return e;
}

static enum err import_get_one(struct request *r, struct response *ret)
{
    int64_t id = 0;
    enum err e = api_id(r, &id);

    return e ? e : api_answer_one(r, ret, 200, id, put_import);
}

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct import *all = NULL;
    size_t n = 0;
    enum err e = import_list(r->cx, db, &all, &n);

    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (size_t i = 0; i < n && !e; i++)
        import_to_json(r->cx, &a->w, &all[i], NULL, 0);
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return e;
}

static enum err imports_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, list_in);
}

static enum err targets_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    const char *kind = request_query(r, "kind");
    enum err e;

    json_open_object(&a->w);
    json_name(&a->w, "items");
    e = import_targets(r->cx, db, kind ? kind : "", &a->w);
    if (e)
        return e; /* the answer has a name and no value */
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return e;
}

static enum err targets_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, targets_in);
}

/* --- the file */

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    return import_add(cx, db, arg);
}

/* What an advertising platform gave is written anew in the place of the file. */
static enum err probe(struct request *r, const char *kind, struct import *ret)
{
    const char *plain = arena_print(r->cx->arena, "%s.spend", r->upload_path);
    struct spend_export x = {0};
    enum err e = plain ? OK : fail_memory(r->cx);

    if (!e && text_equal(kind, "spend"))
        e = spend_export_read(r->cx, r->upload_path, request_query(r, "preset"), plain, &x);
    if (e)
        return e;
    if (!x.preset)
        return import_probe(r->cx, r->upload_path, kind ? kind : "", NULL, ret);
    if (rename(plain, r->upload_path) != 0)
        return fail_detail(r->cx, ERR_BROKEN, "net.upload", "rename");
    return spend_export_probe(r->cx, r->upload_path, &x, ret);
}

static enum err imports_post(struct request *r, struct response *ret)
{
    struct import in = {0};
    enum err e = api_upload_name(r, "import.csv", &in.name);

    if (!e)
        e = probe(r, request_query(r, "kind"), &in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, add_in, &in);
    if (!e)
        e = api_upload_keep(r, import_file(r->cx, api_of(r)->uploads_dir, in.id));
    return e ? e : api_answer_one(r, ret, 201, in.id, put_import);
}

/* --- the work */

/* A map that is sent takes the place of the one before. */
static enum err take_map(struct ctx *cx, struct db *db, const struct api_errand *x)
{
    const struct json *map = json_get(x->in, "map"), *skip = json_get(x->in, "skip_errors");
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    struct import now;
    enum err e = import_get(cx, db, x->id, &now);

    if (e || (!map && !skip))
        return e;
    if (map && map->kind != JSON_OBJECT)
        return fail_field(cx, "map", "field.object", NULL);
    if (map)
        json_put(&w, map);
    if (!buf_ok(&out))
        return fail_memory(cx);
    return import_set_map(cx, db, x->id, map ? buf_text(&out) : now.map,
                          json_bool(skip, now.skip_errors));
}

static enum err queue_in(struct ctx *cx, struct db *db, const struct api_errand *x)
{
    enum err e = x->what == IMPORT_UNDO ? OK : take_map(cx, db, x);

    return e ? e : import_queue(cx, db, x->id, (enum import_errand_kind)x->what);
}

static enum err simulate_post(struct request *r, struct response *ret)
{
    return api_queue(r, ret, IMPORT_SIMULATE, queue_in, put_import);
}

static enum err run_post(struct request *r, struct response *ret)
{
    return api_queue(r, ret, IMPORT_RUN, queue_in, put_import);
}

static enum err undo_post(struct request *r, struct response *ret)
{
    return api_queue(r, ret, IMPORT_UNDO, queue_in, put_import);
}

/* --- wrong rows */

struct errors_run {
    int64_t id;
    struct buf out;
};

static enum err errors_in(struct request *r, struct db *db, void *arg)
{
    struct errors_run *x = arg;
    struct import now;
    enum err e = import_get(r->cx, db, x->id, &now);

    return e ? e : import_errors_csv(r->cx, db, x->id, &x->out);
}

static enum err errors_get(struct request *r, struct response *ret)
{
    struct errors_run x = {.out = buf_in(r->cx->arena)};
    enum err e = api_id(r, &x.id);

    if (!e)
        e = api_read(r, errors_in, &x);
    if (e)
        return e;
    api_file_name(r, ret, "errors.csv");
    return api_send_text(r, ret, "text/csv; charset=utf-8", &x.out);
}

const struct route import_routes[] = {
    {"GET", "/imports", MAY_READ, 0, imports_get, ROUTE_POOL, 0},
    {"POST", "/imports", MAY_IMPORT, MIB(1024), imports_post, ROUTE_POOL | ROUTE_UPLOAD, MIB(128)},
    {"GET", "/imports/targets", MAY_READ, 0, targets_get, ROUTE_POOL, 0},
    {"GET", "/imports/{id}", MAY_READ, 0, import_get_one, ROUTE_POOL, 0},
    {"GET", "/imports/{id}/errors.csv", MAY_READ, 0, errors_get, ROUTE_POOL, MIB(128)},
    {"POST", "/imports/{id}/simulate", MAY_IMPORT, KIB(256), simulate_post, ROUTE_POOL, 0},
    {"POST", "/imports/{id}/run", MAY_IMPORT, KIB(256), run_post, ROUTE_POOL, 0},
    {"POST", "/imports/{id}/undo", MAY_IMPORT, KIB(1), undo_post, ROUTE_POOL, 0},
    {0},
};
