/* http.h -- the server: route tables in, bytes out.
 *
 * libmicrohttpd does HTTP/1.1 on epoll, one loop thread per core. A route row says where its
 * handler runs: ROUTE_INLINE on the loop (must finish in microseconds and touch no store),
 * ROUTE_POOL on a bounded pool of workers while the connection is suspended. A full pool answers
 * 503 with Retry-After; nothing queues without a limit. Net knows no users, no JSON and no sites:
 * the caller's hooks say who may call and what an error looks like.
 *
 * An answer may also come later, without holding anybody: a ROUTE_INLINE handler that starts something (an append, say) and
 * is called back from another thread says response_later() and returns; response_resume() sends what stands in the response.
 *
 * What every answer gets: security headers, ETag and If-None-Match, Range where the body is a file
 * or an asset, HEAD from GET, 405 with Allow, OPTIONS with Allow when no row has it. 414 and 431
 * (request line or headers over the connection's memory) and 400 for malformed HTTP come from
 * libmicrohttpd itself, before any hook.
 *
 * Ownership: a request, its response and everything in them live in the request's ctx, freed when
 * the answer has left. Route tables, assets and the options' texts must outlive the server. Errors:
 * a handler returns enum err; its status is 422 (INVALID with fields), 400 (INVALID), 404, 409, 403
 * (DENIED), 429 (LIMIT), 503 (BUSY, with Retry-After: 1), 500 (BROKEN) unless the handler or hook
 *            has set response.status to 400 or more itself.
 * Units:     _ms milliseconds, _bytes bytes.
 * Threads:   a request is used by one thread at a time, though not always the same one. Hooks and
 * handlers of different requests run at once. Source:    RFC 9110, 9111, 9112, 6265.
 */
#ifndef PRACA_NET_HTTP_H
#define PRACA_NET_HTTP_H

#include "base/ctx.h"

struct http_server;
struct request;
struct response;

struct http_pair {
    const char *name, *value;
};

enum route_flags {
    ROUTE_INLINE = 1 << 0, /* runs on the loop */
    ROUTE_POOL = 1 << 1,   /* runs on the pool; one of the two must be given */
    ROUTE_PUBLIC = 1 << 2, /* for the authorise hook: needs nobody's name */
    ROUTE_UPLOAD =
        1 << 3, /* with POOL: authorised on the headers alone, then the body goes to a file */
    ROUTE_LOCAL = 1 << 4, /* only through the Unix socket; elsewhere it is 404 */
    ROUTE_USER = 1 << 8   /* this bit and those above are the caller's own */
};

/* Paths are literal segments, "{name}" for one segment that is not empty, and as the last one
 * "{name*}" for all that is left (may be empty). Literal beats {name} beats {name*}. Compared after
 * percent-decoding. */
struct route {
    const char *method; /* "GET" also serves HEAD */
    const char *path;
    unsigned may;            /* the caller's own: which permission */
    uint32_t body_max_bytes; /* more is 413; 0: no body */
    enum err (*handler)(struct request *r, struct response *ret);
    unsigned flags;
    uint32_t memory_max_bytes; /* cap of the request's arena, body not counted; 0: the server's */
};

/* One table and what holds for all of it. A list of groups ends with {0}. */
struct route_group {
    const char *prefix;         /* "" or "/api/v1" */
    const struct route *routes; /* ended by a row whose method is NULL */
    const char
        *csp; /* Content-Security-Policy; NULL: "default-src 'none'; frame-ancestors 'none'" */
};

enum { ROUTE_PARAMS_MAX = 6 };

struct request {
    struct ctx *cx;
    void *app;                 /* options.app */
    void *more;                /* options.more */
    void *session;             /* the authorise hook's own, for the handler */
    const struct route *route; /* NULL in on_error and on_done when none matched */
    const char *method;        /* as sent: "HEAD" for HEAD */
    const char *path;          /* decoded, UTF-8, without ".", "..", NUL, controls or backslashes */
    const char *query_text;    /* raw, "" when there is none */
    const struct http_pair *query; /* decoded, in order */
    int query_count;
    struct http_pair
        params[ROUTE_PARAMS_MAX]; /* from the path; no value holds a "/" but {name*}'s */
    int param_count;
    const char *remote; /* numeric address, "" on the Unix socket. Personal data. */
    bool local;         /* came through the Unix socket */
    bool secure;        /* https, as a trusted proxy says */
    const char *body;   /* NUL-terminated; "" when there is none */
    size_t body_bytes;
    const char
        *upload_path; /* ROUTE_UPLOAD: the body's file; removed afterwards unless renamed away */
    uint64_t upload_bytes;
};

/* NULL when there is none (or, for a path parameter, when the route has no such name: a bug). */
const char *request_query(const struct request *r, const char *name);
const char *request_param(const struct request *r, const char *name);
const char *request_header(const struct request *r, const char *name); /* any case */
const char *request_cookie(struct request *r, const char *name);
/* The client has hung up, or the server's patience at the end is over: long work should give up. */
bool request_gone(const struct request *r);

/* Appends the next piece (say, one row) to out, which is in the ctx's arena; any memory taken
 * during a call may be gone at the next. Sets *ret_end with (or after) the last piece. An error
 * breaks the connection, so that a short file is never taken for a whole one. Runs where the route
 * says. */
struct response_stream {
    enum err (*next)(struct request *r, void *self, struct buf *out, bool *ret_end);
    void *self;
};

struct response_header {
    struct response_header *next;
    const char *name, *value;
};

/* Starts as zeros. Set one body at most: bytes, a file, or a stream. */
struct response {
    int status;        /* 0: 200, or 204 when there is no body */
    const char *type;  /* Content-Type */
    const char *bytes; /* lives as long as the request: its arena, or static */
    size_t len;
    const char *etag;  /* with its quotes: "\"7\"" or "W/\"7\""; a GET that knows it gets 304 */
    const char *cache; /* Cache-Control; NULL: "no-store" */
    struct response_stream stream;
    bool has_file, ranges;
    int file_fd;
    uint64_t file_bytes;
    struct response_header *headers;
    bool close;  /* close the connection after the answer */
    bool failed; /* a helper below could not: 500, or 413 when the arena is full */
};

void response_bytes(struct response *ret, int status, const char *type, const char *bytes,
                    size_t n);
/* NULL text sets failed: it stands for a buffer that is full. */
void response_text(struct response *ret, int status, const char *type, const char *text);
/* A body that is made piece by piece (struct response_stream); self stays the caller's until the request is over. */
void response_stream(struct response *ret, const char *type,
                     enum err (*next)(struct request *r, void *self, struct buf *out,
                                      bool *ret_end),
                     void *self);
/* A regular file, opened now and sent as it is; Range is obeyed. ERR_NOTFOUND "net.no_file". */
MUST_USE enum err response_file(struct request *r, struct response *ret, const char *type,
                                const char *path);
/* Replaces an earlier header of that name, and those net would set; Set-Cookie adds up. A name or
 * value with a line end sets failed. */
void response_header(struct request *r, struct response *ret, const char *name, const char *value);
/* 303, 302, 307, 308. */
void response_redirect(struct request *r, struct response *ret, int status, const char *location);
/* HttpOnly; SameSite=Lax; Path=/; Secure unless it is plain http to a loopback name. max_age_s < 0:
 * for the browser's session; 0: forget it now. The value is of RFC 6265 cookie octets. */
void response_cookie(struct request *r, struct response *ret, const char *name, const char *value,
                     int64_t max_age_s);

/* From a ROUTE_INLINE handler: the answer leaves when response_resume() is called, which must happen exactly once, from any
 * thread, also before the handler has returned. The response is filled in before this call; the handler returns OK after it.
 * The request, its body and its arena stay until then, also when the client hangs up; its headers go with the client, so that they are not
 * to be asked for after the handler is back. A closing server waits for the answer. False: the server is closing; answer ERR_BUSY. */
MUST_USE bool response_later(struct request *r);
/* e other than OK: the answer is an error of that kind with the sentence key, written on the loop. */
void response_resume(struct request *r, enum err e, const char *key);

/* A file that is part of the program. */
struct asset {
    const char *path; /* as asked for */
    const char *type;
    const unsigned char *bytes;
    size_t len;
    const unsigned char *gzip; /* the same, compressed at build time; NULL: none */
    size_t gzip_len;
    const char *etag; /* with its quotes */
    bool hashed;      /* the name changes with the content: cached for good */
};
/* Picks the gzip twin when the client takes it; Range and 304 as for files. No copy is made. */
void response_asset(struct request *r, struct response *ret, const struct asset *asset);

struct http_hooks {
    /* Before the handler, in the same place (loop or pool). An error ends the request; set
     * ret->status for 401. NULL: all may. */
    enum err (*authorise)(struct request *r, struct response *ret);
    /* Writes the body of an error whose status is in ret->status and whose cause is in
     * r->cx->fault. On the loop for what failed before the handler: must touch no store. NULL: a
     * line of plain text. */
    void (*on_error)(struct request *r, struct response *ret, enum err kind);
    /* The answer has left, or was given up (status 499: the client went away). On the loop. */
    void (*on_done)(const struct request *r, int status, int64_t micros);
};

struct http_options {
    const struct route_group *groups;
    struct http_hooks hooks;
    void *app;
    void *more; /* a second thing of the caller's, for handlers that do not know the first */
    struct clock clock;
    struct id_source *ids;
    const char *host;        /* numeric; NULL: 127.0.0.1; "::" takes both families */
    int port;                /* 0: the kernel chooses; -1: no TCP */
    const char *unix_path;   /* NULL: none. Made with mode 0600; a stale one is replaced */
    int loop_threads;        /* 0: one per core */
    int pool_threads;        /* 0: 4 */
    int pool_queue;          /* waiting requests at most; 0: 64 */
    int connections_max;     /* 0: 2000 */
    int64_t header_ms;       /* from connect to the end of the headers; 0: 10 s */
    int64_t idle_ms;         /* between requests of a kept connection; 0: 60 s */
    size_t header_max_bytes; /* request line and headers; 0: 32 KiB */
    size_t memory_max_bytes; /* of a request's arena; 0: 16 MiB */
    const char *upload_dir;  /* needed when a route has ROUTE_UPLOAD */
    const char *const
        *proxies; /* NULL-terminated networks ("127.0.0.1/32") whose X-Forwarded-* is believed */
    void (*log)(void *app, const char *line); /* what libmicrohttpd complains of; NULL: nothing */
};

/* Listening and serving when it returns.
 * ERR_CONFLICT: "net.route_twice" (method, path), "net.port_taken" (host, port), "net.socket_taken"
 * (path). ERR_INVALID:  "net.route_wrong" (method, path), "net.host_wrong" (host),
 * "net.network_wrong" (network), "net.upload_dir". ERR_BROKEN: "net.start". */
MUST_USE enum err http_start(struct ctx *cx, const struct http_options *o,
                             struct http_server **ret);
/* Accept nothing more, let running requests finish for wait_ms, then cut what is left and free the
 * server. A handler that ignores request_gone() is waited for all the same. NULL does nothing. */
void http_stop(struct http_server *s, int64_t wait_ms);
int http_port(
    const struct http_server *s); /* that it listens on, also where the kernel chose; 0: no TCP */

struct http_stats {
    int64_t requests;                  /* begun since the start */
    int64_t refused;                   /* answered 503 because the pool was full */
    int connections, running, waiting; /* now: open; on a worker; in the queue */
};
struct http_stats http_stats(struct http_server *s);

#endif
