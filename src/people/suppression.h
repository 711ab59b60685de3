/* suppression.h -- addresses that get nothing from a site, whoever they belong to and whatever a list says.
 *
 * Kept by the SHA-256 of the address in lower case, which is also how such lists travel between programs; the address
 * itself stands beside it only while its person does. An erasure leaves the hash, so that a later import cannot bring
 * the person back to mailings.
 *
 * Errors: fault fields "email" with "field.email", "reason" with "field.choice"; ERR_NOTFOUND "suppression.missing";
 *         ERR_CONFLICT "suppression.stays" (only the person can lift a complaint, an objection or an erasure).
 * Units:  unix ms, UTC.
 */
#ifndef PRACA_PEOPLE_SUPPRESSION_H
#define PRACA_PEOPLE_SUPPRESSION_H

#include "base/hash.h"
#include "db/db.h"

struct suppression {
    int64_t id;
    const char *hash;
    const char *email;  /* NULL: only the hash is known */
    const char *reason; /* unsubscribed, bounced, complaint, objection, manual, erased */
    const char *source;
    int64_t created_at, actor;
};

extern const char *const suppression_reasons[]; /* ended by NULL */

/* NULL and "" are not on it. */
MUST_USE enum err suppression_has(struct ctx *cx, struct db *db, const char *email, bool *ret);
/* *ret_there false: it is not on the list. */
MUST_USE enum err suppression_of(struct ctx *cx, struct db *db, const char *email,
                                 struct suppression *ret, bool *ret_there);
/* text: an address, or its SHA-256 in hex. One that is there already stays as it was, unless the new reason is one that
 * only the person can lift. *ret_new: whether it is new. Inside db_write(). */
MUST_USE enum err suppression_add(struct ctx *cx, struct db *db, const char *text,
                                  const char *reason, const char *source, bool *ret_new);
MUST_USE enum err suppression_remove(struct ctx *cx, struct db *db, int64_t id);
/* The person said yes again: what they themselves or a colleague had stopped is lifted; bounces and complaints stay. */
MUST_USE enum err suppression_lift(struct ctx *cx, struct db *db, const char *email);
/* Erasure: the address goes, its hash stays or comes. NULL: nothing. */
MUST_USE enum err suppression_forget(struct ctx *cx, struct db *db, const char *email);

struct suppression_query {
    const char *email;  /* an address or hash: just that one; NULL: all */
    const char *reason; /* NULL: any */
    int64_t after;      /* id of the last of the page before; 0: begin with the newest */
    int limit;          /* 0: 50 */
};
MUST_USE enum err suppression_list(struct ctx *cx, struct db *db, const struct suppression_query *q,
                                   struct suppression **ret, size_t *ret_n, int64_t *ret_next);

/* --- as a file: lines "sha256,reason,created_at" out; in: the first cell an address or a hash, the second a reason or
 * nothing (then the given one). */
enum { SUPPRESSION_WRONG_MAX = 50, SUPPRESSION_BATCH = 500 };
struct suppression_import {
    int64_t added, known, wrong;
    int64_t
        other_reason; /* of added and known: lines with a reason that is none, taken with the given one */
    int64_t wrong_lines[SUPPRESSION_WRONG_MAX]; /* the first of them */
    int wrong_count;
};
MUST_USE enum err suppression_import(struct ctx *cx, struct db_pool *pool, const char *bytes,
                                     size_t n, const char *reason, const char *source,
                                     struct suppression_import *ret);
/* Appends the next page; *after starts at 0 and is 0 again at the end. */
MUST_USE enum err suppression_export(struct ctx *cx, struct db *db, int64_t *after,
                                     struct buf *out);

#endif
