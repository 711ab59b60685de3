/* merge.h -- two records that are one become one, and two again.
 *
 * The one that stays keeps what it says and gets what it lacks from the other; what referred to the one that goes refers to
 * it, by the table of refs.h. The one that goes keeps answering under its id: merge_survivor() says who speaks for it. All of
 * it is one transaction and leaves a row from which merge_undo() brings everything back that nobody changed since.
 *
 * Chains are fine: what went into A, which went into B, is answered for by B. They are undone from the last on.
 *
 * Everything but the questions runs inside db_write(), and may be run again.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing", "merge.missing"; ERR_INVALID "merge.itself" or wrong fields; ERR_CONFLICT
 *            "model.version" (somebody changed one meanwhile), "merge.undone", "merge.later_first", "model.referred";
 *            ERR_LIMIT "merge.too_large" (max).
 * Units:     _at unix ms, UTC.
 */
#ifndef PRACA_PEOPLE_MERGE_H
#define PRACA_PEOPLE_MERGE_H

#include "model/model.h"

enum merge_of { MERGE_CONTACTS, MERGE_ACCOUNTS };
enum { MERGE_ROWS_MAX = 20000, MERGE_IDS_MAX = 1000, MERGES_LISTED_MAX = 50 };

const struct model *merge_model(enum merge_of of);
/* The kind of merge for a model; false for one that has none. */
bool merge_of_model(const struct model *m, enum merge_of *ret);

struct merge_ask {
    enum merge_of of;
    int64_t kept, gone;                 /* gone 0: a wrong field */
    int64_t kept_version, gone_version; /* as the caller read them; 0: do not care */
    const struct json
        *fields; /* {"name": "gone", "custom.size": "gone"}: whose value stays; NULL: see merge.c */
};

MUST_USE enum err merge_records(struct ctx *cx, struct db *db, const struct merge_ask *ask,
                                int64_t *ret_merge, void **ret_record);

struct merge_undone {
    enum merge_of of;
    int64_t kept, gone;
    void *record;   /* the one that came back */
    int64_t stayed; /* values and rows that somebody changed since, and that stay as they are */
};

MUST_USE enum err merge_undo(struct ctx *cx, struct db *db, int64_t merge,
                             struct merge_undone *ret);

/* The id that answers for this one: itself, unless it went into another. */
MUST_USE enum err merge_survivor(struct ctx *cx, struct db *db, enum merge_of of, int64_t id,
                                 int64_t *ret);
/* All ids that are this record: itself first, then those that went into it, at most MERGE_IDS_MAX. Facts keep the id under which
 * they happened: ask them with all of these. */
MUST_USE enum err merge_ids_of(struct ctx *cx, struct db *db, enum merge_of of, int64_t id,
                               int64_t **ret_ids, size_t *ret_n);

struct merge {
    int64_t id, kept, gone;
    const char *kind;  /* "contact", "account" */
    const char *label; /* what the one that went was called; may be NULL */
    int64_t merged_at, actor, undone_at;
};

/* What went straight into a record (NIL: into any), newest first; with gone, only the merge in which that one went. */
MUST_USE enum err merge_list(struct ctx *cx, struct db *db, enum merge_of of, int64_t record,
                             struct merge **ret, size_t *ret_n);

#endif
