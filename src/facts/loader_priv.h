/* loader_priv.h -- a batch in the making, between reading (loader.c) and the visits made of it (loader_visits.c). */
#ifndef PRACA_FACTS_LOADER_PRIV_H
#define PRACA_FACTS_LOADER_PRIV_H

#include "facts/loader.h"

/* facts grows on the heap: doubling in an arena would leave every step behind. */
struct batch {
    struct fact *facts;
    size_t count, cap;
    struct store_outcome *outcomes;
    size_t outcome_count, outcome_cap;
    struct store_link link;
    bool linked; /* by a control, which ended it */
    int64_t records, first_received_ms;
};

/* A visit of a batch's visitors: from the store, or begun here. */
struct slot {
    struct visit visit;
    size_t next;    /* the visitor's next, of a smaller id; index + 1, 0: none */
    bool touched;   /* a fact of this batch was counted in */
    bool was_human; /* the store has it as a human's */
};

struct visits {
    struct slot *slots;
    size_t count, cap;
    size_t *table; /* by site and visitor: index + 1 of the newest; 0: free */
    size_t room;   /* a power of two */
};

/* Those of the batch's visitors that are in the store. */
MUST_USE enum err visits_begin(struct ctx *cx, struct fact_store *store, const struct batch *b,
                               struct visits *ret);
void visits_free(struct visits *v);
/* The visit of the fact, counted into it, and through the stages; *ret_slot is SIZE_MAX for a fact of none. The fact keeps what is
 * its own. */
MUST_USE enum err visits_take(struct ctx *cx, struct visits *v, const struct visit_stage *stages,
                              struct fact *f, size_t *ret_slot);
/* The touched ones, and which of them turned, for the store; in the arena. */
MUST_USE enum err visits_end(struct ctx *cx, const struct visits *v, struct store_batch *ret);

#endif
