/* unpack.h -- the text inside a file that somebody sent: plain, gzip (also several pieces one after the other), or the files of a ZIP
 * archive in their order. Never the whole of it in memory.
 *
 * Bytes come as UTF-8 where the file is UTF-16 with its mark; anything else passes as it stands. What is no packed file is plain.
 * A packed file is not believed: every size it states is checked against what is there, sums are verified, and one that grows past
 * UNPACK_TIMES of its own size after the first UNPACK_FREE bytes is refused.
 *
 * Ownership: unpack_close(), which accepts NULL. Names live in the ctx's arena.
 * Errors:    ERR_INVALID "unpack.damaged", "unpack.locked" (a password), "unpack.method" (an unusual compression, or parts of more than
 *            4 GiB), "unpack.many" (UNPACK_FILES_MAX), "unpack.bomb"; ERR_BROKEN "unpack.read".
 * Threads:   one at a time.
 * Source:    RFC 1951, RFC 1952; PKWARE APPNOTE 6.3.10.
 */
#ifndef PRACA_BASE_UNPACK_H
#define PRACA_BASE_UNPACK_H

#include "base/csv.h"

enum { UNPACK_FILES_MAX = 1000, UNPACK_TIMES = 200 };
#define UNPACK_FREE INT64_C(268435456)

struct unpack;

MUST_USE enum err unpack_open(struct ctx *cx, const char *path, struct unpack **ret);
void unpack_close(struct unpack *u);
/* Goes to the next file inside, "" is the name of what is not in an archive. *ret_more is false after the last. Folders, empty files
 * and what macOS adds are passed over. */
MUST_USE enum err unpack_next(struct ctx *cx, struct unpack *u, const char **ret_name,
                              bool *ret_more);
/* The first bytes of the file that is read now, which are read again after: at most 64 KiB. */
MUST_USE enum err unpack_peek(struct ctx *cx, struct unpack *u, const char **ret, size_t *ret_n);
/* A source of bytes for csv.h over a struct unpack: the file that is read now. */
csv_source unpack_read;
/* How many bytes of the file itself were taken so far. */
int64_t unpack_taken(const struct unpack *u);

#endif
