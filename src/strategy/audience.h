/* audience.h -- step 1: a segment of the market we speak to.
 *
 * The four questions are scored 0 to 5 with a reason each; size, margin and cost to win give the expected profit.
 *
 * Which segment holds its companies is how it is measured, not what was promised: it may be set in a published plan too.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_AUDIENCE_H
#define PRACA_STRATEGY_AUDIENCE_H

#include "model/model.h"

struct audience {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    const char *name;
    const char *description;
    const char *industry; /* binds it to accounts of that industry; NULL: not bound */
    int64_t fit;          /* does our product fit what they want */
    const char *fit_reason;
    int64_t value; /* is there more value if our share grows */
    const char *value_reason;
    int64_t resources; /* have we the resources to grow it */
    const char *resources_reason;
    int64_t influence; /* does this audience influence others */
    const char *influence_reason;
    int64_t reachable_accounts;
    int64_t margin_minor;      /* expected margin per account won */
    int64_t win_rate;          /* expected share of reached accounts won */
    int64_t cost_to_win_minor; /* expected cost per account won */
    int64_t team_hours;        /* the team's hours it asks for until the plan ends */
    int64_t
        segment; /* its companies, as a live segment of accounts; set by measure/audience_bind.h */
    int64_t owner; /* user id */
};

extern const struct model audience_model;

#endif
