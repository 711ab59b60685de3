/* store_touches.c -- see store_touches.h: the rows grow by doubling, the texts stand in a table that is found by a hash. */
#include "facts/store_touches.h"

#include <stdlib.h>
#include <string.h>

enum { TEXTS_BYTES_MAX = 128 }; /* MiB */

struct touch_texts {
    struct arena *arena; /* the texts */
    uint32_t *slots;     /* number + 1; 0: free. A power of two */
    size_t slot_count, text_room, row_room;
};

static uint64_t hash_of(const char *text)
{
    uint64_t h = UINT64_C(14695981039346656037);

    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

static size_t slot_of(const struct store_touches *t, const char *text)
{
    size_t mask = t->own->slot_count - 1, at = (size_t)hash_of(text) & mask;

    must(t->own->slots != NULL);
    while (t->own->slots[at] && strcmp(t->texts[t->own->slots[at] - 1], text) != 0)
        at = (at + 1) & mask;
    return at;
}

static bool texts_grow(struct store_touches *t)
{
    struct touch_texts *own = t->own;
    size_t room = own->text_room ? own->text_room * 2 : 256;
    const char **texts = realloc(t->texts, room * sizeof(*texts));
    uint32_t *slots = calloc(room * 2, sizeof(*slots));

    if (texts)
        t->texts = texts;
    if (!texts || !slots) {
        free(slots);
        return false;
    }
    free(own->slots);
    own->slots = slots;
    own->slot_count = room * 2;
    own->text_room = room;
    for (size_t i = 0; i < t->text_count; i++)
        own->slots[slot_of(t, t->texts[i])] = (uint32_t)i + 1;
    return true;
}

static bool text_find(struct store_touches *t, const char *text, uint32_t *ret)
{
    const char *copy;
    size_t slot;

    if (t->text_count == t->own->text_room && !texts_grow(t))
        return false;
    slot = slot_of(t, text);
    if (!t->own->slots[slot]) {
        copy = arena_dup(t->own->arena, text);
        if (!copy)
            return false;
        t->texts[t->text_count++] = copy;
        t->own->slots[slot] = (uint32_t)t->text_count;
    }
    *ret = t->own->slots[slot] - 1;
    return true;
}

static bool begin(struct store_touches *t)
{
    uint32_t none = 0;

    t->own = calloc(1, sizeof(*t->own));
    if (!t->own)
        return false;
    t->own->arena = arena_new(MIB(TEXTS_BYTES_MAX));
    return t->own->arena && text_find(t, "", &none);
}

static bool rows_grow(struct store_touches *t)
{
    size_t room = t->own->row_room ? t->own->row_room * 2 : 256;
    struct store_touch *rows = realloc(t->rows, room * sizeof(*rows));

    if (!rows)
        return false;
    t->rows = rows;
    t->own->row_room = room;
    return true;
}

enum err store_touches_add(struct ctx *cx, struct store_touches *t, const struct store_touch *touch,
                           const char *const texts[TOUCH_TEXTS])
{
    struct store_touch row = *touch;

    if (!t->own && !begin(t))
        return fail_memory(cx);
    if (t->n >= STORE_TOUCHES_MAX)
        return fail(cx, ERR_LIMIT, "facts.touches_many", "max", "5000000", NULL);
    if (t->n == t->own->row_room && !rows_grow(t))
        return fail_memory(cx);
    for (size_t i = 0; i < TOUCH_TEXTS; i++) {
        row.text[i] = 0;
        if (texts[i] && texts[i][0] && !text_find(t, texts[i], &row.text[i]))
            return fail_memory(cx);
    }
    t->rows[t->n++] = row;
    return OK;
}

enum err store_touches(struct ctx *cx, struct fact_store *st, const struct store_touches_ask *ask,
                       struct store_touches *ret)
{
    struct store_touches t = {0};
    enum err e;

    must(ask->site > 0);
    e = st->port->touches(cx, st, ask, &t);
    if (!e && !t.own && !begin(&t))
        e = fail_memory(cx);
    if (e)
        store_touches_done(&t);
    *ret = t;
    return e;
}

void store_touches_done(struct store_touches *t)
{
    free(t->rows);
    free(t->texts);
    if (t->own) {
        arena_free(t->own->arena);
        free(t->own->slots);
    }
    free(t->own);
    *t = (struct store_touches){0};
}
