/* list.h -- lists that people join and leave: a newsletter, invitations to events.
 *
 * A public list stands on a person's page of preferences. One with double opt-in takes a person in only after they
 * have confirmed by a signed link: opening it changes nothing, the button on its page does. asked counts the
 * confirmations asked for, and only the link of the last one works. A list may stand on a purpose of the ledger; then joining
 * it is a yes to that purpose and is recorded as one, and taking the yes back leaves the list.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing"; ERR_CONFLICT "list.confirmed", "list.not_pending", "contact.erased"; ERR_NOTFOUND "link.wrong",
 *            ERR_DENIED "link.expired"; fault fields "status" with "field.choice".
 * Units:     unix ms, UTC.
 */
#ifndef PRACA_PEOPLE_LIST_H
#define PRACA_PEOPLE_LIST_H

#include "model/model.h"
#include "people/consent.h"

struct list {
    struct record record;
    const char *name;
    const char *description;
    int64_t public;
    int64_t double_opt_in;
    int64_t purpose; /* of consent_purposes; NIL: none */
};

extern const struct model list_model;

struct list_member {
    int64_t list, contact;
    const char *status; /* subscribed, pending, unsubscribed; NULL: never was on it */
    const char *source;
    int64_t asked, pending_at, subscribed_at, unsubscribed_at, changed_at;
    const char *list_name, *list_description; /* filled in by lists_of */
    bool public, double_opt_in;
    int64_t purpose;
    const char *name, *email; /* of the contact: filled in by list_members */
};

/* status: subscribed or unsubscribed. On a list with double opt-in "subscribed" becomes pending, unless the person was
 * subscribed already, or confirmed says that they have confirmed elsewhere. What is so already changes nothing. Inside
 * db_write(); follows the change. ret (may be NULL): the row after. */
MUST_USE enum err list_set(struct ctx *cx, struct db *db, int64_t list, int64_t contact,
                           const char *status, const char *source, bool confirmed,
                           struct list_member *ret);
/* Whether anybody but the person may put them on a list: CONSENT_MAY, or what the person said or lacks. A yes that is
 * still to be given stands in nobody's way, because joining is that yes. */
MUST_USE enum err list_may_join(struct ctx *cx, struct db *db, int64_t list, int64_t contact,
                                enum consent_answer *ret);
/* One member's row; status NULL when there is none. */
MUST_USE enum err list_member_get(struct ctx *cx, struct db *db, int64_t list, int64_t contact,
                                  struct list_member *ret);
/* Every list with this person's status. public_only: those a person sees of themselves. */
MUST_USE enum err lists_of(struct ctx *cx, struct db *db, int64_t contact, bool public_only,
                           struct list_member **ret, size_t *ret_n);
struct list_members_query {
    int64_t list;
    const char *status; /* NULL: any */
    int64_t after;      /* contact of the last row of the page before */
    int limit;          /* 0: 50 */
};
MUST_USE enum err list_members(struct ctx *cx, struct db *db, const struct list_members_query *q,
                               struct list_member **ret, size_t *ret_n, int64_t *ret_next);
struct list_count {
    int64_t list, subscribed, pending, unsubscribed;
};
MUST_USE enum err list_counts(struct ctx *cx, struct db *db, struct list_count **ret,
                              size_t *ret_n);

/* The token with which a pending member confirms; days: for how long. ERR_CONFLICT "list.not_pending". */
#define LINK_CONFIRM "confirm"
MUST_USE enum err list_confirm_link(struct ctx *cx, struct db *db, int64_t list, int64_t contact,
                                    int64_t days, const char **ret_token, int64_t *ret_expires_at);
/* Leave every list that stands on the purpose; purpose 0: every list. */
MUST_USE enum err lists_leave_purpose(struct ctx *cx, struct db *db, int64_t contact,
                                      int64_t purpose, const char *source);
/* Before a merge moves rows: where both are on a list, the stricter status goes to the one that stays. */
MUST_USE enum err lists_join(struct ctx *cx, struct db *db, int64_t goes, int64_t stays);
/* Once a merge is undone: who left a list since the merge, as the one that stayed, left it as the one that came back too. */
MUST_USE enum err lists_part(struct ctx *cx, struct db *db, int64_t kept, int64_t gone,
                             int64_t since);

#endif
