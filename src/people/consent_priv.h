/* consent_priv.h -- what the files of the ledger share: the digest of an entry, its chain, and its seal. */
#ifndef PRACA_PEOPLE_CONSENT_PRIV_H
#define PRACA_PEOPLE_CONSENT_PRIV_H

#include "base/hash.h"
#include "people/consent.h"

/* Over the salt and every member of c that is kept. */
void consent_digest(const struct consent *c, const char *salt, char ret[SHA256_HEX]);
/* before NULL: the first of its site. */
void consent_chain(const char *before, int64_t site, const struct consent *c, char ret[SHA256_HEX]);
/* Over what an erasure leaves. */
MUST_USE enum err consent_seal(struct ctx *cx, struct db *db, const struct consent *c,
                               char ret[SHA256_HEX]);
/* A salted digest of an address or a browser's name; NULL stays NULL. */
const char *consent_trace(struct ctx *cx, const char *salt, const char *of, const char *what);

#endif
