/* answer.c -- reading what was asked and writing what is answered, for all handlers. */
#include "api/api_priv.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { UPLOAD_NAME_CHARS = 200 };

/* --- input */

static bool is_json(const struct request *r)
{
    const char *type = request_header(r, "Content-Type");
    static const char json[] = "application/json";

    return type && !strncasecmp(type, json, sizeof(json) - 1) &&
           (!type[sizeof(json) - 1] || strchr("; \t", type[sizeof(json) - 1]));
}

enum err api_body(struct request *r, struct response *ret, const struct json **in)
{
    const struct json *v = NULL;
    enum err e;

    if (!is_json(r)) {
        ret->status = 415;
        return fail(r->cx, ERR_INVALID, "api.content_type", NULL);
    }
    e = json_parse(r->cx, r->body, r->body_bytes, &v);
    if (!e && v->kind != JSON_OBJECT)
        e = fail(r->cx, ERR_INVALID, "api.object", NULL);
    if (!e)
        *in = v;
    return e;
}

const char *api_need_text(struct request *r, const struct json *in, const char *name)
{
    const struct json *v = json_get(in, name);

    if (!v || v->kind == JSON_NULL)
        (void)fail_field(r->cx, name, "field.required", NULL);
    else if (v->kind != JSON_TEXT)
        (void)fail_field(r->cx, name, "field.text", NULL);
    return json_text(v, NULL);
}

enum err api_id(struct request *r, int64_t *ret)
{
    return id_read(request_param(r, "id"), ret) ? OK
                                                : fail(r->cx, ERR_NOTFOUND, "net.no_route", NULL);
}

struct wanted_record {
    const struct model *model;
    int64_t id;
};

static enum err there_in(struct request *r, struct db *db, void *arg)
{
    const struct wanted_record *w = arg;
    void *record = NULL;

    return model_get(r->cx, db, w->model, w->id, &record);
}

enum err api_id_of(struct request *r, const struct model *m, int64_t *ret)
{
    struct wanted_record w = {.model = m};
    enum err e = api_id(r, &w.id);

    if (!e)
        e = api_read(r, there_in, &w);
    if (!e)
        *ret = w.id;
    return e;
}

enum err api_if_match(struct request *r, struct response *ret, int64_t *ret_version)
{
    const char *h = request_header(r, "If-Match");
    size_t n = h ? strlen(h) : 0;
    char *digits;

    if (!h) {
        ret->status = 428;
        return fail(r->cx, ERR_INVALID, "api.if_match_needed", NULL);
    }
    *ret_version = 0;
    if (text_equal(h, "*"))
        return OK;
    digits =
        n > 2 && h[0] == '"' && h[n - 1] == '"' ? arena_dup_n(r->cx->arena, h + 1, n - 2) : NULL;
    if (digits && id_read(digits, ret_version))
        return OK;
    return fail(r->cx, ERR_INVALID, "api.if_match_wrong", NULL);
}

enum err api_query_only(struct request *r, const char *name)
{
    enum err e = OK;

    for (int i = 0; i < r->query_count; i++)
        if (!text_equal(r->query[i].name, name))
            e = fail_field(r->cx, r->query[i].name, "field.unknown", NULL);
    return e;
}

enum err api_query_among(struct request *r, const char *names)
{
    enum err e = OK;

    for (int i = 0; i < r->query_count; i++) {
        const char *name = arena_print(r->cx->arena, " %s ", r->query[i].name);
        if (!name)
            return fail_memory(r->cx);
        if (!strstr(names, name))
            e = fail_field(r->cx, r->query[i].name, "field.unknown", NULL);
    }
    return e;
}

enum err api_query_id(struct request *r, const char *name, int64_t *ret)
{
    const char *text = request_query(r, name);

    if (text_empty(text) || id_read(text, ret))
        return OK;
    return fail_field(r->cx, name, "field.id", NULL);
}

enum err api_query_limit(struct request *r, int *ret)
{
    const char *text = request_query(r, "limit");
    int64_t n = 0;

    if (text_empty(text))
        return OK;
    if (!text_to_int(text, &n) || n < 1 || n > MODEL_PAGE_MAX)
        return fail(r->cx, ERR_INVALID, "model.limit", "max", "500", NULL);
    *ret = (int)n;
    return OK;
}

enum err api_query_time(struct request *r, const char *name, int64_t *ret)
{
    const char *text = request_query(r, name);

    if (text_empty(text) || time_read(r->cx, text, NULL, ret) == OK)
        return OK;
    fault_clear(r->cx);
    return fail_field(r->cx, name, "field.time", NULL);
}

/* --- output */

void api_json(struct request *r, struct answer_json *ret)
{
    ret->out = buf_in(r->cx->arena);
    ret->w = json_to(&ret->out);
}

enum err api_send(struct request *r, struct response *ret, int status, struct answer_json *a)
{
    const char *text = buf_text(&a->out);

    if (!text)
        return fail_memory(r->cx);
    response_bytes(ret, status, "application/json", text, a->out.len);
    return OK;
}

enum err api_send_job(struct request *r, struct response *ret, int64_t job)
{
    struct answer_json a;

    worker_poke(api_of(r)->worker);
    api_json(r, &a);
    json_open_object(&a.w);
    json_id_member(&a.w, "job", job);
    json_close_object(&a.w);
    return api_send(r, ret, 202, &a);
}

enum err api_send_text(struct request *r, struct response *ret, const char *type, struct buf *out)
{
    const char *text = buf_text(out);

    if (!text)
        return fail_memory(r->cx);
    response_bytes(ret, 200, type, text, out->len);
    return OK;
}

void api_time_member(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at != NIL && at != 0)
        time_text(at, text);
    json_text_member(w, name, at != NIL && at != 0 ? text : NULL);
}

void api_verdict_members(struct request *r, struct json_writer *w, const char *why,
                         int64_t broken_at, const char *head)
{
    json_name(w, "broken_at");
    if (why)
        json_put_int(w, broken_at);
    else
        json_put_null(w);
    json_text_member(w, "code", why);
    json_text_member(w, "message", why ? message(r->cx->arena, r->cx->lang, why, NULL, 0) : NULL);
    json_text_member(w, "head", head);
}

void api_file_name(struct request *r, struct response *ret, const char *name)
{
    const char *value = arena_print(r->cx->arena, "attachment; filename=\"%s\"", name);

    if (value)
        response_header(r, ret, "Content-Disposition", value);
    else
        ret->failed = true;
}

/* --- a file that came */

enum err api_upload_name(struct request *r, const char *otherwise, const char **ret)
{
    const char *name = request_query(r, "name");
    enum err e = text_clean(r->cx, name ? name : "", name ? strlen(name) : 0, false, ret);

    if (!e && text_empty(*ret))
        *ret = otherwise;
    if (!e)
        *ret = text_cut(r->cx->arena, *ret, UPLOAD_NAME_CHARS);
    return e;
}

enum err api_upload_keep(struct request *r, const char *path)
{
    if (!path)
        return fail_memory(r->cx);
    return rename(r->upload_path, path) == 0
               ? OK
               : fail_detail(r->cx, ERR_BROKEN, "net.upload", "rename");
}

/* --- the database */

enum err api_read(struct request *r, api_read_fn *fn, void *arg)
{
    struct db *db = NULL;
    enum err e = db_read(r->cx, api_of(r)->pool, &db);

    r->cx->facts = api_of(r)->facts;
    if (!e)
        e = fn(r, db, arg);
    db_return(db);
    return e;
}

enum err api_answer(struct request *r, struct response *ret, api_read_fn *fn)
{
    struct answer_json a;
    enum err e;

    api_json(r, &a);
    e = api_read(r, fn, &a);
    return e ? e : api_send(r, ret, 200, &a);
}

struct one_put {
    int64_t id;
    api_put_fn *put;
    struct answer_json a;
};

static enum err one_in(struct request *r, struct db *db, void *arg)
{
    struct one_put *o = arg;

    return o->put(r->cx, db, o->id, &o->a.w);
}

enum err api_answer_one(struct request *r, struct response *ret, int status, int64_t id,
                        api_put_fn *put)
{
    struct one_put o = {.id = id, .put = put};
    enum err e;

    api_json(r, &o.a);
    e = api_read(r, one_in, &o);
    return e ? e : api_send(r, ret, status, &o.a);
}

/* --- work of a record, done later */

struct queue_run {
    struct request *r;
    struct api_errand errand;
    api_queue_fn *fn;
    api_put_fn *put;
    struct answer_json a;
};

static enum err queue_in(struct ctx *cx, struct db *db, void *arg)
{
    struct queue_run *q = arg;
    enum err e = q->fn(cx, db, &q->errand);

    api_json(q->r, &q->a);
    return e ? e : q->put(cx, db, q->errand.id, &q->a.w);
}

enum err api_queue(struct request *r, struct response *ret, int what, api_queue_fn *fn,
                   api_put_fn *put)
{
    struct queue_run q = {.r = r, .errand.what = what, .fn = fn, .put = put};
    enum err e = api_id(r, &q.errand.id);

    if (!e && r->body_bytes)
        e = api_body(r, ret, &q.errand.in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, queue_in, &q);
    if (e)
        return e;
    worker_poke(api_of(r)->worker);
    return api_send(r, ret, 202, &q.a);
}

enum err api_user_name(struct ctx *cx, struct db *db, struct api_names *known, int64_t id,
                       const char **ret)
{
    enum err e;

    for (size_t i = 0; i < known->n; i++)
        if (known->ids[i] == id) {
            *ret = known->names[i];
            return OK;
        }
    e = user_name(cx, db, id, ret);
    if (!e && known->n < COUNT_OF(known->ids)) {
        known->ids[known->n] = id;
        known->names[known->n++] = *ret;
    }
    return e;
}
