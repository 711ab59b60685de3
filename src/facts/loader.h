/* loader.h -- from the journal into the event store: in order, exactly once.
 *
 * The loader is a follower of the journal. It takes records in batches, drops those it has seen (by key, within
 * FACT_KEY_DAYS), lets each of the stages look at the rest (a table that the program fills: robots, consent, visits,
 * sources), and hands facts, counts and its new position to the store as one transaction. Whatever fails in between
 * happens again from the stored position.
 *
 * Every record is counted under one fate (store.h), so that received = human + robot + duplicate + refused + invalid
 * holds in the store itself at every moment. A stretch of damage in the journal counts as one invalid record with the
 * reason "damage".
 *
 * Only the loader makes visits (visit.h). It keeps none in memory: each batch asks the store for those of its visitors, so a process
 * that dies leaves nothing behind. A fact that a visit turned into a robot's after it was stored moves from human to robot.
 *
 * Facts of the kinds "_link" (visitor, subject, account) and "_unlink" (visitor, subject) are controls: they end their batch, are applied with
 * it, are not stored and are counted under no fate.
 *
 * A store that is away only makes the journal grow: the loader tries again, later and later, up to every 30 s.
 *
 * Ownership: the loader belongs to the process; journal, store, stages and log are borrowed and outlive it.
 * Errors:    loader_step: those of the journal's reader, of the store, and of the stages. Nothing is lost by any.
 * Threads:   loader_step, or the loader's own thread, never both; loader_stats: any.
 */
#ifndef PRACA_FACTS_LOADER_H
#define PRACA_FACTS_LOADER_H

#include "base/log.h"
#include "facts/journal.h"
#include "facts/store.h"

#define LOADER_LINK "_link"
#define LOADER_UNLINK "_unlink"

#define LOADER_FOLLOWER "loader"

/* May change the fact (its texts must live in cx's arena or longer). *ret_refusal set to a short constant word: not
 * stored, counted as refused for that reason. An error: the whole batch is tried again later. */
struct loader_stage {
    const char *name;
    enum err (*look)(struct ctx *cx, void *arg, struct fact *f, const char **ret_refusal);
    void *arg;
};

/* Looks at a visit each time a fact was counted into it, and may fill in or change what is known of it but not id, site, visitor
 * and times. begins: this is its first fact. The fact is whole, as the journal had it, but for what stages before changed. */
struct visit_stage {
    const char *name;
    enum err (*look)(struct ctx *cx, void *arg, struct visit *v, const struct fact *f, bool begins);
    void *arg;
};

struct loader_options {
    struct journal *journal;
    struct fact_store *store;
    const char *follower;                   /* its name in the journal and the store */
    const struct loader_stage *stages;      /* ended by one without look; NULL: none */
    const struct visit_stage *visit_stages; /* the same */
    size_t batch_records;                   /* 0: 20,000 */
    /* Who this visitor is has changed, as of the facts that come from now on. May be NULL. */
    void (*control)(void *arg, int64_t site, int64_t visitor);
    void *control_arg;
    int64_t batch_wait_ms; /* how long the first of a batch waits for more; 0: 1000 */
    struct clock clock;    /* only for the thread's own errands */
    struct log *log;       /* may be NULL */
};

struct loader_stats {
    int64_t fates[FATES]; /* since start */
    int64_t batches;
    int64_t position;   /* stored */
    int64_t damaged;    /* bytes of the journal passed over since start */
    int64_t failures;   /* in a row; 0: all is well */
    const char *reason; /* message key of the last failure; "" */
};

struct loader;

struct loader *loader_new(const struct loader_options *o);
/* Stops the thread first. Accepts NULL. */
void loader_free(struct loader *l);

/* One batch, now, in the caller's errand, whose arena is reset to where it was. *ret_records is 0 when there was
 * nothing to do. */
MUST_USE enum err loader_step(struct ctx *cx, struct loader *l, int64_t *ret_records);

/* A thread that does so by itself, and lets the store rest when idle. */
MUST_USE enum err loader_start(struct ctx *cx, struct loader *l);
/* Returns when the thread has ended; a batch in work is finished or undone. */
void loader_stop(struct loader *l);

void loader_stats(struct loader *l, struct loader_stats *ret);

#endif
