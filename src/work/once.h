/* once.h -- the answer once given to a request that may come twice (Idempotency-Key).
 *
 * The answer is stored in the transaction of the work, so either both happened or neither. Kept for
 * 24 hours.
 *
 * Errors: ERR_CONFLICT "work.key_reused" (the same key with another request); ERR_INVALID
 * "work.key" (over 200 bytes).
 */
#ifndef PRACA_WORK_ONCE_H
#define PRACA_WORK_ONCE_H

#include "db/db.h"

struct once {
    const char *key;
    const char *request_hash; /* hex digest of method, path and body */
    int64_t status;
    const char *answer;
};

/* *ret_known: the answer is filled in and nothing is to be done. */
MUST_USE enum err once_find(struct ctx *cx, struct db *db, struct once *once, bool *ret_known);
/* Inside db_write(), after the work. */
MUST_USE enum err once_keep(struct ctx *cx, struct db *db, const struct once *once);

#endif
