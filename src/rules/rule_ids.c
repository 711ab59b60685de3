/* rule_ids.c -- sets of ids as sorted arrays, and "all but these", which needs no list of all until the very end.
 *
 * A million ids are 8 MB: too much for an errand's arena, so they are malloc'd and owned by whoever holds the set.
 */
#include "rules/rule_priv.h"

#include <stdlib.h>
#include <string.h>

void rule_ids_done(struct rule_ids *ids)
{
    free(ids->ids);
    *ids = (struct rule_ids){0};
}

void rule_set_done(struct rule_set *s)
{
    rule_ids_done(&s->of);
}

enum err rule_grow_add(struct ctx *cx, struct rule_grow *g, int64_t id)
{
    if (g->of.n == g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 1024;
        int64_t *ids = realloc(g->of.ids, cap * sizeof(*ids));
        if (!ids)
            return fail_memory(cx);
        g->of.ids = ids;
        g->cap = cap;
    }
    if (!g->of.n)
        g->sorted = true;
    else if (g->of.ids[g->of.n - 1] >= id)
        g->sorted = false;
    g->of.ids[g->of.n++] = id;
    return OK;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

void rule_grow_end(struct rule_grow *g, struct rule_ids *ret)
{
    size_t n = 0;

    if (g->of.n && !g->sorted) {
        qsort(g->of.ids, g->of.n, sizeof(*g->of.ids), by_id);
        for (size_t i = 0; i < g->of.n; i++)
            if (!n || g->of.ids[n - 1] != g->of.ids[i])
                g->of.ids[n++] = g->of.ids[i];
        g->of.n = n;
    }
    *ret = g->of;
    *g = (struct rule_grow){0};
}

/* In a and (both) or not in b; into a. */
static void keep(struct rule_ids *a, const struct rule_ids *b, bool both)
{
    size_t n = 0, k = 0;

    for (size_t i = 0; i < a->n; i++) {
        while (k < b->n && b->ids[k] < a->ids[i])
            k++;
        if ((k < b->n && b->ids[k] == a->ids[i]) == both)
            a->ids[n++] = a->ids[i];
    }
    a->n = n;
}

static enum err join(struct ctx *cx, const struct rule_ids *a, const struct rule_ids *b,
                     struct rule_ids *ret)
{
    int64_t *ids = malloc((a->n + b->n + 1) * sizeof(*ids));
    size_t i = 0, k = 0, n = 0;

    if (!ids)
        return fail_memory(cx);
    while (i < a->n || k < b->n) {
        bool left = i < a->n && (k == b->n || a->ids[i] <= b->ids[k]);
        int64_t id = left ? a->ids[i] : b->ids[k];
        i += i < a->n && a->ids[i] == id;
        k += k < b->n && b->ids[k] == id;
        ids[n++] = id;
    }
    *ret = (struct rule_ids){ids, n};
    return OK;
}

enum err rule_set_and(struct ctx *cx, struct rule_set *a, struct rule_set *b, struct rule_set *ret)
{
    struct rule_set one = {.but = true};

    if (a->but && b->but) {
        enum err e = join(cx, &a->of, &b->of, &one.of);
        rule_set_done(a);
        rule_set_done(b);
        *ret = one;
        return e;
    }
    if (a->but) {
        struct rule_set t = *a;
        *a = *b;
        *b = t;
    }
    keep(&a->of, &b->of, !b->but);
    one = (struct rule_set){a->of, false, a->sure || (!b->but && b->sure)};
    a->of = (struct rule_ids){0};
    rule_set_done(b);
    *ret = one;
    return OK;
}

enum err rule_set_or(struct ctx *cx, struct rule_set *a, struct rule_set *b, struct rule_set *ret)
{
    bool sure = !a->but && !b->but && a->sure && b->sure;
    enum err e;

    a->but = !a->but;
    b->but = !b->but;
    e = rule_set_and(cx, a, b, ret);
    ret->but = !ret->but;
    ret->sure = sure;
    return e;
}
