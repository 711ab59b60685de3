/* totp.c -- switching the second factor on and off. */
#include "api/api_priv.h"

#include "api/qr_priv.h"

struct totp_run {
    const char *secret, *code;
};

static enum err begin_in(struct ctx *cx, struct db *db, void *arg)
{
    return totp_begin(cx, db, cx->actor, &((struct totp_run *)arg)->secret);
}

static enum err totp_post(struct request *r, struct response *ret)
{
    struct totp_run t = {0};
    struct buf svg = buf_in(r->cx->arena);
    struct answer_json a;
    const char *uri;
    enum err e = db_write(r->cx, api_of(r)->pool, begin_in, &t);

    if (e)
        return e;
    uri = totp_uri(r->cx, caller_of(r)->session.user.email, t.secret);
    e = uri ? qr_svg(r->cx, uri, &svg) : fail_memory(r->cx);
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_text_member(&a.w, "secret", t.secret);
    json_text_member(&a.w, "uri", uri);
    json_text_member(&a.w, "qr_svg", buf_text(&svg));
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

static enum err confirm_in(struct ctx *cx, struct db *db, void *arg)
{
    return totp_confirm(cx, db, cx->actor, ((struct totp_run *)arg)->code);
}

/* A wrong code is a wrong field: the session itself is fine. */
static enum err totp_confirm_post(struct request *r, struct response *ret)
{
    struct totp_run t = {0};
    const struct json *in = NULL;
    enum err e = api_body_as(r, ret, "TotpCode", &in);

    if (e)
        return e;
    t.code = api_need_text(r, in, "code");
    if (!t.code)
        return ERR_INVALID;
    e = db_write(r->cx, api_of(r)->pool, confirm_in, &t);
    if (e != ERR_DENIED)
        return e;
    fault_clear(r->cx);
    return fail_field(r->cx, "code", "access.totp_wrong", NULL);
}

static enum err off_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return totp_off(cx, db, cx->actor);
}

static enum err totp_delete(struct request *r, struct response *ret)
{
    const struct json *in = NULL;
    const char *password;
    enum err e = api_body_as(r, ret, "Password", &in);

    if (e)
        return e;
    password = api_need_text(r, in, "password");
    if (!password)
        return ERR_INVALID;
    e = password_check(r->cx, api_of(r)->pool, r->cx->actor, "password", password);
    return e ? e : db_write(r->cx, api_of(r)->pool, off_in, NULL);
}

const struct route totp_routes[] = {
    {"POST", "/totp", 0, KIB(1), totp_post, ROUTE_POOL | ROUTE_SELF, 0},
    {"POST", "/totp/confirm", 0, KIB(1), totp_confirm_post, ROUTE_POOL | ROUTE_SELF, 0},
    {"DELETE", "/totp", 0, KIB(4), totp_delete, ROUTE_POOL | ROUTE_SELF, 0},
    {0},
};
