/* outfile.h -- what a command writes to --out: a file that gets its name only when it is whole, or the standard output.
 *
 * Whoever is killed in between leaves NAME.part behind and nothing else.
 *
 * Errors: ERR_BROKEN "cli.file_write" (file), "cli.output".
 */
#ifndef PRACA_APP_OUTFILE_H
#define PRACA_APP_OUTFILE_H

#include "base/ctx.h"

#include <stdio.h>

struct outfile {
    const char *name, *part; /* NULL: standard output */
    FILE *to;
};

/* name NULL: standard output. */
MUST_USE enum err outfile_open(struct ctx *cx, const char *name, struct outfile *ret);
MUST_USE enum err outfile_add(struct ctx *cx, struct outfile *f, const char *bytes, size_t n);
/* e: how the writing went; with an error nothing is left. Returns that, or what went wrong at the end. */
MUST_USE enum err outfile_end(struct ctx *cx, struct outfile *f, enum err e);

#endif
