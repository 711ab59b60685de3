/* arena.c -- blocks in a list, newest first; each block doubles up to a limit.
 *
 * Surprising: growing the last thing handed out (as buf does) happens in place when the block has
 * room, so building a long answer does not copy it at every append. Cleanups are kept in the arena
 * itself and run newest first.
 */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, FIRST_BLOCK = 4096, LAST_BLOCK = 1024 * 1024 };

struct block {
    struct block *older;
    size_t used, size;
    _Alignas(ALIGN) unsigned char bytes[];
};

struct cleanup {
    struct cleanup *older;
    void (*fn)(void *);
    void *thing;
};

struct arena {
    struct block *newest;
    struct cleanup *cleanups;
    size_t cap, total, next_block, fail_in;
    bool full;
};

struct arena *arena_new(size_t cap_bytes)
{
    struct arena *a = calloc(1, sizeof(*a));

    if (!a)
        return NULL;
    a->cap = cap_bytes;
    a->next_block = FIRST_BLOCK;
    return a;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){.block = a->newest,
                               .used = a->newest ? a->newest->used : 0,
                               .total = a->total,
                               .cleanups = a->cleanups,
                               .full = a->full};
}

void arena_reset(struct arena *a, struct arena_mark to)
{
    while (a->cleanups && a->cleanups != to.cleanups) {
        struct cleanup *c = a->cleanups;
        a->cleanups = c->older;
        c->fn(c->thing);
    }
    while (a->newest && a->newest != to.block) {
        struct block *b = a->newest;
        a->newest = b->older;
        free(b);
    }
    if (a->newest)
        a->newest->used = to.used;
    else
        a->next_block = FIRST_BLOCK;
    a->total = to.total;
    a->full = to.full;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    arena_reset(a, (struct arena_mark){0});
    free(a);
}

static size_t aligned(size_t n)
{
    return (n + (ALIGN - 1)) & ~(size_t)(ALIGN - 1);
}

static struct block *add_block(struct arena *a, size_t need)
{
    size_t size = need > a->next_block ? need : a->next_block;
    struct block *b = malloc(sizeof(*b) + size);

    if (!b)
        return NULL;
    b->older = a->newest;
    b->used = 0;
    b->size = size;
    a->newest = b;
    if (a->next_block < LAST_BLOCK)
        a->next_block *= 2;
    return b;
}

/* Raw room, not zeroed. */
static void *take(struct arena *a, size_t bytes)
{
    size_t need = aligned(bytes ? bytes : 1);
    struct block *b = a->newest;
    void *p;

    if (a->fail_in && --a->fail_in == 0)
        a->full = true;
    if (a->full || need < bytes || need > a->cap || a->total > a->cap - need) {
        a->full = true;
        return NULL;
    }
    if (!b || b->size - b->used < need)
        b = add_block(a, need);
    if (!b) {
        a->full = true;
        return NULL;
    }
    p = b->bytes + b->used;
    b->used += need;
    a->total += need;
    return p;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
    void *p = take(a, bytes);

    if (p)
        memset(p, 0, bytes);
    return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        a->full = true;
        return NULL;
    }
    return arena_alloc(a, count * size);
}

char *arena_dup_n(struct arena *a, const void *bytes, size_t n)
{
    char *p = n == SIZE_MAX ? NULL : take(a, n + 1);

    if (!p)
        return NULL;
    if (n)
        memcpy(p, bytes, n);
    p[n] = 0;
    return p;
}

char *arena_dup(struct arena *a, const char *text)
{
    return text ? arena_dup_n(a, text, strlen(text)) : NULL;
}

char *arena_vprint(struct arena *a, const char *format, va_list args)
{
    va_list again;
    char *p = NULL;
    int n;

    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    if (n >= 0)
        p = take(a, (size_t)n + 1);
    if (p)
        (void)vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p;
}

char *arena_print(struct arena *a, const char *format, ...)
{
    va_list args;
    char *p;

    va_start(args, format);
    p = arena_vprint(a, format, args);
    va_end(args);
    return p;
}

bool arena_defer(struct arena *a, void (*fn)(void *), void *thing)
{
    struct cleanup *c = take(a, sizeof(*c));

    if (!c) {
        fn(thing);
        return false;
    }
    *c = (struct cleanup){.older = a->cleanups, .fn = fn, .thing = thing};
    a->cleanups = c;
    return true;
}

void arena_set_cap(struct arena *a, size_t cap_bytes)
{
    a->cap = cap_bytes;
}

bool arena_full(const struct arena *a)
{
    return a->full;
}

size_t arena_used(const struct arena *a)
{
    return a->total;
}

void arena_fail_at(struct arena *a, size_t nth)
{
    a->fail_in = nth;
}

struct buf buf_in(struct arena *a)
{
    return (struct buf){.arena = a};
}

/* Whether the last block ends with this buffer and has room for it to grow where it stands. */
static bool grow_in_place(struct buf *b, size_t cap)
{
    struct arena *a = b->arena;
    struct block *k = a->newest;
    size_t old = aligned(b->cap), want = aligned(cap);

    if (!b->bytes || !k || (unsigned char *)b->bytes + old != k->bytes + k->used)
        return false;
    if (k->size - k->used < want - old || a->total > a->cap - (want - old))
        return false;
    k->used += want - old;
    a->total += want - old;
    b->cap = cap;
    return true;
}

static bool buf_room(struct buf *b, size_t more)
{
    size_t need, cap;
    char *p;

    if (b->failed || more > SIZE_MAX / 4 - b->len) {
        b->failed = true;
        return false;
    }
    need = b->len + more + 1;
    if (b->bytes && need <= b->cap)
        return true;
    cap = b->cap ? b->cap : 128;
    while (cap < need)
        cap *= 2;
    cap = aligned(cap);
    if (grow_in_place(b, cap))
        return true;
    p = take(b->arena, cap);
    if (!p) {
        b->failed = true;
        return false;
    }
    if (b->bytes)
        memcpy(p, b->bytes, b->len);
    b->bytes = p;
    b->cap = cap;
    return true;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
    if (!buf_room(b, n))
        return;
    if (n)
        memcpy(b->bytes + b->len, bytes, n);
    b->len += n;
    b->bytes[b->len] = 0;
}

void buf_add_text(struct buf *b, const char *text)
{
    if (text)
        buf_add(b, text, strlen(text));
}

void buf_add_char(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_print(struct buf *b, const char *format, ...)
{
    va_list args, again;
    int n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    if (n < 0)
        b->failed = true;
    else if (buf_room(b, (size_t)n)) {
        (void)vsnprintf(b->bytes + b->len, (size_t)n + 1, format, again);
        b->len += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

bool buf_ok(const struct buf *b)
{
    return !b->failed && !b->arena->full;
}

const char *buf_text(struct buf *b)
{
    if (!b->bytes)
        buf_add(b, "", 0);
    return b->failed ? NULL : b->bytes;
}
