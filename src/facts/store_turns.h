/* store_turns.h -- whose facts became a robot's, or a human's again, after they had been stored.
 *
 * Whoever counts what people do has counted them as they were. Each change leaves a row here in the transaction that makes
 * it, so a follower that was away, or died, meets it later: one for each person, with a number that only grows.
 *
 * Ownership: rows live in the ctx's arena.
 * Errors:    those of store.h.
 * Threads:   any.
 */
#ifndef PRACA_FACTS_STORE_TURNS_H
#define PRACA_FACTS_STORE_TURNS_H

#include "facts/store.h"

enum { STORE_TURNS_MAX = 1000 };

struct store_turn {
    int64_t number, site, subject;
};

/* How often facts turned since this process began: cheap, for whoever wants to know whether to ask. */
uint64_t store_turn_count(struct fact_store *st);
/* Those behind this number, in order; at most limit (1..STORE_TURNS_MAX). */
MUST_USE enum err store_turns(struct ctx *cx, struct fact_store *st, int64_t after, int64_t limit,
                              struct store_turn **ret, size_t *ret_n);
/* Those up to this number are dealt with and may go. */
MUST_USE enum err store_turns_passed(struct ctx *cx, struct fact_store *st, int64_t number);

#endif
