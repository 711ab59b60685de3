/* arena.h -- memory that ends with the errand.
 *
 * An arena hands out memory from blocks and frees all of it at once. It has a cap, so that no single
 * request or job can take the machine; past the cap (or when a test injects a failure) it gives NULL and
 * remembers that it is full. A caller that builds many small things may therefore test once, at the end,
 * with arena_full(): every function here accepts what a full arena returned.
 *
 * Ownership: memory belongs to the arena; arena_reset() gives back all that came after a mark.
 * Errors:    NULL means full; arena_full() stays true until the arena is reset to a mark before it.
 * Threads:   one at a time.
 */
#ifndef PRACA_BASE_ARENA_H
#define PRACA_BASE_ARENA_H

#include "base/err.h"

#include <stdarg.h>

struct arena;

struct arena_mark {
    void *block;
    size_t used, total;
    void *cleanups;
    bool full;
};

/* cap_bytes counts what is handed out. NULL when malloc fails. */
struct arena *arena_new(size_t cap_bytes);
void arena_free(struct arena *a);

/* A place to come back to, for loops: what was handed out since is given back, and what was deferred since is run. */
struct arena_mark arena_mark(const struct arena *a);
void arena_reset(struct arena *a, struct arena_mark to);

/* Zeroed, aligned to 16; these, as all below, are NULL when the arena is full. */
void *arena_alloc(struct arena *a, size_t bytes);
/* count * size with overflow checked. */
void *arena_array(struct arena *a, size_t count, size_t size);
char *arena_dup(struct arena *a, const char *text);              /* NULL in, NULL out */
char *arena_dup_n(struct arena *a, const void *bytes, size_t n); /* adds a NUL */
char *arena_print(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_vprint(struct arena *a, const char *format, va_list args) PRINTF_LIKE(2, 0);

/* Run fn(thing) when the arena is freed or reset past here, newest first. False (and fn has already
 * run) when the arena is full. */
bool arena_defer(struct arena *a, void (*fn)(void *), void *thing);

/* Another cap from now on, e.g. once it is known what the errand is. */
void arena_set_cap(struct arena *a, size_t cap_bytes);
bool arena_full(const struct arena *a);
size_t arena_used(const struct arena *a);

/* Tests: the nth allocation from now fails (1 = the next one); 0 switches it off. */
void arena_fail_at(struct arena *a, size_t nth);

/* A growing byte buffer in an arena. Appending to a full one does nothing; buf_ok() tells. Always
 * NUL-terminated when bytes is not NULL. */
struct buf {
    struct arena *arena;
    char *bytes;
    size_t len, cap;
    bool failed;
};

struct buf buf_in(struct arena *a);
/* Bytes are copied, so they may lie anywhere. */
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_add_text(struct buf *b, const char *text);
void buf_add_char(struct buf *b, char c);
void buf_print(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
bool buf_ok(const struct buf *b);
/* The text so far ("" when empty); NULL when it failed. */
const char *buf_text(struct buf *b);

#endif
