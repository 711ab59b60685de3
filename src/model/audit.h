/* audit.h -- who did what to which record, and what it was before.
 *
 * The entry is written in the transaction of the change, so there is no change without its entry.
 * Imports write one entry for all of their rows.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_INVALID "model.page", those of db.h.
 */
#ifndef PRACA_MODEL_AUDIT_H
#define PRACA_MODEL_AUDIT_H

#include "model/model.h"

struct audit_entry {
    int64_t id, at, actor, record; /* actor 0: the program itself; record NIL: none */
    const char *origin, *model, *action;
    const char *diff; /* JSON object; NULL: none */
};

struct audit_query {
    const char *model;     /* NULL: any */
    int64_t record, actor; /* 0: any */
    int64_t from, to;      /* unix ms, to excluded; 0: open */
    int64_t after;         /* id of the last entry of the page before; 0: start with the newest */
    int limit;             /* 0: 50 */
};

struct audit_page {
    struct audit_entry *entries;
    size_t n;
    int64_t next; /* 0 on the last page */
};

/* action: "add", "change", "delete", or a floor's own ("import", "login"). record may be NIL, diff
 * NULL. Actor, origin and time come from the ctx. */
MUST_USE enum err audit_add(struct ctx *cx, struct db *db, const char *model, int64_t record,
                            const char *action, const char *diff);
/* Newest first. */
MUST_USE enum err audit_list(struct ctx *cx, struct db *db, const struct audit_query *q,
                             struct audit_page *ret);
/* actor_name: of the user, who is not model's to know; NULL: null. */
void audit_to_json(struct json_writer *w, const struct audit_entry *e, const char *actor_name);

/* A member of an entry's diff: "name": [was, now], where they differ. NULL: there is none. */
void audit_put_change(struct json_writer *w, const char *name, const char *was, const char *now);

#endif
