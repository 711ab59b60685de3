/* contact.h -- a person in a company, or a lead known only by the sender's own id.
 *
 * The address is optional: real imports have leads without one. channel NULL is blank, which is not the same as "unknown".
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_CONFLICT "contact.erased".
 */
#ifndef PRACA_PEOPLE_CONTACT_H
#define PRACA_PEOPLE_CONTACT_H

#include "model/model.h"

struct contact {
    struct record record;
    const char *external_id;
    const char *email;
    const char *name;
    const char *phone;
    const char *tax_number; /* CPF, bare */
    const char *job_title;
    const char *seniority;
    const char *department;
    const char *buying_role;
    const char *pains; /* what weighs on them, in their own words */
    int64_t account;
    const char *lifecycle;
    const char *lead_status;
    const char *return_reason; /* why sales returned it last; handoff.h */
    const char *channel;
    const char *landing_page;
    int64_t campaign;
    int64_t first_contact_at;
    const char *heard_of_us;
    int64_t owner; /* user id */
    const char *locale;
    const char *time_zone;
    const char *tags;
    const char *notes;
    int64_t
        erased_at; /* the person was erased: nothing here names anybody, and nothing may again */
};

extern const struct model contact_model;

/* Brings what a contact is found by into the form it is stored in; wrong fields for what cannot be. */
MUST_USE enum err contact_clean_keys(struct ctx *cx, struct contact *c);
/* model_get() of a contact of whom something new is to be kept: who was erased takes nothing. */
MUST_USE enum err contact_living(struct ctx *cx, struct db *db, int64_t contact, void **ret);
/* For the before_save of what names a contact: the one it names now, unless it named them before, was not erased. e: what
 * was wrong before. */
MUST_USE enum err contact_takes_more(struct ctx *cx, struct db *db, int64_t was, int64_t is,
                                     enum err e);

#endif
