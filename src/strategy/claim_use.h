/* claim_use.h -- where a claim is said: a campaign, a canvas, or a page by its address. Just one of them.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    a wrong field "url" with "claim_use.one".
 */
#ifndef PRACA_STRATEGY_CLAIM_USE_H
#define PRACA_STRATEGY_CLAIM_USE_H

#include "model/model.h"

struct claim_use {
    struct record record;
    int64_t claim;
    const char *kind; /* campaign, canvas, page: follows from what is given */
    int64_t campaign;
    int64_t positioning;
    const char *url;
    const char *notes;
};

extern const struct model claim_use_model;

#endif
