/* segment.c -- the files of a journal: names, heads, what is found at start, what may go.
 *
 * Surprising: opening reads the last segment whole, looking for the last good record, and cuts only what stands after
 * it. A bad record with good ones behind it is damage (or a write the kernel finished out of order before a power
 * cut); cutting there could lose acknowledged records, so it is left for readers to step over.
 *
 * What was cut may have been read and stored before: a disk that lied about its sync, a hand with truncate(1). So nothing is
 * ever written into a segment that was there at start: positions that a follower has stored stay behind all that comes.
 */
#include "base/hash.h"
#include "facts/bytes_priv.h"
#include "facts/journal_priv.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char magic[8] = {'P', 'R', 'A', 'C', 'A', 'J', 'N', 'L'};

void segment_name(int64_t sequence, char ret[SEGMENT_NAME_MAX])
{
    must(snprintf(ret, SEGMENT_NAME_MAX, "%010" PRId64 ".log", sequence) < SEGMENT_NAME_MAX);
}

/* 0 when it is not a segment's name. */
static int64_t segment_sequence(const char *name)
{
    char again[SEGMENT_NAME_MAX];
    int64_t v = 0;

    for (const char *c = name; *c >= '0' && *c <= '9'; c++) {
        if (c - name >= 11)
            return 0;
        v = v * 10 + (*c - '0');
    }
    segment_name(v, again);
    return strcmp(name, again) == 0 ? v : 0;
}

void segment_head_write(unsigned char to[JOURNAL_HEADER_BYTES], int64_t sequence, uint32_t salt)
{
    memset(to, 0, JOURNAL_HEADER_BYTES);
    memcpy(to, magic, 8);
    put_le(to + 8, SEGMENT_VERSION, 4);
    put_le(to + 16, (uint64_t)sequence, 8);
    put_le(to + 24, salt, 4);
    put_le(to + 12, crc32c(0, to + 16, JOURNAL_HEADER_BYTES - 16), 4);
}

bool segment_head_read(const unsigned char from[JOURNAL_HEADER_BYTES], int64_t sequence,
                       uint32_t *ret_salt)
{
    if (memcmp(from, magic, 8) != 0 || get_le(from + 8, 4) != SEGMENT_VERSION ||
        get_le(from + 12, 4) != crc32c(0, from + 16, JOURNAL_HEADER_BYTES - 16) ||
        get_le(from + 16, 8) != (uint64_t)sequence)
        return false;
    *ret_salt = (uint32_t)get_le(from + 24, 4);
    return true;
}

void record_head_write(unsigned char to[JOURNAL_RECORD_HEAD_BYTES], uint32_t salt,
                       const void *payload, size_t n)
{
    put_le(to, n, 4);
    put_le(to + 4, crc32c(crc32c(salt, to, 4), payload, n), 4);
}

size_t record_check(const unsigned char *bytes, size_t n, uint32_t salt)
{
    size_t length;

    if (n <= JOURNAL_RECORD_HEAD_BYTES)
        return 0;
    length = (size_t)get_le(bytes, 4);
    if (length == 0 || length > JOURNAL_RECORD_MAX || length > n - JOURNAL_RECORD_HEAD_BYTES)
        return 0;
    if (get_le(bytes + 4, 4) !=
        crc32c(crc32c(salt, bytes, 4), bytes + JOURNAL_RECORD_HEAD_BYTES, length))
        return 0;
    return length;
}

/* Offset after the last good record. */
static size_t last_good(const unsigned char *bytes, size_t n, uint32_t salt)
{
    size_t at = JOURNAL_HEADER_BYTES, good = at;

    while (at < n) {
        size_t length = record_check(bytes + at, n - at, salt);
        if (length) {
            at += JOURNAL_RECORD_HEAD_BYTES + length;
            good = at;
        } else {
            at++;
        }
    }
    return good;
}

static int by_sequence(const void *a, const void *b)
{
    const struct segment *x = a, *y = b;

    return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

static void add_segment(struct journal *j, int64_t sequence, int64_t bytes)
{
    if (j->segment_count == j->segment_cap) {
        size_t cap = j->segment_cap ? j->segment_cap * 2 : 16;
        struct segment *more = realloc(j->segments, cap * sizeof(*more));
        must(more != NULL);
        j->segments = more;
        j->segment_cap = cap;
    }
    j->segments[j->segment_count++] = (struct segment){sequence, bytes};
}

bool segment_start(struct journal *j, int64_t sequence)
{
    unsigned char head[JOURNAL_HEADER_BYTES];
    char name[SEGMENT_NAME_MAX];
    int fd, why;

    segment_name(sequence, name);
    segment_head_write(head, sequence, j->salt);
    fd = openat(j->dir_fd, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    if (j->disk.write_at(j->disk.self, fd, head, sizeof(head), 0) != (ssize_t)sizeof(head) ||
        j->disk.sync(j->disk.self, fd) != 0 || fsync(j->dir_fd) != 0) {
        why = errno;
        (void)close(fd);
        (void)unlinkat(j->dir_fd, name, 0);
        errno = why;
        return false;
    }
    if (j->fd >= 0)
        (void)close(j->fd);
    j->fd = fd;
    (void)pthread_mutex_lock(&j->lock);
    add_segment(j, sequence, JOURNAL_HEADER_BYTES);
    (void)pthread_mutex_unlock(&j->lock);
    return true;
}

void segments_remove_passed(struct journal *j)
{
    int64_t passed = INT64_MAX;
    size_t gone = 0;

    if (j->follower_count == 0)
        return;
    for (size_t i = 0; i < j->follower_count; i++)
        if (j->followers[i].position < passed)
            passed = j->followers[i].position;
    while (gone + 1 < j->segment_count) {
        const struct segment *s = &j->segments[gone];
        char name[SEGMENT_NAME_MAX];
        if (passed < position_of(s->sequence, s->bytes))
            break;
        segment_name(s->sequence, name);
        if (unlinkat(j->dir_fd, name, 0) != 0 && errno != ENOENT)
            break;
        gone++;
    }
    if (gone == 0)
        return;
    j->segment_count -= gone;
    memmove(j->segments, j->segments + gone, j->segment_count * sizeof(*j->segments));
}

static enum err list_segments(struct ctx *cx, struct journal *j)
{
    DIR *d = NULL;
    int fd = openat(j->dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct dirent *entry;

    d = fd < 0 ? NULL : fdopendir(fd);
    if (!d) {
        if (fd >= 0)
            (void)close(fd);
        return fail_detail(cx, ERR_BROKEN, "facts.journal", strerror(errno));
    }
    while ((entry = readdir(d)) != NULL) {
        struct stat st;
        int64_t sequence = segment_sequence(entry->d_name);
        if (sequence > 0 && fstatat(j->dir_fd, entry->d_name, &st, 0) == 0)
            add_segment(j, sequence, st.st_size);
    }
    (void)closedir(d);
    if (j->segment_count)
        qsort(j->segments, j->segment_count, sizeof(*j->segments), by_sequence);
    return OK;
}

static bool read_whole(int fd, unsigned char *to, size_t n)
{
    for (size_t got = 0; got < n;) {
        ssize_t r = pread(fd, to + got, n - got, (off_t)got);
        if (r <= 0)
            return false;
        got += (size_t)r;
    }
    return true;
}

/* The salt of the directory, from the oldest segment whose head can be read. */
static bool find_salt(struct journal *j)
{
    for (size_t i = 0; i < j->segment_count; i++) {
        unsigned char head[JOURNAL_HEADER_BYTES];
        char name[SEGMENT_NAME_MAX];
        bool found;
        int fd;

        segment_name(j->segments[i].sequence, name);
        fd = openat(j->dir_fd, name, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            continue;
        found = read_whole(fd, head, sizeof(head)) &&
                segment_head_read(head, j->segments[i].sequence, &j->salt);
        (void)close(fd);
        if (found)
            return true;
    }
    return false;
}

/* Open the last segment for writing and cut what stands after its last good record. */
static enum err mend_last(struct ctx *cx, struct journal *j)
{
    struct segment *s = &j->segments[j->segment_count - 1];
    char name[SEGMENT_NAME_MAX];
    unsigned char *bytes = NULL;
    size_t n = (size_t)s->bytes, good;
    enum err e = OK;

    segment_name(s->sequence, name);
    j->fd = openat(j->dir_fd, name, O_RDWR | O_CLOEXEC);
    bytes = malloc(n ? n : 1);
    if (j->fd < 0 || !bytes || !read_whole(j->fd, bytes, n)) {
        e = fail_detail(cx, ERR_BROKEN, "facts.journal", strerror(errno));
        goto out;
    }
    good = last_good(bytes, n, j->salt);
    if (good < n) {
        j->stats.cut = (int64_t)(n - good);
        if (ftruncate(j->fd, (off_t)good) != 0)
            e = fail_detail(cx, ERR_BROKEN, "facts.journal", strerror(errno));
        s->bytes = (int64_t)good;
    }
    /* What is found here may never have been synced; readers may see it only once it is. */
    if (!e && j->disk.sync(j->disk.self, j->fd) != 0)
        e = fail_detail(cx, ERR_BROKEN, "facts.journal", strerror(errno));
out:
    free(bytes);
    return e;
}

enum err segments_load(struct ctx *cx, struct journal *j)
{
    enum err e = list_segments(cx, j);
    struct segment *last;
    int64_t first = 1;

    if (e)
        return e;
    /* A segment shorter than its head was being made when the process died; it holds nothing. Nor does a lone one
     * that is only a head, and its head may be unwritten. */
    while (j->segment_count > 0) {
        char name[SEGMENT_NAME_MAX];
        last = &j->segments[j->segment_count - 1];
        if (last->bytes > JOURNAL_HEADER_BYTES ||
            (last->bytes == JOURNAL_HEADER_BYTES && j->segment_count > 1))
            break;
        first = last->sequence + 1;
        segment_name(last->sequence, name);
        (void)unlinkat(j->dir_fd, name, 0);
        j->segment_count--;
    }
    if (j->segment_count == 0) {
        random_bytes(&j->salt, sizeof(j->salt));
        if (!segment_start(j, first))
            return fail_detail(cx, errno == ENOSPC ? ERR_BUSY : ERR_BROKEN,
                               errno == ENOSPC ? "facts.disk" : "facts.journal", strerror(errno));
    } else if (!find_salt(j)) {
        return fail_detail(cx, ERR_BROKEN, "facts.journal", "no segment has a readable head");
    } else {
        e = mend_last(cx, j);
        if (e)
            return e;
        j->new_segment = true;
        j->found = j->segments[j->segment_count - 1].sequence;
    }
    last = &j->segments[j->segment_count - 1];
    j->end = position_of(last->sequence, last->bytes);
    return OK;
}
