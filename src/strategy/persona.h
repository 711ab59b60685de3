/* persona.h -- a kind of person in an audience, with the role they play in a purchase.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_PERSONA_H
#define PRACA_STRATEGY_PERSONA_H

#include "model/model.h"

struct persona {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    int64_t audience;
    const char *name;
    const char *buying_role;
    const char *job_title;
    const char *pains;
    const char *objections;
    const char *looks_at; /* where they look for answers */
};

extern const struct model persona_model;

#endif
