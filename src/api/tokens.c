/* tokens.c -- keys for programs: listed without their secret, which is shown once, when made. */
#include "api/api_priv.h"

#include <string.h>

/* "read,edit_people" → ["read", "edit_people"] */
static void put_scopes(struct json_writer *w, const char *scopes)
{
    json_name(w, "scopes");
    json_open_list(w);
    for (const char *p = scopes; p && *p;) {
        size_t n = strcspn(p, ",");
        json_put_text_n(w, p, n);
        p += n + (p[n] == ',');
    }
    json_close_list(w);
}

static void put_token(struct json_writer *w, const struct token *t, const char *secret)
{
    json_open_object(w);
    json_id_member(w, "id", t->id);
    json_id_member(w, "user", t->user);
    json_text_member(w, "name", t->name);
    put_scopes(w, t->scopes);
    api_time_member(w, "created_at", t->created_at);
    api_time_member(w, "used_at", t->used_at);
    api_time_member(w, "expires_at", t->expires_at);
    json_bool_member(w, "expired", t->expired);
    if (secret)
        json_text_member(w, "token", secret);
    json_close_object(w);
}

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct token *all = NULL;
    size_t n = 0;
    enum err e = token_list(r->cx, db, &all, &n);

    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (size_t i = 0; i < n && !e; i++)
        put_token(&a->w, &all[i], NULL);
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return e;
}

static enum err tokens_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, list_in);
}

static const char *read_scopes(struct arena *a, const struct json *in)
{
    struct buf b = buf_in(a);

    for (const struct json *v = in ? in->first : NULL; v; v = v->next) {
        if (v != in->first)
            buf_add_char(&b, ',');
        buf_add_text(&b, json_text(v, "?"));
    }
    return buf_text(&b);
}

static enum err read_expiry(struct request *r, const struct json *in, int64_t *ret)
{
    const struct json *v = json_get(in, "expires_at");

    *ret = NIL;
    if (!v || v->kind == JSON_NULL)
        return OK;
    if (v->kind == JSON_TEXT && time_read(r->cx, v->text, NULL, ret) == OK)
        return OK;
    fault_clear(r->cx);
    return fail_field(r->cx, "expires_at", "field.time", NULL);
}

struct token_run {
    struct token token;
    const char *secret;
    int64_t id;
};

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct token_run *t = arg;
    enum err e = token_add(cx, db, &t->token, &t->secret);

    return e ? e : audit_add(cx, db, "token", t->token.id, "add", NULL);
}

static enum err tokens_post(struct request *r, struct response *ret)
{
    struct token_run t = {.token.user = r->cx->actor};
    const struct json *in = NULL;
    struct answer_json a;
    enum err e = api_body_as(r, ret, "TokenInput", &in);

    if (e)
        return e;
    t.token.name = json_text(json_get(in, "name"), NULL);
    t.token.scopes = read_scopes(r->cx->arena, json_get(in, "scopes"));
    e = read_expiry(r, in, &t.token.expires_at);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, add_in, &t);
    if (e)
        return e;
    api_json(r, &a);
    put_token(&a.w, &t.token, t.secret);
    return api_send(r, ret, 201, &a);
}

static enum err delete_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct token_run *t = arg;
    enum err e = token_delete(cx, db, t->id);

    return e ? e : audit_add(cx, db, "token", t->id, "delete", NULL);
}

static enum err tokens_delete(struct request *r, struct response *ret)
{
    struct token_run t = {0};
    enum err e = api_id(r, &t.id);

    (void)ret;
    return e ? e : db_write(r->cx, api_of(r)->pool, delete_in, &t);
}

const struct route token_routes[] = {
    {"GET", "/tokens", MAY_ADMIN, 0, tokens_get, ROUTE_POOL, 0},
    {"POST", "/tokens", MAY_ADMIN, KIB(4), tokens_post, ROUTE_POOL, 0},
    {"DELETE", "/tokens/{id}", MAY_ADMIN, 0, tokens_delete, ROUTE_POOL, 0},
    {0},
};
