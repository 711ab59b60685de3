/* budget_month.h -- why a month of the plan promises more than there is of money or hours: who said so, and when.
 *
 * One a month and plan. A promise above capacity is also explained after the plan was published, so this does not freeze.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_BUDGET_MONTH_H
#define PRACA_STRATEGY_BUDGET_MONTH_H

#include "model/model.h"

struct budget_month {
    struct record record;
    int64_t plan;
    const char *month; /* its first day */
    const char *reason;
    int64_t reasoned_by; /* user id; set by the program, as the time */
    int64_t reasoned_at;
};

extern const struct model budget_month_model;

#endif
