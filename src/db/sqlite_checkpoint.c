/* sqlite_checkpoint.c -- copies the write-ahead log back on a thread of its own, so that no commit waits for it.
 *
 * The writer's commit hook says how long the log is. Past a first bound the thread copies what it can on a connection of
 * its own, never waiting for anyone, again and again until little is left; then the log is ripe. After the writer's next commit
 * the thread copies the rest, and who wants to write next waits that long, so that the log begins anew. That wait is between
 * transactions, of which none becomes longer for it. A long log is on purpose: a
 * page that was written many times is copied once; while much is written (db_bulk_begin()) it may be longer. A log that a
 * reader keeps from being copied is tried again only after it has grown some more. Past a last bound the writer does it all,
 * so that the log stays bounded even on a slow disk, or when the thread cannot be had.
 *
 * The thread begins when it is first needed and ends with the pool: a command that writes little never has one.
 */
#include "db/sqlite_priv.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    PAGES_FIRST = 8000,
    PAGES_LAST = 40000,
    PAGES_FIRST_BULK = 40000,
    PAGES_LAST_BULK = 160000,
    PAGES_AGAIN = 2000, /* more than at the last attempt, before there is another */
    PAGES_LITTLE = 200,
    PASSES = 6
};

struct checkpointer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake, rested;
    bool started, wanted, ripe, stop;
    bool lame;            /* the thread could not open the file */
    bool rest;            /* nobody writes until the thread has copied the rest */
    int tried_at;         /* the writer's: pages at the last attempt; 0: the log is new */
    pthread_mutex_t work; /* held while pages are copied */
    sqlite3 *handle;      /* the thread's */
    const char *file;     /* the pool's */
};

/* In the thread: to read the schema takes as long as a whole transaction may. */
static bool open_own(struct checkpointer *c)
{
    int rc =
        sqlite3_open_v2(c->file, &c->handle,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

    if (!rc)
        rc = sqlite3_exec(c->handle, "pragma synchronous=full; pragma cache_size=-256", NULL, NULL,
                          NULL);
    return !rc;
}

/* As many passes as leave little: each has only what came during the one before. */
static void copy(struct checkpointer *c)
{
    int pages = 0, copied = 0, before = -1;

    must(pthread_mutex_lock(&c->work) == 0);
    for (int i = 0; i < PASSES; i++) {
        if (sqlite3_wal_checkpoint_v2(c->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages,
                                      &copied) != SQLITE_OK)
            break;
        if (pages - copied < PAGES_LITTLE || copied == before)
            break;
        before = copied;
    }
    must(pthread_mutex_unlock(&c->work) == 0);
}

static void copy_rest(struct checkpointer *c)
{
    must(pthread_mutex_lock(&c->work) == 0);
    (void)sqlite3_wal_checkpoint_v2(c->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    must(pthread_mutex_unlock(&c->work) == 0);
}

static void end_rest(struct checkpointer *c)
{
    c->rest = false;
    must(pthread_cond_broadcast(&c->rested) == 0);
}

static void *run(void *arg)
{
    struct checkpointer *c = arg;
    bool open = open_own(c);

    must(pthread_mutex_lock(&c->lock) == 0);
    c->lame = !open;
    c->wanted = c->wanted && open;
    while (!c->stop && open) {
        bool rest = c->rest;
        if (!rest && !c->wanted) {
            must(pthread_cond_wait(&c->wake, &c->lock) == 0);
            continue;
        }
        must(pthread_mutex_unlock(&c->lock) == 0);
        if (rest)
            copy_rest(c);
        else
            copy(c);
        must(pthread_mutex_lock(&c->lock) == 0);
        if (rest) {
            end_rest(c);
        } else {
            c->wanted = false;
            c->ripe = true;
        }
    }
    end_rest(c);
    must(pthread_mutex_unlock(&c->lock) == 0);
    return NULL;
}

/* Under the lock. False: there is no thread to ask. */
static bool ask(struct checkpointer *c)
{
    c->started = c->started || pthread_create(&c->thread, NULL, run, c) == 0;
    if (!c->started || c->lame)
        return false;
    c->wanted = true;
    (void)pthread_cond_signal(&c->wake);
    return true;
}

/* Under the lock. Whether the writer itself is to copy, now that the log is so long. */
static bool is_writers(struct checkpointer *c, const struct lite *l, int pages)
{
    bool again = !c->tried_at || pages >= c->tried_at + PAGES_AGAIN, mine = false;

    if (c->ripe) {
        c->ripe = false;
        c->rest = true;
        c->tried_at = pages;
        must(pthread_cond_signal(&c->wake) == 0);
        return false;
    }
    if (!again)
        return false;
    c->tried_at = pages;
    if (!c->wanted)
        mine = !ask(c);
    return mine || pages >= (l->bulk ? PAGES_LAST_BULK : PAGES_LAST);
}

static int committed(void *arg, sqlite3 *writer, const char *schema, int pages)
{
    const struct lite *l = arg;
    struct checkpointer *c = l->base.pool->engine_data;
    bool mine;

    if (!c) /* the pool was closed meanwhile */
        return SQLITE_OK;
    if (pages < c->tried_at)
        c->tried_at = 0;
    if (pages < (l->bulk ? PAGES_FIRST_BULK : PAGES_FIRST))
        return SQLITE_OK;
    must(pthread_mutex_lock(&c->lock) == 0);
    mine = is_writers(c, l, pages);
    must(pthread_mutex_unlock(&c->lock) == 0);
    if (mine)
        (void)sqlite3_wal_checkpoint_v2(writer, schema, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    return SQLITE_OK;
}

void sqlite_checkpoint_by_thread(struct lite *l)
{
    (void)sqlite3_wal_hook(l->handle, committed, l);
}

void sqlite_checkpoint_wait(struct db_pool *p)
{
    struct checkpointer *c = p->engine_data;

    if (!c)
        return;
    must(pthread_mutex_lock(&c->lock) == 0);
    while (c->rest)
        must(pthread_cond_wait(&c->rested, &c->lock) == 0);
    must(pthread_mutex_unlock(&c->lock) == 0);
}

void sqlite_checkpoint_pause(struct db_pool *p)
{
    struct checkpointer *c = p->engine_data;

    must(pthread_mutex_lock(&c->work) == 0);
}

void sqlite_checkpoint_resume(struct db_pool *p)
{
    struct checkpointer *c = p->engine_data;

    must(pthread_mutex_unlock(&c->work) == 0);
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
    struct checkpointer *c = calloc(1, sizeof(*c));

    if (!c)
        return fail_memory(cx);
    must(pthread_mutex_init(&c->lock, NULL) == 0);
    must(pthread_mutex_init(&c->work, NULL) == 0);
    must(pthread_cond_init(&c->wake, NULL) == 0);
    must(pthread_cond_init(&c->rested, NULL) == 0);
    c->file = p->where;
    p->engine_data = c;
    make_private(p->where);
    return OK;
}

void sqlite_pool_stop(struct db_pool *p)
{
    struct checkpointer *c = p->engine_data;

    if (!c)
        return;
    if (c->started) {
        must(pthread_mutex_lock(&c->lock) == 0);
        c->stop = true;
        (void)pthread_cond_signal(&c->wake);
        must(pthread_mutex_unlock(&c->lock) == 0);
        must(pthread_join(c->thread, NULL) == 0);
    }
    (void)sqlite3_close_v2(c->handle);
    (void)pthread_cond_destroy(&c->rested);
    (void)pthread_cond_destroy(&c->wake);
    (void)pthread_mutex_destroy(&c->work);
    (void)pthread_mutex_destroy(&c->lock);
    free(c);
    p->engine_data = NULL;
}
