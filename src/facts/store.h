/* store.h -- the query port: facts at rest, and questions about them.
 *
 * One struct of functions, with DuckDB behind it in the program (store_duckdb.c) and plain arrays in tests (store_memory.c); the
 * same suite runs on both.
 *
 * What an engine promises:
 *  - store_append() is one transaction: the facts, the outcome counts and the follower's new position are all there
 *    afterwards, on disk, or none of them is. It applies only when the follower still stands at batch.from, so a batch that
 *    was committed by a process that died before it could say so is refused, not applied twice.
 *  - A question sees whole batches only. Questions and the appending thread do not wait for each other.
 *  - Nothing is opened, read or allocated until the first call that needs it, so that a server can listen first.
 *  - store_rest() gives back the memory that questions took; the next one takes it again.
 *  - Answers are the same on every engine, to the order of rows: groups by day ascending, others by count descending and then
 *    by the bytes of their text; timelines by (at_ms, id) descending.
 *
 * Ownership: a store belongs to the process; answers live in the ctx's arena.
 * Errors:    ERR_BUSY "facts.store_away" (cannot be opened now: the directory is another process's, the disk is full);
 *            ERR_CONFLICT "facts.moved" (batch.from is not where the follower stands); ERR_BROKEN "facts.store"; ERR_LIMIT
 *            "base.memory".
 * Units:     ms; a day is days since 1970-01-01 of the time plus the filter's zone_offset_ms.
 * Threads:   any; one at a time appends.
 */
#ifndef PRACA_FACTS_STORE_H
#define PRACA_FACTS_STORE_H

#include "facts/fact.h"

/* What became of a record. received = the sum of all. */
enum store_fate { FATE_HUMAN, FATE_ROBOT, FATE_DUPLICATE, FATE_REFUSED, FATE_INVALID };
enum { FATES = 5 };

struct store_outcome {
    int64_t site; /* 0 when it could not be told */
    int64_t day;  /* of receipt, UTC */
    enum store_fate fate;
    const char *reason; /* of a refusal; "" otherwise */
    int64_t count;
};

struct store_batch {
    const char *follower;
    int64_t from, to; /* positions in the journal */
    const struct fact *facts;
    size_t count;
    const struct store_outcome *outcomes; /* added to what is there */
    size_t outcome_count;
};

struct store_key {
    int64_t site, hi, lo;
};

/* Facts of one subject in a quarter of an hour, within which no local day begins, at the latest since clocks follow zones. */
struct store_quarter {
    int64_t subject, at_ms, count; /* at_ms: its beginning */
};

/* In order of subject and time; malloc'd: store_quarters_done(). position: where the follower stood that had stored just
 * these facts. */
struct store_quarters {
    struct store_quarter *rows;
    size_t n;
    int64_t position;
};

enum store_robots { STORE_HUMANS, STORE_ROBOTS, STORE_EVERYONE };

/* Zero and NULL: not filtered. site is required. A list that is given and empty finds nothing. A channel or path of "" finds
 * the facts that have none. */
struct store_filter {
    int64_t site;
    int64_t from_ms, to_ms; /* from <= at_ms < to */
    const char *const *kinds;
    size_t kind_count;
    const int64_t *subjects;
    size_t subject_count;
    const int64_t *accounts;
    size_t account_count;
    const char *channel, *path;
    const char *path_starts;
    int64_t visitor, campaign_id;
    enum store_robots robots;
    int64_t zone_offset_ms; /* of the reader, for days */
};

enum store_group {
    STORE_ALL, /* one row */
    STORE_BY_DAY,
    STORE_BY_KIND,
    STORE_BY_CHANNEL,
    STORE_BY_PATH,
    STORE_BY_SOURCE,
    STORE_BY_MEDIUM,
    STORE_BY_CAMPAIGN,
};

struct store_count {
    int64_t day;      /* STORE_BY_DAY */
    const char *text; /* the other groups; "" when the facts have none */
    int64_t count;
    int64_t visitors; /* different ones, other than 0 */
    int64_t subjects; /* different ones, other than 0 */
    int64_t value_minor;
};

/* One subject's first and last fact under a filter. */
struct store_seen {
    int64_t subject, first_ms, last_ms, count;
};

/* How many facts of one subject a filter finds. */
struct store_tally {
    int64_t subject, count;
};

/* In order of subject; malloc'd, because a million of them are no errand's: store_tallies_done(). */
struct store_tallies {
    struct store_tally *rows;
    size_t n;
};

struct store_page {
    int64_t before_ms, before_id; /* the last row of the page before; 0, 0: from the newest */
    int64_t limit;                /* 1..1000 */
};

struct fact_store;

struct store_port {
    const char *name;
    enum err (*append)(struct ctx *, struct fact_store *, const struct store_batch *);
    enum err (*position)(struct ctx *, struct fact_store *, const char *follower, int64_t *ret);
    enum err (*known)(struct ctx *, struct fact_store *, const struct store_key *keys, size_t n,
                      int64_t since_ms, bool *ret);
    enum err (*outcomes)(struct ctx *, struct fact_store *, int64_t site, int64_t from_day,
                         int64_t to_day, struct store_outcome **ret, size_t *ret_n);
    enum err (*counts)(struct ctx *, struct fact_store *, const struct store_filter *,
                       enum store_group, int64_t limit, struct store_count **ret, size_t *ret_n);
    enum err (*timeline)(struct ctx *, struct fact_store *, const struct store_filter *,
                         const struct store_page *, struct fact **ret, size_t *ret_n);
    enum err (*seen)(struct ctx *, struct fact_store *, const struct store_filter *,
                     struct store_seen **ret, size_t *ret_n);
    enum err (*tally)(struct ctx *, struct fact_store *, const struct store_filter *, int64_t least,
                      struct store_tallies *ret);
    enum err (*forget)(struct ctx *, struct fact_store *, int64_t site, const int64_t *subjects,
                       size_t n, int64_t mask, int64_t *ret_n);
    enum err (*compact)(struct ctx *, struct fact_store *);
    enum err (*quarters)(struct ctx *, struct fact_store *, const struct store_filter *,
                         const char *follower, struct store_quarters *ret);
    enum err (*by_ids)(struct ctx *, struct fact_store *, const int64_t *ids, size_t n,
                       int64_t since_ms, struct fact **ret, size_t *ret_n);
    void (*rest)(struct fact_store *);
    void (*close)(struct fact_store *);
};

/* Every engine's store begins with this. */
struct fact_store {
    const struct store_port *port;
};

struct store_duckdb_options {
    const char *dir;           /* made when missing; holds facts.duckdb and its temporary files */
    int64_t work_memory_bytes; /* while questions are asked; 0: 256 MiB */
    int64_t rest_memory_bytes; /* otherwise; 0: 48 MiB */
    int threads;               /* 0: 2 */
    int64_t
        rest_after_ms; /* how long after the last question, or rest, store_rest() acts; 0: 5000; -1: at once */
};

/* Touches nothing on disk yet. */
struct fact_store *store_duckdb_new(const struct store_duckdb_options *o);
struct fact_store *store_memory_new(void);
/* Accepts NULL. No call may be running or come after. */
void store_close(struct fact_store *st);

MUST_USE enum err store_append(struct ctx *cx, struct fact_store *st, const struct store_batch *b);
/* Where a follower stands; 0 when it has never stored. */
MUST_USE enum err store_position(struct ctx *cx, struct fact_store *st, const char *follower,
                                 int64_t *ret);
/* For each key whether a fact with it is there that was received at or after since_ms. */
MUST_USE enum err store_known(struct ctx *cx, struct fact_store *st, const struct store_key *keys,
                              size_t n, int64_t since_ms, bool *ret);
/* The loss ledger of a site (0: what has none), from_day <= day < to_day, by day, fate, reason. */
MUST_USE enum err store_outcomes(struct ctx *cx, struct fact_store *st, int64_t site,
                                 int64_t from_day, int64_t to_day, struct store_outcome **ret,
                                 size_t *ret_n);
/* At most limit rows (1..10000). STORE_ALL gives one row also when nothing is found. */
MUST_USE enum err store_counts(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                               enum store_group by, int64_t limit, struct store_count **ret,
                               size_t *ret_n);
MUST_USE enum err store_timeline(struct ctx *cx, struct fact_store *st,
                                 const struct store_filter *f, const struct store_page *page,
                                 struct fact **ret, size_t *ret_n);
/* Of every subject other than 0 that the filter finds, in order of id. */
MUST_USE enum err store_seen(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                             struct store_seen **ret, size_t *ret_n);
/* Of every subject other than 0 with at least `least` (1 or more) facts that the filter finds. */
MUST_USE enum err store_tally(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                              int64_t least, struct store_tallies *ret);
void store_tallies_done(struct store_tallies *t); /* leaves it empty */
/* An erasure: the facts of these subjects stay and are nobody's. Subject and props go, and a visitor becomes another one, by a
 * mask that the caller forgets, so that counts of visits and visitors stay as they were. ret_n: how many facts. One transaction. */
MUST_USE enum err store_forget(struct ctx *cx, struct fact_store *st, int64_t site,
                               const int64_t *subjects, size_t n, int64_t mask, int64_t *ret_n);
/* What was forgotten leaves the disk: the store is written anew and takes the place of the old one. Questions and
 * appends wait meanwhile. ERR_BUSY "facts.store_busy": somebody has been asking for half a minute; try again later. */
MUST_USE enum err store_compact(struct ctx *cx, struct fact_store *st);
/* Of every subject other than 0, with the position of that moment: one snapshot. */
MUST_USE enum err store_quarters(struct ctx *cx, struct fact_store *st,
                                 const struct store_filter *f, const char *follower,
                                 struct store_quarters *ret);
void store_quarters_done(struct store_quarters *q); /* leaves it empty */
/* Those of these ids (at most 10000) that are there and were received at or after since_ms, in order of id, robots too. What
 * was a duplicate or refused is not there. */
MUST_USE enum err store_by_ids(struct ctx *cx, struct fact_store *st, const int64_t *ids, size_t n,
                               int64_t since_ms, struct fact **ret, size_t *ret_n);
/* Call now and then when idle; cheap when there is nothing to give back. */
void store_rest(struct fact_store *st);

#endif
