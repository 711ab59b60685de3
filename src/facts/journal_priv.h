/* journal_priv.h -- the format of a segment file, shared by the writing, opening and reading side. */
#ifndef PRACA_FACTS_JOURNAL_PRIV_H
#define PRACA_FACTS_JOURNAL_PRIV_H

#include "facts/journal.h"

#include <pthread.h>

enum { SEGMENT_NAME_MAX = 32, SEGMENT_VERSION = 1 };

/* One file, known by its sequence; the last of the list is the one being written. */
struct segment {
    int64_t sequence;
    int64_t bytes; /* on disk and good to read */
};

struct waiting {
    journal_done *done;
    void *arg;
    size_t end; /* offset in the group's bytes after this record */
};

/* One who waits in journal_append(): its waiting.done is NULL and waiting.arg is this. */
struct append_wait {
    bool answered;
    enum err e;
    int64_t position;
};

/* What gathers while the group before it is being written. */
struct group {
    unsigned char *bytes;
    size_t len, cap;
    struct waiting *list;
    size_t count, list_cap;
};

struct journal {
    int dir_fd, lock_fd, fd; /* fd: the segment being written */
    size_t segment_bytes;
    uint32_t salt;
    int64_t
        found; /* the last segment that was there at start and takes nothing more; 0: none was */
    struct journal_disk disk;

    pthread_mutex_t lock;    /* everything below */
    pthread_cond_t has_work; /* for the committer */
    pthread_cond_t has_room; /* for those who wait to get into a group */
    pthread_cond_t answered; /* a group's append_waits are filled in */
    pthread_cond_t moved;    /* the end moved, or a wake */
    struct group *filling;   /* the committer owns the other one */
    struct group groups[2];
    struct segment *segments; /* oldest first, never empty */
    size_t segment_count, segment_cap;
    int64_t end;
    uint64_t wakes;
    size_t wanted; /* how many must be in the filling group for the committer to be told; 0: any */
    bool stopping;
    bool roll; /* somebody waits on answered for a new segment */
    bool rolled;
    struct journal_stats stats;
    struct {
        char *name;
        int64_t position;
    } followers[JOURNAL_FOLLOWERS_MAX];
    size_t follower_count;

    pthread_t committer;
    bool new_segment; /* the committer's own: the last file takes nothing more */
};

static inline int64_t position_of(int64_t sequence, int64_t offset)
{
    return sequence << JOURNAL_OFFSET_BITS | offset;
}

static inline int64_t position_sequence(int64_t position)
{
    return position >> JOURNAL_OFFSET_BITS;
}

static inline int64_t position_offset(int64_t position)
{
    return position & ((INT64_C(1) << JOURNAL_OFFSET_BITS) - 1);
}

void segment_name(int64_t sequence, char ret[SEGMENT_NAME_MAX]);
void segment_head_write(unsigned char to[JOURNAL_HEADER_BYTES], int64_t sequence, uint32_t salt);
bool segment_head_read(const unsigned char from[JOURNAL_HEADER_BYTES], int64_t sequence,
                       uint32_t *ret_salt);
void record_head_write(unsigned char to[JOURNAL_RECORD_HEAD_BYTES], uint32_t salt,
                       const void *payload, size_t n);
/* The payload length of the good record at the start of these bytes; 0 when there is none. */
size_t record_check(const unsigned char *bytes, size_t n, uint32_t salt);

/* segment.c: open the directory's segments, cut the torn tail, make the first one. */
MUST_USE enum err segments_load(struct ctx *cx, struct journal *j);
/* Create the next segment and make it the one being written. False with errno. Lock not needed for the file; takes it
 * for the list. */
bool segment_start(struct journal *j, int64_t sequence);
/* Remove those that all followers have passed. Lock held. */
void segments_remove_passed(struct journal *j);

/* committer.c */
void *journal_commit_loop(void *arg); /* a struct journal */

#endif
