/* setup.c -- the first run: one owner, and one site by one of the two doors.
 *
 * It is open to anyone, because there is nobody yet, and closes with the first user. Where only a demonstration is
 * (make run leaves it so) the other door stays open to whoever sits at this machine, so that a company of one's own
 * begins with an owner of its own, and nothing of the demonstration gets into it.
 */
#include "api/opening_priv.h"

#include <string.h>

struct setup_run {
    struct request *r;
    struct opening opening;
    struct user user;
    const char *password_hash;
    struct session session;
    const char *token;
    struct answer_json a;
};

struct doors {
    bool first_run; /* nobody is here yet: both doors */
    bool own;       /* only a demonstration is here, and the request comes from this machine */
};

/* From this machine itself, not through a proxy on it. */
static bool is_here(const struct request *r)
{
    bool loopback = !strcmp(r->remote, "127.0.0.1") || !strcmp(r->remote, "::1");

    return loopback && !request_header(r, "X-Forwarded-For") && !request_header(r, "Forwarded") &&
           !request_header(r, "Via");
}

static enum err look(struct request *r, struct db *db, struct doors *ret)
{
    int64_t users = 0, real = 0;
    enum err e = user_count(r->cx, db, &users);

    if (!e)
        e = site_count_real(r->cx, db, &real);
    *ret = (struct doors){.first_run = users == 0, .own = !real && is_here(r)};
    return e;
}

static enum err doors_in(struct request *r, struct db *db, void *arg)
{
    return look(r, db, arg);
}

static enum err setup_get(struct request *r, struct response *ret)
{
    struct answer_json a;
    struct doors doors;
    enum err e = api_read(r, doors_in, &doors);

    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_bool_member(&a.w, "needed", doors.first_run);
    json_bool_member(&a.w, "own", doors.first_run || doors.own);
    json_text_member(&a.w, "version", api_of(r)->version);
    json_bool_member(&a.w, "demo", api_of(r)->demo_start != NULL);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

static enum err refuse_when_done(struct request *r, struct db *db, bool demo)
{
    struct doors doors;
    enum err e = look(r, db, &doors);

    if (!e && !doors.first_run && (demo || !doors.own))
        e = fail(r->cx, ERR_CONFLICT, "api.setup_done", NULL);
    return e;
}

static enum err setup_in(struct ctx *cx, struct db *db, void *arg)
{
    struct setup_run *s = arg;
    struct request *r = s->r;
    int64_t user = 0;
    enum err e = refuse_when_done(r, db, s->opening.site.is_demo);

    if (!e)
        e = user_add(cx, db, &s->user, s->password_hash, &user);
    cx->actor = user;
    if (!e)
        e = opening_do(cx, db, api_of(r), user, &s->opening);
    if (!e)
        e = session_open(cx, db, user, NULL, r->remote, &s->session, &s->token);
    if (e)
        return e;
    api_json(r, &s->a);
    e = api_session_open_json(r, db, &s->session, &s->a.w);
    json_id_member(&s->a.w, "job", s->opening.job);
    json_close_object(&s->a.w);
    return e;
}

/* The owner's own fields; the site's are gathered beside them. */
static enum err read_owner(struct request *r, const struct json *in, struct setup_run *s)
{
    const char *email = json_text(json_get(in, "email"), NULL);
    const char *password = json_text(json_get(in, "password"), NULL);
    enum err e;

    s->user = (struct user){.email = email,
                            .name = json_text(json_get(in, "name"), email),
                            .locale = json_text(json_get(in, "locale"), lang_tag(r->cx->lang))};
    e = user_check(r->cx, email, s->user.name, password);
    if (opening_read(r, in, "company", &s->opening) != OK)
        e = ERR_INVALID;
    return e ? e : password_digest(r->cx, password, &s->password_hash);
}

static enum err check_in(struct request *r, struct db *db, void *arg)
{
    (void)arg;
    return refuse_when_done(r, db, false);
}

static enum err setup_post(struct request *r, struct response *ret)
{
    struct setup_run s = {.r = r};
    const struct json *in = NULL;
    enum err e = api_body_as(r, ret, "SetupInput", &in);

    if (!e) /* before a password is worked on: this route is open to strangers */
        e = api_read(r, check_in, NULL);
    if (!e)
        e = read_owner(r, in, &s);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, setup_in, &s);
    if (e)
        return e;
    worker_poke(api_of(r)->worker);
    api_session_cookie(r, ret, s.token);
    return api_send(r, ret, 200, &s.a);
}

const struct route setup_routes[] = {
    {"GET", "/setup", 0, 0, setup_get, ROUTE_POOL | ROUTE_PUBLIC, 0},
    {"POST", "/setup", 0, KIB(8), setup_post, ROUTE_POOL | ROUTE_PUBLIC, 0},
    {0},
};
