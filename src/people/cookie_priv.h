/* cookie_priv.h -- what the files of the ledger of receipts share. */
#ifndef PRACA_PEOPLE_COOKIE_PRIV_H
#define PRACA_PEOPLE_COOKIE_PRIV_H

#include "base/hash.h"
#include "people/cookie_consent.h"

/* Both ends of a site's chain. All zero (from_at NIL) before the first receipt. */
struct cookie_head {
    int64_t n, from_n, from_at;
    const char *chain, *from_chain, *from_seal;
};
MUST_USE enum err cookie_head_read(struct ctx *cx, struct db *db, struct cookie_head *ret);
/* Fills salt (hex), ip_digest, agent_digest, digest and chain. */
MUST_USE enum err cookie_seal(struct ctx *cx, struct db *db, const char *before,
                              struct cookie_receipt *r, const char **ret_salt);
MUST_USE enum err cookie_site_settings(struct ctx *cx, struct db *db, struct settings **ret);

#endif
