/* ledger_priv.h -- how entries of a ledger become bytes for a digest.
 *
 * Each member goes in with its name and length before it, so that no two entries have the same bytes.
 */
#ifndef PRACA_PEOPLE_LEDGER_PRIV_H
#define PRACA_PEOPLE_LEDGER_PRIV_H

#include "base/hash.h"

void ledger_text(struct sha256_run *r, const char *name, const char *text); /* NULL: not there */
void ledger_int(struct sha256_run *r, const char *name, int64_t v);         /* NIL: not there */
void ledger_end(struct sha256_run *r, char ret[SHA256_HEX]);
/* Of one text alone. */
void ledger_digest(const char *text, char ret[SHA256_HEX]);

#endif
