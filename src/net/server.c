/* server.c -- sockets, the watch over slow clients, and the end.
 *
 * Surprising:
 * - libmicrohttpd's own timeout starts anew with every byte, so a client that sends one byte a
 * second would hold a connection for ever. The watch thread cuts by total time: headers within
 * header_ms, a body at no less than 1 KiB/s after a start of 20 s, silence between requests at most
 * idle_ms.
 * - A daemon may not be stopped while a connection is suspended (it aborts), so suspension is
 * counted ("held") and refused once closing has begun.
 * - At the end listening sockets are shut down, not closed: their numbers must not be used anew
 *   while a loop may still look at them.
 * - libmicrohttpd 0.9.75 waits without need when exactly 128, 256, ... of one loop's sockets are
 * ready at once, until any other event. It matters to load tests with such numbers of clients.
 */
#include "net/listen_priv.h"
#include "net/server_priv.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BODY_GRACE_MS = 20 * 1000, TICK_MAX_MS = 1000, BODY_BYTES_PER_MS = 1 };

int64_t monotonic_us(void)
{
    struct timespec t;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t now_ms(void)
{
    return monotonic_us() / 1000;
}

static void lock(struct http_server *s)
{
    must(pthread_mutex_lock(&s->lock) == 0);
}

static void unlock(struct http_server *s)
{
    must(pthread_mutex_unlock(&s->lock) == 0);
}

/* Until something changes or until_ms (monotonic) comes. */
static void wait_change(struct http_server *s, int64_t until_ms)
{
    struct timespec t = {.tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000};

    (void)pthread_cond_timedwait(&s->change, &s->lock, &t);
}

bool server_hold(struct http_server *s)
{
    bool may;

    lock(s);
    may = !atomic_load(&s->closing);
    s->held += may;
    unlock(s);
    return may;
}

void server_release(struct http_server *s)
{
    lock(s);
    s->held--;
    if (atomic_load(&s->closing))
        (void)pthread_cond_broadcast(&s->change);
    unlock(s);
}

static void enter(struct peer *p, enum peer_state state)
{
    p->state = state;
    p->since_ms = now_ms();
    p->received = 0;
}

bool server_request_begins(struct http_server *s, struct peer *p, bool reading)
{
    bool open;

    lock(s);
    enter(p, reading ? PEER_READING : PEER_BUSY);
    s->in_flight++;
    open = !s->stopping;
    unlock(s);
    return open;
}

void server_request_waits(struct http_server *s, struct peer *p)
{
    lock(s);
    enter(p, PEER_READING);
    unlock(s);
}

void server_request_reads(struct http_server *s, struct peer *p, uint64_t received)
{
    lock(s);
    p->received = received;
    unlock(s);
}

void server_request_runs(struct http_server *s, struct peer *p)
{
    lock(s);
    enter(p, PEER_BUSY);
    unlock(s);
}

void server_request_ends(struct http_server *s, struct peer *p)
{
    lock(s);
    enter(p, PEER_KEPT);
    s->in_flight--;
    if (s->stopping)
        (void)pthread_cond_broadcast(&s->change);
    unlock(s);
}

static void cut(struct peer *p, const char *status_line)
{
    char text[160];
    int n;

    if (p->cut)
        return;
    p->cut = true;
    if (status_line) {
        n = snprintf(text, sizeof(text),
                     "HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status_line);
        if (n > 0)
            (void)send(p->fd, text, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    (void)shutdown(p->fd, SHUT_RDWR);
}

void server_cut(struct http_server *s, struct peer *p, const char *status_line)
{
    lock(s);
    cut(p, status_line);
    unlock(s);
}

static void judge(const struct http_server *s, struct peer *p, int64_t now)
{
    int64_t most = INT64_MAX;

    switch (p->state) {
    case PEER_FRESH:
        most = s->o.header_ms;
        break;
    case PEER_KEPT:
        most = s->o.idle_ms;
        break;
    case PEER_READING:
        most = BODY_GRACE_MS + (int64_t)(p->received / BODY_BYTES_PER_MS);
        break;
    case PEER_BUSY:
        break;
    }
    /* Silence between requests is no fault: that end is a quiet one. */
    if (now - p->since_ms > most)
        cut(p, p->state == PEER_KEPT ? NULL : "408 Request Timeout");
}

static void *watch(void *arg)
{
    struct http_server *s = arg;
    int64_t tick = s->o.header_ms < s->o.idle_ms ? s->o.header_ms / 4 : s->o.idle_ms / 4;

    if (tick > TICK_MAX_MS)
        tick = TICK_MAX_MS;
    lock(s);
    while (s->watching) {
        int64_t now = now_ms();
        for (struct peer *p = s->peers; p; p = p->next)
            judge(s, p, now);
        wait_change(s, now + tick + 1);
    }
    unlock(s);
    return NULL;
}

static void on_connection(void *arg, struct MHD_Connection *c, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct loop *l = arg;
    struct http_server *s = l->listener->server;
    struct peer *p = *socket_context;

    l->moved = true;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        p = calloc(1, sizeof(*p));
        if (!p)
            return;
        p->fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        enter(p, PEER_FRESH);
        lock(s);
        p->next = s->peers;
        if (p->next)
            p->next->before = p;
        s->peers = p;
        s->peer_count++;
        unlock(s);
        *socket_context = p;
    } else if (p) {
        lock(s);
        if (p->before)
            p->before->next = p->next;
        else
            s->peers = p->next;
        if (p->next)
            p->next->before = p->before;
        s->peer_count--;
        unlock(s);
        free(p);
        *socket_context = NULL;
    }
}

static void on_complaint(void *arg, const char *format, va_list args) PRINTF_LIKE(2, 0);

static void on_complaint(void *arg, const char *format, va_list args)
{
    struct http_server *s = arg;
    char line[300];

    if (!s->o.log || vsnprintf(line, sizeof(line), format, args) < 0)
        return;
    line[strcspn(line, "\r\n")] = 0;
    s->o.log(s->o.app, line);
}

/* Escapes are decoded in exchange.c, from the raw target. */
static size_t no_unescape(void *arg, struct MHD_Connection *c, char *text)
{
    (void)arg, (void)c;
    return strlen(text);
}

/* A daemon without a thread of its own; its listener's limit is shared out among the loops. */
static struct MHD_Daemon *new_daemon(struct http_server *s, const struct listener *of,
                                     struct loop *l)
{
    const struct http_options *o = &s->o;
    int share = (o->connections_max + (int)of->loop_count - 1) / (int)of->loop_count;
    struct MHD_OptionItem more[] = {
        {MHD_OPTION_LISTEN_SOCKET, of->fd, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, of->local ? 64 : share, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)(o->idle_ms / 1000 + 2), NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)o->header_max_bytes, NULL},
        {MHD_OPTION_END, 0, NULL},
    };

    return MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, exchange_step,
        l, MHD_OPTION_EXTERNAL_LOGGER, on_complaint, s, MHD_OPTION_NOTIFY_COMPLETED, exchange_done,
        l, MHD_OPTION_NOTIFY_CONNECTION, on_connection, l, MHD_OPTION_URI_LOG_CALLBACK,
        exchange_new, l, MHD_OPTION_UNESCAPE_CALLBACK, no_unescape, NULL, MHD_OPTION_ARRAY, more,
        MHD_OPTION_END);
}

static enum err start_listener(struct ctx *cx, struct http_server *s, struct listener *of)
{
    bool ok = true;

    of->loop_count = of->local ? 1 : (size_t)s->o.loop_threads;
    of->loops = calloc(of->loop_count, sizeof(*of->loops));
    must(of->loops != NULL);
    for (size_t i = 0; i < of->loop_count; i++)
        of->loops[i] = (struct loop){.listener = of, .bell = -1};
    for (size_t i = 0; i < of->loop_count && ok; i++) {
        struct MHD_Daemon *daemon = new_daemon(s, of, &of->loops[i]);
        ok = daemon && loop_start(&of->loops[i], of, daemon);
    }
    return ok ? OK : fail(cx, ERR_BROKEN, "net.start", NULL);
}

static void fill_defaults(struct http_options *o)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (!o->host)
        o->host = "127.0.0.1";
    if (!o->loop_threads)
        o->loop_threads = cores > 0 ? (int)cores : 1;
    if (!o->pool_threads)
        o->pool_threads = 4;
    if (!o->pool_queue)
        o->pool_queue = 64;
    if (!o->connections_max)
        o->connections_max = 2000;
    if (!o->header_ms)
        o->header_ms = 10 * 1000;
    if (!o->idle_ms)
        o->idle_ms = 60 * 1000;
    if (!o->header_max_bytes)
        o->header_max_bytes = KIB(32);
    if (!o->memory_max_bytes)
        o->memory_max_bytes = MIB(16);
    if (o->memory_max_bytes < 8 * o->header_max_bytes) /* what is read of the headers always fits */
        o->memory_max_bytes = 8 * o->header_max_bytes;
    if (!o->clock.now_ms)
        o->clock = clock_system();
}

static enum err read_proxies(struct ctx *cx, struct http_server *s)
{
    size_t n = 0;

    while (s->o.proxies && s->o.proxies[n])
        n++;
    s->proxies = calloc(n + 1, sizeof(*s->proxies));
    must(s->proxies != NULL);
    for (; s->proxy_count < n; s->proxy_count++)
        if (!network_read(s->o.proxies[s->proxy_count], &s->proxies[s->proxy_count]))
            return fail(cx, ERR_INVALID, "net.network_wrong", "network",
                        s->o.proxies[s->proxy_count], NULL);
    return OK;
}

static struct http_server *server_new(const struct http_options *o)
{
    struct http_server *s = calloc(1, sizeof(*s));
    pthread_condattr_t attr;

    must(s != NULL);
    s->o = *o;
    fill_defaults(&s->o);
    s->nonce = (uint64_t)clock_system().now_ms(NULL) ^ (uint64_t)monotonic_us() << 20;
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&s->change, &attr);
    (void)pthread_condattr_destroy(&attr);
    for (size_t i = 0; i < LISTENERS_MAX; i++)
        s->listeners[i] = (struct listener){.server = s, .fd = -1, .local = i == 1};
    return s;
}

static enum err start(struct ctx *cx, struct http_server *s)
{
    enum err e = router_new(cx, s->o.groups, &s->router);

    if (!e && router_has_flag(s->router, ROUTE_UPLOAD) && !s->o.upload_dir)
        e = fail(cx, ERR_INVALID, "net.upload_dir", NULL);
    if (!e)
        e = read_proxies(cx, s);
    if (!e && s->o.port >= 0)
        e = listen_tcp(cx, s->o.host, s->o.port, &s->listeners[0].fd, &s->port);
    if (!e && s->o.unix_path)
        e = listen_unix(cx, s->o.unix_path, &s->listeners[1].fd);
    if (e)
        return e;
    s->pool = pool_new(s->o.pool_threads, s->o.pool_queue);
    s->watching = s->pool != NULL; /* before the thread reads it */
    if (s->watching && pthread_create(&s->watch, NULL, watch, s) != 0)
        s->watching = false;
    if (!s->watching)
        return fail(cx, ERR_BROKEN, "net.start", NULL);
    for (size_t i = 0; i < LISTENERS_MAX && !e; i++)
        if (s->listeners[i].fd >= 0)
            e = start_listener(cx, s, &s->listeners[i]);
    return e;
}

enum err http_start(struct ctx *cx, const struct http_options *o, struct http_server **ret)
{
    struct http_server *s = server_new(o);
    enum err e = start(cx, s);

    if (e)
        http_stop(s, 0);
    else
        *ret = s;
    return e;
}

static void stop_listening(struct http_server *s)
{
    for (size_t i = 0; i < LISTENERS_MAX; i++) {
        struct listener *l = &s->listeners[i];
        for (size_t k = 0; k < l->loop_count; k++)
            loop_close(&l->loops[k]);
        if (l->fd >= 0)
            (void)shutdown(l->fd, SHUT_RDWR);
        if (l->fd >= 0 && l->local)
            (void)unlink(s->o.unix_path);
    }
}

static void wait_for_requests(struct http_server *s, int64_t wait_ms)
{
    int64_t until = now_ms() + wait_ms;

    lock(s);
    s->stopping = true;
    while (s->in_flight && now_ms() < until)
        wait_change(s, until);
    atomic_store(&s->closing, true);
    while (s->held) /* a running handler has our caller's memory: it must come back */
        wait_change(s, now_ms() + TICK_MAX_MS);
    unlock(s);
}

void http_stop(struct http_server *s, int64_t wait_ms)
{
    if (!s)
        return;
    stop_listening(s);
    wait_for_requests(s, wait_ms);
    for (size_t i = 0; i < LISTENERS_MAX; i++) {
        struct listener *l = &s->listeners[i];
        for (size_t k = 0; k < l->loop_count; k++)
            loop_stop(&l->loops[k]);
        free(l->loops);
        if (l->fd >= 0)
            (void)close(l->fd);
    }
    pool_free(s->pool);
    lock(s);
    bool watching = s->watching;
    s->watching = false;
    (void)pthread_cond_broadcast(&s->change);
    unlock(s);
    if (watching)
        (void)pthread_join(s->watch, NULL);
    router_free(s->router);
    free(s->proxies);
    (void)pthread_cond_destroy(&s->change);
    (void)pthread_mutex_destroy(&s->lock);
    free(s);
}

int http_port(const struct http_server *s)
{
    return s->port;
}

struct http_stats http_stats(struct http_server *s)
{
    struct http_stats stats = {.requests = atomic_load(&s->requests),
                               .refused = atomic_load(&s->refused)};

    pool_count(s->pool, &stats.running, &stats.waiting);
    lock(s);
    stats.connections = s->peer_count;
    unlock(s);
    return stats;
}
