/* saved_view.h -- a list as somebody wants to see it again: search, filters, order, columns.
 *
 * A view is its maker's own or everybody's. What is everybody's is changed by whoever may edit people; what is somebody's own, by
 * nobody else, and nobody else sees it. Each user has at most one view with which a list opens.
 *
 * What a view holds is the screen's business: an object of JSON that is kept as it is.
 *
 * Ownership: the ctx's arena.
 * Errors:    wrong fields "name", "view", "model", "ids"; ERR_NOTFOUND "view.none"; ERR_DENIED "access.denied"; ERR_LIMIT
 *            "view.many" (max); ERR_CONFLICT "model.version" (version).
 */
#ifndef PRACA_PEOPLE_SAVED_VIEW_H
#define PRACA_PEOPLE_SAVED_VIEW_H

#include "base/json.h"
#include "db/db.h"

enum { VIEWS_MAX = 100, VIEW_BYTES_MAX = 16 * 1024, VIEW_NAME_MAX = 60 };

struct saved_view {
    int64_t id, version;
    const char *model, *name;
    int64_t owner; /* NIL: everybody's */
    const char *view;
    bool is_default;
};

/* may_share: whether the actor may change what is everybody's. Writes run inside db_write() and leave an audit entry. */

MUST_USE enum err saved_views(struct ctx *cx, struct db *db, const char *model,
                              struct saved_view **ret, size_t *ret_n);
/* {"model", "name", "shared", "view"}. */
MUST_USE enum err saved_view_add(struct ctx *cx, struct db *db, const struct json *in,
                                 bool may_share, struct saved_view *ret);
/* The members that are given. version 0: whichever. */
MUST_USE enum err saved_view_change(struct ctx *cx, struct db *db, int64_t id, int64_t version,
                                    const struct json *in, bool may_share, struct saved_view *ret);
MUST_USE enum err saved_view_drop(struct ctx *cx, struct db *db, int64_t id, bool may_share);
/* {"ids": [...]}: their order from now on; those that are not the actor's to change keep their places. */
MUST_USE enum err saved_views_order(struct ctx *cx, struct db *db, const struct json *in,
                                    bool may_share);
/* {"model", "view": id or null}: with which the list opens for the actor. */
MUST_USE enum err saved_view_default(struct ctx *cx, struct db *db, const struct json *in);
void saved_view_json(struct json_writer *w, const struct saved_view *v, bool may_change);
/* Whether the actor may change it. */
bool saved_view_is_theirs(const struct ctx *cx, const struct saved_view *v, bool may_share);

#endif
