/* deal_registration.h -- a sale that a partner says they are after, so that nobody else takes it from them.
 *
 * The first that names a company (by tax number or domain) keeps it for as many days as the partner is protected; another partner's is refused
 * until then. Somebody here accepts it, and it becomes company, person and deal with the partner on them, or declines it with a
 * reason that the partner reads on their page. What nobody answered in its days expires by a job. What was found out about the company (it is
 * a customer, a sale is open) is told to us, never to the partner: else the page would tell who our customers are.
 *
 * Of the person it names nothing is kept DEAL_REGISTRATION_KEEPS_DAYS after it was declined or expired.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields "domain" "registration.no_key", "reason" "registration.reason"; ERR_CONFLICT "registration.decided",
 *            "registration.expired", "registration.first"; ERR_LIMIT "registration.many_today".
 * Units:     _at unix ms, UTC.
 */
#ifndef PRACA_PEOPLE_DEAL_REGISTRATION_H
#define PRACA_PEOPLE_DEAL_REGISTRATION_H

#include "model/model.h"
#include "work/job.h"

enum { DEAL_REGISTRATIONS_DAY = 30, DEAL_REGISTRATION_KEEPS_DAYS = 180 };

struct deal_registration {
    struct record record;
    int64_t partner;
    const char *employer; /* the company */
    const char *tax_number, *domain;
    const char *contact_name, *email, *phone;
    int64_t amount_minor;
    const char *currency;
    const char *closes_on; /* when the partner expects it to be decided */
    const char *notes;
    const char *source; /* page, hand */
    const char *state;  /* new, accepted, declined, expired */
    int64_t expires_at;
    int64_t decided_at, decided_by;
    const char *reason;
    int64_t account, contact, deal;
};

extern const struct model deal_registration_model;

/* What a partner's page sends; the day's number is limited. Inside db_write(). */
MUST_USE enum err deal_registration_by_page(struct ctx *cx, struct db *db,
                                            struct deal_registration *in);

struct registration_answer {
    int64_t id;
    const char *reason;
    int64_t owner; /* of the deal; NIL: who answers */
};
/* Inside db_write(). */
MUST_USE enum err deal_registration_accept(struct ctx *cx, struct db *db,
                                           const struct registration_answer *a,
                                           struct deal_registration **ret);
MUST_USE enum err deal_registration_decline(struct ctx *cx, struct db *db,
                                            const struct registration_answer *a,
                                            struct deal_registration **ret);

/* What stands against it or should be known: kind "registered" (another partner was first, which blocks), "again" (the partner's own),
 * "open_deal", "customer" (which want a reason), "known" (the company is here already). */
struct registration_conflict {
    const char *kind;
    int64_t id; /* of the registration, deal or account */
    const char *name;
    int64_t until; /* of "registered": protected until; NIL */
};
MUST_USE enum err deal_registration_conflicts(struct ctx *cx, struct db *db,
                                              const struct deal_registration *r,
                                              struct registration_conflict **ret, size_t *ret_n);

extern const struct job_kind registration_job_kinds[];

#endif
