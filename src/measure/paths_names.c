/* paths_names.c -- channel names by number.
 *
 * A spelling is looked up as its bytes stand in the file; only a new one is cleaned (NFC, no
 * control characters), so two spellings of one name become one channel and a million rows cost one
 * hash each.
 */
#include "base/text.h"
#include "measure/paths_priv.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a: the table is one errand's, and a file that makes it slow slows its own sender alone. */
static uint32_t hash_of(const char *bytes, size_t n)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)bytes[i]) * 16777619u;
    return h;
}

static struct name_slot *slot_for(const struct names *n, const char *spelling, size_t length,
                                  uint32_t hash)
{
    size_t at = hash & (n->slot_count - 1);

    while (n->slots[at].spelling && (n->slots[at].hash != hash || n->slots[at].length != length ||
                                     memcmp(n->slots[at].spelling, spelling, length) != 0))
        at = (at + 1) & (n->slot_count - 1);
    return &n->slots[at];
}

static bool slots_grow(struct ctx *cx, struct names *n)
{
    struct names bigger = *n;

    bigger.slot_count = n->slot_count ? n->slot_count * 2 : 64;
    bigger.slots = arena_array(cx->arena, bigger.slot_count, sizeof(*bigger.slots));
    if (!bigger.slots)
        return false;
    for (size_t i = 0; i < n->slot_count; i++) {
        const struct name_slot *s = &n->slots[i];
        if (s->spelling)
            *slot_for(&bigger, s->spelling, s->length, s->hash) = *s;
    }
    *n = bigger;
    return true;
}

static bool name_add(struct ctx *cx, struct names *n, const char *name)
{
    if (n->count == n->room) {
        size_t room = n->room ? n->room * 2 : 64;
        const char **bigger = arena_array(cx->arena, room, sizeof(*bigger));
        if (!bigger)
            return false;
        if (n->count)
            memcpy(bigger, n->name, n->count * sizeof(*bigger));
        n->name = bigger;
        n->room = room;
    }
    n->name[n->count++] = name;
    return true;
}

/* The slot of a spelling, new or known; a new one has channel UINT32_MAX. NULL: full arena. */
static struct name_slot *slot_take(struct ctx *cx, struct names *n, const char *spelling,
                                   size_t length)
{
    uint32_t hash = hash_of(spelling, length);
    struct name_slot *s;

    if (n->spellings * 4 >= n->slot_count * 3 && !slots_grow(cx, n))
        return NULL;
    s = slot_for(n, spelling, length, hash);
    if (s->spelling)
        return s;
    *s = (struct name_slot){.spelling = arena_dup_n(cx->arena, spelling, length),
                            .length = length,
                            .hash = hash,
                            .channel = UINT32_MAX};
    if (!s->spelling)
        return NULL;
    n->spellings++;
    return s;
}

enum err names_find(struct ctx *cx, struct names *n, const char *spelling, size_t length,
                    uint32_t *ret)
{
    struct name_slot *s = slot_take(cx, n, spelling, length);
    const char *name = NULL;
    struct name_slot *clean;
    enum err e;

    if (!s)
        return fail_memory(cx);
    if (s->channel != UINT32_MAX) {
        *ret = s->channel;
        return OK;
    }
    e = text_clean(cx, spelling, length, false, &name);
    if (e == ERR_INVALID || (!e && !*name)) {
        fault_clear(cx);
        return ERR_INVALID;
    }
    if (e)
        return e;
    clean = slot_take(cx, n, name, strlen(name));
    if (!clean)
        return fail_memory(cx);
    if (clean->channel == UINT32_MAX) {
        if (n->count == UINT32_MAX - 1 || !name_add(cx, n, name))
            return fail_memory(cx);
        clean->channel = (uint32_t)(n->count - 1);
    }
    *ret = clean->channel;
    /* The table may have grown meanwhile: look again. */
    slot_for(n, spelling, length, hash_of(spelling, length))->channel = clean->channel;
    return OK;
}

struct named {
    const char *name;
    uint32_t old;
};

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;

    return strcmp(x->name, y->name);
}

enum err names_sort(struct ctx *cx, struct names *n, uint32_t *channel, size_t touches)
{
    struct named *order = arena_array(cx->arena, n->count + 1, sizeof(*order));
    uint32_t *renumbered = arena_array(cx->arena, n->count + 1, sizeof(*renumbered));

    if (!order || !renumbered)
        return fail_memory(cx);
    for (size_t c = 0; c < n->count; c++)
        order[c] = (struct named){.name = n->name[c], .old = (uint32_t)c};
    qsort(order, n->count, sizeof(*order), by_name);
    for (size_t c = 0; c < n->count; c++) {
        n->name[c] = order[c].name;
        renumbered[order[c].old] = (uint32_t)c;
    }
    for (size_t t = 0; t < touches; t++)
        channel[t] = renumbered[channel[t]];
    return OK;
}
