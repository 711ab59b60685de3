/* rights_request.h -- what a person asked for about their own data, with the day by which they must have an answer.
 *
 * Kinds: access (a copy of what is held), portability (the same, for another program), correction, objection, erase. One of each
 * kind stands open at a time: asking again is the same request. It ends done, with what was done, or refused, with the
 * reason; one to erase ends done by the erasure alone (erasure.h), which ends the others as erased.
 *
 * Ownership: the ctx's arena.
 * Errors:    fault fields "kind", "answer", "how"; ERR_NOTFOUND "rights.missing", "model.missing"; ERR_CONFLICT
 *            "rights.closed", "rights.erase_first".
 * Units:     _at unix ms, UTC.
 * Source:    LGPD art. 18 and 19 II (15 days); GDPR art. 12(3) (one month, so that 15 days keep it too).
 */
#ifndef PRACA_PEOPLE_RIGHTS_REQUEST_H
#define PRACA_PEOPLE_RIGHTS_REQUEST_H

#include "db/db.h"
#include "work/setting.h"

struct rights_request {
    int64_t id, contact;
    const char *kind, *state; /* open, done, refused, erased: ended by the erasure */
    int64_t created_at, due_at;
    const char *note;
    const char *channel; /* page, office, api; NULL: from before it was kept */
    int64_t assigned;    /* user; NIL: nobody */
    int64_t actor;       /* who wrote it down; NIL: the person */
    const char *answer;
    int64_t closed_at, closed_by;
    int64_t erasure; /* NIL: none */
    const char *name,
        *email; /* of the person; NULL once they are erased, and in rights_requests_of() */
};

extern const char *const rights_kinds[]; /* ended by NULL */
extern const struct setting rights_settings[];

/* *ret is the one that stands, new or not. Inside db_write(). */
MUST_USE enum err rights_request_open(struct ctx *cx, struct db *db, int64_t contact,
                                      const char *kind, const char *note,
                                      struct rights_request *ret);
/* The open ones of a person, oldest first. */
MUST_USE enum err rights_requests_of(struct ctx *cx, struct db *db, int64_t contact,
                                     struct rights_request **ret, size_t *ret_n);
MUST_USE enum err rights_request_get(struct ctx *cx, struct db *db, int64_t id,
                                     struct rights_request *ret);

struct rights_query {
    bool open; /* those that wait, the most urgent first; otherwise all that ended, newest first */
    int64_t contact; /* 0: anybody's */
    int64_t after;   /* id of the last one of the page before */
    int limit;       /* 0: 50 */
};
MUST_USE enum err rights_requests(struct ctx *cx, struct db *db, const struct rights_query *q,
                                  struct rights_request **ret, size_t *ret_n, int64_t *ret_next);

/* Inside db_write(). user NIL: nobody's any more. */
MUST_USE enum err rights_request_assign(struct ctx *cx, struct db *db, int64_t id, int64_t user);
/* how: "done" or "refused", which needs an answer. */
MUST_USE enum err rights_request_close(struct ctx *cx, struct db *db, int64_t id, const char *how,
                                       const char *answer);
/* Open ones that are late, and those that will be within three days. */
MUST_USE enum err rights_due(struct ctx *cx, struct db *db, int64_t *ret_late, int64_t *ret_soon);

#endif
