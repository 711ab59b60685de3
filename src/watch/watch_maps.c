/* watch_maps.c -- an index of sitemaps is read together with the lists that it names.
 *
 * All of it is one look and has its time. Each list is asked as any address is (watch_visit.c): after its server's robots.txt, in line, with
 * the pause that the server wants. So not every list of a long index is read each time: those that never were come first, then the
 * others in turn, beginning with another one each day. A list whose date in the index is the one it was read at is not asked again. What was
 * not read, because there was no time, or it is forbidden, gone or broken, stays as it was.
 *
 * In the snapshot an entry of the index is an address whose value says when its list was read ("" never, "-" without a date), and an
 * address of a list has that list's address as `more`. What a list holds when it is read for the first time is news only when the list
 * itself is new: otherwise it is put down as if it had always been known.
 */
#include "watch/watch_priv.h"

#include "base/text.h"
#include "base/time.h"
#include "watch/page.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MAPS_MAX = 20, /* lists asked in one look */
    MAPS_BYTES_MAX = 24 * 1024 * 1024,
    KEPT_BYTES_MAX = 16 * 1024 * 1024, /* addresses of one list */
    NAP_MS = 200,
};

struct map {
    const char *url, *date; /* date: "" when the index states none */
    const struct item *was; /* its entry before; NULL: it is new */
    bool done;
};

struct maps {
    struct watch_maps *in;
    struct map *all;
    size_t n;
    struct item *entries, *addresses; /* of before, by key and by list */
    size_t entry_n, address_n;
    size_t bytes;
};

/* --- what was known */

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct item *)a)->key, ((const struct item *)b)->key);
}

static int by_list(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int first = strcmp(x->more, y->more);

    return first ? first : x->at < y->at ? -1 : x->at > y->at;
}

static enum err read_before(struct ctx *cx, struct maps *m)
{
    const struct snapshot *before = m->in->before;
    size_t n = before ? before->n : 0;

    m->entries = arena_array(cx->arena, n + 1, sizeof(*m->entries));
    m->addresses = arena_array(cx->arena, n + 1, sizeof(*m->addresses));
    if (!m->entries || !m->addresses)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++) {
        if (before->items[i].kind != ITEM_URL)
            continue;
        if (before->items[i].more)
            m->addresses[m->address_n++] = before->items[i];
        else
            m->entries[m->entry_n++] = before->items[i];
    }
    qsort(m->entries, m->entry_n, sizeof(*m->entries), by_key);
    qsort(m->addresses, m->address_n, sizeof(*m->addresses), by_list);
    return OK;
}

static enum err read_entries(struct ctx *cx, struct maps *m)
{
    const struct snapshot *now = m->in->now;

    m->n = now->n;
    m->all = arena_array(cx->arena, m->n + 1, sizeof(*m->all));
    if (!m->all)
        return fail_memory(cx);
    for (size_t i = 0; i < m->n; i++) {
        struct item key = {.key = now->items[i].key};
        m->all[i] =
            (struct map){.url = now->items[i].key,
                         .date = now->items[i].value,
                         .was = bsearch(&key, m->entries, m->entry_n, sizeof(*m->entries), by_key)};
        now->items[i].value = m->all[i].was ? m->all[i].was->value : "";
    }
    return OK;
}

/* --- one list */

/* False: the process ends, or there is no time. */
static bool wait_until(struct ctx *cx, const struct watch_maps *in, int64_t at)
{
    while (ctx_now(cx) < at) {
        struct timespec nap = {.tv_nsec = NAP_MS * 1000000L};
        if (at >= in->ask.until || (in->run->stopping && atomic_load(in->run->stopping)))
            return false;
        (void)nanosleep(&nap, NULL);
    }
    return true;
}

/* *ret_late: it was not asked, nor will another be. */
static enum err ask(struct ctx *cx, struct maps *m, const char *url, struct watch_got *ret,
                    bool *ret_late)
{
    struct watch_ask a = m->in->ask;
    enum err e = OK;

    a.url = url;
    if (a.bytes_max > MAPS_BYTES_MAX - m->bytes)
        a.bytes_max = MAPS_BYTES_MAX - m->bytes;
    for (;;) {
        *ret_late = ctx_now(cx) >= a.until;
        if (*ret_late)
            return OK;
        e = watch_visit(cx, &a, ret);
        if (e || ret->wait_until == NIL)
            return e;
        *ret_late = !wait_until(cx, m->in, ret->wait_until);
        if (*ret_late)
            return OK;
    }
}

/* The addresses outlive what was read; the page that they came in does not. */
static enum err keep(struct ctx *cx, struct maps *m, struct map *map, const struct snapshot *list,
                     struct arena_mark mark)
{
    struct snapshot *before = m->in->before;
    bool no_news = before && map->was && text_empty(map->was->value);
    struct arena *kept = arena_new(KEPT_BYTES_MAX);
    const char **urls = kept ? arena_array(kept, list->n + 1, sizeof(*urls)) : NULL;
    size_t n = list->n;

    for (size_t i = 0; i < n && urls; i++)
        urls[i] = arena_dup(kept, list->items[i].key);
    if (!urls || arena_full(kept)) {
        arena_free(kept);
        return fail_memory(cx);
    }
    arena_reset(cx->arena, mark);
    for (size_t i = 0; i < n; i++) {
        snapshot_add(m->in->now, ITEM_URL, urls[i], NULL, map->url);
        if (no_news)
            snapshot_add(before, ITEM_URL, urls[i], NULL, map->url);
    }
    arena_free(kept);
    m->in->now->items[map - m->all].value = text_empty(map->date) ? "-" : map->date;
    map->done = true;
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

static enum err read_map(struct ctx *cx, struct maps *m, struct map *map, bool *ret_late)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct watch_got got = {.wait_until = NIL};
    struct snapshot list = {0};
    enum err e = job_progress(cx, m->in->run, "{\"step\":\"maps\"}");

    *ret_late = false;
    if (e)
        return e;
    e = ask(cx, m, map->url, &got, ret_late);
    if (!e && !*ret_late) {
        m->bytes += got.bytes;
        e = sitemap_read(cx, got.body, got.bytes, &list);
    }
    if (!e && !*ret_late && !list.is_index) /* an index in an index is none */
        return keep(cx, m, map, &list, mark);
    if (e && watch_is_ours(cx, e) && !text_equal(cx->fault.key, "base.memory"))
        return e;
    fault_clear(cx);
    arena_reset(cx->arena, mark);
    return OK;
}

/* --- all of them */

static bool never_read(const struct map *map)
{
    return !map->was || text_empty(map->was->value);
}

/* Some name themselves. */
static bool is_itself(const struct maps *m, const struct map *map)
{
    return text_equal(map->url, m->in->ask.url);
}

static bool is_as_it_was(const struct map *map)
{
    return !never_read(map) && !text_empty(map->date) && text_equal(map->date, map->was->value);
}

/* In which order they are asked, as their places. */
static size_t *in_turn(struct ctx *cx, const struct maps *m, size_t *ret_n)
{
    size_t *order = arena_array(cx->arena, m->n + 1, sizeof(*order));
    size_t from = m->n ? (size_t)(ctx_now(cx) / DAYS_MS(1)) % m->n : 0, n = 0;

    for (size_t i = 0; i < m->n && order; i++)
        if (never_read(&m->all[i]) && !is_itself(m, &m->all[i]))
            order[n++] = i;
    for (size_t i = 0; i < m->n && order; i++) {
        size_t at = (from + i) % m->n;
        if (!never_read(&m->all[at]) && !is_as_it_was(&m->all[at]))
            order[n++] = at;
    }
    *ret_n = n;
    return order;
}

static void take_over(struct maps *m, const struct map *map)
{
    size_t low = 0, high = m->address_n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(m->addresses[middle].more, map->url) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < m->address_n && !strcmp(m->addresses[low].more, map->url); low++)
        snapshot_add(m->in->now, ITEM_URL, m->addresses[low].key, NULL, map->url);
}

enum err watch_maps(struct ctx *cx, struct watch_maps *in)
{
    struct maps m = {.in = in};
    size_t *order, n = 0;
    bool late = false;
    enum err e = read_before(cx, &m);

    if (!e)
        e = read_entries(cx, &m);
    if (e)
        return e;
    order = in_turn(cx, &m, &n);
    if (!order)
        return fail_memory(cx);
    for (size_t i = 0; i < n && i < MAPS_MAX && m.bytes < MAPS_BYTES_MAX && !late && !e; i++)
        e = read_map(cx, &m, &m.all[order[i]], &late);
    for (size_t i = 0; i < m.n && !e; i++)
        if (!m.all[i].done)
            take_over(&m, &m.all[i]);
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}
