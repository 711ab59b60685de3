/* centres.c -- see centres.h. */
#include "app/centres.h"

#include "base/time.h"
#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct centres {
    pthread_rwlock_t lock; /* what follows */
    struct network_set *set;
    int64_t loaded_at;
    char *kept, *fallback;
};

enum err centres_open(struct ctx *cx, const char *kept, const char *fallback, struct centres **ret)
{
    struct centres *c = calloc(1, sizeof(*c));
    struct stat file;
    bool loaded = stat(kept, &file) == 0;
    enum err e = OK;

    if (!c)
        return fail_memory(cx);
    must(pthread_rwlock_init(&c->lock, NULL) == 0);
    c->kept = strdup(kept);
    c->fallback = strdup(fallback);
    must(c->kept && c->fallback);
    c->loaded_at = loaded ? (int64_t)file.st_mtime * 1000 : NIL;
    if (loaded || *fallback)
        e = network_set_read(cx, loaded ? kept : fallback, &c->set);
    if (e) {
        centres_free(c);
        return e;
    }
    *ret = c;
    return OK;
}

void centres_free(struct centres *c)
{
    if (!c)
        return;
    (void)pthread_rwlock_destroy(&c->lock);
    network_set_free(c->set);
    free(c->kept);
    free(c->fallback);
    free(c);
}

bool centres_have(void *centres, const struct address *a)
{
    struct centres *c = centres;
    bool has;

    (void)pthread_rwlock_rdlock(&c->lock);
    has = network_set_has(c->set, a);
    (void)pthread_rwlock_unlock(&c->lock);
    return has;
}

struct centres_told centres_tell(struct centres *c)
{
    struct centres_told told = {.loaded_at = NIL};

    (void)pthread_rwlock_rdlock(&c->lock);
    if (c->set)
        told = (struct centres_told){network_set_count(c->set), network_set_passed_over(c->set),
                                     c->loaded_at};
    (void)pthread_rwlock_unlock(&c->lock);
    return told;
}

static enum err keep(struct ctx *cx, const char *path, const char *text, size_t n)
{
    const char *part = arena_print(cx->arena, "%s.part", path);
    int fd = part ? open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    size_t at = 0;
    bool ok = fd >= 0;

    while (ok && at < n) {
        ssize_t did = write(fd, text + at, n - at);
        ok = did > 0;
        at += ok ? (size_t)did : 0;
    }
    ok = ok && fsync(fd) == 0;
    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    if (ok && rename(part, path) == 0)
        return OK;
    return fail(cx, ERR_BROKEN, "cli.file_write", "file", path, "reason", strerror(errno), NULL);
}

static void replace(struct centres *c, struct network_set *fresh, int64_t loaded_at)
{
    struct network_set *old;

    (void)pthread_rwlock_wrlock(&c->lock);
    old = c->set;
    c->set = fresh;
    c->loaded_at = loaded_at;
    (void)pthread_rwlock_unlock(&c->lock);
    network_set_free(old);
}

enum err centres_unload(struct ctx *cx, struct centres *c)
{
    struct network_set *own = NULL;
    enum err e = *c->fallback ? network_set_read(cx, c->fallback, &own) : OK;

    if (e)
        return e;
    if (unlink(c->kept) && errno != ENOENT) {
        e = fail(cx, ERR_BROKEN, "cli.file_write", "file", c->kept, "reason", strerror(errno),
                 NULL);
        network_set_free(own);
        return e;
    }
    replace(c, own, NIL);
    return OK;
}

enum err centres_load(struct ctx *cx, struct centres *c, const char *text, size_t n)
{
    struct network_set *fresh = network_set_parse(text, n);
    enum err e = fresh ? OK : fail_memory(cx);

    if (!e && *network_set_wide(fresh))
        e = fail_field(cx, "text", "measure.networks_wide", "network",
                       arena_print(cx->arena, "%s", network_set_wide(fresh)), NULL);
    if (!e && network_set_count(fresh) == 0)
        e = fail_field(cx, "text", "measure.networks_none", NULL);
    if (!e)
        e = keep(cx, c->kept, text, n);
    if (e) {
        network_set_free(fresh);
        return e;
    }
    replace(c, fresh, ctx_now(cx));
    return OK;
}
