/* promo_code.h -- a code that is printed, said or given by a partner, and tells by which channel somebody came.
 *
 * It is typed on a form (site_form.h) or set on a deal. Each is a use, kept once by person or by deal. A person whose record names no
 * channel gets the code's, and its campaign. On a form the answer's own event carries the code's channel; a use of a deal becomes an event
 * "promo_code" of the deal's person by the outbox, at the moment before the deal was opened, because who has the code had it in hand by then.
 *
 * Codes are upper case letters, digits and hyphens; capitals, spaces and hyphens of what is typed do not matter.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields "code" "promo.code", "promo.code_used"; "channel" "promo.no_channel"; "ends_on" as in plan_record.h.
 * Units:     _on days of the site's clock; _at unix ms, UTC.
 */
#ifndef PRACA_PEOPLE_PROMO_CODE_H
#define PRACA_PEOPLE_PROMO_CODE_H

#include "model/model.h"

enum { PROMO_CODE_CHARS = 7, PROMO_CODE_MAX = 24 };

struct promo_code {
    struct record record;
    const char *name;
    const char *code;
    const char *channel; /* as in contact.channel */
    int64_t campaign;
    int64_t partner;
    const char *offer; /* what one gets for it */
    const char *starts_on, *ends_on;
    int64_t active;
    int64_t uses;
    int64_t last_at;
};

extern const struct model promo_code_model;

/* What somebody typed; *ret NULL: it is none of ours, is switched off, or its days are not now. */
MUST_USE enum err promo_code_typed(struct ctx *cx, struct db *db, const char *typed,
                                   struct promo_code **ret);

/* ids NIL: none. */
struct promo_use {
    int64_t contact, account, deal;
    int64_t at;
    const char *how; /* form, deal */
    bool told;       /* the event is another's to tell */
};
/* Notes a use, and gives the person the channel where they have none. Inside db_write(). */
MUST_USE enum err promo_code_use(struct ctx *cx, struct db *db, const struct promo_code *c,
                                 const struct promo_use *u);

struct deal;
/* After a deal was saved: what its code says, and no longer what another did. */
MUST_USE enum err promo_code_follow_deal(struct ctx *cx, struct db *db, const struct deal *was,
                                         const struct deal *is);
/* Gives a person without a channel this one and its campaign (NIL: none). */
MUST_USE enum err contact_came_by(struct ctx *cx, struct db *db, int64_t contact,
                                  const char *channel, int64_t campaign);

#endif
