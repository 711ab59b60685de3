/* limit.c -- see limit_priv.h. */
#include "web/limit_priv.h"

#include "base/hash.h"
#include "base/time.h"
#include "net/address.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 4096, TRIES = 4 };

struct place {
    uint64_t who;
    int64_t since_ms;
    int64_t gets, posts;
};

struct limits {
    pthread_mutex_t lock;
    unsigned char key[SHORT_KEY_BYTES];
    struct place places[PLACES];
};

struct limits *web_limits_new(void)
{
    struct limits *l = calloc(1, sizeof(*l));

    if (!l)
        return NULL;
    random_bytes(l->key, sizeof(l->key));
    must(pthread_mutex_init(&l->lock, NULL) == 0);
    return l;
}

void web_limits_free(struct limits *l)
{
    if (!l)
        return;
    (void)pthread_mutex_destroy(&l->lock);
    free(l);
}

static bool is_v4(const struct address *a)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

    return !memcmp(a->bytes, mapped, sizeof(mapped));
}

static uint64_t who_is(const struct limits *l, const char *remote)
{
    struct address a = {{0}};
    uint64_t who;

    (void)address_read(remote, &a);
    who = short_hash(l->key, a.bytes, is_v4(&a) ? 16 : 8);
    return who ? who : 1;
}

/* The place of this origin: its own, a free one, one whose minute is over, or the oldest. */
static struct place *place_of(struct limits *l, uint64_t who, int64_t now)
{
    struct place *oldest = NULL;

    for (size_t i = 0; i < TRIES; i++) {
        struct place *p = &l->places[(who + i) % PLACES];
        if (p->who == who)
            return p;
        if (!oldest || p->since_ms < oldest->since_ms)
            oldest = p;
    }
    *oldest = (struct place){.who = who, .since_ms = now};
    return oldest;
}

struct asked {
    int64_t gets, posts;
};

static enum err count(struct ctx *cx, struct limits *l, const char *remote, struct asked now_asked,
                      struct asked most)
{
    int64_t now = ctx_now(cx);
    struct place *p;
    bool much;
    uint64_t who;

    if (!*remote)
        return OK;
    who = who_is(l, remote);
    must(pthread_mutex_lock(&l->lock) == 0);
    p = place_of(l, who, now);
    if (now - p->since_ms >= MINUTES_MS(1) || now < p->since_ms)
        *p = (struct place){.who = who, .since_ms = now};
    p->gets += now_asked.gets;
    p->posts += now_asked.posts;
    much = p->gets > most.gets || p->posts > most.posts;
    must(pthread_mutex_unlock(&l->lock) == 0);
    return much ? fail(cx, ERR_LIMIT, "web.too_often", NULL) : OK;
}

enum err limit_count(struct ctx *cx, struct limits *l, const char *remote, bool writes)
{
    return count(cx, l, remote, (struct asked){!writes, writes},
                 (struct asked){LIMIT_GET, LIMIT_POST});
}

enum err limit_inbound(struct ctx *cx, struct limits *l, const char *remote)
{
    return count(cx, l, remote, (struct asked){0, 1}, (struct asked){LIMIT_GET, LIMIT_INBOUND});
}

enum err limit_events(struct ctx *cx, struct limits *l, const char *remote, int64_t n, int64_t most)
{
    return count(cx, l, remote, (struct asked){0, n}, (struct asked){LIMIT_GET, most});
}
