/* journal.c -- opening, appending, waiting and reading. The writing side's thread is committer.c, the files segment.c; the
 * promises are in journal.h.
 */
#include "facts/journal.h"

#include "facts/journal_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A group holds what a disk writes in a moment; more than this waits outside. */
enum { GROUP_BYTES_MAX = 2 * 1024 * 1024, GROUP_COUNT_MAX = 16384, GROUP_BYTES_FIRST = 64 * 1024 };

static ssize_t system_write_at(void *self, int fd, const void *bytes, size_t n, off_t at)
{
    (void)self;
    return pwrite(fd, bytes, n, at);
}

static int system_sync(void *self, int fd)
{
    (void)self;
    return fdatasync(fd);
}

static void conditions_init(struct journal *j)
{
    pthread_condattr_t attr;

    must(pthread_mutex_init(&j->lock, NULL) == 0);
    must(pthread_condattr_init(&attr) == 0);
    must(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0);
    must(pthread_cond_init(&j->has_work, &attr) == 0);
    must(pthread_cond_init(&j->has_room, NULL) == 0);
    must(pthread_cond_init(&j->answered, NULL) == 0);
    must(pthread_cond_init(&j->moved, &attr) == 0);
    (void)pthread_condattr_destroy(&attr);
}

static void journal_free(struct journal *j)
{
    (void)pthread_mutex_destroy(&j->lock);
    (void)pthread_cond_destroy(&j->has_work);
    (void)pthread_cond_destroy(&j->has_room);
    (void)pthread_cond_destroy(&j->answered);
    (void)pthread_cond_destroy(&j->moved);
    for (size_t i = 0; i < 2; i++) {
        free(j->groups[i].bytes);
        free(j->groups[i].list);
    }
    for (size_t i = 0; i < j->follower_count; i++)
        free(j->followers[i].name);
    free(j->segments);
    if (j->fd >= 0)
        (void)close(j->fd);
    if (j->lock_fd >= 0)
        (void)close(j->lock_fd);
    if (j->dir_fd >= 0)
        (void)close(j->dir_fd);
    free(j);
}

/* One process at a time: the lock goes with the process, however it ends. */
static enum err directory_take(struct ctx *cx, struct journal *j, const char *dir)
{
    if (mkdir(dir, 0700) != 0 && errno != EEXIST)
        return fail_detail(cx, ERR_BROKEN, "facts.journal", strerror(errno));
    j->dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (j->dir_fd < 0)
        return fail_detail(cx, ERR_BROKEN, "facts.journal", strerror(errno));
    j->lock_fd = openat(j->dir_fd, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (j->lock_fd < 0)
        return fail_detail(cx, ERR_BROKEN, "facts.journal", strerror(errno));
    if (flock(j->lock_fd, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? fail(cx, ERR_CONFLICT, "facts.locked", NULL)
                                    : fail_detail(cx, ERR_BROKEN, "facts.journal", strerror(errno));
    return OK;
}

enum err journal_open(struct ctx *cx, const struct journal_options *o, struct journal **ret)
{
    struct journal *j = calloc(1, sizeof(*j));
    enum err e;

    must(j != NULL);
    j->dir_fd = j->lock_fd = j->fd = -1;
    j->segment_bytes = o->segment_bytes ? o->segment_bytes : MIB(16);
    must(j->segment_bytes <= MIB(128));
    j->disk = o->disk ? *o->disk
                      : (struct journal_disk){.write_at = system_write_at, .sync = system_sync};
    j->filling = &j->groups[0];
    conditions_init(j);
    for (const char *const *f = o->followers; f && *f; f++) {
        must(j->follower_count < JOURNAL_FOLLOWERS_MAX);
        j->followers[j->follower_count].name = strdup(*f);
        must(j->followers[j->follower_count++].name != NULL);
    }
    e = directory_take(cx, j, o->dir);
    if (!e)
        e = segments_load(cx, j);
    if (!e && pthread_create(&j->committer, NULL, journal_commit_loop, j) != 0)
        e = fail_detail(cx, ERR_BROKEN, "facts.journal", "no thread");
    if (e) {
        journal_free(j);
        return e;
    }
    *ret = j;
    return OK;
}

void journal_close(struct journal *j)
{
    if (!j)
        return;
    (void)pthread_mutex_lock(&j->lock);
    j->stopping = true;
    (void)pthread_cond_broadcast(&j->has_work);
    (void)pthread_mutex_unlock(&j->lock);
    (void)pthread_join(j->committer, NULL);
    journal_free(j);
}

static bool group_full(const struct group *g, size_t n)
{
    return g->count >= GROUP_COUNT_MAX || g->len + n + JOURNAL_RECORD_HEAD_BYTES > GROUP_BYTES_MAX;
}

/* Copy one record in. Lock held, room made sure. The checksum is taken by the caller, outside the lock. */
static void group_add(struct group *g, const unsigned char head[JOURNAL_RECORD_HEAD_BYTES],
                      const void *bytes, size_t n, journal_done *done, void *arg)
{
    size_t need = g->len + JOURNAL_RECORD_HEAD_BYTES + n;

    if (need > g->cap) {
        size_t cap = g->cap ? g->cap : GROUP_BYTES_FIRST;
        while (cap < need)
            cap *= 2;
        g->bytes = realloc(g->bytes, cap);
        must(g->bytes != NULL);
        g->cap = cap;
    }
    if (g->count == g->list_cap) {
        g->list_cap = g->list_cap ? g->list_cap * 2 : 64;
        g->list = realloc(g->list, g->list_cap * sizeof(*g->list));
        must(g->list != NULL);
    }
    memcpy(g->bytes + g->len, head, JOURNAL_RECORD_HEAD_BYTES);
    memcpy(g->bytes + g->len + JOURNAL_RECORD_HEAD_BYTES, bytes, n);
    g->len = need;
    g->list[g->count++] = (struct waiting){done, arg, need};
}

/* Lock held. */
static void tell_committer(struct journal *j)
{
    if (j->filling->count >= j->wanted)
        (void)pthread_cond_signal(&j->has_work);
}

enum err journal_append(struct ctx *cx, struct journal *j, const void *bytes, size_t n,
                        int64_t *ret_position)
{
    unsigned char head[JOURNAL_RECORD_HEAD_BYTES];
    struct append_wait w = {0};
    bool stopping;

    must(n >= 1 && n <= JOURNAL_RECORD_MAX);
    record_head_write(head, j->salt, bytes, n);
    (void)pthread_mutex_lock(&j->lock);
    while (!j->stopping && group_full(j->filling, n))
        (void)pthread_cond_wait(&j->has_room, &j->lock);
    stopping = j->stopping;
    if (!stopping) {
        group_add(j->filling, head, bytes, n, NULL, &w);
        tell_committer(j);
        while (!w.answered)
            (void)pthread_cond_wait(&j->answered, &j->lock);
    }
    (void)pthread_mutex_unlock(&j->lock);
    if (stopping)
        return fail(cx, ERR_BUSY, "facts.stopping", NULL);
    if (w.e)
        return fail(cx, w.e, "facts.disk", NULL);
    if (ret_position)
        *ret_position = w.position;
    return OK;
}

enum err journal_append_async(struct journal *j, const void *bytes, size_t n, journal_done *done,
                              void *arg)
{
    unsigned char head[JOURNAL_RECORD_HEAD_BYTES];
    bool taken;

    must(n >= 1 && n <= JOURNAL_RECORD_MAX && done != NULL);
    record_head_write(head, j->salt, bytes, n);
    (void)pthread_mutex_lock(&j->lock);
    taken = !j->stopping && !group_full(j->filling, n);
    if (taken) {
        group_add(j->filling, head, bytes, n, done, arg);
        tell_committer(j);
    }
    (void)pthread_mutex_unlock(&j->lock);
    return taken ? OK : ERR_BUSY;
}

enum err journal_roll(struct ctx *cx, struct journal *j)
{
    bool ok;

    (void)pthread_mutex_lock(&j->lock);
    j->roll = true;
    (void)pthread_cond_signal(&j->has_work);
    while (j->roll)
        (void)pthread_cond_wait(&j->answered, &j->lock);
    ok = j->rolled;
    (void)pthread_mutex_unlock(&j->lock);
    return ok ? OK : fail(cx, ERR_BUSY, "facts.disk", NULL);
}

int64_t journal_end(struct journal *j)
{
    int64_t end;

    (void)pthread_mutex_lock(&j->lock);
    end = j->end;
    (void)pthread_mutex_unlock(&j->lock);
    return end;
}

int64_t journal_wait(struct journal *j, int64_t until, int64_t timeout_ms, uint64_t *wakes)
{
    struct timespec t;
    int64_t end;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    t.tv_sec += timeout_ms / 1000;
    t.tv_nsec += timeout_ms % 1000 * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    (void)pthread_mutex_lock(&j->lock);
    while (j->end < until && j->wakes == *wakes)
        if (pthread_cond_timedwait(&j->moved, &j->lock, &t) != 0)
            break;
    *wakes = j->wakes;
    end = j->end;
    (void)pthread_mutex_unlock(&j->lock);
    return end;
}

void journal_wake(struct journal *j)
{
    (void)pthread_mutex_lock(&j->lock);
    j->wakes++;
    (void)pthread_cond_broadcast(&j->moved);
    (void)pthread_mutex_unlock(&j->lock);
}

void journal_passed(struct journal *j, const char *name, int64_t position)
{
    bool known = false;

    (void)pthread_mutex_lock(&j->lock);
    for (size_t i = 0; i < j->follower_count; i++) {
        if (strcmp(j->followers[i].name, name) == 0) {
            j->followers[i].position = position;
            known = true;
        }
    }
    must(known || j->follower_count == 0);
    segments_remove_passed(j);
    (void)pthread_mutex_unlock(&j->lock);
}

void journal_stats(struct journal *j, struct journal_stats *ret)
{
    (void)pthread_mutex_lock(&j->lock);
    *ret = j->stats;
    ret->end = j->end;
    ret->oldest = position_of(j->segments[0].sequence, JOURNAL_HEADER_BYTES);
    ret->segments = (int64_t)j->segment_count;
    ret->bytes = 0;
    for (size_t i = 0; i < j->segment_count; i++)
        ret->bytes += j->segments[i].bytes;
    (void)pthread_mutex_unlock(&j->lock);
}
