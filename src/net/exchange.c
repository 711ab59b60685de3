/* exchange.c -- one request, from its first byte to the end of its answer.
 *
 * libmicrohttpd calls exchange_step() once with the headers, once for each piece of body, once at
 * the end, and again each time a suspended connection resumes. What to do is kept in x->stage.
 *
 * Surprising:
 * - The target is taken raw from the log callback, before libmicrohttpd cuts it at "?": escapes are
 * decoded and checked here, with its own decoder switched off.
 * - A response may be queued at the headers or at the end, never between. An answer at the headers
 * to a request with a body closes the connection, as the body will not be read. Where a body turns
 * out too long on the way, the answer is written past the library and the connection cut.
 * - Upload bytes are written to the file from the loop: that is a copy into the page cache, at most
 * 32 KiB at once, and cheaper than suspending for each.
 * - After exchange_resume() the exchange belongs to the loop and may be gone.
 * - An exchange that waits for response_resume() is not suspended (loop.c), so its client may leave meanwhile: then the exchange
 * outlives its connection, and whoever answers frees it.
 */
#include "net/server_priv.h"
#include "net/wire.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { STATUS_GONE = 499 };

/* More than this on one loop are suspended: each turn of the loop asks all that wait. */
enum { WAITING_MAX = 256 };

void *exchange_new(void *loop, const char *target, struct MHD_Connection *c)
{
    struct exchange *x = calloc(1, sizeof(*x));
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    if (!x)
        return NULL;
    x->loop = loop;
    x->loop->moved = true;
    x->listener = x->loop->listener;
    x->server = x->listener->server;
    x->connection = c;
    x->peer = info ? info->socket_context : NULL;
    x->upload_fd = -1;
    x->target = strdup(target);
    if (x->target && x->peer)
        return x;
    free(x->target);
    free(x);
    return NULL;
}

static bool is_proxy(const struct http_server *s, const struct address *at)
{
    for (size_t i = 0; i < s->proxy_count; i++)
        if (network_has(&s->proxies[i], at))
            return true;
    return false;
}

/* Take the last entry off a comma-separated list; false when it is no address, or none is left. */
static bool pop_address(char *list, struct address *ret)
{
    char *comma = strrchr(list, ',');
    char *last = comma ? comma + 1 : list;

    last += strspn(last, " \t");
    last[strcspn(last, " \t")] = 0;
    if (!address_read(last, ret))
        return false;
    *(comma ? comma : list) = 0;
    return true;
}

/* The client's address: the last one in X-Forwarded-For that is not a proxy of ours. */
static const char *forwarded(struct exchange *x, struct address *at)
{
    struct arena *a = x->r.cx->arena;
    char *chain = arena_dup(a, request_header(&x->r, "X-Forwarded-For"));
    char *out = arena_alloc(a, ADDRESS_TEXT_BYTES);

    if (is_proxy(x->server, at)) {
        const char *proto = request_header(&x->r, "X-Forwarded-Proto");
        x->r.secure = proto && strcasecmp(proto, "https") == 0;
    }
    while (chain && is_proxy(x->server, at) && pop_address(chain, at))
        ;
    if (out)
        address_text(at, out);
    return out ? out : "";
}

static void find_remote(struct exchange *x)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct address at;

    x->r.local = x->listener->local;
    x->r.remote = "";
    if (x->r.local || !info || !info->client_addr || !address_of(info->client_addr, &at))
        return;
    x->r.remote = forwarded(x, &at);
}

/* In hex, at least so many digits; returns where it ends. */
static char *put_hex(char *to, uint64_t n, int least)
{
    int digits = least;

    while (digits < 16 && n >> (4 * digits))
        digits++;
    for (int i = digits; i-- > 0;)
        *to++ = "0123456789abcdef"[n >> (4 * i) & 15];
    return to;
}

/* The server's nonce and the number of the request: "%08x-%x". */
static const char *next_id(struct exchange *x)
{
    struct http_server *s = x->server;
    uint64_t n = (uint64_t)atomic_fetch_add(&s->requests, 1) + 1;
    char *id = arena_alloc(x->r.cx->arena, 8 + 1 + 16 + 1), *at;

    if (!id)
        return NULL;
    at = put_hex(id, s->nonce & 0xffffffffu, 8);
    *at++ = '-';
    (void)put_hex(at, n, 1);
    return id;
}

static void begin_context(struct exchange *x, const char *method, size_t memory_max)
{
    struct http_server *s = x->server;
    struct ctx *cx = ctx_new(memory_max, s->o.clock, s->o.ids);

    x->r.cx = cx;
    x->r.app = s->o.app;
    x->r.more = s->o.more;
    cx->origin = x->listener->local ? "cli" : "api";
    cx->request_id = next_id(x);
    x->r.method = arena_dup(cx->arena, method);
    x->r.body = x->r.query_text = x->r.path = "";
    find_remote(x);
}

/* Target to path, query and route. Fills the response and returns false when that fails. */
static bool find_route(struct exchange *x)
{
    struct request *r = &x->r;
    struct arena *a = r->cx->arena;
    size_t path_len = strcspn(x->target, "?#");
    struct router_match match;
    char *path = NULL;

    if (strcmp(r->method, "OPTIONS") == 0 && strcmp(x->target, "*") == 0) {
        x->response.status = 204;
        return false;
    }
    if (!wire_path(a, x->target, path_len, &path)) {
        exchange_error(x, 400, fail(r->cx, ERR_INVALID, "net.path", NULL));
        return false;
    }
    r->path = path;
    router_find(x->server->router, a, r->method, path, r->local, &match);
    x->csp = match.csp;
    if (!match.route && match.allow) {
        response_header(r, &x->response, "Allow", match.allow);
        if (strcmp(r->method, "OPTIONS") == 0)
            x->response.status = 204;
        else
            exchange_error(x, 405, fail(r->cx, ERR_INVALID, "net.method", NULL));
        return false;
    }
    if (!match.route) {
        exchange_error(x, 404, fail(r->cx, ERR_NOTFOUND, "net.no_route", NULL));
        return false;
    }
    r->route = match.route;
    memcpy(r->params, match.params, sizeof(r->params));
    r->param_count = match.param_count;
    if (x->target[path_len] == '?') {
        char *query = arena_dup(a, x->target + path_len + 1);
        if (query)
            query[strcspn(query, "#")] = 0;
        r->query_text = query ? query : "";
    }
    if (!wire_query(a, r->query_text, &r->query, &r->query_count)) {
        exchange_error(x, 400, fail(r->cx, ERR_INVALID, "net.query", NULL));
        return false;
    }
    return true;
}

/* Bytes announced; UINT64_MAX for a body of unknown length. */
static uint64_t announced(struct exchange *x)
{
    const char *length = request_header(&x->r, "Content-Length");

    if (request_header(&x->r, "Transfer-Encoding"))
        return UINT64_MAX;
    return length ? strtoull(length, NULL, 10) : 0;
}

static void authorise(struct exchange *x)
{
    struct http_hooks *h = &x->server->o.hooks;
    enum err e = h->authorise ? h->authorise(&x->r, &x->response) : OK;

    if (e)
        exchange_error(x, 0, e);
    x->authorised = !e;
}

static void run(struct exchange *x)
{
    if (!x->authorised)
        authorise(x);
    if (x->authorised) {
        enum err e = x->r.route->handler(&x->r, &x->response);
        if (x->later) { /* nothing is looked at before it is answered */
            must(!e);
            x->stage = STAGE_LATER;
            x->loop->waiting += !x->suspended;
            return;
        }
        if (e)
            exchange_error(x, 0, e);
        else if (x->response.failed && arena_full(x->r.cx->arena))
            exchange_error(x, 413, fail_memory(x->r.cx));
        else if (x->response.failed)
            exchange_error(x, 500, fail(x->r.cx, ERR_BROKEN, "net.response", NULL));
    }
    x->stage = STAGE_READY;
}

bool response_later(struct request *r)
{
    struct exchange *x = (struct exchange *)r; /* a request is its exchange's first member */

    must(!x->later && r->route && (r->route->flags & ROUTE_INLINE));
    if (!server_hold(x->server))
        return false;
    x->later = true;
    x->suspended = x->loop->waiting >= WAITING_MAX;
    if (x->suspended)
        MHD_suspend_connection(x->connection);
    return true;
}

void exchange_resume(struct exchange *x)
{
    struct loop *l = x->loop;

    MHD_resume_connection(x->connection);
    loop_ring(l);
}

static void exchange_free(void *thing)
{
    struct exchange *x = thing;

    if (x->response.has_file)
        (void)close(x->response.file_fd);
    if (x->upload_fd >= 0) {
        (void)close(x->upload_fd);
        (void)unlink(x->r.upload_path); /* gone already when the handler has renamed it */
    }
    ctx_free(x->r.cx);
    free(x->body);
    free(x->target);
    free(x);
}

void response_resume(struct request *r, enum err e, const char *key)
{
    struct exchange *x = (struct exchange *)r;
    struct http_server *s = x->server;
    struct loop *l = x->loop;
    bool suspended = x->suspended;

    x->late_err = e;
    x->late_key = key;
    if (suspended) {
        atomic_store(&x->fate, FATE_ANSWERED);
        exchange_resume(x);
    } else if (atomic_exchange(&x->fate, FATE_ANSWERED) == FATE_GONE) {
        exchange_free(x);
    } else {
        loop_ring(l); /* the exchange may be gone */
    }
    server_release(s);
}

/* On the loop again. */
static void end_late(struct exchange *x)
{
    x->loop->waiting -= !x->suspended;
    if (x->late_err)
        exchange_error(x, 0, fail(x->r.cx, x->late_err, x->late_key, NULL));
    else if (x->response.failed)
        exchange_error(x, 500, fail(x->r.cx, ERR_BROKEN, "net.response", NULL));
    x->stage = STAGE_READY;
}

static void on_pool(void *thing)
{
    struct exchange *x = thing;
    struct http_server *s = x->server;

    if (x->stage == STAGE_CHECKING)
        authorise(x); /* the stage stays: exchange_step() goes on from it */
    else
        run(x);
    exchange_resume(x);
    server_release(s);
}

static void refuse_busy(struct exchange *x)
{
    (void)atomic_fetch_add(&x->server->refused, 1);
    exchange_error(x, 503, fail(x->r.cx, ERR_BUSY, "net.busy", NULL));
}

/* Suspend and hand to the pool, as stage. When it cannot, the response is a 503 and false comes
 * back. */
static bool send_to_pool(struct exchange *x, enum stage stage)
{
    struct http_server *s = x->server;

    if (!server_hold(s)) {
        refuse_busy(x);
        return false;
    }
    server_request_runs(s, x->peer);
    x->stage = stage;
    x->job = (struct pool_job){.run = on_pool, .thing = x};
    MHD_suspend_connection(x->connection);
    if (pool_offer(s->pool, &x->job))
        return true;
    refuse_busy(x);
    x->stage = STAGE_READY; /* for when the connection resumes */
    x->response.close = x->response.close || stage == STAGE_CHECKING;
    exchange_resume(x);
    server_release(s);
    return true;
}

static void open_upload(struct exchange *x)
{
    struct request *r = &x->r;
    char *path = arena_print(r->cx->arena, "%s/upload-XXXXXX", x->server->o.upload_dir);

    x->upload_fd = path ? mkstemp(path) : -1;
    if (x->upload_fd < 0)
        exchange_error(x, 500, fail(r->cx, ERR_BROKEN, "net.upload", NULL));
    else
        r->upload_path = path;
    x->begin_mark = arena_mark(r->cx->arena); /* the path outlives a full arena */
}

/* Go on with the body, or answer. With a body to come an answer must leave now, or never. */
static enum MHD_Result end_of_headers(struct exchange *x)
{
    x->stage = x->response.status ? STAGE_READY : STAGE_READING;
    if (x->stage == STAGE_READING || !x->has_body)
        return MHD_YES;
    x->response.close = true;
    return exchange_reply(x);
}

/* The headers are here. What fails now is answered now when a body would follow. */
static enum MHD_Result begin(struct exchange *x, const char *method)
{
    struct http_server *s = x->server;
    uint64_t body;
    bool go, open;

    x->begun_us = monotonic_us();
    begin_context(x, method, s->o.memory_max_bytes);
    body = announced(x);
    x->has_body = body > 0;
    open = server_request_begins(s, x->peer, x->has_body);
    x->counted = true;
    go = !arena_full(x->r.cx->arena) && find_route(x);
    if (arena_full(x->r.cx->arena)) /* before any handler: the machine is out of memory */
        return MHD_NO;
    if (go && x->r.route->memory_max_bytes)
        arena_set_cap(x->r.cx->arena, x->r.route->memory_max_bytes);
    if (go && !open) {
        refuse_busy(x);
        go = false;
    }
    if (go && body != UINT64_MAX && body > x->r.route->body_max_bytes) {
        exchange_error(x, 413, fail(x->r.cx, ERR_LIMIT, "net.too_large", NULL));
        go = false;
    }
    x->begin_mark = arena_mark(x->r.cx->arena);
    if (go && (x->r.route->flags & ROUTE_UPLOAD) && s->o.hooks.authorise) {
        if (send_to_pool(x, STAGE_CHECKING))
            return MHD_YES;
        go = false;
    }
    if (go && (x->r.route->flags & ROUTE_UPLOAD))
        open_upload(x);
    x->response.close = x->response.close || !open;
    return end_of_headers(x);
}

/* Room for more bytes of body and a NUL. */
static bool body_room(struct exchange *x, size_t more)
{
    size_t need = x->r.body_bytes + more + 1, room = x->body_room ? x->body_room : 1024;
    char *p;

    if (need <= x->body_room)
        return true;
    while (room < need)
        room *= 2;
    p = realloc(x->body, room);
    if (!p)
        return false;
    x->body = p;
    x->body_room = room;
    return true;
}

static bool write_all(int fd, const char *data, size_t n)
{
    while (n) {
        ssize_t did = write(fd, data, n);
        if (did < 0 && errno != EINTR)
            return false;
        if (did > 0) {
            data += did;
            n -= (size_t)did;
        }
    }
    return true;
}

/* A piece of body. MHD_NO drops the connection. */
static enum MHD_Result take_body(struct exchange *x, const char *data, size_t *data_bytes)
{
    struct request *r = &x->r;
    size_t n = *data_bytes;
    bool upload = x->upload_fd >= 0;
    uint64_t total = (upload ? r->upload_bytes : r->body_bytes) + n;

    if (total > r->route->body_max_bytes) {
        server_cut(x->server, x->peer, "413 Content Too Large");
        x->status = 413;
        return MHD_NO;
    }
    if (upload ? !write_all(x->upload_fd, data, n) : !body_room(x, n)) {
        server_cut(x->server, x->peer, "507 Insufficient Storage");
        x->status = 507;
        return MHD_NO;
    }
    if (upload) {
        r->upload_bytes = total;
    } else {
        memcpy(x->body + r->body_bytes, data, n);
        x->body[total] = 0;
        r->body = x->body;
        r->body_bytes = total;
    }
    server_request_reads(x->server, x->peer, total);
    *data_bytes = 0;
    return MHD_YES;
}

static enum MHD_Result end_of_request(struct exchange *x)
{
    if (x->r.route->flags & ROUTE_POOL) {
        if (send_to_pool(x, STAGE_RUNNING))
            return MHD_YES;
    } else {
        server_request_runs(x->server, x->peer);
        run(x);
        if (x->stage == STAGE_LATER)
            return MHD_YES;
    }
    return exchange_reply(x);
}

enum MHD_Result exchange_step(void *loop, struct MHD_Connection *c, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *data_bytes, void **state)
{
    struct exchange *x = *state;

    (void)loop, (void)c, (void)url, (void)version;
    if (!x)
        return MHD_NO;
    if (x->stage == STAGE_LATER && atomic_load(&x->fate) == FATE_OPEN)
        return MHD_YES;
    x->loop->moved = true;
    switch (x->stage) {
    case STAGE_FRESH:
        return begin(x, method);
    case STAGE_CHECKING:
        server_request_waits(x->server, x->peer);
        if (x->authorised)
            open_upload(x);
        return end_of_headers(x);
    case STAGE_READING:
        return *data_bytes ? take_body(x, data, data_bytes) : end_of_request(x);
    case STAGE_LATER:
        end_late(x);
        return exchange_reply(x);
    case STAGE_READY:
        return exchange_reply(x);
    case STAGE_RUNNING:
    case STAGE_REPLIED:
        break;
    }
    return MHD_YES;
}

void exchange_done(void *loop, struct MHD_Connection *c, void **state,
                   enum MHD_RequestTerminationCode why)
{
    struct exchange *x = *state;
    struct http_server *s;
    bool waits;

    (void)loop, (void)c;
    if (!x)
        return;
    *state = NULL;
    s = x->server;
    x->loop->moved = true;
    waits = x->stage == STAGE_LATER && !x->suspended;
    x->loop->waiting -= waits;
    if (x->r.cx && s->o.hooks.on_done) {
        bool left = why == MHD_REQUEST_TERMINATED_COMPLETED_OK || x->stage != STAGE_REPLIED;
        int status = left && x->status ? x->status : STATUS_GONE;
        s->o.hooks.on_done(&x->r, status, monotonic_us() - x->begun_us);
    }
    if (x->counted)
        server_request_ends(s, x->peer);
    if (waits && atomic_exchange(&x->fate, FATE_GONE) == FATE_OPEN)
        return; /* response_resume() frees it */
    /* What a stream kept open (a cursor, a file) is closed where it was opened. */
    if (x->response.stream.next && (x->r.route->flags & ROUTE_POOL)) {
        x->job = (struct pool_job){.run = exchange_free, .thing = x};
        pool_push(s->pool, &x->job);
    } else {
        exchange_free(x);
    }
}
