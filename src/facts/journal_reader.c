/* journal_reader.c -- records back from the segments, in order, stepping over damage.
 *
 * A block of the file is kept in memory; a record is checked where it lies. What does not check is passed a byte at a
 * time until something does: slow, but only ever over damage, which is bounded by one segment.
 */
#include "facts/journal_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_BYTES = 256 * 1024 };

struct journal_reader {
    struct journal *j;
    int fd;
    int64_t sequence; /* segment being read */
    int64_t at;       /* offset of the next record in it */
    int64_t limit;    /* bytes of it that are on disk */
    bool last;        /* it is the one being written */
    int64_t damaged;
    unsigned char *block;
    int64_t block_at;
    size_t block_n;
};

/* What the journal says now of the first segment with at least this sequence. */
static bool look(struct journal_reader *r, int64_t at_least, struct segment *ret, bool *ret_last)
{
    struct journal *j = r->j;
    bool found = false;

    (void)pthread_mutex_lock(&j->lock);
    for (size_t i = 0; i < j->segment_count && !found; i++) {
        if (j->segments[i].sequence >= at_least) {
            *ret = j->segments[i];
            *ret_last = i + 1 == j->segment_count;
            found = true;
        }
    }
    (void)pthread_mutex_unlock(&j->lock);
    return found;
}

static enum err enter(struct ctx *cx, struct journal_reader *r, const struct segment *s, bool last,
                      int64_t at)
{
    char name[SEGMENT_NAME_MAX];
    int fd;

    segment_name(s->sequence, name);
    fd = openat(r->j->dir_fd, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_detail(cx, ERR_BROKEN, "facts.journal", strerror(errno));
    if (r->fd >= 0)
        (void)close(r->fd);
    r->fd = fd;
    r->sequence = s->sequence;
    r->at = at;
    r->limit = s->bytes;
    r->last = last;
    r->block_n = 0;
    return OK;
}

enum err journal_reader_open(struct ctx *cx, struct journal *j, int64_t position,
                             struct journal_reader **ret)
{
    struct journal_reader *r;
    struct segment s;
    bool last;
    int64_t at = JOURNAL_HEADER_BYTES;
    enum err e;

    /* Beyond the end of what was found at start: that was cut, and takes nothing more (segment.c). */
    if (position > journal_end(j) && position_sequence(position) > j->found)
        return fail(cx, ERR_CONFLICT, "facts.position", NULL);
    r = calloc(1, sizeof(*r));
    must(r != NULL);
    r->block = malloc(BLOCK_BYTES);
    must(r->block != NULL);
    r->j = j;
    r->fd = -1;
    must(look(r, position_sequence(position), &s, &last));
    if (s.sequence == position_sequence(position) && position_offset(position) > at)
        at = position_offset(position);
    e = enter(cx, r, &s, last, at);
    if (e) {
        journal_reader_free(r);
        return e;
    }
    *ret = r;
    return OK;
}

void journal_reader_free(struct journal_reader *r)
{
    if (!r)
        return;
    if (r->fd >= 0)
        (void)close(r->fd);
    free(r->block);
    free(r);
}

/* Make the block hold what a record at r->at could take. Returns where it lies and how much of it. */
static enum err fill(struct ctx *cx, struct journal_reader *r, const unsigned char **ret,
                     size_t *ret_n)
{
    int64_t left = r->limit - r->at;
    size_t want = (size_t)(left < JOURNAL_RECORD_MAX + JOURNAL_RECORD_HEAD_BYTES
                               ? left
                               : JOURNAL_RECORD_MAX + JOURNAL_RECORD_HEAD_BYTES);

    if (r->block_n == 0 || r->at < r->block_at ||
        r->at + (int64_t)want > r->block_at + (int64_t)r->block_n) {
        size_t n = left < BLOCK_BYTES ? (size_t)left : BLOCK_BYTES;
        r->block_at = r->at;
        r->block_n = 0;
        while (r->block_n < n) {
            ssize_t got = pread(r->fd, r->block + r->block_n, n - r->block_n,
                                (off_t)(r->at + (int64_t)r->block_n));
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0)
                return fail_detail(cx, ERR_BROKEN, "facts.journal", "a segment cannot be read");
            r->block_n += (size_t)got;
        }
    }
    *ret = r->block + (r->at - r->block_at);
    *ret_n = r->block_n - (size_t)(r->at - r->block_at);
    return OK;
}

/* At the end of what was known of this segment: learn more of it, or go to the next. */
static enum err advance(struct ctx *cx, struct journal_reader *r, bool *ret_more)
{
    struct segment s;
    bool last;

    *ret_more = false;
    if (r->last) { /* it may have grown, and may have been closed since */
        if (!look(r, r->sequence, &s, &last))
            return OK;
        if (s.sequence == r->sequence) {
            r->last = last;
            *ret_more = s.bytes > r->limit || !last;
            r->limit = s.bytes;
            return OK;
        }
    } else if (!look(r, r->sequence + 1, &s, &last)) {
        return OK;
    }
    *ret_more = true;
    return enter(cx, r, &s, last, JOURNAL_HEADER_BYTES);
}

enum err journal_read(struct ctx *cx, struct journal_reader *r, const void **ret_bytes,
                      size_t *ret_n)
{
    for (;;) {
        const unsigned char *bytes = NULL;
        size_t n = 0, length;
        bool more = false;
        enum err e;

        if (r->at >= r->limit) {
            e = advance(cx, r, &more);
            if (e)
                return e;
            if (more)
                continue;
            *ret_bytes = NULL;
            *ret_n = 0;
            return OK;
        }
        e = fill(cx, r, &bytes, &n);
        if (e)
            return e;
        length = record_check(bytes, n, r->j->salt);
        if (length) {
            r->at += (int64_t)(JOURNAL_RECORD_HEAD_BYTES + length);
            *ret_bytes = bytes + JOURNAL_RECORD_HEAD_BYTES;
            *ret_n = length;
            return OK;
        }
        r->at++;
        r->damaged++;
    }
}

int64_t journal_reader_position(const struct journal_reader *r)
{
    return position_of(r->sequence, r->at);
}

int64_t journal_reader_damaged(const struct journal_reader *r)
{
    return r->damaged;
}
