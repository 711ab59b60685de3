/* suppressions.c -- addresses that get nothing. An address is asked for in a body, never in an address line: those
 * are logged by proxies. */
#include "api/api_priv.h"

#include "base/message.h"
#include "people/suppression.h"

#include <inttypes.h>

static void put_row(struct json_writer *w, const struct suppression *s, const char *actor)
{
    json_open_object(w);
    json_id_member(w, "id", s->id);
    json_text_member(w, "hash", s->hash);
    json_text_member(w, "email", s->email);
    json_text_member(w, "reason", s->reason);
    json_text_member(w, "source", s->source);
    api_time_member(w, "created_at", s->created_at);
    json_id_member(w, "actor", s->actor);
    json_text_member(w, "actor_name", actor);
    json_close_object(w);
}

struct page_run {
    struct suppression_query q;
    struct answer_json a;
};

static enum err page_in(struct request *r, struct db *db, void *arg)
{
    struct page_run *p = arg;
    struct api_names names = {0};
    struct suppression *rows = NULL;
    const char *actor = NULL;
    int64_t next = 0;
    size_t n = 0;
    enum err e = suppression_list(r->cx, db, &p->q, &rows, &n, &next);

    json_open_object(&p->a.w);
    json_name(&p->a.w, "items");
    json_open_list(&p->a.w);
    for (size_t i = 0; i < n && !e; i++) {
        e = api_user_name(r->cx, db, &names, rows[i].actor == NIL ? 0 : rows[i].actor, &actor);
        if (!e)
            put_row(&p->a.w, &rows[i], actor);
    }
    json_close_list(&p->a.w);
    json_id_member(&p->a.w, "next", next);
    json_close_object(&p->a.w);
    return e;
}

static enum err send_page(struct request *r, struct response *ret, struct page_run *p)
{
    enum err e;

    api_json(r, &p->a);
    e = api_read(r, page_in, p);
    return e ? e : api_send(r, ret, 200, &p->a);
}

static enum err list_get(struct request *r, struct response *ret)
{
    struct page_run p = {0};
    const char *reason = request_query(r, "reason");
    enum err e = api_query_limit(r, &p.q.limit);

    p.q.reason = text_empty(reason) ? NULL : reason;
    if (!e)
        e = api_query_id(r, "after", &p.q.after);
    return e ? e : send_page(r, ret, &p);
}

static enum err check_post(struct request *r, struct response *ret)
{
    struct page_run p = {0};
    const struct json *in = NULL;
    enum err e = api_body(r, ret, &in);

    if (e)
        return e;
    p.q.email = api_need_text(r, in, "email");
    return r->cx->fault.kind ? r->cx->fault.kind : send_page(r, ret, &p);
}

struct add_run {
    const char *email, *reason, *source;
    bool fresh;
};

/* The trail names no address. */
static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct add_run *x = arg;
    enum err e = suppression_add(cx, db, x->email, x->reason, x->source, &x->fresh);
    const char *diff = arena_print(cx->arena, "{\"reason\":\"%s\"}", x->reason);

    return e || !x->fresh ? e : audit_add(cx, db, "suppression", NIL, "add", diff);
}

static enum err list_post(struct request *r, struct response *ret)
{
    struct add_run x = {0};
    struct page_run p = {0};
    const struct json *in = NULL;
    enum err e = api_body(r, ret, &in);

    if (e)
        return e;
    x.email = api_need_text(r, in, "email");
    x.reason = json_text(json_get(in, "reason"), "manual");
    x.source = json_text(json_get(in, "source"), NULL);
    if (r->cx->fault.kind)
        return r->cx->fault.kind;
    e = db_write(r->cx, api_of(r)->pool, add_in, &x);
    p.q.email = x.email;
    return e ? e : send_page(r, ret, &p);
}

static enum err remove_in(struct ctx *cx, struct db *db, void *arg)
{
    int64_t id = *(const int64_t *)arg;
    enum err e = suppression_remove(cx, db, id);

    return e ? e : audit_add(cx, db, "suppression", id, "delete", NULL);
}

static enum err one_delete(struct request *r, struct response *ret)
{
    int64_t id = 0;
    enum err e = api_id(r, &id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, remove_in, &id);
    if (!e)
        ret->status = 204;
    return e;
}

/* --- as a file */

static const char *what_was_odd(struct ctx *cx, const struct suppression_import *got,
                                const char *reason)
{
    struct buf lines = buf_in(cx->arena), out = buf_in(cx->arena);
    const char *text;

    for (int i = 0; i < got->wrong_count; i++)
        buf_print(&lines, "%s%" PRId64, i ? ", " : "", got->wrong_lines[i]);
    const struct fault_param p[] = {{"lines", buf_text(&lines)},
                                    {"n", arena_print(cx->arena, "%" PRId64, got->other_reason)},
                                    {"reason", reason}};
    text = got->wrong ? message(cx->arena, cx->lang, "suppression.wrong_lines", p, 3) : NULL;
    buf_add_text(&out, text ? text : "");
    text =
        got->other_reason ? message(cx->arena, cx->lang, "suppression.other_reason", p, 3) : NULL;
    buf_print(&out, "%s%s", text && out.len ? " " : "", text ? text : "");
    return buf_text(&out);
}

static enum err import_post(struct request *r, struct response *ret)
{
    struct suppression_import got = {0};
    const char *reason = request_query(r, "reason"), *said;
    struct answer_json a;
    enum err e = suppression_import(r->cx, api_of(r)->pool, r->body, r->body_bytes,
                                    text_empty(reason) ? "manual" : reason,
                                    request_query(r, "source"), &got);

    if (e)
        return e;
    said = what_was_odd(r->cx, &got, text_empty(reason) ? "manual" : reason);
    api_json(r, &a);
    json_open_object(&a.w);
    json_int_member(&a.w, "added", got.added);
    json_int_member(&a.w, "known", got.known);
    json_int_member(&a.w, "wrong", got.wrong);
    json_name(&a.w, "wrong_lines");
    json_open_list(&a.w);
    for (int i = 0; i < got.wrong_count; i++)
        json_put_int(&a.w, got.wrong_lines[i]);
    json_close_list(&a.w);
    json_int_member(&a.w, "other_reason", got.other_reason);
    json_text_member(&a.w, "message", text_empty(said) ? NULL : said);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

struct export_run {
    int64_t after;
    struct buf *out;
};

static enum err export_in(struct request *r, struct db *db, void *arg)
{
    struct export_run *x = arg;

    return suppression_export(r->cx, db, &x->after, x->out);
}

static enum err export_next(struct request *r, void *self, struct buf *out, bool *ret_end)
{
    int64_t *after = self;
    struct export_run x = {*after, out};
    enum err e = api_read(r, export_in, &x);

    *after = x.after;
    *ret_end = !x.after;
    return e;
}

static enum err export_get(struct request *r, struct response *ret)
{
    int64_t *after = arena_alloc(r->cx->arena, sizeof(*after));
    enum err e = after ? api_note_export(r, "suppression", NIL) : fail_memory(r->cx);

    if (e)
        return e;
    api_file_name(r, ret, "suppression.csv");
    response_stream(ret, "text/csv; charset=utf-8", export_next, after);
    return OK;
}

const struct route suppression_routes[] = {
    {"GET", "/suppressions", MAY_READ, 0, list_get, ROUTE_POOL, 0},
    {"POST", "/suppressions", MAY_EDIT_PEOPLE, KIB(4), list_post, ROUTE_POOL, 0},
    {"POST", "/suppressions/check", MAY_READ, KIB(4), check_post, ROUTE_POOL, 0},
    {"POST", "/suppressions/import", MAY_IMPORT, MIB(16), import_post, ROUTE_POOL, 0},
    {"GET", "/suppressions/export.csv", MAY_EXPORT, 0, export_get, ROUTE_POOL, 0},
    {"DELETE", "/suppressions/{id}", MAY_EDIT_PEOPLE, 0, one_delete, ROUTE_POOL, 0},
    {0},
};
