/* partner.h -- who sells for us, and what they take for it.
 *
 * A partner has a page of their own behind a signed link (web/partner.c), on which they register the sales they are after
 * (deal_registration.h). Every link given out ends when link_version is raised, or after PARTNER_LINK_DAYS.
 *
 * A deal is a partner's when it says so; when it says nothing, the code that it or its person came with does (promo_code.h). How it was
 * sold then follows from what the partner is.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_CONFLICT "partner.in_use"; ERR_NOTFOUND "partner.link_ended".
 * Units:     commission: millionths of the amount; expires_at unix ms, UTC.
 */
#ifndef PRACA_PEOPLE_PARTNER_H
#define PRACA_PEOPLE_PARTNER_H

#include "model/model.h"

enum { PARTNER_LINK_DAYS = 365, PARTNER_PROTECTION_DAYS = 90 };
#define LINK_PARTNER "partner"
/* The channel of people whom a partner brings, where nothing else names one. */
#define PARTNER_CHANNEL "partners"

struct partner {
    struct record record;
    const char *name;
    const char *kind; /* one of selling_kinds that is done by others */
    int64_t account;  /* the partner's own company */
    int64_t contact;  /* whom one speaks to there */
    int64_t commission;
    int64_t protection_days; /* how long a registration keeps others off */
    const char *agreement_ends_on;
    int64_t active;
    int64_t owner; /* user id */
    const char *notes;
    int64_t link_version;
};

extern const struct model partner_model;

struct link;
struct deal;

/* The address of the partner's page. Inside db_write(). */
MUST_USE enum err partner_link(struct ctx *cx, struct db *db, int64_t id, const char **ret_token,
                               int64_t *ret_expires_at);
/* No link that was given out opens anything any more. */
MUST_USE enum err partner_link_end(struct ctx *cx, struct db *db, int64_t id);
/* Whose page the link opens: on the ctx's site, which is the link's. */
MUST_USE enum err partner_of_link(struct ctx *cx, struct db *db, const struct link *l,
                                  struct partner **ret);
/* Whose deal this is and how it is sold, as far as it does not say. */
MUST_USE enum err partner_settle(struct ctx *cx, struct db *db, const struct deal *was,
                                 struct deal *is);

#endif
