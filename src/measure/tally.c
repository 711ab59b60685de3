/* tally.c -- groups by their text, found again by a hash. Thousands of landing pages are few enough to stay in memory,
 * and too many to look through. */
#include "measure/channel_report_priv.h"

#include "base/text.h"

#include <string.h>

struct tallies tallies_in(struct arena *arena)
{
    return (struct tallies){.arena = arena};
}

static uint64_t hash_of(const char *text)
{
    uint64_t h = UINT64_C(14695981039346656037);

    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

/* Where the id is, or where it belongs. */
static size_t slot_of(const struct tallies *all, const char *id)
{
    size_t mask = 2 * all->room - 1, i = (size_t)hash_of(id) & mask;

    while (all->slots[i] && strcmp(all->list[all->slots[i] - 1]->id, id) != 0)
        i = (i + 1) & mask;
    return i;
}

static bool grow(struct tallies *all)
{
    struct tallies wide = *all;

    wide.room = all->room ? 2 * all->room : 32;
    wide.list = arena_array(all->arena, wide.room, sizeof(*wide.list));
    wide.slots = arena_array(all->arena, 2 * wide.room, sizeof(*wide.slots));
    if (!wide.list || !wide.slots)
        return false;
    for (size_t i = 0; i < all->count; i++) {
        wide.list[i] = all->list[i];
        wide.slots[slot_of(&wide, all->list[i]->id)] = i + 1;
    }
    *all = wide;
    return true;
}

static struct tally *add(struct tallies *all, size_t slot, const char *id)
{
    struct tally *t = arena_alloc(all->arena, sizeof(*t));

    if (!t || !(t->id = arena_dup(all->arena, id)))
        return NULL;
    t->days = buf_in(all->arena);
    all->list[all->count++] = t;
    all->slots[slot] = all->count;
    return t;
}

struct tally *tallies_at(struct tallies *all, const char *id, const char *label, const char *name)
{
    struct tally *t;
    size_t slot;

    if (all->count == all->room && !grow(all))
        return NULL;
    slot = slot_of(all, id);
    t = all->slots[slot] ? all->list[all->slots[slot] - 1] : add(all, slot, id);
    if (t && label && (!t->label || strcmp(label, t->label) < 0))
        t->label = arena_dup(all->arena, label);
    if (t && name && !t->name)
        t->name = arena_dup(all->arena, name);
    return t;
}

bool is_none(const char *text)
{
    return text_empty(text) || strcmp(text, REPORT_NONE) == 0;
}
