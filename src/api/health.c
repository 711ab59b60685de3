/* health.c -- is it well, and what has it been doing: /healthz for whoever balances load, /metrics for
 * Prometheus.
 *
 * Requests are counted by route row, never by address asked for, so that nobody can grow the table. Counting
 * happens on the server's loops: a row is found by binary search and its counters are atomic.
 */
#include "api/api_priv.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLASSES = 5, BUCKETS = 8 };

static const int64_t bucket_micros[BUCKETS] = {1000,   5000,   25000,   100000,
                                               250000, 500000, 1000000, 5000000};

struct counter {
    const struct route *route; /* NULL: what matched none */
    const char *prefix;
    atomic_llong by_class[CLASSES]; /* 1xx is not counted: 2xx, 3xx, 4xx, 5xx, and 499 */
    atomic_llong within[BUCKETS];
    atomic_llong micros, all;
};

struct api_counters {
    size_t n;
    struct counter rows[];
};

/* --- counting */

static int by_route(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t)((const struct counter *)a)->route;
    uintptr_t y = (uintptr_t)((const struct counter *)b)->route;

    return (x > y) - (x < y);
}

struct api_counters *api_counters_new(const struct route_group *groups)
{
    struct api_counters *c;
    size_t n = 1;

    for (const struct route_group *g = groups; g->routes; g++)
        for (const struct route *r = g->routes; r->method; r++)
            n++;
    c = calloc(1, sizeof(*c) + n * sizeof(c->rows[0]));
    if (!c)
        return NULL;
    c->n = 1; /* the row of no route */
    c->rows[0].prefix = "";
    for (const struct route_group *g = groups; g->routes; g++)
        for (const struct route *r = g->routes; r->method; r++) {
            c->rows[c->n].prefix = g->prefix;
            c->rows[c->n++].route = r;
        }
    qsort(c->rows, c->n, sizeof(c->rows[0]), by_route);
    return c;
}

void api_counters_free(struct api_counters *c)
{
    free(c);
}

void api_count(const struct request *r, int status, int64_t micros)
{
    const struct api *api = r->app;
    struct counter key = {.route = r->route}, *c;
    int class = status == 499 ? CLASSES - 1 : status / 100 - 2;

    if (!api->counters)
        return;
    c = bsearch(&key, api->counters->rows, api->counters->n, sizeof(key), by_route);
    if (!c || class < 0 || class >= CLASSES)
        return;
    (void)atomic_fetch_add_explicit(&c->by_class[class], 1, memory_order_relaxed);
    (void)atomic_fetch_add_explicit(&c->all, 1, memory_order_relaxed);
    (void)atomic_fetch_add_explicit(&c->micros, micros, memory_order_relaxed);
    for (size_t i = 0; i < BUCKETS; i++)
        if (micros <= bucket_micros[i])
            (void)atomic_fetch_add_explicit(&c->within[i], 1, memory_order_relaxed);
}

/* --- telling */

static long long now_of(atomic_llong *n)
{
    return atomic_load_explicit(n, memory_order_relaxed);
}

static const char *labels(struct arena *a, const struct counter *c)
{
    const char *text = c->route ? arena_print(a, "method=\"%s\",route=\"%s%s\"", c->route->method,
                                              c->prefix, c->route->path)
                                : "method=\"\",route=\"\"";

    return text ? text : "";
}

static void put_requests(struct buf *b, struct arena *a, struct api_counters *all)
{
    static const char *const classes[CLASSES] = {"2xx", "3xx", "4xx", "5xx", "gone"};

    buf_add_text(b, "# HELP praca_http_requests_total Requests answered.\n"
                    "# TYPE praca_http_requests_total counter\n");
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < CLASSES; k++)
            if (now_of(&all->rows[i].by_class[k]))
                buf_print(b, "praca_http_requests_total{%s,status=\"%s\"} %lld\n",
                          labels(a, &all->rows[i]), classes[k], now_of(&all->rows[i].by_class[k]));
}

static void put_one_latency(struct buf *b, struct arena *a, struct counter *c)
{
    const char *of = labels(a, c);

    for (size_t k = 0; k < BUCKETS; k++)
        buf_print(b, "praca_http_request_seconds_bucket{%s,le=\"%g\"} %lld\n", of,
                  (double)bucket_micros[k] / 1e6, now_of(&c->within[k]));
    buf_print(
        b,
        "praca_http_request_seconds_bucket{%s,le=\"+Inf\"} %lld\n"
        "praca_http_request_seconds_sum{%s} %.6f\npraca_http_request_seconds_count{%s} %lld\n",
        of, now_of(&c->all), of, (double)now_of(&c->micros) / 1e6, of, now_of(&c->all));
}

static void put_latency(struct buf *b, struct arena *a, struct api_counters *all)
{
    buf_add_text(b,
                 "# HELP praca_http_request_seconds Time from headers to the end of the answer.\n"
                 "# TYPE praca_http_request_seconds histogram\n");
    for (size_t i = 0; i < all->n; i++)
        if (now_of(&all->rows[i].all))
            put_one_latency(b, a, &all->rows[i]);
}

static void put_gauge(struct buf *b, const char *name, const char *help, long long value)
{
    buf_print(b, "# HELP %s %s\n# TYPE %s gauge\n%s %lld\n", name, help, name, name, value);
}

static void put_server(struct buf *b, struct http_server *server)
{
    struct http_stats s = http_stats(server);

    put_gauge(b, "praca_http_connections", "Open connections.", s.connections);
    put_gauge(b, "praca_pool_running", "Requests on a worker.", s.running);
    put_gauge(b, "praca_pool_waiting", "Requests that wait for a worker.", s.waiting);
    put_gauge(b, "praca_pool_refused", "Requests refused since the start: the queue was full.",
              s.refused);
}

static void put_jobs(struct buf *b, const struct job_counts *n)
{
    buf_print(b,
              "# HELP praca_jobs Jobs kept, by state.\n# TYPE praca_jobs gauge\n"
              "praca_jobs{state=\"waiting\"} %" PRId64 "\npraca_jobs{state=\"running\"} %" PRId64
              "\npraca_jobs{state=\"done\"} %" PRId64 "\npraca_jobs{state=\"failed\"} %" PRId64
              "\n",
              n->waiting, n->running, n->done, n->failed);
}

static enum err count_jobs_in(struct request *r, struct db *db, void *arg)
{
    return job_counts(r->cx, db, arg);
}

static enum err metrics_get(struct request *r, struct response *ret)
{
    const struct api *api = api_of(r);
    struct buf b = buf_in(r->cx->arena);
    struct job_counts jobs = {0};
    enum err e = api_read(r, count_jobs_in, &jobs);

    if (e)
        return e;
    if (api->counters) {
        put_requests(&b, r->cx->arena, api->counters);
        put_latency(&b, r->cx->arena, api->counters);
    }
    if (api->server && *api->server)
        put_server(&b, *api->server);
    put_gauge(&b, "praca_db_writers_waiting", "Writers that wait for a connection.",
              db_pool_waiting(api->pool));
    if (api->facts_behind)
        put_gauge(&b, "praca_counters_behind_bytes",
                  "Bytes of the journal that are not counted for segments yet.",
                  api->facts_behind(api->self));
    if (api->metrics_more)
        api->metrics_more(api->self, &b);
    put_jobs(&b, &jobs);
    response_text(ret, 200, "text/plain; version=0.0.4; charset=utf-8", buf_text(&b));
    return OK;
}

static enum err ping_in(struct request *r, struct db *db, void *arg)
{
    return user_count(r->cx, db, arg);
}

/* Says which part is ill, not why: anyone may ask. */
static enum err healthz_get(struct request *r, struct response *ret)
{
    const struct api *api = api_of(r);
    struct answer_json a;
    int64_t users;
    bool db_ok = api_read(r, ping_in, &users) == OK;
    bool facts_ok = !api->facts_ok || api->facts_ok(api->self);

    if (!db_ok)
        log_fault(api->log, LOG_ERROR, "health.db", r->cx);
    fault_clear(r->cx);
    api_json(r, &a);
    json_open_object(&a.w);
    json_bool_member(&a.w, "ok", db_ok && facts_ok);
    json_text_member(&a.w, "db", db_ok ? "ok" : "away");
    json_text_member(&a.w, "facts", facts_ok ? "ok" : "away");
    json_text_member(&a.w, "version", api->version);
    json_close_object(&a.w);
    return api_send(r, ret, db_ok && facts_ok ? 200 : 503, &a);
}

const struct route health_routes[] = {
    {"GET", "/healthz", 0, 0, healthz_get, ROUTE_POOL | ROUTE_PUBLIC, 0},
    {"GET", "/metrics", MAY_ADMIN, 0, metrics_get, ROUTE_POOL | ROUTE_OPERATOR, 0},
    {0},
};
