/* id.c -- ids from the clock, the node and a sequence.
 *
 * Surprising: millisecond and sequence are one number, kept in one atomic. The next id is whichever
 * is greater, the clock or the last one plus one; so a clock that stands still or steps back, and
 * more than 4,096 ids in one millisecond, both simply run on into the following millisecond.
 */
#include "base/id.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { SEQUENCE_BITS = 12, NODE_BITS = 10, NODES = 1 << NODE_BITS };
static const int64_t epoch_2020_ms = 1577836800000;
static const int64_t stamp_max = ((int64_t)1 << 53) - 1; /* 41 bits of time, 12 of sequence */

struct id_source {
    _Atomic int64_t last; /* ms since 2020 << SEQUENCE_BITS | sequence */
    int64_t node;
};

struct id_source *id_source_new(int node)
{
    struct id_source *s;

    must(node >= 0 && node < NODES);
    s = malloc(sizeof(*s));
    if (!s)
        return NULL;
    atomic_init(&s->last, 0);
    s->node = node;
    return s;
}

void id_source_free(struct id_source *s)
{
    free(s);
}

int64_t id_next(const struct ctx *cx)
{
    struct id_source *s = cx->ids;
    int64_t since = ctx_now(cx) - epoch_2020_ms;
    int64_t by_clock = since > 0 ? since << SEQUENCE_BITS : 0;
    int64_t last, next;

    must(s != NULL);
    last = atomic_load_explicit(&s->last, memory_order_relaxed);
    do {
        next = by_clock > last ? by_clock : last + 1;
        must(next <= stamp_max);
    } while (!atomic_compare_exchange_weak_explicit(&s->last, &last, next, memory_order_relaxed,
                                                    memory_order_relaxed));
    return (next >> SEQUENCE_BITS) << (SEQUENCE_BITS + NODE_BITS) | s->node << SEQUENCE_BITS |
           (next & ((1 << SEQUENCE_BITS) - 1));
}

int64_t id_time_ms(int64_t id)
{
    return (id >> (SEQUENCE_BITS + NODE_BITS)) + epoch_2020_ms;
}

bool id_read(const char *text, int64_t *ret)
{
    int64_t v = 0;

    if (!text || *text < '1' || *text > '9')
        return false;
    for (; *text; text++) {
        int digit = *text - '0';
        if (digit < 0 || digit > 9 || v > (INT64_MAX - digit) / 10)
            return false;
        v = v * 10 + digit;
    }
    *ret = v;
    return true;
}
