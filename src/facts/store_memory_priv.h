/* store_memory_priv.h -- the arrays of the event store of tests: facts and questions in store_memory.c, visits in
 * store_memory_visits.c. */
#ifndef PRACA_FACTS_STORE_MEMORY_PRIV_H
#define PRACA_FACTS_STORE_MEMORY_PRIV_H

#include "facts/history.h"
#include "facts/store_age.h"
#include "facts/store_turns.h"

#include <pthread.h>

struct memory_position {
    struct memory_position *next;
    const char *follower;
    int64_t position;
};

struct memory_key {
    struct store_key key;
    int64_t received_ms;
};

struct memory_aged {
    int64_t site;
    struct store_aged is;
};

struct memory_store {
    struct fact_store face; /* first */
    pthread_mutex_t lock;
    struct arena *arena;
    struct fact *facts;
    size_t count, cap;
    struct memory_key *keys;
    size_t key_count, key_cap;
    struct visit *visits; /* in order of id */
    size_t visit_count, visit_cap;
    struct store_outcome *outcomes;
    size_t outcome_count, outcome_cap;
    struct history_row *rows;
    size_t row_count, row_cap;
    struct memory_position *positions;
    struct memory_aged *aged;
    size_t aged_count, aged_cap;
    struct store_turn *turns;
    size_t turn_count, turn_cap, turns_passed;
};

struct memory_store *memory_take(struct fact_store *st);
void memory_give(struct memory_store *m);
void *memory_grown(void *array, size_t count, size_t *cap, size_t size);
void memory_outcome_add(struct memory_store *m, const struct store_outcome *o);
/* 0 is "nobody", and nobody is in no list. */
bool memory_among(const int64_t *list, size_t n, int64_t v);
/* Whether the filter's subjects and accounts let them pass. */
bool memory_people(const struct store_filter *q, int64_t subject, int64_t account);

/* store_memory_visits.c; all but the port's two with the lock held. */
void memory_visits_append(struct memory_store *m, const struct store_batch *b);
/* NULL: none has this id. */
const struct visit *memory_visit_find(const struct memory_store *m, int64_t id);
/* The fact's own channel, or else its visit's. */
const char *memory_channel(const struct memory_store *m, const struct fact *f);
void memory_visit_lends(const struct memory_store *m, struct fact *f);
void memory_visits_forget(struct memory_store *m, int64_t site, const int64_t *subjects, size_t n,
                          int64_t mask);
enum err memory_visits_of(struct ctx *cx, struct fact_store *st,
                          const struct store_visitor *visitors, size_t n, int64_t from_ms,
                          int64_t to_ms, struct visit **ret, size_t *ret_n);
enum err memory_visits(struct ctx *cx, struct fact_store *st, const struct store_filter *q,
                       const struct store_visit_page *page, struct visit **ret, size_t *ret_n);
enum err memory_judged(struct ctx *cx, struct fact_store *st, const struct visit *visits, size_t n,
                       int64_t *ret_n);

/* stats_plain.c */
enum err memory_stats(struct ctx *cx, struct fact_store *st, const struct stats_question *q,
                      struct stats_answer *ret);
enum err memory_other_money(struct ctx *cx, struct fact_store *st, const struct stats_question *q,
                            struct stats_money **ret, size_t *ret_n);
enum err memory_funnel(struct ctx *cx, struct fact_store *st, const struct stats_funnel *f,
                       struct stats_steps *ret);

/* store_memory_visitors.c */
enum err memory_visitors(struct ctx *cx, struct fact_store *st, int64_t site,
                         const int64_t *visitors, size_t n, struct store_visitor_sum *ret,
                         size_t *ret_n);

/* store_memory_history.c; the first with the lock held. */
void memory_history_append(struct memory_store *m, const struct store_batch *b);
enum err memory_imported(struct ctx *cx, struct fact_store *st, int64_t site, int64_t imported,
                         struct store_imported *ret);
enum err memory_drop(struct ctx *cx, struct fact_store *st, int64_t site, int64_t imported,
                     const char *follower);
enum err memory_returns(struct ctx *cx, struct fact_store *st, int64_t site, const char *channel,
                        int64_t from_ms, int64_t to_ms, struct store_returns *ret);

/* store_memory_age.c */
enum err memory_age(struct ctx *cx, struct fact_store *st, const struct store_age_ask *ask,
                    struct store_aged *ret);
enum err memory_aged(struct ctx *cx, struct fact_store *st, int64_t site, struct store_aged *ret);
enum err memory_compact(struct ctx *cx, struct fact_store *st);
/* Once among those from `first` on. */
void memory_turn_add(struct memory_store *m, size_t first, int64_t site, int64_t subject);
enum err memory_turns(struct ctx *cx, struct fact_store *st, int64_t after, int64_t limit,
                      struct store_turn *ret, size_t *ret_n);
enum err memory_turns_passed(struct ctx *cx, struct fact_store *st, int64_t number);

/* store_memory_touches.c */
enum err memory_touches(struct ctx *cx, struct fact_store *st, const struct store_touches_ask *ask,
                        struct store_touches *ret);

#endif
