/* watch_priv.h -- what the parts of the watch share. */
#ifndef PRACA_WATCH_WATCH_PRIV_H
#define PRACA_WATCH_WATCH_PRIV_H

#include "watch/snapshot.h"
#include "watch/watch_source.h"
#include "work/job.h"

enum {
    PAGE_BYTES_MAX = 3 * 1024 * 1024,
    LIST_BYTES_MAX = 8 * 1024 * 1024,
    LOOK_MS = 45000, /* all of one look, its redirects and robots.txt */
    ANSWER_MS = 20000,
    HOPS_MAX = 5,
    PAUSE_MS = 2000, /* between two looks at one server that states no other */
};

/* --- watch_source.c */

MUST_USE enum err watch_source_look(struct ctx *cx, struct db *db, int64_t source, bool by_hand,
                                    int64_t *ret_job);
/* Inside db_write(). run_at 0: now. */
MUST_USE enum err watch_job_add(struct ctx *cx, struct db *db, int64_t source, bool by_hand,
                                int64_t run_at, int64_t *ret_job);
/* In the ctx's language; NULL: nothing is wrong. params: a JSON object, or NULL. */
const char *watch_message(struct ctx *cx, const char *key, const char *params);

/* --- watch_state.c: how a source looked, and the servers */

struct watch_state {
    const char *etag, *modified, *snapshot; /* NULL: none */
};
MUST_USE enum err watch_state_get(struct ctx *cx, struct db *db, int64_t source,
                                  struct watch_state *ret);
MUST_USE enum err watch_state_put(struct ctx *cx, struct db *db, int64_t source,
                                  const struct watch_state *state);
MUST_USE enum err watch_state_drop(struct ctx *cx, struct db *db, int64_t source);

struct watch_host {
    const char *robots;
    int64_t status, robots_at, free_at; /* NIL: never */
};
MUST_USE enum err watch_host_get(struct ctx *cx, struct db_pool *pool, const char *origin,
                                 struct watch_host *ret);
/* Takes its own transaction. *ret_wait: NIL when it is ours until free_at, else when to come again. */
MUST_USE enum err watch_host_claim(struct ctx *cx, struct db_pool *pool, const char *origin,
                                   int64_t free_at, int64_t *ret_wait);
MUST_USE enum err watch_host_free(struct ctx *cx, struct db_pool *pool, const char *origin,
                                  int64_t free_at);
MUST_USE enum err watch_host_robots(struct ctx *cx, struct db_pool *pool, const char *origin,
                                    int64_t status, const char *robots);

/* --- watch_visit.c: one address asked, as its server wants to be asked */

struct watch_ask {
    struct db_pool *pool;
    const char *const *allow; /* networks that may be asked though not public */
    const char *url, *accept;
    const char *etag, *modified;
    size_t bytes_max;
    int64_t until; /* of the look that it is a part of; 0: it is a look of its own */
    bool by_hand;  /* what robots.txt forbade is asked anew: somebody may have mended it */
};

struct watch_got {
    int64_t wait_until; /* NIL: done; else the server is taken until then, and nothing was asked */
    int status;         /* 200 or 304 */
    const char *url, *body, *type, *etag, *modified;
    size_t bytes;
};

/* ERR_DENIED "watch.robots" (path), ERR_BUSY "watch.robots_broken" (status), ERR_INVALID "watch.status" (status), "watch.gone"
 * (status), ERR_BUSY "watch.status_busy" (status), ERR_LIMIT "net.redirects"; those of client.h. */
MUST_USE enum err watch_visit(struct ctx *cx, const struct watch_ask *ask, struct watch_got *ret);

/* --- watch_maps.c: the lists that an index of sitemaps names */

struct watch_maps {
    struct watch_ask ask; /* as each list is asked, but for its address; with until */
    struct job_run *run;
    struct snapshot *
        before; /* NULL: none that compares; it may gain what was there before without being read */
    struct snapshot *now; /* as sitemap_read() gave the index; gains the addresses of its lists */
};
MUST_USE enum err watch_maps(struct ctx *cx, struct watch_maps *in);

/* --- watch_job.c */

/* Whether a failure is an outage of ours, and not what another server did. */
bool watch_is_ours(const struct ctx *cx, enum err e);

/* --- watch_tell.c: what a look found, written down and told. Inside db_write(). */

struct watch_found {
    const struct difference *changes;
    size_t n, more;
    const char *home_url;
};
MUST_USE enum err watch_tell(struct ctx *cx, struct db *db, const struct watch_source *s,
                             const struct watch_found *found, int64_t *ret_note);

#endif
