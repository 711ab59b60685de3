/* attribution_keys.c -- see attribution_report_priv.h. Campaign names come from addresses that anybody may write; so there is a most,
 * and which keys have a row of their own depends on counts and names alone, never on the order in which they came. */
#include "measure/attribution_report_priv.h"

#include "base/text.h"
#include "measure/channel_report.h"

#include <stdlib.h>
#include <string.h>

static size_t slot_of(const struct keys *k, const char *fold)
{
    uint64_t h = UINT64_C(14695981039346656037);
    size_t at;

    for (const char *p = fold; *p; p++)
        h = (h ^ (unsigned char)*p) * UINT64_C(1099511628211);
    at = (size_t)(h ^ h >> 32) & (k->slot_count - 1);
    while (k->slots[at] && strcmp(k->all[k->slots[at] - 1].fold, fold) != 0)
        at = (at + 1) & (k->slot_count - 1);
    return at;
}

static bool grow(struct arena *arena, struct keys *k)
{
    struct keys wide = *k;

    wide.room = k->room ? k->room * 2 : 64;
    wide.slot_count = wide.room * 2;
    wide.all = arena_array(arena, wide.room, sizeof(*wide.all));
    wide.slots = arena_array(arena, wide.slot_count, sizeof(*wide.slots));
    if (!wide.all || !wide.slots)
        return false;
    if (k->n)
        memcpy(wide.all, k->all, k->n * sizeof(*k->all));
    for (size_t i = 0; i < k->n; i++)
        wide.slots[slot_of(&wide, wide.all[i].fold)] = (uint32_t)i + 1;
    *k = wide;
    return true;
}

enum err keys_find(struct ctx *cx, struct keys *k, const char *text, uint32_t *ret)
{
    const char *label = text_empty(text) ? REPORT_NONE : text, *fold;
    struct arena_mark mark;
    struct key *key;
    size_t slot;

    if (k->n == k->room && !grow(cx->arena, k))
        return fail_memory(cx);
    mark = arena_mark(cx->arena);
    fold = text_fold(cx->arena, label);
    if (!fold)
        return fail_memory(cx);
    slot = slot_of(k, fold);
    if (k->slots[slot]) {
        key = &k->all[k->slots[slot] - 1];
        if (strcmp(label, key->label) < 0)
            key->label = arena_dup(cx->arena, label);
        else
            arena_reset(cx->arena, mark);
    } else {
        key = &k->all[k->n++];
        *key = (struct key){.fold = fold, .label = arena_dup(cx->arena, label)};
        k->slots[slot] = (uint32_t)k->n;
    }
    *ret = (uint32_t)(key - k->all);
    return key->label ? OK : fail_memory(cx);
}

struct ranked {
    const struct key *key;
    uint32_t number;
};

static int most_first(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->key->count != y->key->count)
        return x->key->count > y->key->count ? -1 : 1;
    return strcmp(x->key->fold, y->key->fold);
}

static int by_fold(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    return strcmp(x->key->fold, y->key->fold);
}

enum err keys_settle(struct ctx *cx, const struct keys *k, size_t max, const char ***ret_names,
                     size_t *ret_n, uint32_t **ret_map)
{
    struct ranked *all = arena_array(cx->arena, k->n + 1, sizeof(*all));
    const char **names = arena_array(cx->arena, k->n + 1, sizeof(*names));
    uint32_t *map = arena_array(cx->arena, k->n + 1, sizeof(*map));
    size_t own = k->n <= max ? k->n : max - 1;

    if (!all || !names || !map)
        return fail_memory(cx);
    for (size_t i = 0; i < k->n; i++)
        all[i] = (struct ranked){&k->all[i], (uint32_t)i};
    qsort(all, k->n, sizeof(*all), most_first);
    qsort(all, own, sizeof(*all), by_fold);
    for (size_t i = 0; i < k->n; i++)
        map[all[i].number] = (uint32_t)(i < own ? i : own);
    for (size_t i = 0; i < own; i++)
        names[i] = all[i].key->label;
    if (own < k->n)
        names[own] = ATTRIBUTION_OTHERS;
    *ret_names = names;
    *ret_n = own < k->n ? own + 1 : own;
    *ret_map = map;
    return OK;
}
