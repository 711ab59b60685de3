/* claim.h -- what we claim to an audience. What proves it is in claim_proof.h, where it is said in claim_use.h, and how it
 * stands today in claim_ledger.h.
 *
 * The ledger is kept while a plan is in force: proofs expire and pages come and go, so its records do not freeze with
 * the plan.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_CLAIM_H
#define PRACA_STRATEGY_CLAIM_H

#include "model/model.h"

struct claim {
    struct record record;
    int64_t plan;
    int64_t audience; /* whom it is told; NIL: everybody */
    const char *name; /* the claim itself */
    int64_t owner;    /* user id */
    const char *notes;
};

extern const struct model claim_model;

#endif
