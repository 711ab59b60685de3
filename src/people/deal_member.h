/* deal_member.h -- a person of the buying committee, with the role in this deal.
 *
 * A person who leaves keeps the row with left_at, and the role is open again.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_PEOPLE_DEAL_MEMBER_H
#define PRACA_PEOPLE_DEAL_MEMBER_H

#include "model/model.h"

struct deal_member {
    struct record record;
    int64_t deal;
    int64_t contact;
    const char *role;
    int64_t since_at;
    int64_t left_at;
};

extern const struct model deal_member_model;

#endif
