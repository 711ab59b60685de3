/* sqlite_checkpoint.c -- copies the write-ahead log back while an import goes on writing.
 *
 * The writer's commit hook says how long the log is; past a first bound the thread copies what it
 * can on a connection of its own (never waiting for anyone), past a second one the writer does it,
 * so that the log stays bounded even on a slow disk.
 */
#include "db/sqlite_priv.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { PAGES_THREAD = 2000, PAGES_WRITER = 20000 };

struct checkpointer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool wanted, stop;
    sqlite3 *handle;
};

static void *run(void *arg)
{
    struct checkpointer *c = arg;

    must(pthread_mutex_lock(&c->lock) == 0);
    while (!c->stop) {
        while (!c->wanted && !c->stop)
            must(pthread_cond_wait(&c->wake, &c->lock) == 0);
        if (c->stop)
            break;
        c->wanted = false;
        must(pthread_mutex_unlock(&c->lock) == 0);
        (void)sqlite3_wal_checkpoint_v2(c->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        must(pthread_mutex_lock(&c->lock) == 0);
    }
    must(pthread_mutex_unlock(&c->lock) == 0);
    return NULL;
}

static int committed(void *arg, sqlite3 *writer, const char *schema, int pages)
{
    struct checkpointer *c = arg;

    if (pages >= PAGES_WRITER) {
        (void)sqlite3_wal_checkpoint_v2(writer, schema, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    } else if (pages >= PAGES_THREAD) {
        must(pthread_mutex_lock(&c->lock) == 0);
        c->wanted = true;
        (void)pthread_cond_signal(&c->wake);
        must(pthread_mutex_unlock(&c->lock) == 0);
    }
    return SQLITE_OK;
}

void sqlite_checkpoint_by_thread(struct lite *l, struct checkpointer *c)
{
    (void)sqlite3_wal_hook(l->handle, committed, c);
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
    struct checkpointer *c;
    int rc;

    make_private(p->where);
    if (!p->options.import_mode)
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
