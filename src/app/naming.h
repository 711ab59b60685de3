/* naming.h -- what a record refers to, by its name: for a table that people read. JSON and CSV keep the ids.
 *
 * Ownership: the ctx's arena.
 * Errors:    outages alone; what has no name, is gone or may not be seen keeps its id.
 */
#ifndef PRACA_APP_NAMING_H
#define PRACA_APP_NAMING_H

#include "app/ask.h"

/* Each item as the API has it gives way to one with names in the place of ids. */
MUST_USE enum err naming_apply(struct ctx *cx, struct ask *k, const struct model *m,
                               const struct json **items, size_t n);

#endif
