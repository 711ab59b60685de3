/* segment_priv.h -- what the files of segments share: the site's segments ready to be asked, and looking at a record. */
#ifndef PRACA_PEOPLE_SEGMENT_PRIV_H
#define PRACA_PEOPLE_SEGMENT_PRIV_H

#include "people/behaviour.h"
#include "people/segment.h"

/* --- segment.c */

MUST_USE enum err segment_read_rule(struct ctx *cx, struct db *db, struct fact_store *facts,
                                    const char *subject, const char *json,
                                    struct rule_world *ret_world, struct rule **ret);
MUST_USE enum err segment_work_soon(struct ctx *cx, struct db *db);

/* --- segment_world.c */

struct segment_rule {
    int64_t id;
    const char *name;
    bool account;            /* of accounts; else of contacts */
    const struct rule *rule; /* NULL: it cannot be read any more */
    bool asks_others;        /* a condition of another folder: anything may change it */
    const size_t *names; /* segments that it names, as places in the world; all stand before it */
    size_t name_count;
    bool named; /* another names it */
};

/* All segments of a site. Lives with the connection, at least to the end of the transaction. */
struct segment_world {
    int64_t revision;
    struct ctx *cx; /* owns the rest */
    struct rule_world rules;
    struct segment_rule *all; /* a segment stands behind those that it names */
    size_t n;
    bool any_contacts, any_accounts;
};

/* *ret NULL: the site has no segments. Inside db_write() it holds until the end: on PostgreSQL nobody changes a rule
 * meanwhile. */
MUST_USE enum err segment_world_of(struct ctx *cx, struct db *db, const struct segment_world **ret);
/* n when there is none. */
size_t segment_place(const struct segment_world *w, int64_t id);

/* --- segment_look.c */

/* A transaction's looks: what they add up to is written by segment_looks_end(). */
struct segment_looks {
    struct ctx *cx;
    struct db *db;
    const struct segment_world *world;
    bool *building;  /* by place: being worked out from nothing, so not ours to say */
    int64_t *deltas; /* by place: how many entered less those who left */
    bool *dirty; /* by place: to be asked; the caller's to set before each look, cleared by it */
    const char *cause;
    bool many;     /* of many records that change together, for webhooks */
    int wanted[2]; /* whether anybody hears of left, entered: 0 not asked yet, 1 yes, 2 no */
};

/* Tells webhooks that a record entered or left. */
MUST_USE enum err segment_tell(struct segment_looks *l, size_t place, int64_t record, bool in);

MUST_USE enum err segment_looks_begin(struct ctx *cx, struct db *db, const char *cause,
                                      struct segment_looks *ret);
/* One record against the segments that are dirty, and those that name what moved. Gone records leave all. ret_moved (may be
 * NULL): whether anything moved. */
MUST_USE enum err segment_look(struct segment_looks *l, bool account, int64_t record);
/* Sizes, by day too. */
MUST_USE enum err segment_looks_end(struct segment_looks *l);
void segment_all_dirty(struct segment_looks *l, bool account);

/* Puts a member in or takes it out, with history unless quiet; the count is the caller's. entered_at: now. */
MUST_USE enum err segment_member_put(struct ctx *cx, struct db *db, int64_t segment, int64_t record,
                                     bool in, const char *manual, const char *cause, bool quiet);
MUST_USE enum err segment_stale_add(struct ctx *cx, struct db *db, int64_t record, int64_t segment,
                                    const char *cause);
/* PostgreSQL: of two transactions that look at a record at once, one must look again. */
MUST_USE enum err segment_turn(struct ctx *cx, struct db *db, int64_t record);
MUST_USE enum err segment_count_add(struct ctx *cx, struct db *db, const struct segment_world *w,
                                    int64_t segment, int64_t delta);
int64_t segment_micros(void); /* of a clock that only goes on */

#endif
