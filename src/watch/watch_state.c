/* watch_state.c -- how a source looked the last time, and which servers are taken. */
#include "watch/watch_priv.h"

#include "watch_sql.h"

enum err watch_state_get(struct ctx *cx, struct db *db, int64_t source, struct watch_state *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_watch_state_get, &st);

    *ret = (struct watch_state){0};
    if (e)
        goto out;
    db_bind_int(st, "source", source);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = (struct watch_state){db_text_dup(cx, st, 0), db_text_dup(cx, st, 1),
                                    db_text_dup(cx, st, 2)};
out:
    db_done(st);
    return e;
}

enum err watch_state_put(struct ctx *cx, struct db *db, int64_t source,
                         const struct watch_state *state)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_watch_state_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "source", source);
    db_bind_text(st, "etag", state->etag);
    db_bind_text(st, "modified", state->modified);
    db_bind_text(st, "snapshot", state->snapshot);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err watch_state_drop(struct ctx *cx, struct db *db, int64_t source)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_watch_state_drop, &st);

    if (e)
        goto out;
    db_bind_int(st, "source", source);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* --- servers */

enum err watch_host_get(struct ctx *cx, struct db_pool *pool, const char *origin,
                        struct watch_host *ret)
{
    struct db_stmt *st = NULL;
    struct db *db = NULL;
    bool row = false;
    enum err e = db_read(cx, pool, &db);

    *ret = (struct watch_host){NULL, NIL, NIL, NIL};
    if (!e)
        e = db_begin(cx, db, &SQL_watch_host_get, &st);
    if (e)
        goto out;
    db_bind_text(st, "origin", origin);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = (struct watch_host){db_text_dup(cx, st, 0), db_int(st, 1), db_int(st, 2),
                                   db_int(st, 3)};
out:
    db_done(st);
    db_return(db);
    return e;
}

struct host_change {
    const struct db_query *q;
    const char *origin, *robots;
    int64_t free_at, status;
    bool ours;
};

static enum err host_in(struct ctx *cx, struct db *db, void *arg)
{
    struct host_change *h = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, h->q, &st);

    if (e)
        goto out;
    db_bind_text(st, "origin", h->origin);
    if (h->q == &SQL_watch_host_robots) {
        db_bind_text(st, "robots", h->robots);
        db_bind_int(st, "robots_status", h->status);
    } else {
        db_bind_int(st, "free_at", h->free_at);
    }
    h->ours = false;
    e = db_step(cx, st, &h->ours);
out:
    db_done(st);
    return e;
}

enum err watch_host_claim(struct ctx *cx, struct db_pool *pool, const char *origin, int64_t free_at,
                          int64_t *ret_wait)
{
    struct host_change h = {.q = &SQL_watch_host_claim, .origin = origin, .free_at = free_at};
    struct watch_host now;
    enum err e = db_write(cx, pool, host_in, &h);

    *ret_wait = NIL;
    if (e || h.ours)
        return e;
    e = watch_host_get(cx, pool, origin, &now);
    if (!e)
        *ret_wait =
            now.free_at == NIL || now.free_at <= ctx_now(cx) ? ctx_now(cx) + 1000 : now.free_at;
    return e;
}

enum err watch_host_free(struct ctx *cx, struct db_pool *pool, const char *origin, int64_t free_at)
{
    struct host_change h = {.q = &SQL_watch_host_free, .origin = origin, .free_at = free_at};

    return db_write(cx, pool, host_in, &h);
}

enum err watch_host_robots(struct ctx *cx, struct db_pool *pool, const char *origin, int64_t status,
                           const char *robots)
{
    struct host_change h = {
        .q = &SQL_watch_host_robots, .origin = origin, .robots = robots, .status = status};

    return db_write(cx, pool, host_in, &h);
}
