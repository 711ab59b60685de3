/* sqlite_checkpoint.c -- copies the write-ahead log back while somebody goes on writing much.
 *
 * The writer's commit hook says how long the log is. Past a first bound the thread copies what it can on a connection of
 * its own, never waiting for anyone, again and again until little is left; then the log is ripe, and the writer copies the
 * rest after its next commit, which takes as long as little does and lets the log begin anew. A long log is on purpose: a
 * page that was written many times is copied once. Past a last bound the writer does it all, so that the log stays bounded
 * even on a slow disk.
 */
#include "db/sqlite_priv.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { PAGES_THREAD = 40000, PAGES_WRITER = 160000, PAGES_LITTLE = 1500, PASSES = 6 };

struct checkpointer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool wanted, ripe, stop;
    sqlite3 *handle;
};

/* As many passes as leave little: each has only what came during the one before. */
static void copy(struct checkpointer *c)
{
    int pages = 0, copied = 0;

    for (int i = 0; i < PASSES; i++) {
        if (sqlite3_wal_checkpoint_v2(c->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages,
                                      &copied) != SQLITE_OK)
            return;
        if (pages - copied < PAGES_LITTLE)
            return;
    }
}

static void *run(void *arg)
{
    struct checkpointer *c = arg;

    must(pthread_mutex_lock(&c->lock) == 0);
    while (!c->stop) {
        while (!c->wanted && !c->stop)
            must(pthread_cond_wait(&c->wake, &c->lock) == 0);
        if (c->stop)
            break;
        must(pthread_mutex_unlock(&c->lock) == 0);
        copy(c);
        must(pthread_mutex_lock(&c->lock) == 0);
        c->wanted = false;
        c->ripe = true;
    }
    must(pthread_mutex_unlock(&c->lock) == 0);
    return NULL;
}

static int committed(void *arg, sqlite3 *writer, const char *schema, int pages)
{
    struct checkpointer *c = arg;
    bool mine;

    if (pages < PAGES_THREAD)
        return SQLITE_OK;
    must(pthread_mutex_lock(&c->lock) == 0);
    mine = c->ripe || pages >= PAGES_WRITER;
    c->ripe = false;
    if (!mine && !c->wanted) {
        c->wanted = true;
        (void)pthread_cond_signal(&c->wake);
    }
    must(pthread_mutex_unlock(&c->lock) == 0);
    if (mine)
        (void)sqlite3_wal_checkpoint_v2(writer, schema, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    return SQLITE_OK;
}

void sqlite_checkpoint_by_thread(struct lite *l)
{
    (void)sqlite3_wal_hook(l->handle, committed, l->base.pool->engine_data);
}

static void checkpointer_free(struct checkpointer *c)
{
    (void)pthread_cond_destroy(&c->wake);
    (void)pthread_mutex_destroy(&c->lock);
    (void)sqlite3_close_v2(c->handle);
    free(c);
}

/* A new file is for its owner only; the log beside it takes after it. */
static void make_private(const char *file)
{
    int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd >= 0)
        (void)close(fd);
}

enum err sqlite_pool_start(struct ctx *cx, struct db_pool *p)
{
    (void)cx;
    make_private(p->where);
    return OK;
}

/* The thread begins with the first who writes much, and ends with the pool. */
enum err sqlite_bulk_begin(struct ctx *cx, struct db_pool *p)
{
    struct checkpointer *c;
    int rc;

    if (p->engine_data)
        return OK;
    c = calloc(1, sizeof(*c));
    if (!c)
        return fail_memory(cx);
    must(pthread_mutex_init(&c->lock, NULL) == 0);
    must(pthread_cond_init(&c->wake, NULL) == 0);
    rc = sqlite3_open_v2(p->where, &c->handle,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    if (!rc)
        rc = sqlite3_exec(c->handle, "pragma synchronous=full; pragma cache_size=-256", NULL, NULL,
                          NULL);
    if (!rc && pthread_create(&c->thread, NULL, run, c) != 0)
        rc = SQLITE_NOMEM;
    if (rc) {
        checkpointer_free(c);
        return lite_fail(cx, NULL, rc, "checkpoint thread");
    }
    p->engine_data = c;
    return OK;
}

void sqlite_pool_stop(struct db_pool *p)
{
    struct checkpointer *c = p->engine_data;

    if (!c)
        return;
    must(pthread_mutex_lock(&c->lock) == 0);
    c->stop = true;
    (void)pthread_cond_signal(&c->wake);
    must(pthread_mutex_unlock(&c->lock) == 0);
    must(pthread_join(c->thread, NULL) == 0);
    checkpointer_free(c);
    p->engine_data = NULL;
}
