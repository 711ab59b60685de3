/* store_memory_visitors.c -- visitors out of plain arrays; see store_memory.c. */
#include "facts/store_memory_priv.h"
#include "facts/store_visitors.h"

#include <stdlib.h>

static void keep_last(struct ctx *cx, const char **kept, const char *text)
{
    if (text[0])
        *kept = arena_dup(cx->arena, text);
}

static void keep_first(struct ctx *cx, const char **kept, const char *text)
{
    if (!(*kept)[0] && text[0])
        *kept = arena_dup(cx->arena, text);
}

/* Visits come in order of id. */
static void add(struct ctx *cx, struct store_visitor_sum *s, const struct visit *v)
{
    if (!s->visits) {
        s->first_ms = v->started_ms;
        s->last_ms = v->ended_ms;
        s->device = s->browser = s->os = s->channel = s->source = s->medium = "";
    }
    s->visits++;
    s->views += v->views;
    s->first_ms = v->started_ms < s->first_ms ? v->started_ms : s->first_ms;
    s->last_ms = v->ended_ms > s->last_ms ? v->ended_ms : s->last_ms;
    s->consent = v->consent ? v->consent : s->consent;
    s->stable = s->stable || v->stable;
    keep_last(cx, &s->device, v->device);
    keep_last(cx, &s->browser, v->browser);
    keep_last(cx, &s->os, v->os);
    keep_first(cx, &s->channel, v->channel);
    keep_first(cx, &s->source, v->source);
    keep_first(cx, &s->medium, v->medium);
}

static int by_visitor(const void *a, const void *b)
{
    const struct store_visitor_sum *x = a, *y = b;

    return x->visitor < y->visitor ? -1 : x->visitor > y->visitor;
}

enum err memory_visitors(struct ctx *cx, struct fact_store *st, int64_t site,
                         const int64_t *visitors, size_t n, struct store_visitor_sum *ret,
                         size_t *ret_n)
{
    struct memory_store *m = memory_take(st);

    for (size_t i = 0; i < n; i++) {
        struct store_visitor_sum s = {.visitor = visitors[i]};
        for (size_t k = 0; k < m->visit_count; k++) {
            const struct visit *v = &m->visits[k];
            if (v->site == site && v->visitor == visitors[i] && !v->robot)
                add(cx, &s, v);
        }
        if (s.visits)
            ret[(*ret_n)++] = s;
    }
    memory_give(m);
    qsort(ret, *ret_n, sizeof(*ret), by_visitor);
    return OK;
}
