/* import_delivery_priv.h -- what the two ways of coming in write about what came. All inside db_write() unless said otherwise. */
#ifndef PRACA_PEOPLE_IMPORT_DELIVERY_PRIV_H
#define PRACA_PEOPLE_IMPORT_DELIVERY_PRIV_H

#include "people/import.h"
#include "people/import_jobs.h"
#include "people/import_source.h"

/* *ret_id is that of the one with the same key when there is one; *ret_again. */
MUST_USE enum err delivery_add(struct ctx *cx, struct db *db, struct import_delivery *d,
                               bool *ret_again);
/* Also on a connection for reading. */
MUST_USE enum err delivery_same(struct ctx *cx, struct db *db, int64_t source, const char *key,
                                bool *ret);
enum delivery_list { DELIVERY_IN_STATE, DELIVERY_WITH_BODY, DELIVERY_OF_IMPORT };
/* which: the state, or nothing; import: for DELIVERY_OF_IMPORT. */
MUST_USE enum err delivery_read(struct ctx *cx, struct db *db, enum delivery_list how,
                                int64_t source, const char *state, int64_t import, int most,
                                struct import_delivery **ret, size_t *ret_n);
MUST_USE enum err delivery_takes(struct ctx *cx, struct db *db, const struct import_delivery *d);
/* error NULL: none; params: JSON. */
MUST_USE enum err delivery_ends(struct ctx *cx, struct db *db, int64_t id, const char *state,
                                const char *error, const char *params);
/* What was begun and left no trace: the delivery and its import. */
MUST_USE enum err delivery_drop(struct ctx *cx, struct db *db, const struct import_delivery *d);

/* The first cause in the ctx's fault as JSON parameters. */
const char *delivery_params(struct ctx *cx, const struct fault *f);

/* The job "import.deliveries" of import_inbound.c. */
enum err inbound_run(struct ctx *cx, struct job_run *run);
MUST_USE enum err inbound_queue(struct ctx *cx, struct db *db, int64_t source);
/* The job "import.source" of import_fetch.c. */
enum err fetch_run(struct ctx *cx, struct job_run *run);

#endif
