/* plan_version.h -- what a plan was at one moment, whole and for good.
 *
 * A version is a snapshot: {"plan", "records": {table: [...]}, "people", "figures": {goal: {...}}}, with records as the API
 * writes them. It stands beside the plan, which goes on living under the same ids. Published ones are numbered 1, 2, ...; kept ones are
 * made by themselves before many records change at once, so that there is a way back, and are called k1, k2, ... Nothing
 * changes a version: there is no statement for it, and the schema refuses one. Its digest is looked at whenever it is read.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "plan_version.missing"; ERR_CONFLICT "plan_version.same"; ERR_BROKEN "plan_version.digest"; wrong
 *            field "reason" with "plan_version.reason"; those of plan_tree.h.
 * Source:    the digest is SHA-256 of the snapshot's bytes.
 */
#ifndef PRACA_STRATEGY_PLAN_VERSION_H
#define PRACA_STRATEGY_PLAN_VERSION_H

#include "strategy/plan_diff.h"

#define PLAN_VERSION_PUBLISHED "published"
#define PLAN_VERSION_KEPT "kept"

struct plan_version {
    int64_t id, plan;
    const char *kind;
    int64_t number;
    const char *digest, *note, *reason;
    const char *
        missing; /* what the plan lacked when it was published: JSON list of texts; NULL: nothing */
    int64_t actor, made_at;
    const char *snapshot; /* NULL in lists */
};

/* The snapshot as text. figures: JSON object made before (measure/plan_figures.h); NULL: none. */
MUST_USE enum err plan_snapshot(struct ctx *cx, struct db *db, const struct model *const *models,
                                int64_t plan, const char *figures, const char **ret);
/* Stores one with the next number of its kind: fill plan, kind, note, reason, missing and snapshot. */
MUST_USE enum err plan_version_add(struct ctx *cx, struct db *db, struct plan_version *v);
/* A way back, before many records change at once. why: its note, with the name of what comes next. */
const char *plan_kept_note(struct ctx *cx, const char *why, const char *name);
MUST_USE enum err plan_version_keep(struct ctx *cx, struct db *db,
                                    const struct model *const *models, int64_t plan,
                                    const char *note, struct plan_version *ret);

struct plan_publishing {
    int64_t plan;
    const char *note, *reason, *figures;
    const char *missing,
        *missing_said; /* what it lacks: JSON list of sentences, the same in one line; NULL: nothing */
    struct plan_version version; /* out */
};
/* Freezes the plan as its next version and marks it published. What is missing, as the road tells it (measure/road.h), asks for a reason; a plan that is
 * what its last version says is refused, and so are scenarios and what is put away. Inside db_write(). */
MUST_USE enum err plan_publish(struct ctx *cx, struct db *db, const struct model *const *models,
                               struct plan_publishing *p);

/* Newest first, without snapshots. */
MUST_USE enum err plan_versions_of(struct ctx *cx, struct db *db, int64_t plan,
                                   struct plan_version **ret, size_t *ret_n);
/* name: "3" or "k3". */
MUST_USE enum err plan_version_get(struct ctx *cx, struct db *db, int64_t plan, const char *name,
                                   struct plan_version *ret);
/* The last published one; ret->id 0: there is none. */
MUST_USE enum err plan_version_last(struct ctx *cx, struct db *db, int64_t plan,
                                    struct plan_version *ret);
MUST_USE enum err plan_version_tree(struct ctx *cx, const struct model *const *models,
                                    const struct plan_version *v, struct plan_tree *ret);
/* to NULL: the plan as it is now. Both with their snapshots, of one plan. */
MUST_USE enum err plan_version_diff(struct ctx *cx, struct db *db,
                                    const struct model *const *models,
                                    const struct plan_version *from, const struct plan_version *to,
                                    struct plan_diff *ret);
/* "3" or "k3". */
const char *plan_version_name(struct ctx *cx, const struct plan_version *v);
/* With the plan that they are of. */
MUST_USE enum err plan_versions_drop(struct ctx *cx, struct db *db, int64_t plan);

#endif
