/* users.c -- who may enter this site, and in which role.
 *
 * A person may work on several sites with one password. Someone who is already known on the installation
 * becomes a member with the password they have; the one that was sent is not used.
 */
#include "api/api_priv.h"

static void put_member(struct json_writer *w, const struct user *u)
{
    json_open_object(w);
    json_id_member(w, "id", u->id);
    json_text_member(w, "email", u->email);
    json_text_member(w, "name", u->name);
    json_text_member(w, "role", u->role);
    json_text_member(w, "locale", u->locale);
    json_bool_member(w, "totp", u->totp);
    json_bool_member(w, "disabled", u->disabled);
    api_time_member(w, "disabled_at", u->disabled_at);
    api_time_member(w, "created_at", u->created_at);
    json_close_object(w);
}

/* Records and histories name them still. */
static enum err put_left(struct ctx *cx, struct db *db, struct json_writer *w)
{
    struct user *left = NULL;
    size_t n = 0;
    enum err e = member_list_left(cx, db, &left, &n);

    json_name(w, "left");
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(w);
        json_id_member(w, "id", left[i].id);
        json_text_member(w, "name", left[i].name);
        json_close_object(w);
    }
    json_close_list(w);
    return e;
}

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct user *all = NULL;
    size_t n = 0;
    enum err e = member_list(r->cx, db, &all, &n);

    json_open_object(&a->w);
    json_name(&a->w, "items");
    json_open_list(&a->w);
    for (size_t i = 0; i < n && !e; i++)
        put_member(&a->w, &all[i]);
    json_close_list(&a->w);
    json_text_member(&a->w, "next", NULL);
    if (!e)
        e = put_left(r->cx, db, &a->w);
    json_close_object(&a->w);
    return e;
}

static enum err users_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, list_in);
}

struct user_run {
    struct user user;
    const char *role, *password_hash;
    int disabled; /* -1: leave it */
    bool leave;
    int64_t id;
    const char *was; /* the role before; NULL: no member */
};

/* The one with this address, or a new one. */
static enum err find_or_add(struct ctx *cx, struct db *db, struct user_run *u)
{
    struct user known = {0};
    const char *role = NULL;
    enum err e = user_find(cx, db, u->user.email, &known);

    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return user_add(cx, db, &u->user, u->password_hash, &u->id);
    }
    if (!e)
        e = member_role(cx, db, cx->site, known.id, &role);
    if (!e && role)
        e = fail_field(cx, "email", "field.taken", NULL);
    u->id = known.id;
    return e;
}

/* Who it was is said with it: the list of members may not name them any longer. */
static const char *what_changed(struct ctx *cx, const struct user_run *u)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    json_text_member(&w, "name", u->user.name);
    audit_put_change(&w, "role", u->was, u->user.role);
    if (u->disabled >= 0)
        json_bool_member(&w, "disabled", u->disabled == 1);
    json_close_object(&w);
    return buf_text(&out);
}

static enum err finish(struct ctx *cx, struct db *db, struct user_run *u, const char *action)
{
    enum err e = user_get(cx, db, u->id, &u->user);

    if (!e)
        e = member_role(cx, db, cx->site, u->id, &u->user.role);
    return e ? e : audit_add(cx, db, "user", u->id, action, what_changed(cx, u));
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct user_run u = *(struct user_run *)arg;
    enum err e = find_or_add(cx, db, &u);

    if (!e)
        e = member_set(cx, db, cx->site, u.id, u.role);
    if (!e)
        e = finish(cx, db, &u, "add");
    if (!e)
        *(struct user_run *)arg = u;
    return e;
}

static enum err send_member(struct request *r, struct response *ret, int status,
                            const struct user *u)
{
    struct answer_json a;

    api_json(r, &a);
    put_member(&a.w, u);
    return api_send(r, ret, status, &a);
}

static enum err users_post(struct request *r, struct response *ret)
{
    struct user_run u = {.disabled = -1};
    const struct json *in = NULL;
    const char *password;
    enum err e = api_body_as(r, ret, "MemberInput", &in);

    if (e)
        return e;
    password = json_text(json_get(in, "password"), NULL);
    u.user.email = json_text(json_get(in, "email"), NULL);
    u.user.name = json_text(json_get(in, "name"), NULL);
    u.user.locale = json_text(json_get(in, "locale"), NULL);
    e = user_check(r->cx, u.user.email, u.user.name, password);
    u.role = api_need_text(r, in, "role");
    if (e || !u.role)
        return ERR_INVALID;
    e = password_digest(r->cx, password, &u.password_hash);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, add_in, &u);
    return e ? e : send_member(r, ret, 201, &u.user);
}

/* Another site's member is nobody here. */
static enum err must_be_member(struct ctx *cx, struct db *db, int64_t id, const char **ret_role)
{
    enum err e = member_role(cx, db, cx->site, id, ret_role);

    return !e && !*ret_role ? fail(cx, ERR_NOTFOUND, "access.no_user", NULL) : e;
}

static enum err disable(struct ctx *cx, struct db *db, int64_t id, bool disabled)
{
    enum err e = user_theirs(cx, db, id);

    if (!e)
        e = user_disable(cx, db, id, disabled);
    return !e && disabled ? session_close_others(cx, db, id, 0) : e;
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct user_run *u = arg;
    enum err e = must_be_member(cx, db, u->id, &u->was);

    if (!e && (u->role || u->leave))
        e = member_set(cx, db, cx->site, u->id, u->role);
    if (!e && u->disabled >= 0)
        e = disable(cx, db, u->id, u->disabled == 1);
    return e ? e : finish(cx, db, u, u->leave ? "delete" : "change");
}

static enum err users_patch(struct request *r, struct response *ret)
{
    struct user_run u = {.disabled = -1};
    const struct json *in = NULL, *disabled;
    enum err e = api_id(r, &u.id);

    if (!e)
        e = api_body_as(r, ret, "MemberChange", &in);
    if (e)
        return e;
    u.role = json_text(json_get(in, "role"), NULL);
    disabled = json_get(in, "disabled");
    if (disabled && disabled->kind == JSON_BOOL)
        u.disabled = disabled->boolean;
    if (u.id == r->cx->actor)
        return fail(r->cx, ERR_CONFLICT, "api.yourself", NULL);
    e = db_write(r->cx, api_of(r)->pool, change_in, &u);
    return e ? e : send_member(r, ret, 200, &u.user);
}

static enum err users_delete(struct request *r, struct response *ret)
{
    struct user_run u = {.disabled = -1, .leave = true};
    enum err e = api_id(r, &u.id);

    (void)ret;
    return e ? e : db_write(r->cx, api_of(r)->pool, change_in, &u);
}

const struct route user_routes[] = {
    {"GET", "/users", MAY_READ, 0, users_get, ROUTE_POOL, 0},
    {"POST", "/users", MAY_ADMIN, KIB(4), users_post, ROUTE_POOL, 0},
    {"PATCH", "/users/{id}", MAY_ADMIN, KIB(4), users_patch, ROUTE_POOL, 0},
    {"DELETE", "/users/{id}", MAY_ADMIN, 0, users_delete, ROUTE_POOL, 0},
    {0},
};
