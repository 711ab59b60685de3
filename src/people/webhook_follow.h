/* webhook_follow.h -- tells webhooks of people, companies and deals that came, changed or went. */
#ifndef PRACA_PEOPLE_WEBHOOK_FOLLOW_H
#define PRACA_PEOPLE_WEBHOOK_FOLLOW_H

#include "people/change.h"

extern const struct change_follower webhook_follower;

/* A merge as one event of its own. kept and gone are ids. */
MUST_USE enum err webhook_merged(struct ctx *cx, struct db *db, enum change_kind kind, int64_t kept,
                                 int64_t gone);
/* What a person agreed to or took back: the code of a purpose and the state it has now. */
MUST_USE enum err webhook_consent(struct ctx *cx, struct db *db, int64_t contact, const char *code,
                                  const char *state, const char *legal_basis);

/* event: "handoff.passed", "handoff.accepted", "handoff.returned". reason may be NULL. */
MUST_USE enum err webhook_handoff(struct ctx *cx, struct db *db, const char *event, int64_t handoff,
                                  int64_t contact, int64_t seller, const char *reason);

#endif
