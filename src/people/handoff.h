/* handoff.h -- a lead that marketing passes to sales, until sales says yes or no.
 *
 * Passed is an MQL, one at a time per person. It goes to a seller who was chosen, or to the one among the users with the role
 * sales who got none for longest. The answer is due at 18:00 of the site's clock, so many business days later (Monday to
 * Friday; holidays are not known): the setting handoff.business_days. Accepted, the person is a SAL, in work, and belongs to
 * the seller; returned, they stay what they are, and lead_status and return_reason say why, so that a list can take them
 * back to nurture. What was not answered in time stays open and is said to be late.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_NOTFOUND "handoff.missing"; ERR_CONFLICT "handoff.answered"; ERR_INVALID "handoff.no_seller"; fault fields
 *            "seller" with "handoff.seller", "reason" with "field.choice".
 * Units:     unix ms, UTC.
 */
#ifndef PRACA_PEOPLE_HANDOFF_H
#define PRACA_PEOPLE_HANDOFF_H

#include "db/db.h"
#include "work/setting.h"

enum { HANDOFFS_AT_ONCE = 200 };

/* Why sales returns a lead: no_authority, early, no_fit, no_budget. NULL-terminated. */
extern const char *const handoff_reasons[];
extern const struct setting handoff_settings[];

struct handoff {
    int64_t id, contact, seller, asked_by, asked_at, due_at;
    const char *message; /* of who passed it */
    const char *channel, *state;
    int64_t answered_at, answered_by;
    const char *reason, *note;
    const char *seller_name, *asked_name;
    /* what there is to judge by */
    const char *name, *email, *phone, *job_title, *lifecycle, *account_name, *industry;
    int64_t account, employees, first_contact_at;
};

struct handoff_skip {
    int64_t contact;
    const char *why; /* message key: handoff.not_mql, handoff.waiting, handoff.gone */
};

struct handoff_passed {
    int64_t ids[HANDOFFS_AT_ONCE];
    size_t n;
    struct handoff_skip skipped[HANDOFFS_AT_ONCE];
    size_t skipped_n;
};

/* seller 0: by turns. Inside db_write(). */
MUST_USE enum err handoff_pass(struct ctx *cx, struct db *db, const int64_t *contacts, size_t n,
                               int64_t seller, const char *text, struct handoff_passed *ret);
/* Inside db_write(). */
MUST_USE enum err handoff_accept(struct ctx *cx, struct db *db, int64_t id);
MUST_USE enum err handoff_return(struct ctx *cx, struct db *db, int64_t id, const char *reason,
                                 const char *note);
/* Marketing takes it back before it is answered. */
MUST_USE enum err handoff_withdraw(struct ctx *cx, struct db *db, int64_t id);

struct handoff_query {
    const char *state;         /* NULL: any */
    int64_t seller;            /* 0: any */
    int64_t contact;           /* 0: any */
    const char *channel;       /* as it was passed; NULL: any, "(none)": blank */
    const char *reason;        /* NULL: any */
    int64_t from_at, until_at; /* asked then */
    bool late;                 /* waiting beyond what was due */
    const char *after;
    int limit; /* 0: 50 */
};

struct handoff_page {
    struct handoff *all;
    size_t n;
    const char *next;
};

/* Waiting ones by what is due first, any others newest first. ERR_INVALID "model.page". */
MUST_USE enum err handoffs_list(struct ctx *cx, struct db *db, const struct handoff_query *q,
                                struct handoff_page *ret);
/* ERR_NOTFOUND "handoff.missing". */
MUST_USE enum err handoff_get(struct ctx *cx, struct db *db, int64_t id, struct handoff *ret);

struct handoff_seller {
    int64_t id, waiting, late;
    const char *name;
};

/* Who may be given leads: users who may edit deals, those with the role sales first. */
MUST_USE enum err handoff_sellers(struct ctx *cx, struct db *db, struct handoff_seller **ret,
                                  size_t *ret_n);

struct zone;
/* When an answer to what is asked now is due: at 18:00 of that clock, so many days from Monday to Friday later. */
int64_t handoff_due(const struct zone *zone, int64_t now, int64_t business_days);

#endif
