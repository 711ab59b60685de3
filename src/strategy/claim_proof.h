/* claim_proof.h -- what proves a claim: a case, a figure that the program computes, a testimonial, a document.
 *
 * A proof stands from the day it is written down until it expires or is withdrawn, whichever comes first. One by a figure stands only
 * while the figure is at least, or at most, the value it has to be compared with; whoever computes figures keeps what it was
 * when last read (measure/proof_metric.h).
 *
 * Ownership: text lives in the ctx's arena.
 * Units:     values as in figure.h, in millionths.
 * Errors:    wrong fields "metric" with "claim_proof.metric", "comparison" with "claim_proof.comparison", "value_micro" with
 *            "claim_proof.value", "url" with "claim_proof.url", "withdrawn_reason" with
 *            "claim_proof.reason"; dates as in plan_record.h, or in the future.
 */
#ifndef PRACA_STRATEGY_CLAIM_PROOF_H
#define PRACA_STRATEGY_CLAIM_PROOF_H

#include "model/model.h"

struct claim_proof {
    struct record record;
    int64_t claim;
    const char *kind;       /* case, metric, testimonial, document */
    const char *name;       /* what it shows */
    const char *metric;     /* key of the metric table */
    const char *comparison; /* at_least, at_most */
    int64_t value_micro;
    const char *url;
    const char *details;
    const char *proved_on;
    const char *expires_on; /* the last day it holds */
    const char *withdrawn_on;
    const char *withdrawn_reason;
    int64_t measured_micro; /* over the twelve months up to then; NIL: too little to tell */
    int64_t measured_at;    /* NIL: never */
};

extern const struct model claim_proof_model;

#endif
