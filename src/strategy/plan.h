/* plan.h -- the marketing plan: nine steps, versioned, of one site.
 *
 * A published plan no longer changes; a draft is where the work happens.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_PLAN_H
#define PRACA_STRATEGY_PLAN_H

#include "model/model.h"

struct plan {
    struct record record;
    const char *name;
    const char *state;
    const char *starts_on;
    const char *ends_on;
    const char *company_profile;
    const char *market_summary;
    const char *summary;
};

extern const struct model plan_model;

#endif
