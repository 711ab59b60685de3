/* answer_evidence.h -- what shows that an answer of the plan is right: a link, a note.
 *
 * It belongs to a question of the road (measure/road.h), and to one record when it speaks of that alone. It does not freeze with
 * the plan: what proves an answer, or speaks against it, often comes after the plan was published.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_ANSWER_EVIDENCE_H
#define PRACA_STRATEGY_ANSWER_EVIDENCE_H

#include "model/model.h"

struct answer_evidence {
    struct record record;
    int64_t plan;
    const char *question; /* key of a question */
    int64_t about;        /* id of the record with the answer; NIL: of them all */
    const char *link, *note;
};

extern const struct model answer_evidence_model;

#endif
