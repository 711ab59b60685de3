/* past_company.h -- the companies that a person left, and when.
 *
 * What somebody did for a company stays that company's when they go to another: touches, and so the credit of wins, are asked by
 * the company of their moment (measure/touch.h). A row is written when a person's company changes. No row is written where
 * nobody moved: a company that becomes known was theirs before; one that stood there less than a day was a mistake; a merge says
 * who they are, and what is taken back never was.
 *
 * Ownership: what is read lives in the ctx's arena.
 * Errors:    the database's; ERR_NOTFOUND "identity.past_none"; field "until" with those of time_read() and "identity.past_future".
 * Threads:   the errand's, inside db_write().
 */
#ifndef PRACA_PEOPLE_PAST_COMPANY_H
#define PRACA_PEOPLE_PAST_COMPANY_H

#include "people/contact.h"

/* After a contact was written. was NULL: it is new; is NULL: it is gone. */
MUST_USE enum err past_company_follow(struct ctx *cx, struct db *db, const struct contact *was,
                                      const struct contact *is);

struct past_company {
    int64_t id, account, until_at; /* id NIL: none */
    const char *name;              /* the company's; NULL: it has none */
};

/* The last first. */
MUST_USE enum err past_companies_of(struct ctx *cx, struct db *db, int64_t contact,
                                    struct past_company **ret, size_t *ret_n);
/* It was left on another day, until (in the site's zone; a day or a time that is not to come), or never: NULL. */
MUST_USE enum err past_company_change(struct ctx *cx, struct db *db, int64_t contact, int64_t id,
                                      const char *until);

#endif
