/* watch_visit.c -- one address asked, as its server wants to be asked.
 *
 * A server is one origin: scheme, host and port. Before it is asked for anything it is claimed in the database, so that however
 * many processes and threads there are, looks at one server stand in line; it is given back with the pause that its robots.txt
 * states. Redirects are walked here and not by the client, because every server on the way has a robots.txt of its own; the client
 * judges each address anew (net/client.h).
 *
 * robots.txt is kept for a day. One that is not there allows everything; a server that cannot say allows nothing until it can, unless
 * an answer of the last month is at hand.
 */
#include "watch/watch_priv.h"

#include "base/text.h"
#include "base/time.h"
#include "net/client.h"
#include "watch/robots.h"

#include <stdio.h>
#include <string.h>

enum { ROBOTS_FETCH_MAX = 2 * 1024 * 1024, ROBOTS_OLD_DAYS = 30 };

/* A server on the way, claimed. */
struct server {
    const char *origin;
    struct robots robots;
    int64_t pause_ms;
};

struct visit {
    const struct watch_ask *ask;
    struct server servers[HOPS_MAX + 1];
    size_t n;
    int64_t until;
};

static enum err fetch(struct ctx *cx, const struct visit *v, const char *url, int redirects,
                      size_t bytes_max, const struct http_pair *headers, struct answer *ret)
{
    static const char *const nobody[] = {NULL};
    const int ports[] = {80, 443, 8080, 8443, url_port(url), 0};
    int64_t left = v->until - ctx_now(cx);
    struct client_options o = {.allow = v->ask->allow ? v->ask->allow : nobody,
                               .total_ms = left < ANSWER_MS ? left : ANSWER_MS,
                               .size_max_bytes = bytes_max,
                               .redirects_max = redirects};
    struct call call = {.url = url, .headers = headers};
    struct client *c = NULL;
    enum err e;

    if (left <= 0)
        return fail(cx, ERR_BUSY, "net.timeout", "host", url, NULL);
    if (o.allow[0])
        o.ports = ports;
    e = client_new(cx, &o, &c);
    if (!e)
        e = client_fetch(cx, c, &call, ret);
    client_free(c);
    return e;
}

static const char *number(struct ctx *cx, int64_t n)
{
    return arena_print(cx->arena, "%lld", (long long)n);
}

/* --- robots.txt */

static bool is_young(struct ctx *cx, const struct watch_host *h, int64_t age_ms)
{
    return h->robots_at != NIL && h->robots_at > ctx_now(cx) - age_ms;
}

static enum err rules_of(struct ctx *cx, const struct watch_host *h, struct robots *ret)
{
    const char *text = h->status >= 400 || !h->robots ? "" : h->robots;

    return robots_read(cx, text, strlen(text), ret);
}

static enum err ask_robots(struct ctx *cx, const struct visit *v, const char *origin,
                           struct watch_host *h)
{
    static const struct http_pair headers[] = {{"Accept", "text/plain, */*;q=0.5"}, {NULL, NULL}};
    const char *url = arena_print(cx->arena, "%s/robots.txt", origin), *text = "";
    struct answer a = {0};
    enum err e = url ? fetch(cx, v, url, HOPS_MAX, ROBOTS_FETCH_MAX, headers, &a) : fail_memory(cx);

    if (e)
        return e;
    if (a.status >= 500 || a.status == 429) {
        if (is_young(cx, h, DAYS_MS(ROBOTS_OLD_DAYS)))
            return OK;
        return fail(cx, ERR_BUSY, "watch.robots_broken", "status", number(cx, a.status), NULL);
    }
    if (a.status < 300 && strlen(a.body) == a.body_bytes && text_is_utf8(a.body, a.body_bytes))
        text = a.body;
    else if (a.status < 300)
        text = text_from_1252(cx->arena, a.body, strlen(a.body));
    if (!text)
        return fail_memory(cx);
    if (strlen(text) > ROBOTS_BYTES_MAX)
        text = text_cut(cx->arena, text, ROBOTS_BYTES_MAX / 4);
    h->robots = text;
    h->status = a.status;
    return watch_host_robots(cx, v->ask->pool, origin, a.status, text);
}

static enum err read_rules(struct ctx *cx, const struct visit *v, struct server *s,
                           const char *path)
{
    struct watch_host h;
    enum err e = watch_host_get(cx, v->ask->pool, s->origin, &h);
    bool young = !e && is_young(cx, &h, DAYS_MS(1));

    if (!e && young)
        e = rules_of(cx, &h, &s->robots);
    if (!e && young && (!v->ask->by_hand || robots_allow(cx, &s->robots, path)))
        return OK;
    if (!e)
        e = ask_robots(cx, v, s->origin, &h);
    return e ? e : rules_of(cx, &h, &s->robots);
}

/* --- servers on the way */

static struct server *known(struct visit *v, const char *origin)
{
    for (size_t i = 0; i < v->n; i++)
        if (!strcmp(v->servers[i].origin, origin))
            return &v->servers[i];
    return NULL;
}

/* *ret_wait: NIL, or until when the server is somebody else's. */
static enum err come_to(struct ctx *cx, struct visit *v, const char *origin, const char *path,
                        int64_t *ret_wait)
{
    struct server *s = known(v, origin);
    enum err e = OK;

    *ret_wait = NIL;
    if (!s) {
        e = watch_host_claim(cx, v->ask->pool, origin, ctx_now(cx) + LOOK_MS, ret_wait);
        if (e || *ret_wait != NIL)
            return e;
        s = &v->servers[v->n++];
        *s = (struct server){.origin = origin, .pause_ms = PAUSE_MS};
        e = read_rules(cx, v, s, path);
        if (!e && SECONDS_MS(s->robots.delay_s) > s->pause_ms)
            s->pause_ms = SECONDS_MS(s->robots.delay_s);
    }
    if (!e && !robots_allow(cx, &s->robots, path))
        e = fail(cx, ERR_DENIED, "watch.robots", "path", text_cut(cx->arena, path, 120), NULL);
    return e;
}

static enum err give_back(struct ctx *cx, struct visit *v)
{
    struct fault first = cx->fault;
    enum err e = OK;

    for (size_t i = 0; i < v->n && !e; i++)
        e = watch_host_free(cx, v->ask->pool, v->servers[i].origin,
                            ctx_now(cx) + v->servers[i].pause_ms);
    if (first.key)
        cx->fault = first;
    return e;
}

/* --- the address */

static enum err judge_status(struct ctx *cx, int status)
{
    const char *text = number(cx, status);

    if (status == 200 || status == 304)
        return OK;
    if (status == 404 || status == 410)
        return fail(cx, ERR_INVALID, "watch.gone", "status", text, NULL);
    if (status == 429 || status >= 500)
        return fail(cx, ERR_BUSY, "watch.status_busy", "status", text, NULL);
    return fail(cx, ERR_INVALID, "watch.status", "status", text, NULL);
}

static enum err walk(struct ctx *cx, struct visit *v, struct watch_got *ret)
{
    const struct watch_ask *ask = v->ask;
    struct http_pair headers[4] = {{"Accept", ask->accept}};
    const char *url = ask->url, *origin = NULL, *path = NULL;
    struct answer a = {0};
    size_t n = 1;

    if (ask->etag)
        headers[n++] = (struct http_pair){"If-None-Match", ask->etag};
    if (ask->modified)
        headers[n++] = (struct http_pair){"If-Modified-Since", ask->modified};
    for (int hop = 0;; hop++) {
        enum err e;
        if (!url_parts(cx, url, &origin, &path))
            return fail(cx, ERR_INVALID, "net.url", "url", url, NULL);
        e = come_to(cx, v, origin, path, &ret->wait_until);
        if (e || ret->wait_until != NIL)
            return e;
        e = fetch(cx, v, url, 0, ask->bytes_max, headers, &a);
        if (e)
            return e;
        if (a.status < 300 || a.status == 304 || !a.next)
            break;
        if (hop == HOPS_MAX)
            return fail(cx, ERR_LIMIT, "net.redirects", "host", origin, NULL);
        url = a.next;
    }
    *ret = (struct watch_got){.wait_until = NIL,
                              .status = a.status,
                              .url = url,
                              .body = a.body,
                              .bytes = a.body_bytes,
                              .type = answer_header(&a, "Content-Type"),
                              .etag = answer_header(&a, "ETag"),
                              .modified = answer_header(&a, "Last-Modified")};
    return judge_status(cx, a.status);
}

enum err watch_visit(struct ctx *cx, const struct watch_ask *ask, struct watch_got *ret)
{
    struct visit v = {.ask = ask, .until = ask->until ? ask->until : ctx_now(cx) + LOOK_MS};
    enum err e, back;

    *ret = (struct watch_got){.wait_until = NIL};
    e = walk(cx, &v, ret);
    back = give_back(cx, &v);
    return e ? e : back;
}
