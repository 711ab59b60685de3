/* totp_priv.h -- the second factor as login.c needs it. */
#ifndef PRACA_ACCESS_TOTP_PRIV_H
#define PRACA_ACCESS_TOTP_PRIV_H

#include "db/db.h"

/* Whether code is right now, or was 30 s ago, or will be in 30 s; which step it belongs to. */
bool totp_matches(struct ctx *cx, const char *secret, const char *code, int64_t *ret_step);
/* ERR_DENIED "access.totp_wrong" when this step or a later one was used before. */
MUST_USE enum err totp_use_step(struct ctx *cx, struct db *db, int64_t user, int64_t step);

#endif
