/* churn.h -- a customer who left: on which day, and why. One that buys again later is a customer again, and the row stays.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_PEOPLE_CHURN_H
#define PRACA_PEOPLE_CHURN_H

#include "model/model.h"

struct churn {
    struct record record;
    int64_t account;
    const char *churned_on; /* a day */
    const char *reason;
    const char *notes;
};

extern const struct model churn_model;

#endif
