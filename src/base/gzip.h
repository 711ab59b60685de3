/* gzip.h -- text made for one answer, compressed; and a small file that came so. zlib's work; its header stays in gzip.c.
 *
 * Ownership: the result lives in the arena.
 * Source:    RFC 1952.
 */
#ifndef PRACA_BASE_GZIP_H
#define PRACA_BASE_GZIP_H

#include "base/ctx.h"

/* ERR_LIMIT "base.memory". */
MUST_USE enum err gzip_text(struct ctx *cx, const char *bytes, size_t n, const char **ret,
                            size_t *ret_n);

/* The first bytes of a gzip file, however it goes on (several pieces one after the other too). max: of what is inside.
 * ERR_INVALID "unpack.damaged"; ERR_LIMIT "unpack.large". */
bool gzip_is(const char *bytes, size_t n);
MUST_USE enum err gzip_open(struct ctx *cx, const char *bytes, size_t n, size_t max,
                            const char **ret, size_t *ret_n);

#endif
