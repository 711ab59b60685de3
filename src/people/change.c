/* change.c -- see change.h. */
#include "people/change.h"

#include <stdlib.h>

struct changes {
    size_t most, n[CHANGE_KINDS];
    int64_t *ids[CHANGE_KINDS];
};

/* NULL: the list would be full, or nothing gathers. */
static struct changes *room(struct ctx *cx, enum change_kind kind)
{
    struct changes *g = cx->changes;

    return g && g->n[kind] < g->most ? g : NULL;
}

enum err change_follow(struct ctx *cx, struct db *db, const struct change *c)
{
    struct changes *g = room(cx, c->kind);
    enum err e = OK;

    if (g) {
        g->ids[c->kind][g->n[c->kind]++] = c->id;
        for (size_t i = 0; !e && change_followers[i]; i++)
            if (change_followers[i]->gathered)
                e = change_followers[i]->gathered(cx, db, c);
        return e;
    }
    for (size_t i = 0; !e && change_followers[i]; i++)
        e = change_followers[i]->one(cx, db, c);
    return e;
}

enum err change_touch(struct ctx *cx, struct db *db, enum change_kind kind, int64_t id)
{
    return change_follow(cx, db, &(struct change){.kind = kind, .id = id});
}

enum err changes_gather(struct ctx *cx, size_t most)
{
    struct changes *g = arena_alloc(cx->arena, sizeof(*g));

    must(!cx->changes);
    if (!g)
        return fail_memory(cx);
    *g = (struct changes){.most = most};
    for (size_t k = 0; k < CHANGE_KINDS; k++) {
        g->ids[k] = arena_array(cx->arena, most, sizeof(int64_t));
        if (!g->ids[k])
            return fail_memory(cx);
    }
    cx->changes = g;
    return OK;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static size_t each_once(int64_t *ids, size_t n)
{
    size_t kept = 0;

    qsort(ids, n, sizeof(*ids), by_id);
    for (size_t i = 0; i < n; i++)
        if (!kept || ids[kept - 1] != ids[i])
            ids[kept++] = ids[i];
    return kept;
}

enum err changes_flush(struct ctx *cx, struct db *db)
{
    struct changes *g = cx->changes;
    enum err e = OK;

    must(g != NULL);
    cx->changes = NULL;
    for (size_t k = 0; k < CHANGE_KINDS; k++) {
        size_t n = each_once(g->ids[k], g->n[k]);
        for (size_t i = 0; !e && n && change_followers[i]; i++)
            e = change_followers[i]->many(cx, db, (enum change_kind)k, g->ids[k], n);
    }
    return e;
}
