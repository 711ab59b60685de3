/* timeline.h -- what happened to a contact, an account or a deal, newest first, from every part of the program.
 *
 * Read together at the moment of asking: the audit trail, first contact, lifecycle stamps, deals opened and
 * closed, people joining and leaving a committee, imports. An account shows what its people and deals did. What lives
 * elsewhere (visits, e-mails) is brought by the caller's function and sorted in: of an account, what its people of now did, also
 * before they belonged to it, as in attribution (touch.h). One that went into another record shows the
 * timeline of that one, which holds its own.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    ERR_INVALID "model.page", "model.limit" (max); ERR_NOTFOUND "model.missing".
 * Units:     _at unix ms UTC.
 */
#ifndef PRACA_MEASURE_TIMELINE_H
#define PRACA_MEASURE_TIMELINE_H

#include "base/json.h"
#include "db/db.h"

enum timeline_of { TIMELINE_CONTACT, TIMELINE_ACCOUNT, TIMELINE_DEAL };
enum { TIMELINE_MAX = 200, TIMELINE_VISIT = 8, TIMELINE_FACT = 9 };

struct timeline_item {
    int64_t at, id;
    int order; /* of those at the same time, the higher first; the caller's own: TIMELINE_FACT, TIMELINE_VISIT */
    const char *kind; /* "deal_won", "changed", "imported" */
    const char *title, *detail, *actor,
        *url; /* in the ctx's language; detail, actor and url may be NULL */
    int64_t
        subject; /* the caller's own: whose doing it was; 0: nobody's. A company's timeline says who that is */
};

/* Somebody of a company, under any of their ids. */
struct timeline_person {
    int64_t id, contact; /* who answers for the id */
    const char *name;
};

/* Whose timeline it is: all ids that are this record (merge_ids_of(), people/merge.h); of a company also its people of now, by id. */
struct timeline_who {
    int64_t *ids;
    size_t id_count;
    struct timeline_person *people;
    size_t person_count;
};

/* Where a page begins: items before this one. */
struct timeline_mark {
    int64_t at, id;
    int order;
};

/* Up to limit items that come after the mark (earlier, or at the same time with a lower order or id), newest first. */
typedef enum err timeline_more(struct ctx *cx, void *self, enum timeline_of of,
                               const struct timeline_who *who, const struct timeline_mark *mark,
                               int limit, struct timeline_item *items, size_t *ret_n);

struct timeline_ask {
    enum timeline_of of;
    int64_t id;
    const char *after;   /* `next` of the page before; NULL: the newest */
    int limit;           /* 0: 50 */
    timeline_more *more; /* may be NULL */
    void *self;
};

struct timeline {
    struct timeline_item *items;
    size_t count;
    const char *next; /* NULL on the last page */
};

MUST_USE enum err timeline_read(struct ctx *cx, struct db *db, const struct timeline_ask *ask,
                                struct timeline *ret);
/* {"items": [{"at", "kind", "title", "detail", "actor", "url"}], "next"} */
void timeline_json(struct ctx *cx, const struct timeline *t, struct buf *out);

#endif
