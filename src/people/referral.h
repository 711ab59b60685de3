/* referral.h -- a colleague whom somebody named: by the page after an answer, or told to us.
 *
 * It is kept as a referral and nothing else: who was named has said nothing to us. Only a person here makes a contact of it,
 * and the contact then shows by whom it came.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_CONFLICT "referral.is_contact"; ERR_LIMIT "referral.many" (max).
 */
#ifndef PRACA_PEOPLE_REFERRAL_H
#define PRACA_PEOPLE_REFERRAL_H

#include "model/model.h"

enum { REFERRALS_A_MONTH = 10 }; /* of one person, by the page */

struct referral {
    struct record record;
    const char *name;
    const char *employer;
    const char *email;
    const char *phone;
    const char *note;
    const char *state; /* new, contacted, contact, deal, declined */
    int64_t referrer;  /* who named them */
    int64_t contact;   /* what a person here made of it */
    int64_t deal;
    int64_t owner;
    const char *source; /* page, hand */
};

extern const struct model referral_model;

/* From the page of somebody without an account: counted, not more than a few a month. Inside db_write(). */
MUST_USE enum err referral_by_page(struct ctx *cx, struct db *db, struct referral *in);
/* Makes the contact, or finds the one that has the address, and remembers it. Inside db_write(). */
MUST_USE enum err referral_to_contact(struct ctx *cx, struct db *db, int64_t id,
                                      struct referral **ret);

#endif
