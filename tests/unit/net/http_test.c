/* http_test.c -- a real server on a port of the kernel's choice, spoken to over raw sockets. */
#include "net/http.h"
#include "unit/net/talk.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>

/* Handlers of /held wait here until let go. */
struct gate {
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool open;
    int inside, done, last_status;
};

struct world {
    struct ctx *cx;
    struct http_server *server;
    struct gate gate;
    struct heard heard;
    char dir[64], socket[96], file[96];
};

static void gate_enter(struct gate *g)
{
    (void)pthread_mutex_lock(&g->lock);
    g->inside++;
    (void)pthread_cond_broadcast(&g->change);
    while (!g->open)
        (void)pthread_cond_wait(&g->change, &g->lock);
    (void)pthread_mutex_unlock(&g->lock);
}

static void gate_wait_inside(struct gate *g, int n)
{
    (void)pthread_mutex_lock(&g->lock);
    while (g->inside < n)
        (void)pthread_cond_wait(&g->change, &g->lock);
    (void)pthread_mutex_unlock(&g->lock);
}

static int gate_wait_done(struct gate *g, int n)
{
    int status;
    (void)pthread_mutex_lock(&g->lock);
    while (g->done < n)
        (void)pthread_cond_wait(&g->change, &g->lock);
    status = g->last_status;
    (void)pthread_mutex_unlock(&g->lock);
    return status;
}

static void gate_open(struct gate *g)
{
    (void)pthread_mutex_lock(&g->lock);
    g->open = true;
    (void)pthread_cond_broadcast(&g->change);
    (void)pthread_mutex_unlock(&g->lock);
}

static enum err accepted(struct request *r, struct response *ret)
{
    (void)r;
    ret->status = 202;
    return OK;
}

/* Says back what it understood. */
static enum err echo(struct request *r, struct response *ret)
{
    struct buf b = buf_in(r->cx->arena);

    buf_print(&b, "%s %s remote=%s local=%d secure=%d\n", r->method, r->path, r->remote, r->local,
              r->secure);
    for (int i = 0; i < r->param_count; i++)
        buf_print(&b, "{%s}=%s\n", r->params[i].name, r->params[i].value);
    for (int i = 0; i < r->query_count; i++)
        buf_print(&b, "?%s=%s\n", r->query[i].name, r->query[i].value);
    if (request_cookie(r, "sid"))
        buf_print(&b, "sid=%s\n", request_cookie(r, "sid"));
    if (r->body_bytes)
        buf_print(&b, "body %zu:%s\n", r->body_bytes, r->body);
    response_text(ret, 200, "text/plain", buf_text(&b));
    return OK;
}

static enum err held(struct request *r, struct response *ret)
{
    struct world *w = r->app;
    gate_enter(&w->gate);
    response_text(ret, 200, "text/plain", "let go\n");
    return OK;
}

/* Gives up when nobody waits for the answer any more. */
static enum err patient(struct request *r, struct response *ret)
{
    struct world *w = r->app;
    (void)pthread_mutex_lock(&w->gate.lock);
    w->gate.inside++;
    (void)pthread_cond_broadcast(&w->gate.change);
    (void)pthread_mutex_unlock(&w->gate.lock);
    while (!request_gone(r))
        (void)poll(NULL, 0, 1);
    ret->status = 202;
    return OK;
}

static enum err file(struct request *r, struct response *ret)
{
    const struct world *w = r->app;
    return response_file(r, ret, "text/plain", w->file);
}

static enum err asset(struct request *r, struct response *ret)
{
    static const unsigned char plain[] = "console.log('plain')";
    static const unsigned char packed[] = "not really gzip";
    static const struct asset script = {"app.js", "text/javascript",  plain,      sizeof(plain) - 1,
                                        packed,   sizeof(packed) - 1, "\"ab12\"", true};
    response_asset(r, ret, &script);
    return OK;
}

static enum err rows_next(struct request *r, void *self, struct buf *out, bool *ret_end)
{
    int *n = self;
    (void)r;
    if (++*n == 30000 && request_query(r, "break"))
        return ERR_BROKEN;
    (void)arena_alloc(r->cx->arena, 100);
    buf_print(out, "row %d\n", *n);
    *ret_end = *n == 60000;
    return OK;
}

static enum err rows(struct request *r, struct response *ret)
{
    response_stream(ret, "text/csv", rows_next, arena_alloc(r->cx->arena, sizeof(int)));
    return OK;
}

static enum err upload(struct request *r, struct response *ret)
{
    struct stat st;
    assert_int_equal(stat(r->upload_path, &st), 0);
    response_text(ret, 201, "text/plain",
                  arena_print(r->cx->arena, "%llu bytes, %lld in the file, body %zu\n",
                              (unsigned long long)r->upload_bytes, (long long)st.st_size,
                              r->body_bytes));
    return OK;
}

static enum err hungry(struct request *r, struct response *ret)
{
    response_text(ret, 200, "text/plain", arena_alloc(r->cx->arena, MIB(2)));
    return OK;
}

static enum err cookie(struct request *r, struct response *ret)
{
    response_cookie(r, ret, "sid", "abc", 3600);
    response_cookie(r, ret, "theme", "dark", -1);
    return OK;
}

static enum err split(struct request *r, struct response *ret)
{
    response_header(r, ret, "X-Name", request_query(r, "v"));
    return OK;
}

static enum err conflict(struct request *r, struct response *ret)
{
    (void)ret;
    return fail(r->cx, ERR_CONFLICT, "contact.exists", NULL);
}

static enum err held_next(struct request *r, void *self, struct buf *out, bool *ret_end)
{
    struct world *w = r->app;
    (void)self;
    gate_enter(&w->gate);
    buf_add_text(out, "at last\n");
    *ret_end = true;
    return OK;
}

static enum err held_stream(struct request *r, struct response *ret)
{
    (void)r;
    response_stream(ret, "text/plain", held_next, NULL);
    return OK;
}

static const struct route routes[] = {
    {"GET", "/", 0, 0, echo, ROUTE_INLINE, 0},
    {"POST", "/e", 0, KIB(4), accepted, ROUTE_INLINE, 0},
    {"GET", "/echo", 0, 0, echo, ROUTE_INLINE, 0},
    {"POST", "/echo", 0, KIB(64), echo, ROUTE_POOL, 0},
    {"GET", "/contacts/{id}", 0, 0, echo, ROUTE_POOL, 0},
    {"GET", "/contacts/import", 0, 0, accepted, ROUTE_POOL, 0},
    {"DELETE", "/contacts/{id}", 0, 0, accepted, ROUTE_POOL, 0},
    {"GET", "/tree/{path*}", 0, 0, echo, ROUTE_INLINE, 0},
    {"GET", "/held", 0, 0, held, ROUTE_POOL, 0},
    {"GET", "/held-stream", 0, 0, held_stream, ROUTE_POOL, 0},
    {"GET", "/patient", 0, 0, patient, ROUTE_POOL, 0},
    {"GET", "/file", 0, 0, file, ROUTE_POOL, 0},
    {"GET", "/app.js", 0, 0, asset, ROUTE_INLINE, 0},
    {"GET", "/rows", 0, 0, rows, ROUTE_POOL, 0},
    {"GET", "/rows-inline", 0, 0, rows, ROUTE_INLINE, 0},
    {"POST", "/upload", 0, MIB(4), upload, ROUTE_POOL | ROUTE_UPLOAD, 0},
    {"GET", "/hungry", 0, 0, hungry, ROUTE_POOL, MIB(1)},
    {"GET", "/cookie", 0, 0, cookie, ROUTE_INLINE, 0},
    {"GET", "/split", 0, 0, split, ROUTE_INLINE, 0},
    {"GET", "/conflict", 0, 0, conflict, ROUTE_POOL, 0},
    {"GET", "/local", 0, 0, echo, ROUTE_POOL | ROUTE_LOCAL, 0},
    {0},
};
static const struct route site_routes[] = {
    {"GET", "/page", 0, 0, echo, ROUTE_INLINE, 0},
    {0},
};
static const struct route_group groups[] = {
    {"", routes, NULL},
    {"/site", site_routes, "default-src 'self'"},
    {0},
};

static enum err authorise(struct request *r, struct response *ret)
{
    if (!request_header(r, "X-Stranger"))
        return OK;
    ret->status = 401;
    response_header(r, ret, "WWW-Authenticate", "Bearer");
    return fail(r->cx, ERR_DENIED, "access.who", NULL);
}

static void on_error(struct request *r, struct response *ret, enum err kind)
{
    response_text(ret, ret->status, "application/problem+json",
                  arena_print(r->cx->arena, "{\"key\":\"%s\",\"kind\":\"%s\"}", r->cx->fault.key,
                              err_name(kind)));
}

static void on_done(const struct request *r, int status, int64_t micros)
{
    struct world *w = r->app;
    assert_true(micros >= 0);
    (void)pthread_mutex_lock(&w->gate.lock);
    w->gate.done++;
    w->gate.last_status = status;
    (void)pthread_cond_broadcast(&w->gate.change);
    (void)pthread_mutex_unlock(&w->gate.lock);
}

static struct http_options options_of(struct world *w)
{
    static const char *const proxies[] = {"127.0.0.1/32", NULL};
    return (struct http_options){
        .groups = groups,
        .hooks = {.authorise = authorise, .on_error = on_error, .on_done = on_done},
        .app = w,
        .unix_path = w->socket,
        .loop_threads = 2,
        .pool_threads = 2,
        .pool_queue = 2,
        .upload_dir = w->dir,
        .proxies = proxies,
    };
}

static void start_with(struct world *w, const struct http_options *o)
{
    assert_int_equal(http_start(w->cx, o, &w->server), OK);
}

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    struct http_options o;
    FILE *f;

    assert_non_null(w);
    w->cx = ctx_new(MIB(1), clock_system(), NULL);
    (void)pthread_mutex_init(&w->gate.lock, NULL);
    (void)pthread_cond_init(&w->gate.change, NULL);
    (void)snprintf(w->dir, sizeof(w->dir), "/tmp/praca-http-XXXXXX");
    assert_non_null(mkdtemp(w->dir));
    (void)snprintf(w->socket, sizeof(w->socket), "%s/s", w->dir);
    (void)snprintf(w->file, sizeof(w->file), "%s/f", w->dir);
    f = fopen(w->file, "w");
    assert_non_null(f);
    assert_true(fputs("0123456789", f) >= 0);
    assert_int_equal(fclose(f), 0);
    o = options_of(w);
    start_with(w, &o);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;

    gate_open(&w->gate);
    http_stop(w->server, 5000);
    (void)unlink(w->file);
    assert_int_equal(rmdir(w->dir), 0); /* no upload, no socket was left behind */
    (void)pthread_cond_destroy(&w->gate.change);
    (void)pthread_mutex_destroy(&w->gate.lock);
    ctx_free(w->cx);
    free(w);
    return 0;
}

static const char *get(struct world *w, const char *target, const char *headers)
{
    const char *q = arena_print(
        w->cx->arena, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n", target, headers);
    return ask(http_port(w->server), &w->heard, q);
}

static void a_request_is_understood(void **state)
{
    struct world *w = *state;
    const char *said =
        get(w, "/contacts/a%20b?q=caf%C3%A9+au&empty=&q=2", "Cookie: a=1; sid=xyz\r\n");

    assert_says(said, "HTTP/1.1 200 OK");
    assert_says(said, "GET /contacts/a b remote=127.0.0.1 local=0 secure=0\n");
    assert_says(said, "{id}=a b\n");
    assert_says(said, "?q=caf\xc3\xa9 au\n?empty=\n?q=2\n");
    assert_says(said, "sid=xyz\n");
    assert_says(said, "X-Content-Type-Options: nosniff\r\n");
    assert_says(said, "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");
    assert_says(said, "Cache-Control: no-store\r\n");
    assert_says(get(w, "/site/page", ""), "Content-Security-Policy: default-src 'self'\r\n");
}

static void the_particular_path_beats_the_general(void **state)
{
    struct world *w = *state;
    assert_says(get(w, "/contacts/import", ""), "202 Accepted");
    assert_says(get(w, "/tree/a/b%20c/d.js", ""), "{path}=a/b c/d.js\n");
    assert_says(get(w, "/tree/", ""), "{path}=\n");
    assert_says(get(w, "/tree", ""), "404 Not Found");
    assert_says(get(w, "/contacts/", ""), "404 Not Found");
    assert_says(get(w, "/contacts/1/2", ""), "404 Not Found");
    assert_says(get(w, "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a", ""), "404 Not Found");
    assert_says(get(w, "/", ""), "200 OK");
}

static void a_body_arrives_whole(void **state)
{
    struct world *w = *state;
    int fd = dial(http_port(w->server));

    say(fd,
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nConnection: close\r\n\r\nhello");
    say(fd, " world");
    assert_says(hear(fd, &w->heard), "body 11:hello world\n");
    fd = dial(http_port(w->server));
    say(fd, "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
            "Connection: close\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
    assert_says(hear(fd, &w->heard), "body 11:hello world\n");
}

static void a_wrong_method_learns_the_right_ones(void **state)
{
    struct world *w = *state;
    int port = http_port(w->server);
    const char *said =
        ask(port, &w->heard, "PUT /contacts/7 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assert_says(said, "405 Method Not Allowed");
    assert_says(said, "Allow: DELETE, GET, HEAD, OPTIONS\r\n");
    assert_says(said, "{\"key\":\"net.method\",\"kind\":\"INVALID\"}");
    said = ask(port, &w->heard, "OPTIONS /e HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_says(said, "204 No Content");
    assert_says(said, "Allow: POST, OPTIONS\r\n");
}

static void head_is_get_without_its_body(void **state)
{
    struct world *w = *state;
    static const char *const paths[] = {"/echo", "/file", "/app.js", "/rows"};

    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        const char *said =
            ask(http_port(w->server), &w->heard,
                arena_print(w->cx->arena,
                            "HEAD %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", paths[i]));
        assert_says(said, "HTTP/1.1 200 OK");
        assert_string_equal(body_of(&w->heard), "");
    }
    (void)ask(http_port(w->server), &w->heard,
              "HEAD /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_says(w->heard.bytes, "Content-Length: 10\r\n");
}

static void ranges_of_a_file_are_obeyed(void **state)
{
    struct world *w = *state;
    const char *said = get(w, "/file", "Range: bytes=2-4\r\n");

    assert_says(said, "206 Partial Content");
    assert_says(said, "Content-Range: bytes 2-4/10\r\n");
    assert_string_equal(body_of(&w->heard), "234");
    (void)get(w, "/file", "Range: bytes=-3\r\n");
    assert_string_equal(body_of(&w->heard), "789");
    (void)get(w, "/file", "Range: bytes=8-\r\n");
    assert_string_equal(body_of(&w->heard), "89");
    said = get(w, "/file", "Range: bytes=10-\r\n");
    assert_says(said, "416 ");
    assert_says(said, "Content-Range: bytes */10\r\n");
    assert_string_equal(body_of(&w->heard), "");
    (void)get(w, "/file", "Range: bytes=1-2,4-5\r\n");
    assert_string_equal(body_of(&w->heard), "0123456789");
    (void)get(w, "/file", "Range: bytes=2-4\r\nIf-Range: \"old\"\r\n");
    assert_string_equal(body_of(&w->heard), "0123456789");
    said = get(w, "/app.js", "Range: bytes=0-6\r\n");
    assert_says(said, "206 Partial Content");
    assert_string_equal(body_of(&w->heard), "console");
}

static void what_the_client_has_is_not_sent_again(void **state)
{
    struct world *w = *state;
    const char *said = get(w, "/app.js", "If-None-Match: \"zz\", W/\"ab12\"\r\n");

    assert_says(said, "304 Not Modified");
    assert_says(said, "ETag: \"ab12\"\r\n");
    assert_string_equal(body_of(&w->heard), "");
    said = get(w, "/file", "");
    said = strstr(said, "ETag: ");
    assert_non_null(said);
    said = get(w, "/file",
               arena_print(w->cx->arena, "If-None-Match: %.*s\r\n", (int)strcspn(said + 6, "\r"),
                           said + 6));
    assert_says(said, "304 Not Modified");
}

static void an_asset_goes_out_packed_to_who_takes_it(void **state)
{
    struct world *w = *state;
    const char *said = get(w, "/app.js", "Accept-Encoding: br, gzip\r\n");

    assert_says(said, "Content-Encoding: gzip\r\n");
    assert_says(said, "Vary: Accept-Encoding\r\n");
    assert_says(said, "ETag: \"ab12-gzip\"\r\n");
    assert_says(said, "Cache-Control: public, max-age=31536000, immutable\r\n");
    assert_string_equal(body_of(&w->heard), "not really gzip");
    said = get(w, "/app.js", "Accept-Encoding: gzip;q=0\r\n");
    assert_silent_on(said, "Content-Encoding");
    assert_string_equal(body_of(&w->heard), "console.log('plain')");
}

static void a_long_answer_is_streamed(void **state)
{
    struct world *w = *state;
    static const char *const paths[] = {"/rows", "/rows-inline"};

    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        const char *said = get(w, paths[i], "");
        assert_says(said, "Transfer-Encoding: chunked\r\n");
        assert_says(said, "row 1\n");
        assert_says(said, "row 59999\n");
        assert_says(said, "row 60000\n\r\n0\r\n\r\n");
        said = get(w, i ? "/rows-inline?break=1" : "/rows?break=1", "");
        assert_says(said, "row 20000\n");
        assert_silent_on(said, "\r\n0\r\n\r\n"); /* a broken one does not look whole */
    }
}

static void too_large_a_body_is_refused_before_it_is_read(void **state)
{
    struct world *w = *state;
    int fd = dial(http_port(w->server));

    say(fd, "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\nfirst bytes");
    assert_says(hear(fd, &w->heard), "413 ");
    assert_says(w->heard.bytes, "net.too_large");
    fd = dial(http_port(w->server));
    say(fd, "POST /e HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2000\r\n");
    say_n(fd, w->heard.bytes, 0x2000 < sizeof(w->heard.bytes) ? 0x2000 : 0);
    assert_says(hear(fd, &w->heard), "413 ");
}

static void a_stranger_cannot_upload(void **state)
{
    struct world *w = *state;
    int fd = dial(http_port(w->server));
    const char *said;

    say(fd, "POST /upload HTTP/1.1\r\nHost: x\r\nX-Stranger: 1\r\nContent-Length: 1000000\r\n\r\n");
    said = hear(fd, &w->heard); /* answered though no byte of the body was sent */
    assert_says(said, "401 Unauthorized");
    assert_says(said, "WWW-Authenticate: Bearer\r\n");
    assert_says(said, "access.who");
}

static void an_upload_goes_to_a_file_that_ends_with_the_request(void **state)
{
    struct world *w = *state;
    size_t n = 3 * 1024 * 1024 + 17;
    char *bytes = calloc(1, n);
    int fd = dial(http_port(w->server));

    assert_non_null(bytes);
    say(fd, arena_print(w->cx->arena,
                        "POST /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        "Content-Length: %zu\r\n\r\n",
                        n));
    say_n(fd, bytes, n);
    free(bytes);
    assert_says(hear(fd, &w->heard), "201 Created");
    assert_says(w->heard.bytes, "3145745 bytes, 3145745 in the file, body 0\n");
}

static void malformed_targets_are_refused(void **state)
{
    struct world *w = *state;
    static const char *const wrong[] = {
        "/contacts/%",       "/contacts/%4",     "/contacts/%zz",       "/contacts/a%00b",
        "/tree/../secret",   "/tree/%2e%2e/x",   "/tree/a%2fb",         "/tree/a%5Cb",
        "/contacts/%ff",     "/contacts/%c0%ae", "/contacts/%ed%a0%80", "/tree/./x",
        "/contacts/a%0d%0a", "/echo?a=%zz",      "/echo?a=%00",         "/echo?a=%ff",
        "/tree/..",
    };

    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_says(get(w, wrong[i], ""), "HTTP/1.1 400 ");
    assert_says(get(w, "/tree/..a/b..", ""), "200 OK");
}

static void what_follows_a_raw_nul_is_never_seen(void **state)
{
    struct world *w = *state;
    static const char raw[] =
        "GET /contacts/a\0bcd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    int fd = dial(http_port(w->server));

    say_n(fd, raw, sizeof(raw) - 1);
    assert_silent_on(hear(fd, &w->heard), "bcd");
    assert_int_equal(strlen(w->heard.bytes), w->heard.len);
}

static void too_long_a_head_is_refused(void **state)
{
    struct world *w = *state;
    struct arena *a = w->cx->arena;
    int port = http_port(w->server);

    assert_says(ask(port, &w->heard, arena_print(a, "GET /%070000d", 0)), "414 ");
    assert_says(ask(port, &w->heard, arena_print(a, "GET / HTTP/1.1\r\nX-A: %070000d", 0)), "431 ");
}

static void kept_and_pipelined_requests_are_answered_in_order(void **state)
{
    struct world *w = *state;
    int fd = dial(http_port(w->server));
    const char *a, *b, *c;

    say(fd, "GET /contacts/1 HTTP/1.1\r\nHost: x\r\n\r\n"
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\ntwo"
            "GET /contacts/3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    (void)hear(fd, &w->heard);
    a = strstr(w->heard.bytes, "{id}=1\n");
    b = strstr(w->heard.bytes, "body 3:two\n");
    c = strstr(w->heard.bytes, "{id}=3\n");
    assert_true(a && b && c && a < b && b < c);
}

static void errors_carry_their_status_and_cause(void **state)
{
    struct world *w = *state;

    assert_says(get(w, "/conflict", ""), "409 Conflict");
    assert_says(w->heard.bytes, "{\"key\":\"contact.exists\",\"kind\":\"CONFLICT\"}");
    assert_says(get(w, "/echo", "X-Stranger: 1\r\n"), "401 Unauthorized");
    assert_says(get(w, "/hungry", ""), "HTTP/1.1 413 ");
    assert_says(w->heard.bytes, "base.memory");
    assert_says(get(w, "/split?v=a%0d%0aSet-Cookie:%20x=1", ""), "500 Internal");
    assert_silent_on(w->heard.bytes, "Set-Cookie");
    assert_says(get(w, "/split?v=fine", ""), "X-Name: fine\r\n");
}

static void cookies_are_secure_but_on_plain_loopback(void **state)
{
    struct world *w = *state;
    int port = http_port(w->server);

    assert_says(get(w, "/cookie", ""),
                "Set-Cookie: sid=abc; HttpOnly; SameSite=Lax; Path=/; Secure; Max-Age=3600\r\n");
    assert_says(w->heard.bytes,
                "Set-Cookie: theme=dark; HttpOnly; SameSite=Lax; Path=/; Secure\r\n");
    assert_says(ask(port, &w->heard,
                    "GET /cookie HTTP/1.1\r\nHost: localhost:80\r\nConnection: close\r\n\r\n"),
                "sid=abc; HttpOnly; SameSite=Lax; Path=/; Max-Age=3600\r\n");
    assert_says(ask(port, &w->heard,
                    "GET /cookie HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
                    "Connection: close\r\n\r\n"),
                "Path=/; Secure");
    assert_says(w->heard.bytes, "Strict-Transport-Security");
}

static void only_a_proxy_may_say_who_asks(void **state)
{
    struct world *w = *state;

    assert_says(get(w, "/echo", "X-Forwarded-For: 203.0.113.9, 198.51.100.7\r\n"),
                "remote=198.51.100.7 ");
    assert_says(get(w, "/echo", "X-Forwarded-For: 198.51.100.7, 127.0.0.1\r\n"),
                "remote=198.51.100.7 ");
    assert_says(get(w, "/echo", "X-Forwarded-For: nonsense\r\n"), "remote=127.0.0.1 ");
}

static void the_unix_socket_is_local_and_private(void **state)
{
    struct world *w = *state;
    struct stat st;
    int fd = dial_unix(w->socket);

    say(fd, "GET /local HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_says(hear(fd, &w->heard), "GET /local remote= local=1");
    assert_says(get(w, "/local", ""), "404 Not Found");
    assert_int_equal(stat(w->socket, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_full_pool_says_try_later(void **state)
{
    struct world *w = *state;
    int fds[4];
    const char *said;

    for (int i = 0; i < 4; i++) { /* two run, two wait */
        fds[i] = dial(http_port(w->server));
        say(fds[i], "GET /held HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        if (i == 1)
            gate_wait_inside(&w->gate, 2);
    }
    while (http_stats(w->server).waiting < 2)
        (void)poll(NULL, 0, 1);
    said = get(w, "/held", "");
    assert_says(said, "503 Service Unavailable");
    assert_says(said, "Retry-After: 1\r\n");
    assert_says(said, "net.busy");
    assert_int_equal(http_stats(w->server).refused, 1);
    assert_says(get(w, "/echo", ""), "200 OK"); /* the loop is not in their way */
    gate_open(&w->gate);
    for (int i = 0; i < 4; i++)
        assert_says(hear(fds[i], &w->heard), "let go\n");
}

static void a_client_that_leaves_is_noticed(void **state)
{
    struct world *w = *state;
    int fd = dial(http_port(w->server));

    say(fd, "GET /patient HTTP/1.1\r\nHost: x\r\n\r\n");
    gate_wait_inside(&w->gate, 1);
    (void)close(fd);
    (void)gate_wait_done(&w->gate, 1);
    fd = dial(http_port(w->server)); /* leaves in the middle of its own body */
    say(fd, "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf");
    (void)close(fd);
    assert_int_equal(gate_wait_done(&w->gate, 2), 499);
}

static void *stop(void *arg)
{
    struct world *w = arg;
    http_stop(w->server, 5000);
    return NULL;
}

static void stopping_lets_the_running_finish(void **state)
{
    struct world *w = *state;
    int fd = dial(http_port(w->server)), streamed = dial(http_port(w->server)), refused = 0;
    int port = http_port(w->server);
    pthread_t thread;

    say(fd, "GET /held HTTP/1.1\r\nHost: x\r\n\r\n");
    say(streamed, "GET /held-stream HTTP/1.1\r\nHost: x\r\n\r\n");
    gate_wait_inside(&w->gate, 2);
    assert_int_equal(pthread_create(&thread, NULL, stop, w), 0);
    while (!refused) { /* until nobody listens there any more */
        struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
        int try = socket(AF_INET, SOCK_STREAM, 0);
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        refused = connect(try, (struct sockaddr *)&at, sizeof(at)) != 0;
        (void)close(try);
    }
    gate_open(&w->gate);
    assert_says(hear(fd, &w->heard), "let go\n");
    assert_says(hear(streamed, &w->heard), "at last\n");
    assert_int_equal(pthread_join(thread, NULL), 0);
    w->server = NULL;
}

static void stopping_cuts_what_takes_too_long(void **state)
{
    struct world *w = *state;
    int fd = dial(http_port(w->server)), idle = dial(http_port(w->server));

    say(fd, "GET /patient HTTP/1.1\r\nHost: x\r\n\r\n");
    gate_wait_inside(&w->gate, 1);
    http_stop(w->server, 0);
    w->server = NULL;
    (void)hear(fd, &w->heard);
    (void)hear(idle, &w->heard);
}

static void a_slow_head_is_cut_however_it_drips(void **state)
{
    struct world *w = *state;
    struct http_options o = options_of(w);
    int silent, drip;
    struct pollfd p = {.events = POLLIN};

    http_stop(w->server, 1000);
    o.header_ms = 200;
    start_with(w, &o);
    silent = dial(http_port(w->server));
    drip = dial(http_port(w->server));
    say(silent, "GET /echo HT");
    say(drip, "GET /echo HTTP/1.1\r\nX-A: ");
    p.fd = drip;
    while (poll(&p, 1, 20) == 0)
        say(drip, "a");
    assert_says(hear(drip, &w->heard), "408 Request Timeout");
    assert_says(hear(silent, &w->heard), "408 Request Timeout");
    assert_says(get(w, "/echo", ""), "200 OK");
}

static void an_idle_connection_is_closed(void **state)
{
    struct world *w = *state;
    struct http_options o = options_of(w);
    int fd;

    http_stop(w->server, 1000);
    o.idle_ms = 200;
    start_with(w, &o);
    fd = dial(http_port(w->server));
    say(fd, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_says(hear(fd, &w->heard), "200 OK");
    assert_silent_on(w->heard.bytes, "408");
}

static void ten_thousand_requests_leave_nothing_behind(void **state)
{
    struct world *w = *state;
    enum { CLIENTS = 4, ROUNDS = 50, BATCH = 50 };
    struct buf b = buf_in(w->cx->arena);
    int fds[CLIENTS];

    for (int i = 0; i < BATCH; i++)
        buf_add_text(&b, i % 10 == 0
                             ? "GET /contacts/1 HTTP/1.1\r\nHost: x\r\n\r\n"
                             : "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
    for (int c = 0; c < CLIENTS; c++)
        fds[c] = dial(http_port(w->server));
    for (int round = 0; round < ROUNDS; round++)
        for (int c = 0; c < CLIENTS; c++) {
            say(fds[c], buf_text(&b));
            (void)gate_wait_done(&w->gate, (round * CLIENTS + c + 1) * BATCH);
            while (recv(fds[c], w->heard.bytes, sizeof(w->heard.bytes), MSG_DONTWAIT) > 0)
                ;
        }
    for (int c = 0; c < CLIENTS; c++)
        (void)close(fds[c]);
    assert_int_equal(http_stats(w->server).requests, CLIENTS * ROUNDS * BATCH);
}

static void what_cannot_be_served_does_not_start(void **state)
{
    struct world *w = *state;
    static const struct route twice[] = {{"GET", "/a/{id}", 0, 0, echo, ROUTE_POOL, 0},
                                         {"GET", "/a/{name}", 0, 0, echo, ROUTE_POOL, 0},
                                         {0}};
    static const struct route nowhere[] = {{"GET", "/a", 0, 0, echo, 0, 0}, {0}};
    const struct route_group twice_group[] = {{"", twice, NULL}, {0}};
    const struct route_group nowhere_group[] = {{"", nowhere, NULL}, {0}};
    struct http_server *s = NULL;
    struct http_options o = options_of(w);

    assert_int_equal(http_start(w->cx, &o, &s), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "net.socket_taken");
    fault_clear(w->cx);
    o.unix_path = NULL;
    o.port = http_port(w->server);
    assert_int_equal(http_start(w->cx, &o, &s), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "net.port_taken");
    fault_clear(w->cx);
    o.port = 0;
    o.groups = twice_group;
    assert_int_equal(http_start(w->cx, &o, &s), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "net.route_twice");
    fault_clear(w->cx);
    o.groups = nowhere_group;
    assert_int_equal(http_start(w->cx, &o, &s), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "net.route_wrong");
    fault_clear(w->cx);
    o.groups = groups;
    o.upload_dir = NULL;
    assert_int_equal(http_start(w->cx, &o, &s), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "net.upload_dir");
    assert_null(s);
}

static void the_largest_head_fits_the_smallest_memory(void **state)
{
    struct world *w = *state;
    struct http_options o = options_of(w);
    const char *said;

    http_stop(w->server, 1000);
    o.memory_max_bytes = 1;
    start_with(w, &o);
    said = get(w, arena_print(w->cx->arena, "/contacts/%014000d?a=%012000d", 0, 0), "");
    assert_says(said, "200 OK");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_request_is_understood),
        TEST(the_particular_path_beats_the_general),
        TEST(a_body_arrives_whole),
        TEST(a_wrong_method_learns_the_right_ones),
        TEST(head_is_get_without_its_body),
        TEST(ranges_of_a_file_are_obeyed),
        TEST(what_the_client_has_is_not_sent_again),
        TEST(an_asset_goes_out_packed_to_who_takes_it),
        TEST(a_long_answer_is_streamed),
        TEST(too_large_a_body_is_refused_before_it_is_read),
        TEST(a_stranger_cannot_upload),
        TEST(an_upload_goes_to_a_file_that_ends_with_the_request),
        TEST(malformed_targets_are_refused),
        TEST(what_follows_a_raw_nul_is_never_seen),
        TEST(too_long_a_head_is_refused),
        TEST(kept_and_pipelined_requests_are_answered_in_order),
        TEST(errors_carry_their_status_and_cause),
        TEST(cookies_are_secure_but_on_plain_loopback),
        TEST(only_a_proxy_may_say_who_asks),
        TEST(the_unix_socket_is_local_and_private),
        TEST(a_full_pool_says_try_later),
        TEST(a_client_that_leaves_is_noticed),
        TEST(stopping_lets_the_running_finish),
        TEST(stopping_cuts_what_takes_too_long),
        TEST(a_slow_head_is_cut_however_it_drips),
        TEST(an_idle_connection_is_closed),
        TEST(ten_thousand_requests_leave_nothing_behind),
        TEST(the_largest_head_fits_the_smallest_memory),
        TEST(what_cannot_be_served_does_not_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
