/* client_test.c -- fetching from our own server, and being refused by our own guard.
 *
 * 127.0.0.2 stands for a stranger's server that is allowed; 127.0.0.1 for the network it must not
 * lead us to.
 */
#include "net/client.h"
#include "unit/net/talk.h"

#include <pthread.h>
#include <stdio.h>

struct world {
    struct ctx *cx;
    struct http_server *stranger, *inside;
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool open;
    int inside_reached;
    char dir[64], socket[96];
};

static enum err hello(struct request *r, struct response *ret)
{
    const char *secret = request_header(r, "Authorization"), *accept = request_header(r, "Accept");
    struct world *w = r->app;

    if (r->body_bytes == 0 && strcmp(r->path, "/inside") == 0)
        w->inside_reached++;
    response_header(r, ret, "X-Seen", "yes");
    response_text(ret, 200, "text/plain",
                  arena_print(r->cx->arena, "%s %s auth=%s accept=%s body=%s", r->method, r->path,
                              secret ? secret : "-", accept ? accept : "-", r->body));
    return OK;
}

static enum err redirect(struct request *r, struct response *ret)
{
    const char *status = request_query(r, "status");
    response_redirect(r, ret, status ? (int)strtol(status, NULL, 10) : 302, request_query(r, "to"));
    return OK;
}

static enum err big_next(struct request *r, void *self, struct buf *out, bool *ret_end)
{
    (void)r, (void)self;
    buf_print(out, "%01000d", 0);
    *ret_end = false;
    return OK;
}

static enum err big(struct request *r, struct response *ret)
{
    if (request_query(r, "endless"))
        response_stream(ret, "text/plain", big_next, NULL);
    else
        response_bytes(ret, 200, "text/plain", arena_alloc(r->cx->arena, KIB(100)), KIB(100));
    return OK;
}

static enum err held(struct request *r, struct response *ret)
{
    struct world *w = r->app;

    (void)pthread_mutex_lock(&w->lock);
    while (!w->open)
        (void)pthread_cond_wait(&w->change, &w->lock);
    (void)pthread_mutex_unlock(&w->lock);
    ret->status = 202;
    return OK;
}

static const struct route routes[] = {
    {"GET", "/hello", 0, 0, hello, ROUTE_INLINE, 0},
    {"POST", "/hello", 0, KIB(4), hello, ROUTE_INLINE, 0},
    {"GET", "/inside", 0, 0, hello, ROUTE_INLINE, 0},
    {"GET", "/redirect", 0, 0, redirect, ROUTE_INLINE, 0},
    {"POST", "/redirect", 0, KIB(4), redirect, ROUTE_INLINE, 0},
    {"GET", "/big", 0, 0, big, ROUTE_POOL, 0},
    {"GET", "/held", 0, 0, held, ROUTE_POOL, 0},
    {0},
};
static const struct route_group groups[] = {{"", routes, NULL}, {0}};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    struct http_options o = {.groups = groups, .app = w, .loop_threads = 1, .host = "127.0.0.2"};

    assert_non_null(w);
    w->cx = ctx_new(MIB(8), clock_system(), NULL);
    (void)pthread_mutex_init(&w->lock, NULL);
    (void)pthread_cond_init(&w->change, NULL);
    (void)snprintf(w->dir, sizeof(w->dir), "/tmp/praca-client-XXXXXX");
    assert_non_null(mkdtemp(w->dir));
    (void)snprintf(w->socket, sizeof(w->socket), "%s/s", w->dir);
    assert_int_equal(http_start(w->cx, &o, &w->stranger), OK);
    o.host = "127.0.0.1";
    o.unix_path = w->socket;
    assert_int_equal(http_start(w->cx, &o, &w->inside), OK);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;

    (void)pthread_mutex_lock(&w->lock);
    w->open = true;
    (void)pthread_cond_broadcast(&w->change);
    (void)pthread_mutex_unlock(&w->lock);
    http_stop(w->stranger, 5000);
    http_stop(w->inside, 5000);
    (void)rmdir(w->dir);
    (void)pthread_cond_destroy(&w->change);
    (void)pthread_mutex_destroy(&w->lock);
    ctx_free(w->cx);
    free(w);
    return 0;
}

static const char *stranger_url(struct world *w, const char *path)
{
    return arena_print(w->cx->arena, "http://127.0.0.2:%d%s", http_port(w->stranger), path);
}

static const char *inside_url(struct world *w, const char *host)
{
    return arena_print(w->cx->arena, "http://%s:%d/inside", host, http_port(w->inside));
}

/* A client that may go to the stranger, and to both servers' ports. */
static enum err fetch(struct world *w, struct client_options o, const struct call *call,
                      struct answer *ret)
{
    static const char *const allow[] = {"127.0.0.2/32", NULL};
    const int ports[] = {http_port(w->stranger), http_port(w->inside), 0};
    struct client *c = NULL;
    enum err e;

    if (!o.allow)
        o.allow = allow;
    o.ports = ports;
    fault_clear(w->cx);
    assert_int_equal(client_new(w->cx, &o, &c), OK);
    e = client_fetch(w->cx, c, call, ret);
    client_free(c);
    return e;
}

static void refused(struct world *w, const char *url, enum err kind, const char *key)
{
    const struct client_options o = {.redirects_max = 3, .connect_ms = 3000, .total_ms = 5000};
    struct answer a;
    enum err e = fetch(w, o, &(struct call){.url = url}, &a);

    if (e != kind || strcmp(w->cx->fault.key, key) != 0)
        print_error("%s: %s %s\n", url, err_name(e), w->cx->fault.key ? w->cx->fault.key : "-");
    assert_int_equal(e, kind);
    assert_string_equal(w->cx->fault.key, key);
    assert_int_equal(w->inside_reached, 0);
}

static void an_answer_comes_with_status_headers_and_body(void **state)
{
    struct world *w = *state;
    const struct client_options o = {0};
    struct answer a;

    assert_int_equal(fetch(w, o, &(struct call){.url = stranger_url(w, "/hello")}, &a), OK);
    assert_int_equal(a.status, 200);
    assert_says(a.body, "GET /hello auth=-");
    assert_string_equal(answer_header(&a, "x-seen"), "yes");
    assert_string_equal(answer_header(&a, "Content-Type"), "text/plain");
    assert_null(answer_header(&a, "X-Unseen"));
    assert_int_equal(
        fetch(w, o, &(struct call){.url = stranger_url(w, "/hello"), .body = "hi", .body_bytes = 2},
              &a),
        OK);
    assert_says(a.body, "POST /hello");
    assert_says(a.body, "body=hi");
    assert_int_equal(fetch(w, o, &(struct call){.url = stranger_url(w, "/none")}, &a), OK);
    assert_int_equal(a.status, 404);
    assert_int_equal(
        fetch(w, o, &(struct call){.method = "HEAD", .url = stranger_url(w, "/hello")}, &a), OK);
    assert_int_equal(a.body_bytes, 0);
}

static void what_is_not_public_is_refused(void **state)
{
    struct world *w = *state;
    static const char *const hosts[] = {
        "127.0.0.1",  "localhost", "2130706433",         "0x7f000001",      "0177.0.0.1",
        "127.1",      "[::1]",     "[::ffff:127.0.0.1]", "0.0.0.0",         "[::]",
        "10.0.0.1",   "[fe80::1]", "169.254.169.254",    "192.168.0.1",     "100.64.0.1",
        "224.0.0.1",  "[fd00::1]", "[64:ff9b::7f00:1]",  "[2002:7f00:1::]", "172.16.0.1",
        "[::7f00:1]",
    };

    for (size_t i = 0; i < COUNT_OF(hosts); i++)
        refused(w, inside_url(w, hosts[i]), ERR_DENIED, "net.refused_address");
}

static void a_redirect_goes_through_the_same_door(void **state)
{
    struct world *w = *state;
    const char *to = arena_print(w->cx->arena, "/redirect?to=%s", inside_url(w, "127.0.0.1"));

    refused(w, stranger_url(w, to), ERR_DENIED, "net.refused_address");
    to = arena_print(w->cx->arena, "/redirect?to=%s", inside_url(w, "localhost"));
    refused(w, stranger_url(w, to), ERR_DENIED, "net.refused_address");
    refused(w, stranger_url(w, "/redirect?to=file:///etc/passwd"), ERR_INVALID, "net.scheme");
    refused(w, stranger_url(w, "/redirect?to=gopher://127.0.0.2/x"), ERR_INVALID, "net.scheme");
    refused(w, stranger_url(w, "/redirect?to=http://127.0.0.2:22/"), ERR_DENIED,
            "net.refused_port");
}

static void other_schemes_ports_and_shapes_are_refused(void **state)
{
    struct world *w = *state;

    refused(w, "file:///etc/passwd", ERR_INVALID, "net.scheme");
    refused(w, "ftp://127.0.0.2/", ERR_INVALID, "net.scheme");
    refused(w, "http://127.0.0.2:25/", ERR_DENIED, "net.refused_port");
    refused(w, "http://ana@127.0.0.2/", ERR_INVALID, "net.url");
    refused(w, "http://", ERR_INVALID, "net.url");
    refused(w, "http://exa mple/", ERR_INVALID, "net.url");
    refused(w, "", ERR_INVALID, "net.url");
    refused(w, "http://127.0.0.2/\r\nX: y", ERR_INVALID, "net.url");
    refused(w, arena_print(w->cx->arena, "http://nowhere.invalid:%d/", http_port(w->stranger)),
            ERR_INVALID, "net.no_host");
}

static void redirects_are_followed_as_far_as_allowed(void **state)
{
    struct world *w = *state;
    struct client_options o = {.redirects_max = 1};
    const char *once = stranger_url(w, "/redirect?to=/hello");
    const char *twice = stranger_url(w, "/redirect?to=/redirect%3Fto=/hello");
    struct answer a;

    assert_int_equal(fetch(w, o, &(struct call){.url = once}, &a), OK);
    assert_string_equal(a.url, stranger_url(w, "/hello"));
    assert_int_equal(fetch(w, o, &(struct call){.url = once, .body = "x", .body_bytes = 1}, &a),
                     OK);
    assert_says(a.body, "GET /hello");
    assert_int_equal(fetch(w, o,
                           &(struct call){.url = stranger_url(w, "/redirect?status=307&to=/hello"),
                                          .body = "x",
                                          .body_bytes = 1},
                           &a),
                     OK);
    assert_says(a.body, "body=x");
    assert_int_equal(fetch(w, o, &(struct call){.url = twice}, &a), ERR_LIMIT);
    assert_string_equal(w->cx->fault.key, "net.redirects");
    o.redirects_max = 0;
    assert_int_equal(fetch(w, o, &(struct call){.url = once}, &a), OK);
    assert_int_equal(a.status, 302);
}

static void credentials_stay_with_their_origin(void **state)
{
    struct world *w = *state;
    static const char *const both[] = {"127.0.0.0/8", NULL};
    const struct client_options o = {.redirects_max = 1, .allow = both};
    static const struct http_pair headers[] = {
        {"Authorization", "Bearer t"}, {"Accept", "text/x"}, {NULL, NULL}};
    struct answer a;

    assert_int_equal(
        fetch(w, o,
              &(struct call){.url = stranger_url(w, "/redirect?to=/hello"), .headers = headers},
              &a),
        OK);
    assert_says(a.body, "auth=Bearer t accept=text/x");
    assert_int_equal(
        fetch(w, o,
              &(struct call){.url = stranger_url(w, arena_print(w->cx->arena, "/redirect?to=%s",
                                                                inside_url(w, "127.0.0.1"))),
                             .headers = headers},
              &a),
        OK);
    assert_says(a.body, "/inside auth=- accept=text/x");
}

static void an_answer_has_a_largest_size(void **state)
{
    struct world *w = *state;
    struct client_options o = {.size_max_bytes = KIB(100)};
    struct answer a;

    assert_int_equal(fetch(w, o, &(struct call){.url = stranger_url(w, "/big")}, &a), OK);
    assert_int_equal(a.body_bytes, KIB(100));
    o.size_max_bytes--;
    assert_int_equal(fetch(w, o, &(struct call){.url = stranger_url(w, "/big")}, &a), ERR_LIMIT);
    assert_string_equal(w->cx->fault.key, "net.answer_large");
    assert_int_equal(fetch(w, o, &(struct call){.url = stranger_url(w, "/big?endless=1")}, &a),
                     ERR_LIMIT);
    assert_string_equal(w->cx->fault.key, "net.answer_large");
}

static void a_server_that_takes_too_long_is_left(void **state)
{
    struct world *w = *state;
    const struct client_options o = {.total_ms = 100};
    struct answer a;

    assert_int_equal(fetch(w, o, &(struct call){.url = stranger_url(w, "/held")}, &a), ERR_BUSY);
    assert_string_equal(w->cx->fault.key, "net.timeout");
}

static void nobody_there_is_something_to_try_later(void **state)
{
    struct world *w = *state;
    const char *url = stranger_url(w, "/");
    const int ports[] = {http_port(w->stranger), 0};
    static const char *const allow[] = {"127.0.0.2", NULL};
    struct client *c = NULL;
    struct answer a;

    assert_int_equal(
        client_new(w->cx, &(struct client_options){.allow = allow, .ports = ports}, &c), OK);
    http_stop(w->stranger, 1000);
    w->stranger = NULL;
    assert_int_equal(client_fetch(w->cx, c, &(struct call){.url = url}, &a), ERR_BUSY);
    assert_string_equal(w->cx->fault.key, "net.unreachable");
    client_free(c);
}

static void the_command_line_reaches_the_server_by_its_socket(void **state)
{
    struct world *w = *state;
    const struct client_options o = {.unix_path = w->socket};
    struct answer a;

    assert_int_equal(fetch(w, o, &(struct call){.url = "http://praca/hello"}, &a), OK);
    assert_says(a.body, "GET /hello");
}

static void a_trusted_destination_may_be_anywhere(void **state)
{
    struct world *w = *state;
    const struct client_options o = {.trusted = true};
    struct answer a;

    assert_int_equal(fetch(w, o, &(struct call){.url = inside_url(w, "127.0.0.1")}, &a), OK);
    assert_int_equal(w->inside_reached, 1);
}

static void every_failing_allocation_is_survived(void **state)
{
    struct world *w = *state;
    const char *url = stranger_url(w, "/redirect?to=/hello");
    const struct client_options o = {.redirects_max = 1};
    enum err e = ERR_LIMIT;

    for (size_t n = 1; e && n < 200; n++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        struct answer a;
        arena_fail_at(w->cx->arena, n);
        e = fetch(w, o, &(struct call){.url = url}, &a);
        assert_true(e == OK || e == ERR_LIMIT);
        arena_fail_at(w->cx->arena, 0);
        arena_reset(w->cx->arena, mark);
    }
    assert_int_equal(e, OK);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_answer_comes_with_status_headers_and_body),
        TEST(what_is_not_public_is_refused),
        TEST(a_redirect_goes_through_the_same_door),
        TEST(other_schemes_ports_and_shapes_are_refused),
        TEST(redirects_are_followed_as_far_as_allowed),
        TEST(credentials_stay_with_their_origin),
        TEST(an_answer_has_a_largest_size),
        TEST(a_server_that_takes_too_long_is_left),
        TEST(nobody_there_is_something_to_try_later),
        TEST(the_command_line_reaches_the_server_by_its_socket),
        TEST(a_trusted_destination_may_be_anywhere),
        TEST(every_failing_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
