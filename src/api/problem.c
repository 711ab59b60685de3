/* problem.c -- what went wrong, as application/problem+json in the reader's language.
 *
 * The sentence comes from the message catalogue by the key of the first cause. A key without a sentence
 * shows the status alone: nothing that was not written for readers gets out. What is our own fault is
 * logged with the request's id, which the answer carries too.
 *
 * Surprising: this may run on the server's loop, with an arena that was full a moment ago; so it touches no
 * store, and net has a plain text for when even this does not fit.
 */
#include "api/api_priv.h"

#include <inttypes.h>
#include <string.h>

/* Titles are by status; the ones without a row of their own share their hundred's. */
static const char *title(const struct ctx *cx, int status)
{
    static const struct {
        int status;
        const char *key;
    } rows[] = {
        {400, "api.status_400"}, {401, "api.status_401"}, {403, "api.status_403"},
        {404, "api.status_404"}, {405, "api.status_405"}, {409, "api.status_409"},
        {412, "api.status_412"}, {413, "api.status_413"}, {415, "api.status_415"},
        {422, "api.status_422"}, {428, "api.status_428"}, {429, "api.status_429"},
        {503, "api.status_503"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].status == status)
            return message_find(cx->lang, rows[i].key);
    return message_find(cx->lang, status < 500 ? "api.status_400" : "api.status_500");
}

static const char *sentence(struct ctx *cx, const char *key, const struct fault_param *params,
                            const char *otherwise)
{
    if (!message_find(cx->lang, key))
        return otherwise;
    return message(cx->arena, cx->lang, key, params, params ? FAULT_PARAMS_MAX : 0);
}

/* The record that has the value already. */
static const char *holder_of(const struct fault_field *f)
{
    for (size_t i = 0; i < FAULT_PARAMS_MAX && !strcmp(f->key, "field.taken_by"); i++)
        if (f->params[i].name && !strcmp(f->params[i].name, "id"))
            return f->params[i].value;
    return NULL;
}

static void put_fields(struct ctx *cx, struct json_writer *w)
{
    const char *wrong = message_find(cx->lang, "api.field_wrong");

    json_name(w, "errors");
    json_open_list(w);
    for (const struct fault_field *f = cx->fault.fields; f; f = f->next) {
        json_open_object(w);
        json_text_member(w, "field", f->field);
        json_text_member(w, "code", f->key);
        json_text_member(w, "message", sentence(cx, f->key, f->params, wrong));
        if (holder_of(f))
            json_text_member(w, "holder", holder_of(f));
        json_close_object(w);
    }
    json_close_list(w);
}

/* Wrong fields are said as such, whatever else was the first cause. */
static const char *cause(const struct ctx *cx, int status)
{
    if (cx->fault.fields && status == 422)
        return "base.fields";
    return cx->fault.key ? cx->fault.key : "api.unknown";
}

/* A version that passed is a condition that failed, in the words of HTTP. */
static int status_said(const struct ctx *cx, int status)
{
    return status == 409 && text_equal(cx->fault.key, "model.version") ? 412 : status;
}

void api_problem(struct request *r, struct response *ret, enum err kind)
{
    struct ctx *cx = r->cx;
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    const struct api *api = api_of(r);
    const char *key, *head;

    (void)kind;
    if (!r->session) /* refused at the door, where nobody has looked at the language yet */
        cx->lang = lang_choose(request_header(r, "Accept-Language"));
    ret->status = status_said(cx, ret->status);
    head = title(cx, ret->status);
    key = cause(cx, ret->status);
    if (ret->status >= 500)
        log_fault(api->log, ret->status == 503 ? LOG_WARN : LOG_ERROR, "api.failed", cx);
    json_open_object(&w);
    json_text_member(&w, "type", "about:blank");
    json_text_member(&w, "title", head);
    json_int_member(&w, "status", ret->status);
    json_text_member(&w, "code", key);
    json_text_member(
        &w, "detail",
        sentence(cx, key, text_equal(key, cx->fault.key) ? cx->fault.params : NULL, head));
    json_text_member(&w, "request_id", cx->request_id);
    put_fields(cx, &w);
    json_close_object(&w);
    if (buf_ok(&out))
        response_bytes(ret, ret->status, "application/problem+json", out.bytes, out.len);
}
