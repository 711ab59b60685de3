/* identity.h -- the addresses of a person and the domains of a company: the first, and further ones.
 *
 * The first stands in the record, further ones in a table of their own (field.further in model.h). Whatever finds a record by
 * its address or domain finds it by any of them, and no two records share one.
 *
 * Everything that changes runs inside db_write() and leaves an audit entry.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing"; ERR_INVALID with the wrong field; ERR_CONFLICT "model.exists" with the wrong field
 *            "field.taken_by" (holder, id); ERR_LIMIT "identity.too_many" (max).
 */
#ifndef PRACA_PEOPLE_IDENTITY_H
#define PRACA_PEOPLE_IDENTITY_H

#include "model/model.h"

enum identity_of { IDENTITY_EMAILS, IDENTITY_DOMAINS };
enum { IDENTITY_MAX = 20 };

struct identity_value {
    int64_t id; /* 0: the first */
    const char *value;
    int64_t added_at; /* NIL: with the record */
};

struct identity {
    struct identity_value *all; /* the first one first */
    size_t n;
};

MUST_USE enum err identity_read(struct ctx *cx, struct db *db, enum identity_of of, int64_t record,
                                struct identity *ret);
/* As typed; NULL is a wrong field. It becomes the first when there is none yet. */
MUST_USE enum err identity_add(struct ctx *cx, struct db *db, enum identity_of of, int64_t record,
                               const char *text);
MUST_USE enum err identity_remove(struct ctx *cx, struct db *db, enum identity_of of,
                                  int64_t record, int64_t id);
/* It changes places with the first one. */
MUST_USE enum err identity_make_first(struct ctx *cx, struct db *db, enum identity_of of,
                                      int64_t record, int64_t id);
/* {"items": [{"id": null for the first, "value", "first", "added_at"}], "next": null} */
void identity_json(const struct identity *all, struct buf *out);

#endif
