/* pool.c -- connections, and the queue in front of them.
 *
 * Surprising: who waits is served in the order of asking. A connection that comes back is handed to
 * the first in the queue and never lies idle meanwhile, so that a thread in a tight loop of small
 * writes cannot starve the others. A connection is opened when it is first needed.
 */
#include "db/db_priv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { READERS = 4, WRITERS = 4, WAIT_MS = 5000 };

struct waiter {
    struct waiter *next;
    pthread_cond_t wake;
    struct db *got;
    bool served; /* got may be NULL: then it may open one itself */
};

static struct lane *lane_of(struct db_pool *p, bool writer)
{
    return &p->lanes[writer ? 1 : 0];
}

static void enqueue(struct lane *l, struct waiter *w)
{
    if (l->last)
        l->last->next = w;
    else
        l->first = w;
    l->last = w;
}

static void dequeue(struct lane *l, struct waiter *w)
{
    struct waiter *before = NULL;

    for (struct waiter *x = l->first; x && x != w; x = x->next)
        before = x;
    if (before)
        before->next = w->next;
    else
        l->first = w->next;
    if (l->last == w)
        l->last = before;
}

/* Give a connection, or the right to open one, to the next in the queue. */
static void give(struct db_pool *p, bool writer, struct db *db)
{
    struct lane *l = lane_of(p, writer);
    struct waiter *w;

    must(pthread_mutex_lock(&p->lock) == 0);
    w = l->first;
    if (w) {
        dequeue(l, w);
        w->got = db;
        w->served = true;
        (void)pthread_cond_signal(&w->wake);
    } else if (db) {
        db->next_idle = l->idle;
        l->idle = db;
    } else {
        l->open--;
    }
    must(pthread_mutex_unlock(&p->lock) == 0);
}

static struct timespec deadline_in(int64_t ms)
{
    struct timespec t;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    t.tv_sec += (time_t)(ms / 1000);
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

static void cond_make(pthread_cond_t *c)
{
    pthread_condattr_t attr;

    must(pthread_condattr_init(&attr) == 0);
    must(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0);
    must(pthread_cond_init(c, &attr) == 0);
    (void)pthread_condattr_destroy(&attr);
}

bool db_turn_wait(struct db_pool *p, bool take)
{
    struct timespec until = deadline_in(p->options.wait_ms);
    bool free_now;
    int rc = 0;

    must(pthread_mutex_lock(&p->lock) == 0);
    while (p->turn && rc != ETIMEDOUT)
        rc = pthread_cond_timedwait(&p->turn_over, &p->lock, &until);
    free_now = !p->turn;
    p->turn = p->turn || take;
    must(pthread_mutex_unlock(&p->lock) == 0);
    return free_now;
}

void db_turn_end(struct db_pool *p)
{
    must(pthread_mutex_lock(&p->lock) == 0);
    p->turn = false;
    (void)pthread_cond_broadcast(&p->turn_over);
    must(pthread_mutex_unlock(&p->lock) == 0);
}

/* With the lock held. False when the time is up. */
static bool wait_in_line(struct db_pool *p, struct lane *l, struct db **ret)
{
    struct timespec until = deadline_in(p->options.wait_ms);
    struct waiter w = {0};
    int rc = 0;

    cond_make(&w.wake);
    enqueue(l, &w);
    while (!w.served && rc != ETIMEDOUT)
        rc = pthread_cond_timedwait(&w.wake, &p->lock, &until);
    if (!w.served)
        dequeue(l, &w);
    (void)pthread_cond_destroy(&w.wake);
    *ret = w.got;
    return w.served;
}

enum err db_borrow(struct ctx *cx, struct db_pool *p, bool writer, struct db **ret)
{
    struct lane *l = lane_of(p, writer);
    struct db *db = NULL;
    bool served = true;
    enum err e;

    must(pthread_mutex_lock(&p->lock) == 0);
    if (!l->first && l->idle) {
        db = l->idle;
        l->idle = db->next_idle;
    } else if (!l->first && l->open < l->max) {
        l->open++;
    } else {
        served = wait_in_line(p, l, &db);
    }
    must(pthread_mutex_unlock(&p->lock) == 0);
    if (!served)
        return fail(cx, ERR_BUSY, "db.busy", NULL);
    if (db && !p->ops->alive(db)) {
        p->ops->close(db);
        db = NULL;
    }
    if (!db) {
        e = p->ops->open(cx, p, writer, &db);
        if (e) {
            give(p, writer, NULL);
            return e;
        }
    }
    db->conflict[0] = 0;
    *ret = db;
    return OK;
}

enum err db_read(struct ctx *cx, struct db_pool *p, struct db **ret)
{
    return db_borrow(cx, p, false, ret);
}

enum err db_snapshot(struct ctx *cx, struct db *db)
{
    enum err e;

    must(!db->writer && !db->snapshot);
    e = db->ops->exec(cx, db, db->ops->snapshot_text);
    db->snapshot = !e;
    return e;
}

void db_return(struct db *db)
{
    struct db_pool *p;
    bool writer;

    if (!db)
        return;
    must(!db->writing);
    p = db->pool;
    writer = db->writer;
    db_stmts_reset(db);
    if (db->snapshot)
        p->ops->rollback(db);
    db->snapshot = false;
    if (db->lost) {
        p->ops->close(db);
        db = NULL;
    }
    give(p, writer, db);
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static enum err pool_make(struct ctx *cx, const struct db_options *o, struct db_pool **ret)
{
    bool lite = starts(o->url, "sqlite:");
    struct db_pool *p;

    if (!lite && !starts(o->url, "postgres://") && !starts(o->url, "postgresql://"))
        return fail(cx, ERR_INVALID, "db.url", NULL);
    p = calloc(1, sizeof(*p));
    if (!p)
        return fail_memory(cx);
    p->where = strdup(lite ? o->url + strlen("sqlite:") : o->url);
    if (!p->where) {
        free(p);
        return fail_memory(cx);
    }
    p->ops = lite ? &db_sqlite_ops : &db_postgres_ops;
    p->options = *o;
    p->options.url = p->where;
    if (p->options.wait_ms <= 0)
        p->options.wait_ms = WAIT_MS;
    p->lanes[0].max = o->readers > 0 ? o->readers : READERS;
    p->lanes[1].max = lite ? 1 : o->writers > 0 ? o->writers : WRITERS;
    must(pthread_mutex_init(&p->lock, NULL) == 0);
    cond_make(&p->turn_over);
    *ret = p;
    return OK;
}

enum err db_pool_open(struct ctx *cx, const struct db_options *o, struct db_pool **ret)
{
    struct db_pool *p = NULL;
    struct db *first = NULL;
    enum err e = pool_make(cx, o, &p);

    if (e)
        return e;
    must(p != NULL);
    if (p->ops->pool_start)
        e = p->ops->pool_start(cx, p);
    if (!e) /* now, so that a wrong address is known at the start */
        e = db_borrow(cx, p, true, &first);
    if (e) {
        db_pool_close(p);
        return e;
    }
    db_return(first);
    *ret = p;
    return OK;
}

void db_pool_close(struct db_pool *p)
{
    int out = 0;

    if (!p)
        return;
    if (p->ops->pool_stop)
        p->ops->pool_stop(p);
    for (int i = 0; i < 2; i++) {
        struct lane *l = &p->lanes[i];
        while (l->idle) {
            struct db *db = l->idle;
            l->idle = db->next_idle;
            l->open--;
            p->ops->close(db);
        }
        out += l->open;
    }
    if (out > 0) /* whoever still holds a connection holds on to its pool */
        return;
    (void)pthread_cond_destroy(&p->turn_over);
    (void)pthread_mutex_destroy(&p->lock);
    free(p->where);
    free(p);
}

enum db_engine db_pool_engine(const struct db_pool *p)
{
    return p->ops->engine;
}

enum db_engine db_engine_of(const struct db *db)
{
    return db->ops->engine;
}

int db_pool_waiting(struct db_pool *p)
{
    int n = 0;

    must(pthread_mutex_lock(&p->lock) == 0);
    for (const struct waiter *w = lane_of(p, true)->first; w; w = w->next)
        n++;
    must(pthread_mutex_unlock(&p->lock) == 0);
    return n;
}

void db_bulk_begin(struct db_pool *p)
{
    must(pthread_mutex_lock(&p->lock) == 0);
    p->bulk++;
    must(pthread_mutex_unlock(&p->lock) == 0);
}

void db_bulk_end(struct db_pool *p)
{
    must(pthread_mutex_lock(&p->lock) == 0);
    must(p->bulk > 0);
    p->bulk--;
    must(pthread_mutex_unlock(&p->lock) == 0);
}
