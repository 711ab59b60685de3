/* journal.h -- what was acknowledged is on disk, in the order it came.
 *
 * A directory of append-only segments. Many threads append at once; a committer thread writes what has gathered
 * as one group and makes one fdatasync for all of it, so the price of a disk's sync is shared by everyone who
 * arrived meanwhile. An append is answered only after that sync.
 *
 * What is promised:
 *  - An append answered with OK is read back after kill -9 and after a power cut, once, with its bytes.
 *  - An append answered with a failure is not on disk. One that was never answered (the process died) may or may
 *    not be there.
 *  - Records stand in the order in which the journal took them; those of one thread are in that thread's order.
 *  - A group that the disk refuses is cut off again, so that appends go on when there is room.
 *  - A reader never sees a record before it is on disk.
 *  - Damage inside a segment costs the damaged records only: a reader goes on at the next good one and says how many
 *    bytes it passed. Opening cuts what stands after the last good record of the last segment (a torn tail).
 *  - What comes after an opening has a position beyond all that were there before it, also those that were cut: a follower
 *    that stored more than the disk kept reads on without a gap.
 *
 * Layout: NNNNNNNNNN.log (decimal sequence); a header of 32 bytes: "PRACAJNL", version, CRC32C of the rest, sequence, salt;
 * then records: length (4 bytes), CRC32C (4 bytes) begun with the salt and taken over the length and the payload, payload.
 * Numbers are little-endian. The salt is random per directory, so a payload cannot carry what looks like a record.
 *
 * A position is one integer, segment << 28 | offset; it grows, and fits an INTEGER column. 0 is the oldest kept.
 *
 * Followers are the readers whose progress matters, named once at open. A segment is removed when every follower has
 * said, with journal_passed(), that it stored a position beyond it.
 *
 * Ownership: the journal belongs to the process and copies what is appended. A reader belongs to its opener and must be
 *            freed before the journal. Bytes of journal_read() live until the reader's next call.
 * Errors:    ERR_BUSY "facts.disk" (full or refusing: nothing was kept, try again later), "facts.busy" (too much is
 *            waiting, asynchronous form only), "facts.stopping"; ERR_CONFLICT "facts.locked" (another process has the
 *            directory), "facts.position" (beyond the end: this is not the journal that position came from);
 *            ERR_BROKEN "facts.journal" (the detail says what).
 * Units:     bytes; ms.
 * Threads:   a journal: any. A reader: one.
 */
#ifndef PRACA_FACTS_JOURNAL_H
#define PRACA_FACTS_JOURNAL_H

#include "base/ctx.h"

#include <sys/types.h>

enum {
    JOURNAL_RECORD_MAX = 16 * 1024,
    JOURNAL_FOLLOWERS_MAX = 8,
    JOURNAL_OFFSET_BITS = 28,
    JOURNAL_HEADER_BYTES = 32,
    JOURNAL_RECORD_HEAD_BYTES = 8,
};

/* How the journal touches the disk while appending, so that tests can make a disk full. */
struct journal_disk {
    ssize_t (*write_at)(void *self, int fd, const void *bytes, size_t n, off_t at);
    int (*sync)(void *self, int fd);
    void *self;
};

struct journal_options {
    const char *dir;              /* made when missing (its parent must be there) */
    size_t segment_bytes;         /* 0: 16 MiB, which opening reads in a moment; at most 128 MiB */
    const char *const *followers; /* names, NULL-terminated; NULL: nothing is ever removed */
    const struct journal_disk *disk; /* NULL: the system's */
};

struct journal_stats {
    int64_t end;      /* position after the last record on disk */
    int64_t oldest;   /* position of the first record kept */
    int64_t segments; /* files */
    int64_t bytes;    /* of all segments */
    int64_t appended; /* records since open */
    int64_t groups;   /* syncs since open */
    int64_t refused;  /* records whose group the disk refused, since open */
    int64_t cut;      /* bytes of torn tail cut at open */
};

struct journal;
struct journal_reader;

MUST_USE enum err journal_open(struct ctx *cx, const struct journal_options *o,
                               struct journal **ret);
/* Waits until everything taken so far is on disk and answered. No call may be running or come after. */
void journal_close(struct journal *j);

/* Returns when the record is on disk. ret_position (may be NULL) is the position after it.
 * n is 1..JOURNAL_RECORD_MAX (must). ERR_BUSY as above. */
MUST_USE enum err journal_append(struct ctx *cx, struct journal *j, const void *bytes, size_t n,
                                 int64_t *ret_position);

/* The same without waiting. OK means that done is called exactly once, from the committer thread, with OK or
 * ERR_BUSY; it must be quick and must not append or wait. Anything else means that done is never called. */
typedef void journal_done(void *arg, enum err e, int64_t position);
MUST_USE enum err journal_append_async(struct journal *j, const void *bytes, size_t n,
                                       journal_done *done, void *arg);

/* Position after the last record on disk. */
int64_t journal_end(struct journal *j);
/* Wait until the end is at least `until`, or timeout_ms passed, or journal_wake() was called since *wakes; returns the end.
 * wakes counts the wakes that this waiter has seen, from 0, so that one that comes between two waits is not missed. */
int64_t journal_wait(struct journal *j, int64_t until, int64_t timeout_ms, uint64_t *wakes);
void journal_wake(struct journal *j);

/* Follower `name` has stored `position`; segments that all have passed are removed. */
void journal_passed(struct journal *j, const char *name, int64_t position);

/* Begin a new segment, so that the one being written can go when its followers have passed it: what stands in it is not
 * needed any more. Returns when that is done; nothing happens to a segment without records. ERR_BUSY "facts.disk". */
MUST_USE enum err journal_roll(struct ctx *cx, struct journal *j);

void journal_stats(struct journal *j, struct journal_stats *ret);

/* Read on from a position that journal_read() or journal_append() gave, or 0. A position whose segment is gone reads on from the
 * oldest kept. ERR_CONFLICT "facts.position". */
MUST_USE enum err journal_reader_open(struct ctx *cx, struct journal *j, int64_t position,
                                      struct journal_reader **ret);
void journal_reader_free(struct journal_reader *r);
/* The next record, or *ret_bytes = NULL at the end of what is on disk (call again later). */
MUST_USE enum err journal_read(struct ctx *cx, struct journal_reader *r, const void **ret_bytes,
                               size_t *ret_n);
/* Position after the last record read; where to read on. */
int64_t journal_reader_position(const struct journal_reader *r);
/* Bytes of damage passed over so far. */
int64_t journal_reader_damaged(const struct journal_reader *r);

#endif
