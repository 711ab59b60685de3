/* rights_request.h -- what a person asked for about their own data, with the day by which they must have an answer.
 *
 * Kinds: access (a copy of what is held), erase. One of each kind stands open at a time: asking again is the same request.
 *
 * Source: LGPD art. 18 and 19 II (15 days); GDPR art. 12(3) (one month, so that 15 days keep it too).
 */
#ifndef PRACA_PEOPLE_RIGHTS_REQUEST_H
#define PRACA_PEOPLE_RIGHTS_REQUEST_H

#include "db/db.h"

enum { RIGHTS_DAYS = 15 };

struct rights_request {
    int64_t id, contact;
    const char *kind, *state; /* open, ... */
    int64_t created_at, due_at;
    const char *note;
};

/* *ret is the one that stands, new or not. Inside db_write(). ERR_INVALID fault field "kind". */
MUST_USE enum err rights_request_open(struct ctx *cx, struct db *db, int64_t contact,
                                      const char *kind, const char *note,
                                      struct rights_request *ret);
/* The open ones of a person, oldest first. */
MUST_USE enum err rights_requests_of(struct ctx *cx, struct db *db, int64_t contact,
                                     struct rights_request **ret, size_t *ret_n);

#endif
