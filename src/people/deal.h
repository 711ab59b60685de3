/* deal.h -- a sale: open, won or lost.
 *
 * contact is the lead it began with: the channel of that lead is credited in the channel report.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_PEOPLE_DEAL_H
#define PRACA_PEOPLE_DEAL_H

#include "model/model.h"

struct deal {
    struct record record;
    const char *external_id;
    const char *name;
    int64_t account;
    int64_t contact;
    int64_t amount_minor; /* NULL: not given, which is not 0 */
    const char *currency;
    const char *type;
    const char *stage; /* key of a stage of the site's pipeline; deal_stage.h */
    const char *outcome;
    int64_t opened_at;
    int64_t closed_at;  /* won or lost */
    const char *reason; /* why won or lost */
    int64_t campaign;
    int64_t partner;          /* who sold it for us; partner.h */
    const char *sold_through; /* one of selling_kinds; NULL: we sold it */
    int64_t promo_code;
    int64_t owner; /* user id */
    const char *next_step;
    const char *next_step_on; /* a day */
    const char *requirements;
    int64_t budget_min_minor, budget_max_minor; /* what the customer said they can spend */
    const char *contract_ends_on;               /* a day */
    const char *tags;
    const char *notes;
};

extern const struct model deal_model;

#endif
