/* committee.h -- who decides about a deal, and who is still missing.
 *
 * A sale of any size needs four people on the buyer's side: who wants it (champion), who decides (decider), who
 * pays (payer) and who will use it (user). One person may hold several roles; who left holds none.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing" when there is no such deal.
 */
#ifndef PRACA_PEOPLE_COMMITTEE_H
#define PRACA_PEOPLE_COMMITTEE_H

#include "model/model.h"

struct committee_member {
    int64_t id, version;
    const char *role;
    int64_t since_at, left_at;
    int64_t contact;
    const char *name, *email, *job_title;
};

enum { COMMITTEE_NEEDED = 4 };

struct committee {
    struct committee_member *members; /* those still there first */
    size_t count;
    const char *missing[COMMITTEE_NEEDED];
    size_t missing_count;
    const char *company; /* of the deal; its own name when it has none */
};

/* The roles a deal needs, NULL-terminated. */
extern const char *const committee_needed[];

MUST_USE enum err committee_read(struct ctx *cx, struct db *db, int64_t deal,
                                 struct committee *ret);
/* {"items": [{"id", "role", "since_at", "left_at", "version", "contact": {"id", "name", "email", "job_title"}}],
 * "missing": ["payer"], "gaps": [{"role", "message"}]} */
void committee_json(struct ctx *cx, const struct committee *c, struct buf *out);

#endif
