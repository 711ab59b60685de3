/* store_memory_history.c -- what imports brought, in arrays. */
#include "facts/store_memory_priv.h"

#include <string.h>

void memory_history_append(struct memory_store *m, const struct store_batch *b)
{
    for (size_t i = 0; i < b->row_count; i++) {
        m->rows = memory_grown(m->rows, m->row_count, &m->row_cap, sizeof(*m->rows));
        m->rows[m->row_count] = b->rows[i];
        parts_keep(&m->rows[m->row_count++], history_fields, HISTORY_FIELDS, m->arena);
    }
}

enum err memory_imported(struct ctx *cx, struct fact_store *st, int64_t site, int64_t imported,
                         struct store_imported *ret)
{
    struct memory_store *m = memory_take(st);
    struct store_imported r = {.first_ms = NIL, .last_ms = NIL};

    (void)cx;
    for (size_t i = 0; i < m->count; i++)
        r.facts += m->facts[i].site == site && m->facts[i].imported == imported;
    for (size_t i = 0; i < m->row_count; i++)
        r.rows += m->rows[i].site == site && m->rows[i].imported == imported;
    for (size_t i = 0; i < m->visit_count; i++) {
        const struct visit *v = &m->visits[i];
        if (v->site != site || v->imported != imported)
            continue;
        r.visits++;
        r.views += v->views;
        r.robots += v->robot;
        if (r.first_ms == NIL || v->started_ms < r.first_ms)
            r.first_ms = v->started_ms;
        if (r.last_ms == NIL || v->started_ms > r.last_ms)
            r.last_ms = v->started_ms;
    }
    memory_give(m);
    *ret = r;
    return OK;
}

enum err memory_drop(struct ctx *cx, struct fact_store *st, int64_t site, int64_t imported,
                     const char *follower)
{
    struct memory_store *m = memory_take(st);
    size_t n = 0;

    (void)cx;
    for (size_t i = 0; i < m->count; i++)
        if (m->facts[i].site != site || m->facts[i].imported != imported)
            m->facts[n++] = m->facts[i];
    m->count = n;
    n = 0;
    for (size_t i = 0; i < m->visit_count; i++)
        if (m->visits[i].site != site || m->visits[i].imported != imported)
            m->visits[n++] = m->visits[i];
    m->visit_count = n;
    n = 0;
    for (size_t i = 0; i < m->row_count; i++)
        if (m->rows[i].site != site || m->rows[i].imported != imported)
            m->rows[n++] = m->rows[i];
    m->row_count = n;
    for (struct memory_position *p = m->positions; p; p = p->next)
        if (strcmp(p->follower, follower) == 0)
            p->position = 0;
    memory_give(m);
    return OK;
}

static bool counts(const struct visit *v, int64_t site)
{
    return v->site == site && !v->robot && !v->imported;
}

static bool came_before(const struct memory_store *m, const struct visit *v)
{
    for (size_t i = 0; i < m->visit_count; i++) {
        const struct visit *w = &m->visits[i];
        if (counts(w, v->site) && w->stable && w->visitor == v->visitor &&
            w->started_ms < v->started_ms)
            return true;
    }
    return false;
}

enum err memory_returns(struct ctx *cx, struct fact_store *st, int64_t site, const char *channel,
                        int64_t from_ms, int64_t to_ms, struct store_returns *ret)
{
    struct memory_store *m = memory_take(st);
    struct store_returns r = {0};

    (void)cx;
    for (size_t i = 0; i < m->visit_count; i++) {
        const struct visit *v = &m->visits[i];
        if (!counts(v, site) || v->started_ms < from_ms || v->started_ms >= to_ms ||
            strcmp(v->channel, channel) != 0)
            continue;
        r.visits++;
        r.known += v->stable;
        r.returned += v->stable && came_before(m, v);
    }
    memory_give(m);
    *ret = r;
    return OK;
}
