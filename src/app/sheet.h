/* sheet.h -- rows of text that a command prints: aligned for people, or as CSV or JSON for programs.
 *
 * Ownership: names and cells are borrowed; a sheet lives in the ctx's arena.
 * Errors:    ERR_INVALID "cli.format" (format); those of outfile.h.
 */
#ifndef PRACA_APP_SHEET_H
#define PRACA_APP_SHEET_H

#include "app/command.h"
#include "base/json.h"

/* A column whose name begins with # holds whole numbers. */
struct sheet {
    const char *const *names; /* ended by NULL */
    size_t columns;
    struct buf cells; /* const char *, row by row */
};

struct sheet sheet_of(struct ctx *cx, const char *const *names);
/* NULL is an empty cell. */
void sheet_row(struct sheet *s, const char *const *cells);
/* --format table, json or csv; a table unless given. */
MUST_USE enum err sheet_format(struct ctx *cx, const struct args *a, const char **ret);
/* A whole text to --out, or to the output. */
MUST_USE enum err sheet_out(struct ctx *cx, const struct args *a, const struct buf *out);
MUST_USE enum err sheet_print(struct ctx *cx, const struct args *a, const struct sheet *s);
/* A value as a cell: a list of texts with commas between, an object as JSON, and no line ends. */
const char *sheet_cell(struct ctx *cx, const struct json *v);
/* The member of that path ("contact.name"); NULL when there is none. */
const struct json *sheet_member(struct ctx *cx, const struct json *v, const char *path);

#endif
