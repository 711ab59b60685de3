/* write.c -- writing transactions: begun, repeated when another writer was in the way, committed or
 * undone.
 *
 * Surprising: a function that swallows the failure of a statement does not get a commit. What
 * failed inside the transaction decides, not only what the function returns; db_try() is the way to
 * fail and go on.
 */
#include "db/db_priv.h"

#include <time.h>

enum { PAUSE_DOUBLINGS = 5 };

static enum err doomed(struct ctx *cx, const struct db *db)
{
    if (cx->fault.kind)
        return cx->fault.kind;
    if (db->lost)
        return fail(cx, ERR_BUSY, "db.away", NULL);
    if (db->retry)
        return fail(cx, ERR_BUSY, "db.busy", NULL);
    return fail_detail(cx, ERR_BROKEN, "db.broken", "a failed statement was passed over");
}

/* One attempt, from begin to commit or rollback. */
static enum err attempt(struct ctx *cx, struct db *db, bool soon, db_work *fn, void *arg)
{
    enum err e = OK;

    db->failed = db->retry = false;
    db->depth = 0;
    db->conflict[0] = 0;
    db->writing = true;
    if (db->ops->mood)
        e = db->ops->mood(cx, db, soon);
    if (!e)
        e = db->ops->exec(cx, db, soon ? db->ops->begin_soon_text : db->ops->begin_text);
    db->begun = !e;
    if (!e) {
        e = fn(cx, db, arg);
        if (db->pipelined) {
            enum err flushed = db_flush(cx, db);
            e = e ? e : flushed;
        }
        db_stmts_reset(db);
        if (!e && arena_full(cx->arena))
            e = fail_memory(cx);
        if (!e && db->failed)
            e = doomed(cx, db);
        must(e || !cx->changes);
        cx->changes = NULL;
        if (!e)
            e = db->ops->exec(cx, db, "commit");
        if (e)
            db->ops->rollback(db);
    }
    db->writing = db->failed = false;
    return e;
}

/* Anything from nearly nothing to a bound that is twice as high each time: two who met, and were sent back at the same moment,
 * come back far apart, and the more of them there are the further. */
static void pause_before(int tries)
{
    const uint64_t most_ns = UINT64_C(2000000)
                             << (tries < PAUSE_DOUBLINGS ? tries : PAUSE_DOUBLINGS);
    struct timespec t;
    uint64_t x;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    x = ((uint64_t)t.tv_nsec ^ (uint64_t)(uintptr_t)&t) * 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 31) * 0xbf58476d1ce4e5b9u >> 32;
    t.tv_sec = 0;
    t.tv_nsec = (long)(100000 + x % most_ns);
    (void)nanosleep(&t, NULL);
}

struct db_again {
    enum err e; /* of the first attempt */
    struct arena_mark mark;
    struct fault fault;
};

/* Again, until it met nobody. Whoever comes back from a pause finds others in the middle of their work, and one that always
 * finds them would never end: after a few tries it goes alone, and those of this process who begin meanwhile wait. */
static enum err attempt_again(struct ctx *cx, struct db *db, bool soon, db_work *fn, void *arg,
                              const struct db_again *from)
{
    bool alone = false;
    enum err e = from->e;

    for (int tries = 1; e && db->retry && !db->lost && tries < TRIES_MAX; tries++) {
        arena_reset(cx->arena, from->mark);
        cx->fault = from->fault;
        alone = alone || (tries >= TRIES_MEEK && db_turn_wait(db->pool, true));
        if (!alone) {
            pause_before(tries);
            (void)db_turn_wait(db->pool, false);
        }
        e = attempt(cx, db, soon, fn, arg);
    }
    if (alone)
        db_turn_end(db->pool);
    return e;
}

static enum err write_with(struct ctx *cx, struct db_pool *p, bool soon, db_work *fn, void *arg)
{
    const struct arena_mark mark = arena_mark(cx->arena);
    const struct fault before = cx->fault;
    struct db *db = NULL;
    enum err e;

    if (!soon && p->ops->settle)
        p->ops->settle(p);
    e = db_borrow(cx, p, true, &db);
    if (e)
        return e;
    (void)db_turn_wait(p, false);
    e = attempt(cx, db, soon, fn, arg);
    if (db->lost && !db->begun) { /* it died unnoticed while it lay idle: nothing was begun */
        db_return(db);
        cx->fault = before;
        e = db_borrow(cx, p, true, &db);
        if (e)
            return e;
        e = attempt(cx, db, soon, fn, arg);
    }
    e = attempt_again(cx, db, soon, fn, arg, &(struct db_again){e, mark, before});
    db_return(db);
    return e;
}

enum err db_write(struct ctx *cx, struct db_pool *p, db_work *fn, void *arg)
{
    return write_with(cx, p, false, fn, arg);
}

enum err db_write_soon(struct ctx *cx, struct db_pool *p, db_work *fn, void *arg)
{
    return write_with(cx, p, true, fn, arg);
}

bool db_is_writing(const struct db *db)
{
    return db->writing;
}

static enum err savepoint(struct ctx *cx, struct db *db, const char *verb, int depth)
{
    const char *text = arena_print(cx->arena, "%s s%d", verb, depth);

    return text ? db->ops->exec(cx, db, text) : fail_memory(cx);
}

/* Back to the savepoint. Works with a full arena too: what failed may have been just that. */
static enum err undo(struct ctx *cx, struct db *db, int depth)
{
    static const char *const texts[] = {"rollback to s1; release s1", "rollback to s2; release s2",
                                        "rollback to s3; release s3", "rollback to s4; release s4",
                                        "rollback to s5; release s5", "rollback to s6; release s6",
                                        "rollback to s7; release s7", "rollback to s8; release s8"};

    must(depth >= 1 && (size_t)depth <= COUNT_OF(texts));
    return db->ops->exec(cx, db, texts[depth - 1]);
}

enum err db_try(struct ctx *cx, struct db *db, db_work *fn, void *arg)
{
    int depth = db->depth + 1;
    enum err e;

    must(db->writing && depth <= 8);
    if (db->failed)
        return doomed(cx, db);
    e = savepoint(cx, db, "savepoint", depth);
    if (e)
        return e;
    db->depth = depth;
    e = fn(cx, db, arg);
    db->depth = depth - 1;
    if (!e && db->pipelined && db->ops->flush) /* what is still on the way belongs to this try */
        e = db->ops->flush(cx, db);
    if (!e && db->failed)
        e = doomed(cx, db);
    if (!e)
        return savepoint(cx, db, "release", depth);
    if (db->retry || db->lost)
        return e;
    db->failed = undo(cx, db, depth) != OK;
    return e;
}

enum err db_pipeline(struct ctx *cx, struct db *db)
{
    enum err e = OK;

    must(!db->pipelined);
    if (db->ops->pipeline)
        e = db->ops->pipeline(cx, db);
    db->pipelined = !e;
    return e;
}

enum err db_flush(struct ctx *cx, struct db *db)
{
    enum err e = OK;

    must(db->pipelined);
    db->pipelined = false;
    if (db->ops->flush)
        e = db->ops->flush(cx, db);
    if (e && db->writing)
        db->failed = true;
    return e;
}

static enum err count_anew_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    const char *text = arena_print(cx->arena, "analyze %s", (const char *)arg);
    enum err e = text ? db_begin_text(cx, db, text, &st) : fail_memory(cx);

    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

enum err db_count_anew(struct ctx *cx, struct db_pool *p, const char *const *tables)
{
    enum err e = OK;

    for (size_t i = 0; db_pool_engine(p) == DB_POSTGRES && tables[i] && !e; i++) {
        char *name = arena_dup(cx->arena, tables[i]);
        e = name ? db_write(cx, p, count_anew_in, name) : fail_memory(cx);
    }
    return e;
}
