/* loader_visits.c -- to which visit each fact of a batch belongs. See visit.h for the rules.
 *
 * The visits of one visitor hang on each other from the largest id down, so that the first that takes a fact is the right one,
 * whether it was begun in this batch or read from the store.
 */
#include "facts/loader_priv.h"

#include <stdlib.h>
#include <string.h>

static size_t hash_of(int64_t site, int64_t visitor)
{
    uint64_t h = ((uint64_t)site * UINT64_C(0x9E3779B97F4A7C15)) ^ (uint64_t)visitor;

    h *= UINT64_C(0xBF58476D1CE4E5B9);
    return (size_t)(h ^ h >> 32);
}

/* The place of a visitor's newest visit in the table. */
static size_t *head_of(struct visits *v, int64_t site, int64_t visitor)
{
    size_t at = hash_of(site, visitor) & (v->room - 1);

    while (v->table[at]) {
        const struct visit *there = &v->slots[v->table[at] - 1].visit;
        if (there->site == site && there->visitor == visitor)
            break;
        at = (at + 1) & (v->room - 1);
    }
    return &v->table[at];
}

static struct slot *slot_add(struct visits *v, const struct visit *visit)
{
    size_t *at = head_of(v, visit->site, visit->visitor);
    struct slot *s;

    if (v->count == v->cap) {
        v->cap = v->cap ? v->cap * 2 : 64;
        v->slots = realloc(v->slots, v->cap * sizeof(*v->slots));
    }
    must(v->slots != NULL);
    s = &v->slots[v->count++];
    *s = (struct slot){.visit = *visit};
    while (*at && v->slots[*at - 1].visit.id > visit->id)
        at = &v->slots[*at - 1].next;
    s->next = *at;
    *at = v->count;
    return s;
}

static int by_visitor(const void *a, const void *b)
{
    const struct store_visitor *x = a, *y = b;

    if (x->site != y->site)
        return x->site < y->site ? -1 : 1;
    return x->visitor < y->visitor ? -1 : x->visitor > y->visitor;
}

/* Each once; the time they were active in. */
static size_t visitors_of(const struct batch *b, struct store_visitor *to, int64_t *ret_from_ms,
                          int64_t *ret_to_ms)
{
    size_t n = 0, kept = 0;

    *ret_from_ms = INT64_MAX;
    *ret_to_ms = 0;
    for (size_t i = 0; i < b->count; i++) {
        const struct fact *f = &b->facts[i];
        if (!f->visitor)
            continue;
        to[n++] = (struct store_visitor){f->site, f->visitor};
        if (f->at_ms < *ret_from_ms)
            *ret_from_ms = f->at_ms;
        if (f->at_ms > *ret_to_ms)
            *ret_to_ms = f->at_ms;
    }
    qsort(to, n, sizeof(*to), by_visitor);
    for (size_t i = 0; i < n; i++)
        if (!kept || by_visitor(&to[kept - 1], &to[i]) != 0)
            to[kept++] = to[i];
    return kept;
}

enum err visits_begin(struct ctx *cx, struct fact_store *store, const struct batch *b,
                      struct visits *ret)
{
    struct store_visitor *visitors = arena_array(cx->arena, b->count + 1, sizeof(*visitors));
    struct visit *found = NULL;
    int64_t from_ms, to_ms;
    size_t n, found_n = 0;
    enum err e;

    if (!visitors)
        return fail_memory(cx);
    n = visitors_of(b, visitors, &from_ms, &to_ms);
    e = store_visits_of(cx, store, visitors, n, from_ms - VISIT_ENGAGE_MS, to_ms + VISIT_IDLE_MS,
                        &found, &found_n);
    if (e)
        return e;
    /* One for each visitor at most, so the table never fills. */
    for (ret->room = 64; ret->room < (n + 1) * 2; ret->room *= 2)
        ;
    ret->table = arena_array(cx->arena, ret->room, sizeof(*ret->table));
    if (!ret->table)
        return fail_memory(cx);
    for (size_t i = 0; i < found_n; i++)
        slot_add(ret, &found[i])->was_human = !found[i].robot;
    return OK;
}

void visits_free(struct visits *v)
{
    free(v->slots);
}

/* The slot that takes the fact; NULL: none. */
static struct slot *slot_find(struct visits *v, const struct fact *f)
{
    for (size_t i = *head_of(v, f->site, f->visitor); i; i = v->slots[i - 1].next)
        if (visit_takes(&v->slots[i - 1].visit, f))
            return &v->slots[i - 1];
    return NULL;
}

enum err visits_take(struct ctx *cx, struct visits *v, const struct visit_stage *stages,
                     struct fact *f, size_t *ret_slot)
{
    struct slot *s = f->visitor ? slot_find(v, f) : NULL;
    bool begins = !s && visit_begins(f);

    *ret_slot = SIZE_MAX;
    f->visit = 0;
    if (begins) {
        struct visit fresh = visit_new(f);
        s = slot_add(v, &fresh);
    }
    if (!s)
        return OK;
    visit_add(&s->visit, f);
    s->touched = true;
    for (const struct visit_stage *stage = stages; stage && stage->look; stage++) {
        enum err e = stage->look(cx, stage->arg, &s->visit, f, begins);
        if (e)
            return e;
    }
    visit_slim(&s->visit, f);
    *ret_slot = (size_t)(s - v->slots);
    return OK;
}

enum err visits_end(struct ctx *cx, const struct visits *v, struct store_batch *ret)
{
    struct visit *visits = arena_array(cx->arena, v->count + 1, sizeof(*visits));
    struct store_turned *turned = arena_array(cx->arena, v->count + 1, sizeof(*turned));

    if (!visits || !turned)
        return fail_memory(cx);
    ret->visits = visits;
    ret->turned = turned;
    for (size_t i = 0; i < v->count; i++) {
        const struct slot *s = &v->slots[i];
        if (!s->touched)
            continue;
        visits[ret->visit_count++] = s->visit;
        if (s->was_human && s->visit.robot)
            turned[ret->turned_count++] = (struct store_turned){s->visit.id, s->visit.robot_reason};
    }
    return OK;
}
