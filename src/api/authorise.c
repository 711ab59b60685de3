/* authorise.c -- who is asking, for which site, and whether they may.
 *
 * The order is also what a stranger learns: nothing (401) until they have proven who they are; then whether
 * the site is theirs (404 when not, as for anything of another site); then whether the request came
 * from our own pages (403); and only then what their role allows (403).
 */
#include "api/api_priv.h"

#include "base/hash.h"
#include "net/call.h"

#include <string.h>
#include <strings.h>

#define TOKEN_STALE_MS MINUTES_MS(10)

static bool changes_something(const struct request *r)
{
    return strcmp(r->method, "GET") != 0 && strcmp(r->method, "HEAD") != 0;
}

static enum err nobody(struct request *r, struct response *ret, const char *key)
{
    ret->status = 401;
    fault_clear(r->cx);
    if (!request_cookie(r, "praca_session"))
        response_header(r, ret, "WWW-Authenticate", "Bearer realm=\"praca\"");
    return fail(r->cx, ERR_DENIED, key, NULL);
}

static const char *bearer(const struct request *r)
{
    const char *h = request_header(r, "Authorization");

    return h && !strncasecmp(h, "Bearer ", 7) ? h + 7 + strspn(h + 7, " ") : NULL;
}

/* The site that the header names, or 0. */
static enum err wanted_site(struct request *r, int64_t *ret)
{
    const char *h = request_header(r, "Praca-Site");

    *ret = 0;
    if (h && !id_read(h, ret))
        return fail(r->cx, ERR_NOTFOUND, "access.no_site", NULL);
    return OK;
}

static enum err first_site(struct request *r, struct db *db, const struct caller *c, int64_t *ret)
{
    struct site *sites = NULL;
    size_t n = 0;
    enum err e = site_list(r->cx, db, c->session.user.id, &sites, &n);

    if (!e && !n)
        e = fail(r->cx, ERR_NOTFOUND, "access.no_site", NULL);
    if (!e)
        *ret = sites[0].id;
    return e;
}

static enum err enter_site(struct request *r, struct db *db, struct caller *c)
{
    int64_t site = 0;
    enum err e = wanted_site(r, &site);

    if (!e && !site)
        e = first_site(r, db, c, &site);
    if (!e)
        e = member_role(r->cx, db, site, c->session.user.id, &c->role);
    if (!e && !c->role)
        e = fail(r->cx, ERR_NOTFOUND, "access.no_site", NULL);
    if (e)
        return e;
    c->may = may_of_role(c->role);
    r->cx->site = site;
    return OK;
}

static enum err by_session(struct request *r, struct response *ret, struct db *db, struct caller *c)
{
    const char *cookie = request_cookie(r, "praca_session");
    enum err e;

    if (text_empty(cookie))
        return nobody(r, ret, "access.session");
    e = session_find(r->cx, db, cookie, &c->session);
    if (e == ERR_DENIED || (!e && c->session.user.disabled))
        return nobody(r, ret, "access.session");
    if (e)
        return e;
    r->cx->actor = c->session.user.id;
    r->cx->origin = "screen";
    if (!request_header(r, "Accept-Language"))
        r->cx->lang = lang_choose(c->session.user.locale);
    return r->route->flags & ROUTE_SELF ? OK : enter_site(r, db, c);
}

static enum err by_token(struct request *r, struct response *ret, struct db *db, struct caller *c)
{
    int64_t site = 0;
    enum err e = token_find(r->cx, db, bearer(r), &c->token);

    if (e == ERR_DENIED)
        return nobody(r, ret, "access.token");
    if (e)
        return e;
    r->cx->actor = c->token.user;
    if (r->route->flags & ROUTE_SELF)
        return fail(r->cx, ERR_DENIED, "api.session_only", NULL);
    e = wanted_site(r, &site);
    if (!e && site && site != c->token.site)
        e = fail(r->cx, ERR_NOTFOUND, "access.no_site", NULL);
    c->may = c->token.may;
    r->cx->site = c->token.site;
    return e;
}

static enum err check_csrf(struct request *r, const struct caller *c)
{
    const char *h = request_header(r, "X-CSRF-Token");
    size_t n = strlen(c->session.csrf);

    if (h && strlen(h) == n && equal_in_constant_time(h, c->session.csrf, n))
        return OK;
    return fail(r->cx, ERR_DENIED, "api.csrf", NULL);
}

static enum err check_may(struct request *r, const struct caller *c)
{
    unsigned need = r->route->may;

    if (r->route->flags & ROUTE_TABLE) {
        const struct model *m = api_model(r);
        if (!m)
            return fail(r->cx, ERR_NOTFOUND, "net.no_route", NULL);
        need |= changes_something(r) ? m->may_write : m->may_read;
    }
    return (c->may & need) == need ? OK : fail(r->cx, ERR_DENIED, "access.denied", NULL);
}

static enum err touch_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct caller *c = arg;

    return c->session.id ? session_touch(cx, db, &c->session) : token_touch(cx, db, &c->token);
}

/* Being seen is worth a write only now and then, and never worth failing the request. */
static void touch(struct request *r, struct caller *c)
{
    bool stale = c->session.id ? session_is_stale(r->cx, &c->session)
                               : c->token.used_at == NIL ||
                                     ctx_now(r->cx) - c->token.used_at > TOKEN_STALE_MS;

    if (!stale || db_write(r->cx, api_of(r)->pool, touch_in, c) == OK)
        return;
    log_fault(api_of(r)->log, LOG_WARN, "api.not_touched", r->cx);
    fault_clear(r->cx);
}

static enum err inside_authorise(struct request *r, struct response *ret)
{
    const struct api_call *call = r->more;
    struct caller *c = arena_alloc(r->cx->arena, sizeof(*c));

    (void)ret;
    if (!c)
        return fail_memory(r->cx);
    c->may = call->may;
    if (r->route->flags & ROUTE_SELF)
        return fail(r->cx, ERR_DENIED, "api.session_only", NULL);
    r->session = c;
    r->cx->may = c->may;
    return check_may(r, c);
}

/* What a browser says of the version it read is left to the record itself: whoever types a command means it as it is. */
enum err api_call(struct ctx *cx, struct api_call *c, int *ret_status)
{
    static const struct http_pair headers[] = {
        {"Content-Type", "application/json"}, {"If-Match", "*"}, {0}};
    const char *target = arena_print(cx->arena, API_PREFIX "%s", c->target);
    const struct http_call call = {.groups = api_groups,
                                   .authorise = inside_authorise,
                                   .app = c->api,
                                   .more = c,
                                   .method = c->method,
                                   .target = target,
                                   .headers = headers,
                                   .body = c->body,
                                   .take = c->take,
                                   .self = c->self};

    return target ? http_call(cx, &call, ret_status) : fail_memory(cx);
}

enum err api_authorise(struct request *r, struct response *ret)
{
    struct caller *c;
    struct db *db = NULL;
    enum err e;

    r->cx->lang = lang_choose(request_header(r, "Accept-Language"));
    if (r->route->flags & (ROUTE_PUBLIC | ROUTE_LOCAL))
        return OK;
    if (r->local && (r->route->flags & ROUTE_OPERATOR))
        return wanted_site(r, &r->cx->site); /* of any site: the directory is theirs */
    c = arena_alloc(r->cx->arena, sizeof(*c));
    if (!c)
        return fail_memory(r->cx);
    e = db_read(r->cx, api_of(r)->pool, &db);
    if (!e)
        e = bearer(r) ? by_token(r, ret, db, c) : by_session(r, ret, db, c);
    db_return(db);
    if (!e && c->session.id && changes_something(r))
        e = check_csrf(r, c);
    if (!e)
        e = check_may(r, c);
    if (e)
        return e;
    r->session = c;
    r->cx->may = c->may;
    touch(r, c);
    return OK;
}
