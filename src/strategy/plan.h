/* plan.h -- the marketing plan: nine steps, versioned, of one site.
 *
 * The plan is where the work happens, before and after it is published: what was published is kept beside it, frozen
 * (plan_version.h). Published is set by publishing alone. What is archived does not change. A scenario is a copy of a plan to think with
 * (plan_scenario.h): it is never published and never runs.
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
    int64_t published_number;  /* of its last published version; NIL: none */
    int64_t scenario_of;       /* the plan it is a scenario of; NIL: it is none */
    int64_t scenario_base;     /* the kept version of that plan that it was copied from */
    int64_t month_money_minor; /* what there is to spend in a month, in the site's currency */
    int64_t month_hours;       /* what there is to work in a month, all people together */
};

extern const struct model plan_model;

#endif
