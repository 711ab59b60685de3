/* bulk_priv.h -- what the files of bulk changes share. */
#ifndef PRACA_PEOPLE_BULK_PRIV_H
#define PRACA_PEOPLE_BULK_PRIV_H

#include "facts/store.h"
#include "people/bulk.h"

/* --- bulk.c */
MUST_USE enum err bulk_put(struct ctx *cx, struct db *db, const struct bulk *b);

/* --- bulk_run.c */
/* A question as a list takes it: {"lifecycle": "lead", "q": "ana", "rule": "..."}. */
MUST_USE enum err bulk_query(struct ctx *cx, struct db *db, struct fact_store *facts,
                             const struct model *m, const struct json *in, struct model_query *q);

struct bulk_item {
    int64_t n, record, version_after;
    const char *before;
};
struct bulk_outcome {
    const char *state, *reason, *field, *params;
    int64_t version_after;
    const char *before;
};
MUST_USE enum err bulk_item_put(struct ctx *cx, struct db *db, int64_t bulk, int64_t n,
                                const struct bulk_outcome *o);

/* --- bulk_action.c */
struct bulk_action {
    const struct model *m;
    const struct json *set, *tags; /* tags: of either kind */
    bool tags_off, by_domain, erase;
    int64_t list; /* 0: none */
    const char *status;
    int64_t segment; /* 0: none */
    const char *how;
};
/* Wrong fields for what makes no sense. db: to see that a list is there. */
MUST_USE enum err bulk_action_read(struct ctx *cx, struct db *db, const struct model *m,
                                   const struct json *in, struct bulk_action *ret);
/* The record as it would be. */
MUST_USE enum err bulk_built(struct ctx *cx, struct db *db, const struct bulk_action *a,
                             const void *now, void **ret);
/* Each gives the outcome; only an outage is an error. */
MUST_USE enum err bulk_try(struct ctx *cx, struct db *db, const struct bulk_action *a,
                           int64_t record, struct bulk_outcome *ret);
MUST_USE enum err bulk_apply(struct ctx *cx, struct db *db, const struct bulk_action *a,
                             const struct bulk_item *item, struct bulk_outcome *ret);
MUST_USE enum err bulk_take_back(struct ctx *cx, struct db *db, const struct bulk_action *a,
                                 const struct bulk_item *item, struct bulk_outcome *ret);

/* --- bulk_rows.c: the rows that go with a record that is deleted, and come back with it */
MUST_USE enum err bulk_rows_save(struct ctx *cx, struct db *db, const struct model *m,
                                 int64_t record, struct json_writer *w);
MUST_USE enum err bulk_rows_return(struct ctx *cx, struct db *db, const struct model *m,
                                   const struct json *rows);

#endif
