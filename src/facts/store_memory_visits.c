/* store_memory_visits.c -- visits as a plain array; see store_memory.c. */
#include "facts/store_memory_priv.h"

#include <stdlib.h>
#include <string.h>

/* Where the visit with this id is, or would be. */
static size_t place_of(const struct memory_store *m, int64_t id)
{
    size_t low = 0, high = m->visit_count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (m->visits[mid].id < id)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

const struct visit *memory_visit_find(const struct memory_store *m, int64_t id)
{
    size_t at = place_of(m, id);

    return id && at < m->visit_count && m->visits[at].id == id ? &m->visits[at] : NULL;
}

static void visit_put(struct memory_store *m, const struct visit *v)
{
    size_t at = place_of(m, v->id);

    if (at == m->visit_count || m->visits[at].id != v->id) {
        m->visits = memory_grown(m->visits, m->visit_count, &m->visit_cap, sizeof(*m->visits));
        memmove(&m->visits[at + 1], &m->visits[at], (m->visit_count - at) * sizeof(*m->visits));
        m->visit_count++;
    }
    m->visits[at] = *v;
    parts_keep(&m->visits[at], visit_fields, VISIT_FIELDS, m->arena);
}

/* Its facts become a robot's for this reason, or a human's (NULL). How many did. Before the visit itself is written. */
static int64_t turn(struct memory_store *m, int64_t visit, const char *reason)
{
    const struct visit *stored = memory_visit_find(m, visit);
    const char *was = stored ? stored->robot_reason : "";
    size_t first_turn = m->turn_count;
    bool robot = reason != NULL, was_robot = stored && stored->robot;
    int64_t n = 0;

    for (size_t i = 0; i < m->count; i++) {
        struct fact *f = &m->facts[i];
        struct store_outcome o = {f->site, f->received_ms / DAYS_MS(1),
                                  f->robot ? FATE_ROBOT : FATE_HUMAN, f->robot ? was : "", -1};
        bool turns = f->robot != robot;
        if (f->visit != visit || (!turns && (!robot || !was_robot || strcmp(was, reason) == 0)))
            continue;
        f->robot = robot;
        if (f->imported)
            continue;
        memory_outcome_add(m, &o);
        o.fate = robot ? FATE_ROBOT : FATE_HUMAN;
        o.reason = robot ? reason : "";
        o.count = 1;
        memory_outcome_add(m, &o);
        if (turns && f->subject)
            memory_turn_add(m, first_turn, f->site, f->subject);
        n += turns;
    }
    return n;
}

/* Whether an undo means what was tied to this person. */
static bool is_theirs(const struct store_link *l, int64_t subject)
{
    return !l->subject || l->subject == subject;
}

static void link_facts(struct memory_store *m, const struct store_link *l)
{
    for (size_t i = 0; i < m->count; i++) {
        struct fact *f = &m->facts[i];
        if (f->site != l->site || f->visitor != l->visitor ||
            (l->undo ? !f->linked || !is_theirs(l, f->subject) : f->subject != 0))
            continue;
        f->subject = l->undo ? 0 : l->subject;
        f->account = l->undo ? 0 : l->account;
        f->linked = !l->undo;
    }
}

static void link_visits(struct memory_store *m, const struct store_link *l)
{
    for (size_t i = 0; i < m->visit_count; i++) {
        struct visit *v = &m->visits[i];
        if (v->site != l->site || v->visitor != l->visitor ||
            (l->undo ? !v->linked || !is_theirs(l, v->subject) : v->subject != 0))
            continue;
        v->subject = l->undo ? 0 : l->subject;
        v->account = l->undo ? 0 : l->account;
        v->linked = !l->undo;
    }
}

void memory_visits_append(struct memory_store *m, const struct store_batch *b)
{
    for (size_t i = 0; i < b->turned_count; i++)
        (void)turn(m, b->turned[i].visit, b->turned[i].reason);
    for (size_t i = 0; i < b->visit_count; i++)
        visit_put(m, &b->visits[i]);
    for (size_t i = 0; i < b->link_count; i++) {
        link_facts(m, &b->links[i]);
        link_visits(m, &b->links[i]);
    }
}

const char *memory_channel(const struct memory_store *m, const struct fact *f)
{
    const struct visit *v = f->channel[0] ? NULL : memory_visit_find(m, f->visit);

    return v ? v->channel : f->channel;
}

void memory_visit_lends(const struct memory_store *m, struct fact *f)
{
    const struct visit *v = memory_visit_find(m, f->visit);

    if (!v || !visit_lends(v, f))
        return;
    f->channel = f->channel[0] ? f->channel : v->channel;
    f->source = f->source[0] ? f->source : v->source;
    f->medium = f->medium[0] ? f->medium : v->medium;
    f->campaign = f->campaign[0] ? f->campaign : v->campaign;
    f->content = f->content[0] ? f->content : v->content;
}

void memory_visits_forget(struct memory_store *m, int64_t site, const int64_t *subjects, size_t n,
                          int64_t mask)
{
    for (size_t i = 0; i < m->visit_count; i++) {
        struct visit *v = &m->visits[i];
        if (v->site != site || !memory_among(subjects, n, v->subject))
            continue;
        for (size_t k = 0; k < m->count; k++)
            if (m->facts[k].visit == v->id && m->facts[k].visitor == v->visitor)
                m->facts[k].visitor ^= mask;
        v->subject = 0;
        v->linked = false;
        v->click_id = "";
        v->visitor ^= mask;
    }
}

enum err memory_judged(struct ctx *cx, struct fact_store *st, const struct visit *visits, size_t n,
                       int64_t *ret_n)
{
    struct memory_store *m = memory_take(st);

    (void)cx;
    for (size_t i = 0; i < n; i++) {
        size_t at = place_of(m, visits[i].id);
        struct visit *there = &m->visits[at];
        if (at == m->visit_count || there->id != visits[i].id)
            continue;
        *ret_n += turn(m, visits[i].id, visits[i].robot ? visits[i].robot_reason : NULL);
        for (size_t k = 0; k < VISIT_FIELDS; k++) {
            const struct fact_part *p = &visit_fields[k];
            if (!visit_part_is_judged(p))
                continue;
            if (p->kind == PART_NUMBER)
                part_set_number(there, p, part_number(&visits[i], p));
            else if (p->kind == PART_TEXT)
                part_set_text(there, p, arena_dup(m->arena, part_text(&visits[i], p)));
            else
                part_set_flag(there, p, part_flag(&visits[i], p));
        }
    }
    must(!arena_full(m->arena));
    memory_give(m);
    return OK;
}

static int by_visitor(const void *a, const void *b)
{
    const struct store_visitor *x = a, *y = b;

    if (x->site != y->site)
        return x->site < y->site ? -1 : 1;
    return x->visitor < y->visitor ? -1 : x->visitor > y->visitor;
}

enum err memory_visits_of(struct ctx *cx, struct fact_store *st,
                          const struct store_visitor *visitors, size_t n, int64_t from_ms,
                          int64_t to_ms, struct visit **ret, size_t *ret_n)
{
    struct store_visitor *wanted = arena_array(cx->arena, n, sizeof(*wanted));
    struct memory_store *m = memory_take(st);
    struct visit *rows = arena_array(cx->arena, m->visit_count + 1, sizeof(*rows));
    size_t found = 0;

    if (wanted) {
        memcpy(wanted, visitors, n * sizeof(*wanted));
        qsort(wanted, n, sizeof(*wanted), by_visitor);
    }
    for (size_t i = 0; rows && wanted && i < m->visit_count; i++) {
        const struct visit *v = &m->visits[i];
        struct store_visitor who = {v->site, v->visitor};
        if (v->ended_ms < from_ms || v->started_ms > to_ms ||
            !bsearch(&who, wanted, n, sizeof(*wanted), by_visitor))
            continue;
        rows[found] = *v;
        parts_keep(&rows[found++], visit_fields, VISIT_FIELDS, cx->arena);
    }
    memory_give(m);
    if (!rows || !wanted || arena_full(cx->arena))
        return fail_memory(cx);
    *ret = rows;
    *ret_n = found;
    return OK;
}

static bool visit_passes(const struct store_filter *q, const struct store_visit_page *page,
                         const struct visit *v)
{
    if (v->site != q->site || (q->from_ms && v->started_ms < q->from_ms) ||
        (q->to_ms && v->started_ms >= q->to_ms))
        return false;
    if ((q->robots == STORE_HUMANS && v->robot) || (q->robots == STORE_ROBOTS && !v->robot))
        return false;
    if (!memory_people(q, v->subject, v->account))
        return false;
    if ((q->channel && strcmp(q->channel, v->channel) != 0) ||
        (q->visitor && q->visitor != v->visitor) ||
        (q->campaign_id && q->campaign_id != v->campaign_id))
        return false;
    if (page->newest)
        return !page->after_ms || v->started_ms < page->after_ms ||
               (v->started_ms == page->after_ms && v->id < page->after_id);
    return v->started_ms > page->after_ms ||
           (v->started_ms == page->after_ms && v->id > page->after_id);
}

static int oldest_first(const void *a, const void *b)
{
    const struct visit *x = a, *y = b;

    if (x->started_ms != y->started_ms)
        return x->started_ms < y->started_ms ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int newest_first(const void *a, const void *b)
{
    return oldest_first(b, a);
}

enum err memory_visits(struct ctx *cx, struct fact_store *st, const struct store_filter *q,
                       const struct store_visit_page *page, struct visit **ret, size_t *ret_n)
{
    struct memory_store *m = memory_take(st);
    struct visit *rows = arena_array(cx->arena, m->visit_count + 1, sizeof(*rows));
    size_t n = 0;

    for (size_t i = 0; rows && i < m->visit_count; i++) {
        if (!visit_passes(q, page, &m->visits[i]))
            continue;
        rows[n] = m->visits[i];
        parts_keep(&rows[n++], visit_fields, VISIT_FIELDS, cx->arena);
    }
    memory_give(m);
    if (!rows || arena_full(cx->arena))
        return fail_memory(cx);
    qsort(rows, n, sizeof(*rows), page->newest ? newest_first : oldest_first);
    *ret = rows;
    *ret_n = n < (size_t)page->limit ? n : (size_t)page->limit;
    return OK;
}
