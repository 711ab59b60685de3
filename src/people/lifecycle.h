/* lifecycle.h -- how far a contact has come, stamped, and never back by itself.
 *
 * subscriber → lead → mql → sal → sql → opportunity → customer → advocate. Who moves a person says so here, and the stamp
 * keeps it: a person, a rule (lifecycle_rule.h), a deal, a hand-off (handoff.h), a merge or an import. A deal lifts its contact:
 * open to opportunity, won to customer, which lifts its committee too. Who has left the committee by then is not lifted, and who
 * leaves it later stays. A deal that is undone (deleted, or no longer won) takes its own stamps with it, and those people
 * step back to where that deal found them; so does whoever takes back the last step. Nobody else moves a person
 * back, whichever way they write: what went wrong with a lead is its lead_status. The undo of an import, a bulk change or a
 * merge (ctx.h, undoing) takes back a step that it still finds to be the last, and leaves what came behind it.
 *
 * Everything runs inside db_write().
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    the wrong field "lifecycle" where said; else only outages.
 * Units:     _at and at unix ms UTC.
 */
#ifndef PRACA_PEOPLE_LIFECYCLE_H
#define PRACA_PEOPLE_LIFECYCLE_H

#include "people/contact.h"
#include "people/deal.h"
#include "people/deal_member.h"

extern const char *const lifecycle_stages[]; /* in order, NULL-terminated */
int lifecycle_rank(const char *stage);       /* -1: unknown or NULL */

struct lifecycle_move {
    int64_t contact;
    const char *stage;
    const char *cause;      /* "person", "rule", "deal", "handoff", "merge", "import" */
    int64_t cause_id;       /* of the rule, deal or hand-off; NIL */
    const char *cause_name; /* of the rule or deal, as it is called now */
    int64_t at;             /* NIL: now */
    int64_t run;            /* job that applies a rule to everybody; NIL */
};

/* On to a stage; *ret_moved is false for who is there already, or further. The change is followed. */
MUST_USE enum err lifecycle_raise(struct ctx *cx, struct db *db, const struct lifecycle_move *m,
                                  bool *ret_moved);

/* A company stands where its furthest member stands. stage NULL: nobody of it is known. */
struct lifecycle_account {
    const char *stage;
    int64_t contact;
    const char *name;
};
MUST_USE enum err lifecycle_of_account(struct ctx *cx, struct db *db, int64_t account,
                                       struct lifecycle_account *ret);

/* before or after may be NULL (a new deal, a deleted one). */
MUST_USE enum err lifecycle_follow_deal(struct ctx *cx, struct db *db, const struct deal *before,
                                        const struct deal *after);
/* Who is put into the committee of a deal. */
MUST_USE enum err lifecycle_follow_member(struct ctx *cx, struct db *db,
                                          const struct deal_member *m);

/* A file that goes back is not heard in this. */
void lifecycle_hold(const struct contact *before, struct contact *after);

/* For the contact's hooks, which every writer passes. Settle: a bulk change or a merge that goes back, and an edit that
 * takes back anything but the last step, has the wrong field "lifecycle" with "contact.lifecycle_back". e: what was wrong
 * before. */
MUST_USE enum err lifecycle_settle_contact(struct ctx *cx, struct db *db,
                                           const struct contact *before, struct contact *after,
                                           enum err e);
MUST_USE enum err lifecycle_follow_contact(struct ctx *cx, struct db *db,
                                           const struct contact *before,
                                           const struct contact *after);

/* Take back at most `most` stamps of a run, newest first: each contact that still stands where it was put steps back.
 * *ret_n: how many stamps are gone; 0: none is left. */
MUST_USE enum err lifecycle_run_undo(struct ctx *cx, struct db *db, int64_t run, int most,
                                     int64_t *ret_n);

#endif
