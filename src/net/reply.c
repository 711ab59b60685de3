/* reply.c -- from a struct response to bytes: headers all answers share, conditions, ranges,
 * streams.
 *
 * Surprising: bytes are not copied. The response points into the request's arena (or the program
 * itself), which lives until libmicrohttpd says that the answer has left.
 */
#include "net/server_priv.h"
#include "net/wire.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static const char CSP_STRICT[] = "default-src 'none'; frame-ancestors 'none'";
enum { PIECE_BYTES = 32 * 1024, GATHER_BYTES = 1024 * 1024 };

void response_bytes(struct response *ret, int status, const char *type, const char *bytes, size_t n)
{
    ret->status = status;
    ret->type = type;
    ret->bytes = bytes;
    ret->len = n;
}

void response_text(struct response *ret, int status, const char *type, const char *text)
{
    ret->failed = ret->failed || !text;
    response_bytes(ret, status, type, text, text ? strlen(text) : 0);
}

void response_stream(struct response *ret, const char *type,
                     enum err (*next)(struct request *r, void *self, struct buf *out,
                                      bool *ret_end),
                     void *self)
{
    ret->type = type;
    ret->stream = (struct response_stream){.next = next, .self = self};
}

enum err response_file(struct request *r, struct response *ret, const char *type, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

    if (fd < 0)
        return fail(r->cx, ERR_NOTFOUND, "net.no_file", NULL);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        (void)close(fd);
        return fail(r->cx, ERR_NOTFOUND, "net.no_file", NULL);
    }
    ret->type = type;
    ret->has_file = ret->ranges = true;
    ret->file_fd = fd;
    ret->file_bytes = (uint64_t)st.st_size;
    if (!ret->etag)
        ret->etag =
            arena_print(r->cx->arena, "\"%" PRIx64 "-%" PRIx64 "\"", (uint64_t)st.st_size,
                        (uint64_t)st.st_mtim.tv_sec * 1000000000u + (uint64_t)st.st_mtim.tv_nsec);
    return OK;
}

void response_header(struct request *r, struct response *ret, const char *name, const char *value)
{
    struct response_header **at = &ret->headers;
    struct response_header *h = arena_alloc(r->cx->arena, sizeof(*h));
    bool adds = strcasecmp(name, "Set-Cookie") == 0;

    if (!h || !wire_header_ok(name, value)) {
        ret->failed = true;
        return;
    }
    while (*at && (adds || strcasecmp((*at)->name, name) != 0))
        at = &(*at)->next;
    h->name = arena_dup(r->cx->arena, name);
    h->value = arena_dup(r->cx->arena, value);
    h->next = *at ? (*at)->next : NULL;
    *at = h;
    ret->failed = ret->failed || !h->name || !h->value;
    if (!h->name || !h->value)
        *at = h->next;
}

void response_redirect(struct request *r, struct response *ret, int status, const char *location)
{
    ret->status = status;
    response_header(r, ret, "Location", location);
}

static bool cookie_octets(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        if (*p <= 0x20 || *p >= 0x7f || strchr("\",;\\", *p))
            return false;
    return true;
}

void response_cookie(struct request *r, struct response *ret, const char *name, const char *value,
                     int64_t max_age_s)
{
    const char *host = request_header(r, "Host");
    bool plain = !r->secure && host && host_is_loopback(host);
    struct buf b = buf_in(r->cx->arena);

    if (!cookie_octets(value) || !cookie_octets(name)) {
        ret->failed = true;
        return;
    }
    buf_print(&b, "%s=%s; HttpOnly; SameSite=Lax; Path=/", name, value);
    if (!plain)
        buf_add_text(&b, "; Secure");
    if (max_age_s >= 0)
        buf_print(&b, "; Max-Age=%" PRId64, max_age_s);
    if (buf_ok(&b))
        response_header(r, ret, "Set-Cookie", buf_text(&b));
    else
        ret->failed = true;
}

void response_asset(struct request *r, struct response *ret, const struct asset *asset)
{
    bool gzip = asset->gzip && wire_takes_gzip(request_header(r, "Accept-Encoding"));

    response_bytes(ret, 200, asset->type, (const char *)(gzip ? asset->gzip : asset->bytes),
                   gzip ? asset->gzip_len : asset->len);
    ret->ranges = !gzip;
    ret->cache = asset->hashed ? "public, max-age=31536000, immutable" : "no-cache";
    ret->etag = asset->etag;
    if (asset->gzip)
        response_header(r, ret, "Vary", "Accept-Encoding");
    if (gzip) {
        size_t n = asset->etag ? strlen(asset->etag) : 0;
        response_header(r, ret, "Content-Encoding", "gzip");
        if (n > 1) /* another form of the thing is another entity */
            ret->etag = arena_print(r->cx->arena, "%.*s-gzip\"", (int)n - 1, asset->etag);
    }
}

static int status_of(enum err kind, const struct ctx *cx)
{
    switch (kind) {
    case OK:
        return 200;
    case ERR_INVALID:
        return cx->fault.fields ? 422 : 400;
    case ERR_NOTFOUND:
        return 404;
    case ERR_CONFLICT:
        return 409;
    case ERR_DENIED:
        return 403;
    case ERR_LIMIT:
        return 429;
    case ERR_BUSY:
        return 503;
    case ERR_BROKEN:
        break;
    }
    return 500;
}

/* The arena is full, but the error has to be written: give back all that came after the headers. */
static void make_room(struct exchange *x)
{
    struct fault *f = &x->r.cx->fault;

    if (x->begin_mark.block)
        arena_reset(x->r.cx->arena, x->begin_mark);
    x->r.session = NULL;
    x->response.headers = NULL;
    *f = (struct fault){.kind = f->kind, .key = f->key};
}

void exchange_error(struct exchange *x, int status, enum err kind)
{
    struct response *ret = &x->response;
    struct request *r = &x->r;

    if (!status)
        status = ret->status >= 400 ? ret->status : status_of(kind, r->cx);
    if (ret->has_file)
        (void)close(ret->file_fd);
    if (arena_full(r->cx->arena))
        make_room(x);
    *ret = (struct response){.status = status, .headers = ret->headers, .close = ret->close};
    if (status == 503)
        response_header(r, ret, "Retry-After", "1");
    if (x->server->o.hooks.on_error)
        x->server->o.hooks.on_error(r, ret, kind);
    else
        response_text(ret, status, "text/plain; charset=utf-8",
                      arena_print(r->cx->arena, "%d %s\n", status,
                                  r->cx->fault.key ? r->cx->fault.key : err_name(kind)));
    if (!ret->bytes && !ret->has_file && !ret->stream.next) /* also when the arena is full */
        response_text(ret, ret->status, "text/plain; charset=utf-8", "error\n");
    ret->failed = false;
}

static void produce(struct exchange *x)
{
    struct arena *a = x->r.cx->arena;
    size_t start;

    if (x->stream_marked)
        arena_reset(a, x->piece_mark);
    x->piece_mark = arena_mark(a);
    x->stream_marked = true;
    x->piece_sent = 0;
    x->piece = buf_in(a);
    start = arena_used(a);
    do { /* row by row is slow to send: gather */
        x->stream_err =
            x->response.stream.next(&x->r, x->response.stream.self, &x->piece, &x->stream_ended);
        if (!x->stream_err && !buf_ok(&x->piece))
            x->stream_err = ERR_LIMIT;
    } while (
        !x->stream_err && !x->stream_ended &&
        (!x->piece.len || (x->piece.len < PIECE_BYTES && arena_used(a) - start < GATHER_BYTES)));
}

static void produce_on_pool(void *thing)
{
    struct exchange *x = thing;
    struct http_server *s = x->server;

    produce(x);
    exchange_resume(x);
    server_release(s);
}

/* libmicrohttpd wants at most max bytes more. 0 while suspended: it will ask again. */
static ssize_t read_piece(void *thing, uint64_t pos, char *to, size_t max)
{
    struct exchange *x = thing;
    size_t n;

    (void)pos;
    x->loop->moved = true;
    if (!x->stream_err && !x->stream_ended && x->piece_sent == x->piece.len) {
        if (x->r.route->flags & ROUTE_POOL) {
            if (!server_hold(x->server))
                return MHD_CONTENT_READER_END_WITH_ERROR;
            x->job = (struct pool_job){.run = produce_on_pool, .thing = x};
            MHD_suspend_connection(x->connection);
            pool_push(x->server->pool, &x->job);
            return 0;
        }
        produce(x);
    }
    if (x->stream_err)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    n = x->piece.len - x->piece_sent;
    if (!n)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (n > max)
        n = max;
    memcpy(to, x->piece.bytes + x->piece_sent, n);
    x->piece_sent += n;
    return (ssize_t)n;
}

/* Which bytes of the body leave, and with which status. */
struct fact_part {
    uint64_t first, len;
    const char *content_range;
};

static struct fact_part choose_part(struct exchange *x)
{
    struct response *ret = &x->response;
    uint64_t size = ret->has_file ? ret->file_bytes : ret->len;
    struct fact_part part = {.len = size};
    bool get = strcmp(x->r.method, "GET") == 0, head = strcmp(x->r.method, "HEAD") == 0;
    const char *if_range;

    if ((!get && !head) || ret->status != 200)
        return part;
    if (ret->etag && wire_etag_matches(request_header(&x->r, "If-None-Match"), ret->etag)) {
        ret->status = 304;
        return (struct fact_part){0};
    }
    if_range = request_header(&x->r, "If-Range");
    if (!get || !ret->ranges || (if_range && (!ret->etag || strcmp(if_range, ret->etag) != 0)))
        return part;
    switch (wire_range(request_header(&x->r, "Range"), size, &part.first, &part.len)) {
    case WIRE_RANGE_WHOLE:
        break;
    case WIRE_RANGE_PART:
        ret->status = 206;
        part.content_range = arena_print(x->r.cx->arena, "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64,
                                         part.first, part.first + part.len - 1, size);
        break;
    case WIRE_RANGE_UNSATISFIABLE:
        ret->status = 416;
        part.len = 0;
        part.content_range = arena_print(x->r.cx->arena, "bytes */%" PRIu64, size);
        break;
    }
    return part;
}

static struct MHD_Response *make_body(struct exchange *x, const struct fact_part *part)
{
    struct response *ret = &x->response;
    struct MHD_Response *m;

    if (ret->stream.next && ret->status != 304 && strcmp(x->r.method, "HEAD") != 0)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE_BYTES, read_piece, x,
                                                 NULL);
    if (ret->has_file && part->len) {
        m = MHD_create_response_from_fd_at_offset64(part->len, ret->file_fd, part->first);
        ret->has_file = !m; /* the descriptor is the library's now */
        return m;
    }
    /* The library takes a pointer to what it may not change, but does not say const. */
    return MHD_create_response_from_buffer(
        part->len, part->len ? (void *)((uintptr_t)ret->bytes + part->first) : NULL,
        MHD_RESPMEM_PERSISTENT);
}

static const char *set_header(const struct response *ret, const char *name)
{
    for (const struct response_header *h = ret->headers; h; h = h->next)
        if (strcasecmp(h->name, name) == 0)
            return h->value;
    return NULL;
}

static bool add_headers(struct exchange *x, struct MHD_Response *m, const struct fact_part *part)
{
    const struct response *ret = &x->response;
    bool body = ret->len || part->len || ret->stream.next;
    const struct http_pair common[] = {
        {"Content-Type", body && ret->status != 304 ? ret->type : NULL},
        {"Content-Range", part->content_range},
        {"Accept-Ranges", ret->ranges ? "bytes" : NULL},
        {"ETag", ret->etag},
        {"Cache-Control", ret->cache ? ret->cache : "no-store"},
        {"Content-Security-Policy", x->csp ? x->csp : CSP_STRICT},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "strict-origin-when-cross-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
        {"Strict-Transport-Security", x->r.secure ? "max-age=31536000" : NULL},
        {"Connection", ret->close ? "close" : NULL},
    };
    bool ok = true;

    for (size_t i = 0; i < COUNT_OF(common); i++)
        if (common[i].value && !set_header(ret, common[i].name))
            ok = MHD_add_response_header(m, common[i].name, common[i].value) == MHD_YES && ok;
    for (const struct response_header *h = ret->headers; h; h = h->next)
        ok = MHD_add_response_header(m, h->name, h->value) == MHD_YES && ok;
    return ok;
}

enum MHD_Result exchange_reply(struct exchange *x)
{
    struct response *ret = &x->response;
    struct MHD_Response *m;
    enum MHD_Result done = MHD_NO;
    struct fact_part part;

    if (!ret->status)
        ret->status = ret->len || ret->has_file || ret->stream.next || ret->type ? 200 : 204;
    part = choose_part(x);
    m = make_body(x, &part);
    if (m && add_headers(x, m, &part))
        done = MHD_queue_response(x->connection, (unsigned)ret->status, m);
    if (m)
        MHD_destroy_response(m);
    x->status = ret->status;
    x->stage = STAGE_REPLIED;
    return done;
}
