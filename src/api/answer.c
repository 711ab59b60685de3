/* answer.c -- reading what was asked and writing what is answered, for all handlers. */
#include "api/api_priv.h"

#include <string.h>
#include <strings.h>

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

void api_file_name(struct request *r, struct response *ret, const char *name)
{
    const char *value = arena_print(r->cx->arena, "attachment; filename=\"%s\"", name);

    if (value)
        response_header(r, ret, "Content-Disposition", value);
    else
        ret->failed = true;
}

/* --- the database */

enum err api_read(struct request *r, api_read_fn *fn, void *arg)
{
    struct db *db = NULL;
    enum err e = db_read(r->cx, api_of(r)->pool, &db);

    if (!e)
        e = fn(r, db, arg);
    db_return(db);
    return e;
}

enum err api_user_name(struct ctx *cx, struct db *db, struct api_names *known, int64_t id,
                       const char **ret)
{
    struct user u = {0};
    enum err e;

    *ret = NULL;
    if (id <= 0)
        return OK;
    for (size_t i = 0; i < known->n; i++)
        if (known->ids[i] == id) {
            *ret = known->names[i];
            return OK;
        }
    e = user_get(cx, db, id, &u);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        e = OK;
    }
    *ret = u.name;
    if (!e && known->n < COUNT_OF(known->ids)) {
        known->ids[known->n] = id;
        known->names[known->n++] = u.name;
    }
    return e;
}
