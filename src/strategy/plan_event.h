/* plan_event.h -- step 7: a date of the calendar that is no campaign: a fair, a release, a holiday.
 *
 * Dates move while a plan is in force, so events do not freeze with it.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_PLAN_EVENT_H
#define PRACA_STRATEGY_PLAN_EVENT_H

#include "model/model.h"

struct plan_event {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    const char *name;
    const char *kind;
    const char *starts_on;
    const char *ends_on; /* last day; NULL: the same day */
    int64_t channel;
    int64_t audience;
    const char *notes;
};

extern const struct model plan_event_model;

#endif
