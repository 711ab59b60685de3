/* session.c -- signing in and out, what a user may change about themselves, and their other sessions. */
#include "api/api_priv.h"

/* --- shapes */

static void put_user(struct json_writer *w, const struct user *u)
{
    json_open_object(w);
    json_id_member(w, "id", u->id);
    json_text_member(w, "email", u->email);
    json_text_member(w, "name", u->name);
    json_text_member(w, "locale", u->locale);
    json_text_member(w, "theme", u->theme);
    json_bool_member(w, "totp", u->totp);
    json_close_object(w);
}

enum err api_session_open_json(struct request *r, struct db *db, const struct session *s,
                               struct json_writer *w)
{
    struct site *sites = NULL;
    size_t n = 0;
    enum err e = site_list(r->cx, db, s->user.id, &sites, &n);

    json_open_object(w);
    json_name(w, "user");
    put_user(w, &s->user);
    json_text_member(w, "csrf", s->csrf);
    json_name(w, "sites");
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++)
        api_site_json(w, &sites[i]);
    json_close_list(w);
    return e;
}

void api_session_cookie(struct request *r, struct response *ret, const char *token)
{
    response_cookie(r, ret, "praca_session", token, SESSION_MOST_MS / 1000);
}

struct session_run {
    const struct session *session;
    struct answer_json a;
};

static enum err session_json_in(struct request *r, struct db *db, void *arg)
{
    struct session_run *s = arg;
    enum err e;

    api_json(r, &s->a);
    e = api_session_open_json(r, db, s->session, &s->a.w);
    json_close_object(&s->a.w);
    return e;
}

static enum err send_session(struct request *r, struct response *ret, const struct session *s)
{
    struct session_run run = {.session = s};
    enum err e = api_read(r, session_json_in, &run);

    return e ? e : api_send(r, ret, 200, &run.a);
}

/* --- in and out */

static enum err session_post(struct request *r, struct response *ret)
{
    struct login in = {.agent = request_header(r, "User-Agent"), .address = r->remote};
    struct session s = {0};
    const struct json *body = NULL;
    const char *token = NULL;
    enum err e = api_body_as(r, ret, "Login", &body);

    if (e)
        return e;
    in.agent = in.agent ? text_cut(r->cx->arena, in.agent, 200) : NULL;
    in.email = api_need_text(r, body, "email");
    in.password = api_need_text(r, body, "password");
    in.totp = json_text(json_get(body, "totp"), NULL);
    if (!in.email || !in.password)
        return ERR_INVALID;
    e = session_login(r->cx, api_of(r)->pool, &in, &s, &token);
    if (e == ERR_DENIED)
        ret->status = 401;
    if (e)
        return e;
    r->cx->actor = s.user.id;
    api_session_cookie(r, ret, token);
    return send_session(r, ret, &s);
}

static enum err session_get(struct request *r, struct response *ret)
{
    return send_session(r, ret, &caller_of(r)->session);
}

static enum err close_in(struct ctx *cx, struct db *db, void *arg)
{
    const int64_t *id = arg;

    return session_close(cx, db, cx->actor, *id);
}

static enum err session_delete(struct request *r, struct response *ret)
{
    int64_t id = caller_of(r)->session.id;

    response_cookie(r, ret, "praca_session", "", 0);
    return db_write(r->cx, api_of(r)->pool, close_in, &id);
}

/* --- the user themselves */

struct user_run {
    const struct json *in;
    struct session session;
};

static enum err user_change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct user_run *u = arg;
    struct user *now = &u->session.user;
    enum err e = user_get(cx, db, cx->actor, now);

    if (e)
        return e;
    now->name = json_text(json_get(u->in, "name"), now->name);
    now->locale = json_text(json_get(u->in, "locale"), now->locale);
    now->theme = json_text(json_get(u->in, "theme"), now->theme);
    return user_change(cx, db, now);
}

static enum err session_user_patch(struct request *r, struct response *ret)
{
    struct user_run u = {.session = caller_of(r)->session};
    enum err e = api_body_as(r, ret, "UserChange", &u.in);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, user_change_in, &u);
    return e ? e : send_session(r, ret, &u.session);
}

struct password_run {
    const struct session *session;
    const char *digest;
};

static enum err password_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct password_run *p = arg;
    enum err e = user_set_password(cx, db, cx->actor, p->digest);

    return e ? e : session_close_others(cx, db, cx->actor, p->session->id);
}

/* Whoever else was signed in as this user no longer is. */
static enum err session_password_post(struct request *r, struct response *ret)
{
    struct password_run p = {.session = &caller_of(r)->session};
    const struct user *me = &p.session->user;
    const struct json *in = NULL;
    const char *current, *password;
    enum err e = api_body_as(r, ret, "PasswordChange", &in);

    if (e)
        return e;
    current = api_need_text(r, in, "current");
    password = api_need_text(r, in, "password");
    if (!current || !password)
        return ERR_INVALID;
    e = user_check(r->cx, me->email, me->name, password);
    if (!e)
        e = password_check(r->cx, api_of(r)->pool, me->id, "current", current);
    if (!e)
        e = password_digest(r->cx, password, &p.digest);
    return e ? e : db_write(r->cx, api_of(r)->pool, password_in, &p);
}

/* --- all of their sessions */

static void put_session(struct json_writer *w, const struct session *s, int64_t current)
{
    json_open_object(w);
    json_id_member(w, "id", s->id);
    api_time_member(w, "created_at", s->created_at);
    api_time_member(w, "seen_at", s->seen_at);
    api_time_member(w, "expires_at", s->expires_at);
    json_text_member(w, "agent", s->agent);
    json_text_member(w, "address", s->address);
    json_bool_member(w, "current", s->id == current);
    json_close_object(w);
}

static enum err sessions_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct session *all = NULL;
    size_t n = 0;
    enum err e = session_list(r->cx, db, r->cx->actor, &all, &n);

    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (size_t i = 0; i < n && !e; i++)
        put_session(&a->w, &all[i], caller_of(r)->session.id);
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    json_close_object(&a->w);
    return e;
}

static enum err sessions_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, sessions_in);
}

static enum err sessions_delete(struct request *r, struct response *ret)
{
    int64_t id = 0;
    enum err e = api_id(r, &id);

    (void)ret;
    return e ? e : db_write(r->cx, api_of(r)->pool, close_in, &id);
}

const struct route session_routes[] = {
    {"POST", "/session", 0, KIB(4), session_post, ROUTE_POOL | ROUTE_PUBLIC, 0},
    {"GET", "/session", 0, 0, session_get, ROUTE_POOL | ROUTE_SELF, 0},
    {"DELETE", "/session", 0, 0, session_delete, ROUTE_POOL | ROUTE_SELF, 0},
    {"PATCH", "/session/user", 0, KIB(4), session_user_patch, ROUTE_POOL | ROUTE_SELF, 0},
    {"POST", "/session/password", 0, KIB(4), session_password_post, ROUTE_POOL | ROUTE_SELF, 0},
    {"GET", "/sessions", 0, 0, sessions_get, ROUTE_POOL | ROUTE_SELF, 0},
    {"DELETE", "/sessions/{id}", 0, 0, sessions_delete, ROUTE_POOL | ROUTE_SELF, 0},
    {0},
};
