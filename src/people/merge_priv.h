/* merge_priv.h -- what the files of merging share. */
#ifndef PRACA_PEOPLE_MERGE_PRIV_H
#define PRACA_PEOPLE_MERGE_PRIV_H

#include "base/json.h"
#include "people/merge.h"
#include "people/refs.h"

/* --- merge_fields.c */
/* The record that stays, as it will be. */
MUST_USE enum err merge_build(struct ctx *cx, struct db *db, const struct merge_ask *ask,
                              const void *kept, const void *gone, void **ret);
/* Puts back what of now is still as the merge left it; counts in *stayed what is not. */
MUST_USE enum err merge_unbuild(struct ctx *cx, const struct model *m, const void *before,
                                const void *after, void *now, int64_t *stayed);

/* --- merge.c */
/* Whose daughter a company is, without a new version of it. parent NIL: nobody's. */
MUST_USE enum err merge_parent_put(struct ctx *cx, struct db *db, int64_t account, int64_t parent);

/* --- merge_refs.c: what refers to a record, walked by refs.h */
struct merge_walk {
    struct db *db;
    enum merge_of of;
    int64_t kept, gone;
    int64_t rows, stayed;
    const struct people_ref *key_ref; /* whose key columns are known: key, as "list,purpose" */
    const char *key;
};
/* From gone to kept; writes the list of what moved. Contacts, accounts and deals that moved are followed. */
MUST_USE enum err merge_refs_move(struct ctx *cx, struct merge_walk *walk, struct json_writer *w);
/* Back again, by that list. */
MUST_USE enum err merge_refs_return(struct ctx *cx, struct merge_walk *walk,
                                    const struct json *moved);

/* A row of the one that stays of which the other has the like (both are on one list). What joins the two may change it,
 * so it is kept as it was. */
enum { MERGE_KEYS_MAX = 6 };
struct merge_twin {
    const struct people_ref *ref;
    const char *key[MERGE_KEYS_MAX];
    const char *before;
};
/* struct merge_twin[], before anything is joined. */
MUST_USE enum err merge_twins_read(struct ctx *cx, const struct merge_walk *walk, struct buf *ret);
/* Writes the list of those that changed since. */
MUST_USE enum err merge_twins_write(struct ctx *cx, struct merge_walk *walk,
                                    const struct buf *twins, struct json_writer *w);
/* As they were before, where they still are as the merge left them. */
MUST_USE enum err merge_twins_return(struct ctx *cx, struct merge_walk *walk,
                                     const struct json *list);

#endif
