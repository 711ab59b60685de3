/* node.c -- see node.h. A crashed process's node is free again after ten minutes; by then its last
 * ids are ten minutes old, so a new holder cannot repeat them. */
#include "work/node.h"

#include "base/hash.h"
#include "base/time.h"

#include "work_sql.h"

enum { NODES = 1024 };

/* The lowest node that nobody holds, or -1. */
static enum err first_free(struct ctx *cx, struct db *db, int *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    int next = 0;
    enum err e = db_begin(cx, db, &SQL_nodes_held, &st);

    if (e)
        goto out;
    while (!(e = db_step(cx, st, &row)) && row && db_int(st, 0) == next)
        next++;
    if (!e)
        *ret = next < NODES ? next : -1;
out:
    db_done(st);
    return e;
}

static enum err take_in(struct ctx *cx, struct db *db, void *arg)
{
    struct node_lease *l = arg;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = first_free(cx, db, &l->node);

    if (!e && l->node < 0)
        e = fail(cx, ERR_LIMIT, "work.no_node", NULL);
    if (!e)
        e = db_begin(cx, db, &SQL_node_take, &st);
    if (e)
        goto out;
    db_bind_int(st, "node", l->node);
    db_bind_text(st, "holder", l->holder);
    db_bind_int(st, "until_at", ctx_now(cx) + MINUTES_MS(NODE_LEASE_MINUTES));
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_BUSY, "db.busy", NULL);
out:
    db_done(st);
    return e;
}

enum err node_take(struct ctx *cx, struct db_pool *pool, struct node_lease *ret)
{
    unsigned char raw[(HOLDER_TEXT_MAX - 1) / 2];

    random_bytes(raw, sizeof(raw));
    hex_text(raw, sizeof(raw), ret->holder);
    return db_write(cx, pool, take_in, ret);
}

static enum err keep_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct node_lease *l = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_node_keep, &st);

    if (e)
        goto out;
    db_bind_int(st, "node", l->node);
    db_bind_text(st, "holder", l->holder);
    db_bind_int(st, "until_at", ctx_now(cx) + MINUTES_MS(NODE_LEASE_MINUTES));
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = fail(cx, ERR_CONFLICT, "work.lease_lost", NULL);
out:
    db_done(st);
    return e;
}

enum err node_keep(struct ctx *cx, struct db_pool *pool, const struct node_lease *l)
{
    struct node_lease copy = *l;

    return db_write(cx, pool, keep_in, &copy);
}

static enum err give_back_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct node_lease *l = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_node_give_back, &st);

    if (e)
        goto out;
    db_bind_int(st, "node", l->node);
    db_bind_text(st, "holder", l->holder);
    db_bind_int(st, "until_at", ctx_now(cx) + SECONDS_MS(1));
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err node_give_back(struct ctx *cx, struct db_pool *pool, const struct node_lease *l)
{
    struct node_lease copy = *l;

    return db_write(cx, pool, give_back_in, &copy);
}
