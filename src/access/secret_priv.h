/* secret_priv.h -- how a secret that its holder keeps is made and recognised. */
#ifndef PRACA_ACCESS_SECRET_PRIV_H
#define PRACA_ACCESS_SECRET_PRIV_H

#include "base/ctx.h"
#include "base/hash.h"

enum { SECRET_BYTES = 32 };

/* 32 random bytes as text, with a prefix that tells leaks scanners whose it is ("praca_"). NULL
 * when full. */
const char *secret_make(struct ctx *cx, const char *prefix);
/* The digest that the tables keep, as hex. */
void secret_hash(const char *secret, char ret[SHA256_HEX]);

#endif
