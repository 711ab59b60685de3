/* later_test.c -- answers that somebody else gives, from another thread, with no worker held meanwhile. */
#include "net/http.h"
#include "unit/net/talk.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

enum { WAITING_MAX = 320 };

/* Who waits for an answer, and the thread that gives it. */
struct world {
    struct ctx *cx;
    struct http_server *server;
    pthread_mutex_t lock;
    pthread_cond_t change;
    struct request *waiting[WAITING_MAX];
    int count, done, last_status;
    bool at_once, ending;
    enum err answer;
    pthread_t thread;
    struct heard heard;
};

static enum err later(struct request *r, struct response *ret)
{
    struct world *w = r->app;

    response_text(ret, 202, "text/plain", arena_print(r->cx->arena, "kept %s\n", r->body));
    if (!response_later(r))
        return fail(r->cx, ERR_BUSY, "net.busy", NULL);
    (void)pthread_mutex_lock(&w->lock);
    must(w->count < WAITING_MAX);
    w->waiting[w->count++] = r;
    (void)pthread_cond_broadcast(&w->change);
    (void)pthread_mutex_unlock(&w->lock);
    return OK;
}

/* Answered before its own handler is back. */
static enum err at_once(struct request *r, struct response *ret)
{
    ret->status = 202;
    if (!response_later(r))
        return fail(r->cx, ERR_BUSY, "net.busy", NULL);
    response_resume(r, OK, NULL);
    return OK;
}

static enum err slow(struct request *r, struct response *ret)
{
    (void)r;
    response_text(ret, 200, "text/plain", "pool\n");
    return OK;
}

static const struct route routes[] = {
    {"POST", "/later", 0, KIB(4), later, ROUTE_INLINE, 0},
    {"POST", "/at-once", 0, KIB(4), at_once, ROUTE_INLINE, 0},
    {"GET", "/pool", 0, 0, slow, ROUTE_POOL, 0},
    {0},
};
static const struct route_group groups[] = {{"", routes, NULL}, {0}};

static void answer_all(struct world *w)
{
    for (int i = 0; i < w->count; i++)
        response_resume(w->waiting[i], w->answer, w->answer ? "facts.disk" : NULL);
    w->count = 0;
}

static void *answerer(void *arg)
{
    struct world *w = arg;

    (void)pthread_mutex_lock(&w->lock);
    while (!w->ending || w->count) {
        if (w->at_once || w->ending)
            answer_all(w);
        if (!w->ending)
            (void)pthread_cond_wait(&w->change, &w->lock);
    }
    (void)pthread_mutex_unlock(&w->lock);
    return NULL;
}

static void on_done(const struct request *r, int status, int64_t micros)
{
    struct world *w = r->app;

    (void)micros;
    (void)pthread_mutex_lock(&w->lock);
    w->done++;
    w->last_status = status;
    (void)pthread_cond_broadcast(&w->change);
    (void)pthread_mutex_unlock(&w->lock);
}

static void wait_waiting(struct world *w, int n)
{
    (void)pthread_mutex_lock(&w->lock);
    while (w->count < n)
        (void)pthread_cond_wait(&w->change, &w->lock);
    (void)pthread_mutex_unlock(&w->lock);
}

static void wait_done(struct world *w, int n)
{
    (void)pthread_mutex_lock(&w->lock);
    while (w->done < n)
        (void)pthread_cond_wait(&w->change, &w->lock);
    (void)pthread_mutex_unlock(&w->lock);
}

static void let_go(struct world *w)
{
    (void)pthread_mutex_lock(&w->lock);
    w->at_once = true;
    (void)pthread_cond_broadcast(&w->change);
    (void)pthread_mutex_unlock(&w->lock);
}

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof(*w));

    assert_non_null(w);
    w->cx = ctx_new(MIB(4), clock_system(), NULL);
    (void)pthread_mutex_init(&w->lock, NULL);
    (void)pthread_cond_init(&w->change, NULL);
    assert_int_equal(pthread_create(&w->thread, NULL, answerer, w), 0);
    assert_int_equal(http_start(w->cx,
                                &(struct http_options){.groups = groups,
                                                       .hooks = {.on_done = on_done},
                                                       .app = w,
                                                       .loop_threads = 2,
                                                       .pool_threads = 1,
                                                       .pool_queue = 1},
                                &w->server),
                     OK);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;

    let_go(w);
    http_stop(w->server, 5000);
    (void)pthread_mutex_lock(&w->lock);
    w->ending = true;
    (void)pthread_cond_broadcast(&w->change);
    (void)pthread_mutex_unlock(&w->lock);
    (void)pthread_join(w->thread, NULL);
    (void)pthread_cond_destroy(&w->change);
    (void)pthread_mutex_destroy(&w->lock);
    ctx_free(w->cx);
    free(w);
    return 0;
}

static int post(struct world *w, const char *path, const char *body)
{
    int fd = dial(http_port(w->server));

    say(fd, arena_print(
                w->cx->arena,
                "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n%s",
                path, strlen(body), body));
    return fd;
}

static void an_answer_comes_when_it_is_given(void **state)
{
    struct world *w = *state;
    int fd = post(w, "/later", "one");
    struct pollfd p = {.fd = fd, .events = POLLIN};

    wait_waiting(w, 1);
    assert_int_equal(poll(&p, 1, 50), 0);
    let_go(w);
    assert_says(hear(fd, &w->heard), "HTTP/1.1 202");
    assert_says(w->heard.bytes, "kept one\n");
}

static void an_answer_may_come_before_the_handler_is_back(void **state)
{
    struct world *w = *state;

    for (int i = 0; i < 50; i++)
        assert_says(hear(post(w, "/at-once", "x"), &w->heard), "HTTP/1.1 202");
}

static void a_failure_becomes_a_status(void **state)
{
    struct world *w = *state;
    int fd;

    w->answer = ERR_BUSY;
    fd = post(w, "/later", "one");
    wait_waiting(w, 1);
    let_go(w);
    assert_says(hear(fd, &w->heard), "HTTP/1.1 503");
    assert_says(w->heard.bytes, "Retry-After: 1");
    assert_says(w->heard.bytes, "facts.disk");
    assert_silent_on(w->heard.bytes, "kept");
}

static void those_who_wait_hold_no_worker(void **state)
{
    struct world *w = *state;
    int fds[40];

    for (size_t i = 0; i < COUNT_OF(fds); i++)
        fds[i] = post(w, "/later", "x");
    wait_waiting(w, COUNT_OF(fds));
    assert_says(ask(http_port(w->server), &w->heard,
                    "GET /pool HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
                "pool\n");
    let_go(w);
    for (size_t i = 0; i < COUNT_OF(fds); i++)
        assert_says(hear(fds[i], &w->heard), "HTTP/1.1 202");
}

/* What it was to be answered with lives until the answer is given; a sanitizer would see otherwise. */
static void who_hangs_up_is_answered_into_the_void(void **state)
{
    struct world *w = *state;
    int fds[20];

    for (size_t i = 0; i < COUNT_OF(fds); i++)
        fds[i] = post(w, "/later", "gone");
    wait_waiting(w, COUNT_OF(fds));
    for (size_t i = 0; i < COUNT_OF(fds); i++) {
        struct linger hard = {.l_onoff = 1};
        (void)setsockopt(fds[i], SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
        (void)close(fds[i]);
    }
    let_go(w);
    wait_done(w, COUNT_OF(fds));
}

/* That the client is gone is seen while its answer is still owed; the answer then finds the request whole. */
static void who_hangs_up_is_let_go_before_the_answer(void **state)
{
    struct world *w = *state;
    struct linger hard = {.l_onoff = 1};
    int fd = post(w, "/later", "gone");

    wait_waiting(w, 1);
    (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
    (void)close(fd);
    wait_done(w, 1);
    assert_int_equal(w->last_status, 499);
    assert_int_equal(w->count, 1);
    assert_string_equal(w->waiting[0]->body, "gone");
    let_go(w);
    assert_says(ask(http_port(w->server), &w->heard,
                    "GET /pool HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
                "pool\n");
}

/* A loop asks those that wait at every turn; beyond some hundreds they are suspended, and answered all the same. */
static void more_wait_on_one_loop_than_it_asks(void **state)
{
    struct world *w = *state;
    static int fds[WAITING_MAX];

    http_stop(w->server, 0);
    assert_int_equal(http_start(w->cx,
                                &(struct http_options){.groups = groups,
                                                       .hooks = {.on_done = on_done},
                                                       .app = w,
                                                       .loop_threads = 1},
                                &w->server),
                     OK);
    for (size_t i = 0; i < COUNT_OF(fds); i++)
        fds[i] = post(w, "/later", "x");
    wait_waiting(w, COUNT_OF(fds));
    assert_says(ask(http_port(w->server), &w->heard,
                    "GET /pool HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
                "pool\n");
    let_go(w);
    for (size_t i = 0; i < COUNT_OF(fds); i++)
        assert_says(hear(fds[i], &w->heard), "HTTP/1.1 202");
}

static void *stop(void *arg)
{
    struct world *w = arg;
    http_stop(w->server, 0);
    return NULL;
}

static void stopping_waits_for_answers_that_are_owed(void **state)
{
    struct world *w = *state;
    int fd = post(w, "/later", "owed");
    pthread_t thread;

    wait_waiting(w, 1);
    assert_int_equal(pthread_create(&thread, NULL, stop, w), 0);
    let_go(w);
    (void)pthread_join(thread, NULL);
    w->server = NULL;
    (void)hear(fd, &w->heard);
}

struct storm {
    struct world *w;
    int seed;
};

static void *hurry(void *arg)
{
    struct storm *s = arg;
    struct heard *h = calloc(1, sizeof(*h));
    struct ctx *cx = ctx_new(MIB(4), clock_system(), NULL);

    assert_non_null(h);
    for (int i = 0; i < 300; i++) {
        int fd = dial(http_port(s->w->server));
        say(fd,
            "POST /later HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
        if ((i + s->seed) % 5 == 0) {
            (void)close(fd);
            continue;
        }
        assert_says(hear(fd, h), "HTTP/1.1 202");
    }
    ctx_free(cx);
    free(h);
    return NULL;
}

static void many_come_and_go_at_once(void **state)
{
    struct world *w = *state;
    struct storm storms[4];
    pthread_t threads[4];

    let_go(w);
    for (int i = 0; i < 4; i++) {
        storms[i] = (struct storm){w, i};
        assert_int_equal(pthread_create(&threads[i], NULL, hurry, &storms[i]), 0);
    }
    for (int i = 0; i < 4; i++)
        (void)pthread_join(threads[i], NULL);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(an_answer_comes_when_it_is_given),
        TEST(an_answer_may_come_before_the_handler_is_back),
        TEST(a_failure_becomes_a_status),
        TEST(those_who_wait_hold_no_worker),
        TEST(who_hangs_up_is_answered_into_the_void),
        TEST(who_hangs_up_is_let_go_before_the_answer),
        TEST(more_wait_on_one_loop_than_it_asks),
        TEST(stopping_waits_for_answers_that_are_owed),
        TEST(many_come_and_go_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
