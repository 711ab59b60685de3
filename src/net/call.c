/* call.c -- see call.h. An exchange without a server: its headers are a list, and nobody can hang up. */
#include "net/call.h"

#include "net/server_priv.h"
#include "net/wire.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { FILE_PIECE = 64 * 1024 };

static enum err find_route(struct ctx *cx, const struct http_call *call, struct request *r)
{
    struct router_match match = {0};
    struct router *router = NULL;
    enum err e = router_new(cx, call->groups, &router);

    if (e)
        return e;
    router_find(router, cx->arena, r->method, r->path, true, &match);
    r->route = match.route;
    r->param_count = match.param_count;
    for (int i = 0; i < match.param_count; i++) { /* names are the router's */
        r->params[i].name = arena_dup(cx->arena, match.params[i].name);
        r->params[i].value = match.params[i].value;
        if (!r->params[i].name)
            e = fail_memory(cx);
    }
    router_free(router);
    if (e)
        return e;
    if (!r->route)
        return match.allow ? fail(cx, ERR_INVALID, "net.method", NULL)
                           : fail(cx, ERR_NOTFOUND, "net.no_route", NULL);
    return OK;
}

static enum err read_target(struct ctx *cx, const char *target, struct request *r)
{
    const char *mark = strchr(target, '?');
    size_t n = mark ? (size_t)(mark - target) : strlen(target);
    char *path = NULL;

    r->query_text = mark ? mark + 1 : "";
    if (!wire_path(cx->arena, target, n, &path) ||
        !wire_query(cx->arena, r->query_text, &r->query, &r->query_count))
        return arena_full(cx->arena) ? fail_memory(cx) : fail(cx, ERR_INVALID, "net.path", NULL);
    r->path = path;
    return OK;
}

static enum err take_stream(const struct http_call *call, struct request *r,
                            const struct response_stream *s)
{
    struct arena_mark mark = arena_mark(r->cx->arena);
    bool end = false;
    enum err e = OK;

    while (!e && !end) {
        struct buf piece = buf_in(r->cx->arena);
        e = s->next(r, s->self, &piece, &end);
        if (!e && !buf_ok(&piece))
            e = fail_memory(r->cx);
        if (!e)
            e = call->take(r->cx, call->self, piece.bytes ? piece.bytes : "", piece.len);
        if (!e)
            arena_reset(r->cx->arena, mark);
    }
    return e;
}

static enum err take_file(const struct http_call *call, struct request *r, int fd)
{
    char *piece = arena_alloc(r->cx->arena, FILE_PIECE);
    ssize_t n = 1;
    enum err e = piece ? OK : fail_memory(r->cx);

    while (!e && n) {
        n = read(fd, piece, FILE_PIECE);
        if (n < 0)
            e = fail_detail(r->cx, ERR_BROKEN, "net.response", strerror(errno));
        else if (n)
            e = call->take(r->cx, call->self, piece, (size_t)n);
    }
    (void)close(fd);
    return e;
}

static enum err take_answer(const struct http_call *call, struct exchange *x)
{
    const struct response *a = &x->response;

    if (a->stream.next)
        return take_stream(call, &x->r, &a->stream);
    if (a->has_file)
        return take_file(call, &x->r, a->file_fd);
    return a->len ? call->take(x->r.cx, call->self, a->bytes, a->len) : OK;
}

enum err http_call(struct ctx *cx, const struct http_call *call, int *ret_status)
{
    struct exchange *x = arena_alloc(cx->arena, sizeof(*x));
    struct request *r;
    enum err e;

    if (!x)
        return fail_memory(cx);
    x->given_headers = call->headers;
    r = &x->r;
    r->cx = cx;
    r->app = call->app;
    r->more = call->more;
    r->method = call->method;
    r->remote = "";
    r->local = true;
    r->body = call->body ? call->body : "";
    r->body_bytes = strlen(r->body);
    e = read_target(cx, call->target, r);
    if (!e)
        e = find_route(cx, call, r);
    if (!e && r->body_bytes > r->route->body_max_bytes)
        e = fail(cx, ERR_LIMIT, "net.too_large", NULL);
    if (!e &&
        r->route->flags & (ROUTE_UPLOAD | ROUTE_INLINE)) /* these need what only a server has */
        e = fail(cx, ERR_NOTFOUND, "net.no_route", NULL);
    if (!e && call->authorise)
        e = call->authorise(r, &x->response);
    if (!e)
        e = r->route->handler(r, &x->response);
    if (!e && x->response.failed)
        e = arena_full(cx->arena) ? fail_memory(cx) : fail(cx, ERR_BROKEN, "net.response", NULL);
    if (!e)
        e = take_answer(call, x);
    if (!e)
        *ret_status = x->response.status ? x->response.status : 200;
    return e;
}
