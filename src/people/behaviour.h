/* behaviour.h -- how often a person did what some rule asks of, by local day.
 *
 * A rule that asks "visited /precos twice in 14 days" is judged for one person after each event, in memory; asking the
 * event store for it would cost too much. So the database keeps counts, but only of behaviours that somebody keeps: a
 * segment, a score model. Windows are applied when counts are read, so rules with other windows share them.
 *
 * A behaviour is kept from the transaction of behaviour_keep() on, and is not counted yet: counters.h fills it from the
 * event store and then counts what comes. Until then behaviours_live() says false, and its counts say nothing.
 *
 * A count stands under the contact's id at the time. Who went into another is counted with them when counts are read, so
 * a merge and its undo move nothing.
 *
 * Ownership: the ctx's arena. The list of behaviours is kept with the connection (db_keep).
 * Errors:    those of the database.
 * Units:     a day is a number of rule_day(), on the site's clock.
 * Threads:   the errand's.
 */
#ifndef PRACA_PEOPLE_BEHAVIOUR_H
#define PRACA_PEOPLE_BEHAVIOUR_H

#include "rules/rule.h"

/* Inside db_write(): these, and no others, are kept for the owner ("segment" 17, "score" 4). n 0: none any more. What nobody
 * keeps is forgotten. */
MUST_USE enum err behaviour_keep(struct ctx *cx, struct db *db, const char *owner_kind,
                                 int64_t owner, const struct rule_behaviour *list, size_t n);
/* Whether all of them are counted up to now. */
MUST_USE enum err behaviours_live(struct ctx *cx, struct db *db, const struct rule_behaviour *list,
                                  size_t n, bool *ret);

/* All counts of one contact, or (account) of the people an account has now. */
struct behaviour_count {
    int64_t counted, day, n; /* counted: behaviour_key */
};
struct behaviour_counts {
    const struct behaviour_count *rows; /* by counted and day, each once */
    size_t count;
};
MUST_USE enum err behaviour_counts_of(struct ctx *cx, struct db *db, bool account, int64_t id,
                                      struct behaviour_counts *ret);
/* The days of one behaviour among them, as rule_face wants them: rising, each once; none for one that is not kept. */
MUST_USE enum err behaviour_days(struct ctx *cx, struct db *db, const struct behaviour_counts *c,
                                 const char *key, const struct rule_day_count **ret, size_t *ret_n);

/* --- for counters.h ---------------------------------------------------------------------------- */

enum behaviour_state { BEHAVIOUR_NEW, BEHAVIOUR_FILLING, BEHAVIOUR_LIVE };

struct behaviour_key {
    int64_t id, counted;
    enum behaviour_state state;
    int64_t from_position; /* of the journal: what stands there or behind is counted as it comes */
    struct rule_behaviour is;
};

struct behaviour_keys {
    const struct behaviour_key *all; /* by counted */
    size_t n;
    const struct zone *zone; /* of the site */
};

/* Of the ctx's site; lives as long as the connection has nothing newer, at least to the end of the transaction. */
MUST_USE enum err behaviour_keys_of(struct ctx *cx, struct db *db, struct behaviour_keys *ret);
const struct behaviour_key *behaviour_key_find(const struct behaviour_keys *k, const char *key);
/* Inside db_write(). */
MUST_USE enum err behaviour_key_put(struct ctx *cx, struct db *db, const struct behaviour_key *k);
MUST_USE enum err behaviour_add(struct ctx *cx, struct db *db, int64_t contact, int64_t counted,
                                int64_t day, int64_t n);
/* All of the site are counted from the beginning: its days begin at other moments now. Inside db_write(). */
MUST_USE enum err behaviours_recount(struct ctx *cx, struct db *db);
/* Takes away counts that belong to no behaviour, of at most most contacts after *after, which moves on; 0 at the end. Inside
 * db_write(). */
MUST_USE enum err behaviours_sweep(struct ctx *cx, struct db *db, int64_t most, int64_t *after);

#endif
