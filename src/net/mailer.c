/* mailer.c -- see mailer.h: the folder, and the memory that stands for it in tests. A file comes to its name whole: written
 * beside it, synced, renamed, and the folder synced. */
#include "net/mailer.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_MAX_BYTES = 80, HELD_MAX = 1000 };

enum err mailer_send(struct ctx *cx, struct mailer *m, const struct mail_parcel *p)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    size_t n = strlen(p->name);

    must(n > 0 && n <= NAME_MAX_BYTES && strspn(p->name, allowed) == n);
    return m->kind->send(cx, m, p);
}

const char *mailer_name(const struct mailer *m)
{
    return m->kind->name;
}

void mailer_free(struct mailer *m)
{
    if (m)
        m->kind->end(m);
}

/* --- a folder */

struct folder {
    struct mailer mailer;
    char *dir;
};

static enum err refused(struct ctx *cx)
{
    return fail(cx, ERR_BUSY, "mail.folder", "reason", strerror(errno), NULL);
}

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t done = write(fd, bytes, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        bytes += done;
        n -= (size_t)done;
    }
    return fsync(fd) == 0;
}

static bool put_file(int dir, const char *part, const char *name, const struct mail_parcel *p)
{
    int fd = openat(dir, part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = fd >= 0 && write_all(fd, p->bytes, p->n);

    if (fd >= 0 && close(fd) != 0)
        ok = false;
    ok = ok && renameat(dir, part, dir, name) == 0 && fsync(dir) == 0;
    if (!ok && fd >= 0) {
        int why = errno;
        (void)unlinkat(dir, part, 0);
        errno = why;
    }
    return ok;
}

static enum err folder_send(struct ctx *cx, struct mailer *m, const struct mail_parcel *p)
{
    struct folder *f = (struct folder *)m;
    char name[NAME_MAX_BYTES + 8], part[NAME_MAX_BYTES + 8];
    enum err e = OK;
    int dir;

    (void)snprintf(name, sizeof(name), "%s.eml", p->name);
    (void)snprintf(part, sizeof(part), ".%s.new", p->name);
    if (mkdir(f->dir, 0700) != 0 && errno != EEXIST)
        return refused(cx);
    dir = open(f->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return refused(cx);
    if (!put_file(dir, part, name, p))
        e = refused(cx);
    (void)close(dir);
    return e;
}

static void folder_end(struct mailer *m)
{
    struct folder *f = (struct folder *)m;

    free(f->dir);
    free(f);
}

struct mailer *mailer_folder_new(const char *dir)
{
    static const struct mailer_kind kind = {"folder", folder_send, folder_end};
    struct folder *f = calloc(1, sizeof(*f));

    if (!f)
        return NULL;
    f->mailer.kind = &kind;
    f->dir = strdup(dir);
    if (f->dir)
        return &f->mailer;
    free(f);
    return NULL;
}

/* --- memory */

struct memory {
    struct mailer mailer;
    pthread_mutex_t lock;
    struct mail_parcel held[HELD_MAX];
    size_t count;
    int failing;
};

static const char *kept(const char *bytes, size_t n)
{
    char *copy = malloc(n + 1);

    must(copy != NULL);
    memcpy(copy, bytes, n);
    copy[n] = 0;
    return copy;
}

static void let_go(struct mail_parcel *p)
{
    const char *const all[] = {p->name, p->from, p->to, p->bytes};

    for (size_t i = 0; i < COUNT_OF(all); i++)
        free((char *)(uintptr_t)all[i]);
}

static struct mail_parcel *place_of(struct memory *h, const char *name)
{
    for (size_t i = 0; i < h->count; i++)
        if (!strcmp(h->held[i].name, name)) {
            let_go(&h->held[i]);
            return &h->held[i];
        }
    must(h->count < HELD_MAX);
    return &h->held[h->count++];
}

static enum err memory_send(struct ctx *cx, struct mailer *m, const struct mail_parcel *p)
{
    struct memory *h = (struct memory *)m;
    enum err e = OK;

    (void)pthread_mutex_lock(&h->lock);
    if (h->failing > 0) {
        h->failing--;
        e = fail(cx, ERR_BUSY, "mail.folder", "reason", "full", NULL);
    } else {
        *place_of(h, p->name) = (struct mail_parcel){.name = kept(p->name, strlen(p->name)),
                                                     .from = kept(p->from, strlen(p->from)),
                                                     .to = kept(p->to, strlen(p->to)),
                                                     .bytes = kept(p->bytes, p->n),
                                                     .n = p->n};
    }
    (void)pthread_mutex_unlock(&h->lock);
    return e;
}

static void memory_end(struct mailer *m)
{
    struct memory *h = (struct memory *)m;

    for (size_t i = 0; i < h->count; i++)
        let_go(&h->held[i]);
    (void)pthread_mutex_destroy(&h->lock);
    free(h);
}

struct mailer *mailer_memory_new(void)
{
    static const struct mailer_kind kind = {"memory", memory_send, memory_end};
    struct memory *h = calloc(1, sizeof(*h));

    if (!h)
        return NULL;
    h->mailer.kind = &kind;
    (void)pthread_mutex_init(&h->lock, NULL);
    return &h->mailer;
}

size_t mailer_memory_count(const struct mailer *m)
{
    return ((const struct memory *)(const void *)m)->count;
}

const struct mail_parcel *mailer_memory_at(const struct mailer *m, size_t i)
{
    const struct memory *h = (const struct memory *)(const void *)m;

    return i < h->count ? &h->held[i] : NULL;
}

void mailer_memory_fail(struct mailer *m, int times)
{
    ((struct memory *)m)->failing = times;
}
