/* positioning_version.h -- what a canvas said before: each saved version is kept whole and can be brought back.
 *
 * Bringing one back is a new version with the texts of the old one, so nothing is lost by it.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "positioning.no_version" (version); ERR_CONFLICT "plan.frozen", "model.version".
 * Units:     _at unix ms UTC.
 */
#ifndef PRACA_STRATEGY_POSITIONING_VERSION_H
#define PRACA_STRATEGY_POSITIONING_VERSION_H

#include "strategy/positioning.h"

struct positioning_version {
    int64_t version, saved_at, actor;
    const char *actor_name;
    const char *text; /* the record as JSON */
};

/* For after_save: keeps the version that was written, and the one before when nobody kept it. */
MUST_USE enum err positioning_keep(struct ctx *cx, struct db *db, const struct positioning *before,
                                   const struct positioning *is);
/* Newest first, at most 200. */
MUST_USE enum err positioning_versions(struct ctx *cx, struct db *db, int64_t positioning,
                                       struct positioning_version **ret, size_t *ret_n);
/* Inside db_write(). at: the version that the caller saw, 0: do not care. */
MUST_USE enum err positioning_bring_back(struct ctx *cx, struct db *db, int64_t positioning,
                                         int64_t version, int64_t at, void **ret);

#endif
