/* call_test.c -- a route asked from within answers as it would through the door, without one. */
#include "net/call.h"
#include "unit/unit.h"

#include "base/text.h"

#include <string.h>

static enum err hello(struct request *r, struct response *ret)
{
    const char *text =
        arena_print(r->cx->arena, "%s %s %s %s", request_param(r, "id"),
                    request_query(r, "q") ? request_query(r, "q") : "-",
                    request_header(r, "if-match") ? request_header(r, "if-match") : "-", r->body);

    response_text(ret, 201, "text/plain", text);
    return OK;
}

static enum err next_line(struct request *r, void *self, struct buf *out, bool *ret_end)
{
    int *n = self;

    *ret_end = ++*n == 3 || request_gone(r);
    buf_print(out, "%d\n", *n);
    return OK;
}

static enum err lines(struct request *r, struct response *ret)
{
    response_stream(ret, "text/plain", next_line, arena_alloc(r->cx->arena, sizeof(int)));
    return OK;
}

static enum err refuse(struct request *r, struct response *ret)
{
    (void)ret;
    return text_equal(request_query(r, "q"), "no") ? fail(r->cx, ERR_DENIED, "access.denied", NULL)
                                                   : OK;
}

static const struct route routes[] = {
    {"POST", "/things/{id}", 0, 8, hello, ROUTE_POOL, 0},
    {"GET", "/lines", 0, 0, lines, ROUTE_POOL, 0},
    {"GET", "/now", 0, 0, hello, ROUTE_INLINE, 0},
    {0},
};
static const struct route_group groups[] = {{"/api", routes, NULL}, {0}};

static enum err take(struct ctx *cx, void *self, const char *bytes, size_t n)
{
    (void)cx;
    buf_add(self, bytes, n);
    return OK;
}

static enum err ask(struct ctx *cx, const char *method, const char *target, const char *body,
                    struct buf *out, int *status)
{
    static const struct http_pair headers[] = {{"If-Match", "*"}, {0}};
    struct http_call call = {.groups = groups,
                             .authorise = refuse,
                             .method = method,
                             .target = target,
                             .headers = headers,
                             .body = body,
                             .take = take,
                             .self = out};

    fault_clear(cx);
    return http_call(cx, &call, status);
}

static void a_handler_sees_what_it_would_see_behind_the_door(void **state)
{
    struct ctx *cx = ctx_new(MIB(4), clock_system(), NULL);
    struct buf out = buf_in(cx->arena);
    int status = 0;

    (void)state;
    assert_int_equal(ask(cx, "POST", "/api/things/7?q=a%20b", "{}", &out, &status), OK);
    assert_int_equal(status, 201);
    assert_string_equal(buf_text(&out), "7 a b * {}");
    ctx_free(cx);
}

static void a_stream_comes_piece_by_piece(void **state)
{
    struct ctx *cx = ctx_new(MIB(4), clock_system(), NULL),
               *answer = ctx_new(MIB(4), clock_system(), NULL);
    struct buf out = buf_in(answer->arena);
    int status = 0;

    (void)state;
    assert_int_equal(ask(cx, "GET", "/api/lines", NULL, &out, &status), OK);
    assert_string_equal(buf_text(&out), "1\n2\n3\n");
    ctx_free(answer);
    ctx_free(cx);
}

static void what_is_no_route_or_refused_is_an_error_of_its_own(void **state)
{
    struct ctx *cx = ctx_new(MIB(4), clock_system(), NULL);
    struct buf out = buf_in(cx->arena);
    int status = 0;

    (void)state;
    assert_int_equal(ask(cx, "GET", "/api/nothing", NULL, &out, &status), ERR_NOTFOUND);
    assert_int_equal(ask(cx, "GET", "/api/things/7", NULL, &out, &status), ERR_INVALID);
    assert_string_equal(cx->fault.key, "net.method");
    assert_int_equal(ask(cx, "POST", "/api/things/7", "{\"more\":1}", &out, &status), ERR_LIMIT);
    assert_int_equal(ask(cx, "GET", "/api/now", NULL, &out, &status), ERR_NOTFOUND);
    assert_int_equal(ask(cx, "POST", "/api/things/7?q=no", "", &out, &status), ERR_DENIED);
    assert_int_equal(out.len, 0);
    ctx_free(cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_handler_sees_what_it_would_see_behind_the_door),
        cmocka_unit_test(a_stream_comes_piece_by_piece),
        cmocka_unit_test(what_is_no_route_or_refused_is_an_error_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
