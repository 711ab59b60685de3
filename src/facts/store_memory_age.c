/* store_memory_age.c -- raw events whose time is over (store_age.h) and facts that turned (store_turns.h), as plain arrays. */
#include "facts/store_age.h"
#include "facts/store_memory_priv.h"
#include "facts/store_turns.h"

#include <string.h>

static struct memory_aged *aged_of(struct memory_store *m, int64_t site)
{
    for (size_t i = 0; i < m->aged_count; i++)
        if (m->aged[i].site == site)
            return &m->aged[i];
    m->aged = memory_grown(m->aged, m->aged_count, &m->aged_cap, sizeof(*m->aged));
    m->aged[m->aged_count] = (struct memory_aged){.site = site};
    return &m->aged[m->aged_count++];
}

static bool stays(const struct store_age_ask *q, const struct fact *f)
{
    if (f->site != q->site || f->at_ms >= q->before_ms)
        return true;
    for (size_t i = 0; i < q->kept_count && f->subject; i++)
        if (strcmp(q->kept[i], f->kind) == 0)
            return true;
    return false;
}

static void mask_visits(struct memory_store *m, const struct store_age_ask *q, int64_t since_ms)
{
    for (size_t i = 0; i < m->visit_count; i++) {
        struct visit *v = &m->visits[i];
        if (v->site != q->site || v->started_ms >= q->before_ms || v->subject ||
            (!v->agent[0] && !v->click_id[0] && v->started_ms < since_ms))
            continue;
        v->visitor = v->visitor ? v->visitor ^ q->mask : 0;
        v->agent = v->click_id = "";
    }
}

enum err memory_age(struct ctx *cx, struct fact_store *st, const struct store_age_ask *ask,
                    struct store_aged *ret)
{
    struct memory_store *m = memory_take(st);
    struct memory_aged *a = aged_of(m, ask->site);
    struct store_age_ask q = *ask;
    size_t kept = 0;
    int64_t gone;

    (void)cx;
    if (q.before_ms < a->is.before_ms)
        q.before_ms = a->is.before_ms;
    for (size_t i = 0; i < m->count; i++)
        if (stays(&q, &m->facts[i]))
            m->facts[kept++] = m->facts[i];
    gone = (int64_t)(m->count - kept);
    m->count = kept;
    mask_visits(m, &q, a->is.before_ms);
    a->is = (struct store_aged){q.before_ms, a->is.removed + gone, a->is.pending + gone};
    *ret = a->is;
    memory_give(m);
    return OK;
}

enum err memory_aged(struct ctx *cx, struct fact_store *st, int64_t site, struct store_aged *ret)
{
    struct memory_store *m = memory_take(st);

    (void)cx;
    *ret = aged_of(m, site)->is;
    memory_give(m);
    return OK;
}

enum err memory_compact(struct ctx *cx, struct fact_store *st)
{
    struct memory_store *m = memory_take(st);

    (void)cx;
    for (size_t i = 0; i < m->aged_count; i++)
        m->aged[i].is.pending = 0;
    memory_give(m);
    return OK;
}

/* --- what turned ------------------------------------------------------------------------------- */

void memory_turn_add(struct memory_store *m, size_t first, int64_t site, int64_t subject)
{
    for (size_t i = first; i < m->turn_count; i++)
        if (m->turns[i].site == site && m->turns[i].subject == subject)
            return;
    m->turns = memory_grown(m->turns, m->turn_count, &m->turn_cap, sizeof(*m->turns));
    m->turns[m->turn_count] = (struct store_turn){(int64_t)m->turn_count + 1, site, subject};
    m->turn_count++;
}

enum err memory_turns(struct ctx *cx, struct fact_store *st, int64_t after, int64_t limit,
                      struct store_turn *ret, size_t *ret_n)
{
    struct memory_store *m = memory_take(st);

    (void)cx;
    for (size_t i = m->turns_passed; i < m->turn_count && *ret_n < (size_t)limit; i++)
        if (m->turns[i].number > after)
            ret[(*ret_n)++] = m->turns[i];
    memory_give(m);
    return OK;
}

enum err memory_turns_passed(struct ctx *cx, struct fact_store *st, int64_t number)
{
    struct memory_store *m = memory_take(st);

    (void)cx;
    while (m->turns_passed < m->turn_count && m->turns[m->turns_passed].number < number)
        m->turns_passed++;
    memory_give(m);
    return OK;
}
