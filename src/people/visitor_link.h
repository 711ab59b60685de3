/* visitor_link.h -- which visitor is which person.
 *
 * A form, a clicked mail, an order, another program or somebody here says that the visitor behind a browser is a person we know. The
 * visits before then join the person's, and so do those that come, until it is taken back. A visitor is one person at a time:
 * when a form says another, what was before stays with the first.
 *
 * It needs a yes: the visitor's own choice (CONSENT_NAMED of fact.h) or the person's consent to VISITOR_LINK_PURPOSE in the ledger. Who
 * withdrew or objected to that purpose is not tied, whatever the browser says, and a withdrawal takes back what was tied.
 *
 * The row is the truth; the event store follows. A row of visitor_link_sends is written in the same transaction, and a job
 * appends it to the journal as a control (facts/loader.h), in order: a process that dies between sends it again, which changes nothing.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing" (the person), "visitor.missing" (the link); ERR_CONFLICT "visitor.taken" (of somebody else),
 *            "visitor.no_consent"; ERR_LIMIT "visitor.too_many" (max); fault fields "visitor".
 * Units:     _at unix ms UTC; NIL: not so.
 * Threads:   any.
 */
#ifndef PRACA_PEOPLE_VISITOR_LINK_H
#define PRACA_PEOPLE_VISITOR_LINK_H

#include "db/db.h"

#define VISITOR_LINK_PURPOSE "profiling"
enum { VISITOR_LINKS_MAX = 500 }; /* of one person, with those undone */

struct visitor_link {
    int64_t id, visitor, contact;
    const char *how;
    const char *basis; /* "banner", "ledger" */
    int64_t linked_at, linked_by;
    int64_t ended_at, undone_at, undone_by;
};

struct visitor_link_ask {
    int64_t visitor, contact;
    const char *
        how; /* form, mail, order, api, hand; of the last two one that is somebody else's is refused */
    int64_t consent; /* enum fact_consent: what the visitor has chosen; 0: not known */
};

enum visitor_link_outcome { VISITOR_LINKED, VISITOR_ALREADY, VISITOR_NO_CONSENT, VISITOR_FULL };

/* What cannot be is an outcome, so that a form goes on. Inside db_write(). */
MUST_USE enum err visitor_link(struct ctx *cx, struct db *db, const struct visitor_link_ask *ask,
                               enum visitor_link_outcome *ret);
/* It never was this person. Inside db_write(). */
MUST_USE enum err visitor_unlink(struct ctx *cx, struct db *db, int64_t contact, int64_t link);
/* It was after all. Inside db_write(). */
MUST_USE enum err visitor_relink(struct ctx *cx, struct db *db, int64_t contact, int64_t link,
                                 int64_t consent);
/* Everything that is tied to this person is taken back: a withdrawal, an erasure. Inside db_write(). */
MUST_USE enum err visitor_links_withdraw(struct ctx *cx, struct db *db, int64_t contact);
/* The same for a visitor who takes back their choice. Inside db_write(). */
MUST_USE enum err visitor_withdraw(struct ctx *cx, struct db *db, int64_t visitor);

/* Newest first, with those undone. */
MUST_USE enum err visitor_links_of(struct ctx *cx, struct db *db, int64_t contact,
                                   struct visitor_link **ret, size_t *ret_n);

/* Who a visitor is now; contact 0: nobody known. */
struct visitor_person {
    int64_t contact, account; /* account 0: none */
    bool by_banner;           /* only as long as the visitor's choice says so */
};
MUST_USE enum err visitor_person(struct ctx *cx, struct db *db, int64_t visitor,
                                 struct visitor_person *ret);
/* Whether this visitor was ever tied to anybody. */
MUST_USE enum err visitor_is_tied(struct ctx *cx, struct db *db, int64_t visitor, bool *ret);

#endif
