/* erasure.h -- a person is taken out of everything, once and for all, with a proof of it.
 *
 * What goes: all that names the person or speaks of them, in every table (refs.h and erasure_rows.c say how, a row each),
 * in uploaded files, in the event store and in the files of the data directory. What stays: the row of the contact with its
 * channel, dates, stage and company, so that sums stay as they were; amounts of deals; the seals of the ledger of consent; a hash of the
 * address, so that no later import writes to them. Nothing of that names anybody.
 *
 * It is a job in steps. Each can be run again over its own half-done work and is stored when it is done, so that one that was
 * killed goes on. Rows go in batches, each a short transaction.
 *
 * Where a deal's name, a rule or a saved view says the person's full name or address, these words alone are replaced.
 *
 * What cannot be reached is said in the proof: backups, files of a PostgreSQL server, journals of other nodes, what was sent or exported.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing", "erasure.missing"; ERR_CONFLICT "erasure.twice" (it has begun already).
 * Units:     _at unix ms, UTC. Threads: any.
 * Source:    LGPD art. 16 and 18 VI; GDPR art. 17.
 */
#ifndef PRACA_PEOPLE_ERASURE_H
#define PRACA_PEOPLE_ERASURE_H

#include "base/json.h"
#include "db/db.h"
#include "work/job.h"

struct erasure {
    int64_t id, contact, request; /* request NIL: nobody asked formally */
    const char *state;            /* waiting, done */
    const char *step;             /* the next one; "" when done */
    const char *asked_by;         /* person, office */
    int64_t actor, created_at, done_at;
    const char *error; /* message key of what it waits for */
    const char *proof; /* JSON; NULL until done */
};

/* Begins: from now on it cannot be stopped. asked_by: "person" or "office". Inside db_write(). */
MUST_USE enum err erasure_begin(struct ctx *cx, struct db *db, int64_t contact, int64_t request,
                                const char *asked_by, struct erasure *ret);
MUST_USE enum err erasure_get(struct ctx *cx, struct db *db, int64_t id, struct erasure *ret);
/* Newest first; *ret_next is 0 on the last page. limit 0: 50. */
MUST_USE enum err erasure_list(struct ctx *cx, struct db *db, int64_t after, int limit,
                               struct erasure **ret, size_t *ret_n, int64_t *ret_next);

/* How many rows of which table would go, be emptied or stay. */
struct erasure_count {
    const char *what; /* went, emptied, rewritten, stayed, mentioned */
    const char *name; /* of a table */
    int64_t n;
};
MUST_USE enum err erasure_preview(struct ctx *cx, struct db *db, int64_t contact,
                                  struct erasure_count **ret, size_t *ret_n);
MUST_USE enum err erasure_counts(struct ctx *cx, struct db *db, int64_t id,
                                 struct erasure_count **ret, size_t *ret_n);

extern const struct job_kind erasure_job_kinds[]; /* "rights.erase" */

#endif
