/* committer.c -- one sync for all who arrived meanwhile.
 *
 * Two groups take turns: appenders fill one while this thread writes and syncs the other. Surprising: after a sync that
 * failed, the kernel may have dropped the dirty pages and report success next time, so that file is cut back and never
 * written again; the next group starts a new segment.
 *
 * Those who were answered mostly come again at once, a few microseconds too late for a group that begins as soon as the last one
 * ended: on a quick disk that makes small groups, each of which costs a sync and wakes every loop. So after a group of some
 * size the next waits a moment until as many are there.
 */
#include "facts/journal_priv.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

/* A group of this many is followed by one of as many, or what came in this time. */
enum { GATHER_FROM = 8, GATHER_NS = 1000 * 1000 };

static bool write_all(struct journal *j, const unsigned char *bytes, size_t n, int64_t at)
{
    while (n > 0) {
        ssize_t w = j->disk.write_at(j->disk.self, j->fd, bytes, n, (off_t)at);
        if (w < 0 && errno == EINTR)
            continue;
        if (w <= 0)
            return false;
        bytes += w;
        at += w;
        n -= (size_t)w;
    }
    return true;
}

/* Put the group after `bytes` of the segment being written. On failure nothing of it is left. */
static bool commit_group(struct journal *j, const struct group *g, int64_t bytes)
{
    bool written = write_all(j, g->bytes, g->len, bytes);

    if (written && j->disk.sync(j->disk.self, j->fd) == 0)
        return true;
    /* A new segment also when the cut fails: it is tried again before that one is begun. */
    j->new_segment = written;
    if (ftruncate(j->fd, (off_t)bytes) != 0)
        j->new_segment = true;
    return false;
}

/* The segment that takes the next group, a new one when the last is full or not to be trusted. */
static bool ready_segment(struct journal *j, struct segment *ret)
{
    struct segment last;

    (void)pthread_mutex_lock(&j->lock);
    last = j->segments[j->segment_count - 1];
    (void)pthread_mutex_unlock(&j->lock);
    if (j->new_segment && ftruncate(j->fd, (off_t)last.bytes) != 0)
        return false; /* what was refused must be gone before anything comes after it */
    if (j->new_segment || (size_t)last.bytes >= j->segment_bytes) {
        if (!segment_start(j, last.sequence + 1))
            return false;
        j->new_segment = false;
        last = (struct segment){last.sequence + 1, JOURNAL_HEADER_BYTES};
    }
    *ret = last;
    return true;
}

/* Tell everyone in the group; those who wait are woken together by the caller. Lock held. */
static void answer_waiting(struct journal *j, const struct group *g, enum err e, int64_t start)
{
    for (size_t i = 0; i < g->count; i++) {
        if (g->list[i].done == NULL) {
            struct append_wait *w = g->list[i].arg;
            w->e = e;
            w->position = start + (int64_t)g->list[i].end;
            w->answered = true;
        }
    }
    if (e) {
        j->stats.refused += (int64_t)g->count;
    } else {
        j->stats.appended += (int64_t)g->count;
        j->stats.groups++;
    }
    (void)pthread_cond_broadcast(&j->answered);
}

static void answer_async(const struct group *g, enum err e, int64_t start)
{
    for (size_t i = 0; i < g->count; i++)
        if (g->list[i].done)
            g->list[i].done(g->list[i].arg, e, e ? 0 : start + (int64_t)g->list[i].end);
}

static void commit(struct journal *j, struct group *g)
{
    struct segment s = {0};
    bool ok = ready_segment(j, &s) && commit_group(j, g, s.bytes);
    int64_t start = position_of(s.sequence, s.bytes);

    (void)pthread_mutex_lock(&j->lock);
    if (ok) {
        j->segments[j->segment_count - 1].bytes = s.bytes + (int64_t)g->len;
        j->end = start + (int64_t)g->len;
        (void)pthread_cond_broadcast(&j->moved);
    }
    answer_waiting(j, g, ok ? OK : ERR_BUSY, start);
    (void)pthread_mutex_unlock(&j->lock);
    answer_async(g, ok ? OK : ERR_BUSY, start);
    g->len = 0;
    g->count = 0;
}

/* For journal_roll(). Lock not held. */
static void roll(struct journal *j)
{
    struct segment last;
    bool ok = true;

    (void)pthread_mutex_lock(&j->lock);
    last = j->segments[j->segment_count - 1];
    (void)pthread_mutex_unlock(&j->lock);
    if (last.bytes > JOURNAL_HEADER_BYTES) {
        j->new_segment = true;
        ok = ready_segment(j, &last);
    }
    (void)pthread_mutex_lock(&j->lock);
    if (ok && position_of(last.sequence, last.bytes) > j->end)
        j->end = position_of(last.sequence, last.bytes);
    if (ok)
        segments_remove_passed(j);
    j->roll = false;
    j->rolled = ok;
    (void)pthread_cond_broadcast(&j->answered);
    (void)pthread_cond_broadcast(&j->moved);
    (void)pthread_mutex_unlock(&j->lock);
}

/* Lock held. */
static void gather(struct journal *j, size_t before)
{
    struct timespec until;

    if (before < GATHER_FROM)
        return;
    must(clock_gettime(CLOCK_MONOTONIC, &until) == 0);
    until.tv_nsec += GATHER_NS;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    j->wanted = before;
    while (j->filling->count < before && !j->stopping && !j->roll)
        if (pthread_cond_timedwait(&j->has_work, &j->lock, &until) != 0)
            break;
    j->wanted = 0;
}

void *journal_commit_loop(void *arg)
{
    struct journal *j = arg;

    (void)pthread_mutex_lock(&j->lock);
    for (;;) {
        struct group *g = j->filling;
        size_t count = g->count;
        if (count == 0) {
            if (j->roll) {
                (void)pthread_mutex_unlock(&j->lock);
                roll(j);
                (void)pthread_mutex_lock(&j->lock);
                continue;
            }
            if (j->stopping)
                break;
            (void)pthread_cond_wait(&j->has_work, &j->lock);
            continue;
        }
        j->filling = g == &j->groups[0] ? &j->groups[1] : &j->groups[0];
        (void)pthread_cond_broadcast(&j->has_room);
        (void)pthread_mutex_unlock(&j->lock);
        commit(j, g);
        (void)pthread_mutex_lock(&j->lock);
        gather(j, count);
    }
    (void)pthread_mutex_unlock(&j->lock);
    return NULL;
}
