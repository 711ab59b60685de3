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
 *
 * A fact with a visit leaves channel, source, medium, campaign and content to it, unless it has a channel of its own; answers have
 * them all the same, and questions by channel ask of the fact's own or else the visit's. Parts that are not stored (fact.h) are "not given" in an answer.
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
#include "facts/stats.h"
#include "facts/visit.h"

#include <stdatomic.h>

/* What became of a record. received = the sum of all. */
enum store_fate { FATE_HUMAN, FATE_ROBOT, FATE_DUPLICATE, FATE_REFUSED, FATE_INVALID };
enum { FATES = 5 };

struct store_outcome {
    int64_t site; /* 0 when it could not be told */
    int64_t day;  /* of receipt, UTC */
    enum store_fate fate;
    const char *
        reason; /* of a refusal; of a robot that of its visit, "" when none was given; "" otherwise */
    int64_t count;
};

/* A visit that was taken for a human's in an earlier batch and is a robot's. */
struct store_turned {
    int64_t visit;
    const char *reason;
};

/* A visitor is a known person from now on, or no longer. */
struct store_link {
    int64_t site, visitor, subject, account;
    bool undo; /* only what was tied to the subject; 0: to anybody */
};

struct history_row; /* history.h */

struct store_batch {
    const char *follower;
    int64_t from, to; /* positions in the journal */
    const struct fact *facts;
    size_t count;
    const struct store_outcome *outcomes; /* added to what is there */
    size_t outcome_count;
    const struct visit *visits; /* new, or in place of those with their ids */
    size_t visit_count;
    /* Facts of these visits that were stored before follow them, and so do the outcomes of these. */
    const struct store_turned *turned;
    size_t turned_count;
    /* Then, in this order. Link: facts and visits of the visitor that have no subject get it, as linked. Undo: those that are
     * linked lose theirs. */
    const struct store_link *links;
    size_t link_count;
    const struct history_row *rows; /* totals of days, of an import */
    size_t row_count;
};

/* What there is of an import; of 0, what was measured. */
struct store_imported {
    int64_t facts, visits, views, robots; /* robots: of the visits */
    int64_t first_ms, last_ms;            /* of the visits; NIL without */
    int64_t rows;                         /* totals of days */
};

struct store_visitor {
    int64_t site, visitor;
};

struct store_returns {
    int64_t visits, known, returned;
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
    bool nameless; /* accounts: what of them names nobody, beside what the subjects did */
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

/* Visits are told oldest first, or newest first. */
struct store_visit_page {
    int64_t after_ms,
        after_id;  /* start and id of the last row of the page before; 0, 0: from the first */
    bool newest;   /* newest first */
    int64_t limit; /* 1..1000 */
};

struct store_page {
    int64_t before_ms, before_id; /* the last row of the page before; 0, 0: from the newest */
    int64_t limit;                /* 1..1000 */
};

struct fact_store;
struct store_touches_ask;
struct store_touches;
struct store_visitor_sum;
struct store_age_ask;
struct store_aged;
struct store_turn;

struct store_port {
    const char *name;
    enum err (*append)(struct ctx *, struct fact_store *, const struct store_batch *);
    enum err (*position)(struct ctx *, struct fact_store *, const char *follower, int64_t *ret);
    enum err (*known)(struct ctx *, struct fact_store *, const struct store_key *keys, size_t n,
                      int64_t since_ms, bool *ret);
    enum err (*visits_of)(struct ctx *, struct fact_store *, const struct store_visitor *, size_t n,
                          int64_t from_ms, int64_t to_ms, struct visit **ret, size_t *ret_n);
    enum err (*visits)(struct ctx *, struct fact_store *, const struct store_filter *,
                       const struct store_visit_page *, struct visit **ret, size_t *ret_n);
    enum err (*judged)(struct ctx *, struct fact_store *, const struct visit *, size_t n,
                       int64_t *ret_n);
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
    enum err (*touches)(struct ctx *, struct fact_store *, const struct store_touches_ask *,
                        struct store_touches *ret); /* store_touches.h */
    enum err (*stats)(struct ctx *, struct fact_store *, const struct stats_question *,
                      struct stats_answer *ret);
    enum err (*other_money)(struct ctx *, struct fact_store *, const struct stats_question *,
                            struct stats_money **ret, size_t *ret_n);
    enum err (*funnel)(struct ctx *, struct fact_store *, const struct stats_funnel *,
                       struct stats_steps *ret);
    enum err (*visitors)(struct ctx *, struct fact_store *, int64_t site, const int64_t *visitors,
                         size_t n, struct store_visitor_sum *ret, size_t *ret_n);
    enum err (*imported)(struct ctx *, struct fact_store *, int64_t site, int64_t imported,
                         struct store_imported *ret);
    enum err (*drop)(struct ctx *, struct fact_store *, int64_t site, int64_t imported,
                     const char *follower);
    enum err (*returns)(struct ctx *, struct fact_store *, int64_t site, const char *channel,
                        int64_t from_ms, int64_t to_ms, struct store_returns *ret);
    enum err (*age)(struct ctx *, struct fact_store *, const struct store_age_ask *,
                    struct store_aged *ret); /* store_age.h */
    enum err (*aged)(struct ctx *, struct fact_store *, int64_t site, struct store_aged *ret);
    enum err (*turns)(struct ctx *, struct fact_store *, int64_t after, int64_t limit,
                      struct store_turn *ret, size_t *ret_n); /* store_turns.h */
    enum err (*turns_passed)(struct ctx *, struct fact_store *, int64_t number);
    void (*rest)(struct fact_store *);
    void (*close)(struct fact_store *);
};

/* Every engine's store begins with this. */
struct fact_store {
    const struct store_port *port;
    atomic_ullong turned; /* how often facts turned (store_turns.h) */
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
/* For each key whether a fact with it is there that was received at or after since_ms. Keys are forgotten some time after
 * FACT_KEY_DAYS. */
MUST_USE enum err store_known(struct ctx *cx, struct fact_store *st, const struct store_key *keys,
                              size_t n, int64_t since_ms, bool *ret);
/* The visits of these visitors (each named once) that touch from_ms..to_ms, in order of id. */
MUST_USE enum err store_visits_of(struct ctx *cx, struct fact_store *st,
                                  const struct store_visitor *visitors, size_t n, int64_t from_ms,
                                  int64_t to_ms, struct visit **ret, size_t *ret_n);
/* Visits by the time of their start, oldest first. Of the filter: site, times, subjects, accounts, channel, visitor, campaign
 * and robots; kinds and paths are of facts and must not be given. */
MUST_USE enum err store_visits(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                               const struct store_visit_page *page, struct visit **ret,
                               size_t *ret_n);
/* Judged anew: the judged parts (visit.h) of these visits take the place of those that are there; nothing else of them is
 * touched, so the loader may go on with them meanwhile. Their facts become a robot's or a human's with them, and the outcomes of
 * the days of their receipt move. One transaction. ret_n: how many facts moved. */
MUST_USE enum err store_judged(struct ctx *cx, struct fact_store *st, const struct visit *visits,
                               size_t n, int64_t *ret_n);
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
/* Figures of visits: stats.h. What stats_check() and stats_funnel_check() refuse must not be asked. */
MUST_USE enum err store_stats(struct ctx *cx, struct fact_store *st, const struct stats_question *q,
                              struct stats_answer *ret);
/* What the question's value leaves out, by currency: at most STATS_MONEY_MAX. It must have a currency. */
MUST_USE enum err store_other_money(struct ctx *cx, struct fact_store *st,
                                    const struct stats_question *q, struct stats_money **ret,
                                    size_t *ret_n);
MUST_USE enum err store_funnel(struct ctx *cx, struct fact_store *st, const struct stats_funnel *f,
                               struct stats_steps *ret);
MUST_USE enum err store_imported(struct ctx *cx, struct fact_store *st, int64_t site,
                                 int64_t imported, struct store_imported *ret);
/* All that has the number of an import (not 0) goes, and the follower stands at 0 again. One transaction. */
MUST_USE enum err store_drop(struct ctx *cx, struct fact_store *st, int64_t site, int64_t imported,
                             const char *follower);
/* Measured visits of humans that began in from_ms..to_ms by a channel: all, those by a visitor whose id lasts, and of these the ones
 * whose visitor had been there before. */
MUST_USE enum err store_returns(struct ctx *cx, struct fact_store *st, int64_t site,
                                const char *channel, int64_t from_ms, int64_t to_ms,
                                struct store_returns *ret);
/* Call now and then when idle; cheap when there is nothing to give back. */
void store_rest(struct fact_store *st);

#endif
