/* merge_further_priv.h -- what one record was found by, kept as further values of another; and notes both directions share. */
#ifndef PRACA_PEOPLE_MERGE_FURTHER_PRIV_H
#define PRACA_PEOPLE_MERGE_FURTHER_PRIV_H

#include "people/change.h"
#include "people/merge.h"

enum { MERGE_GATHERED = 4096 };

/* Values of the two that are not the first of the one that stays become further ones of it; writes the list of them. */
MUST_USE enum err merge_further_put(struct ctx *cx, struct db *db, const struct model *m,
                                    const void *kept, const void *gone, const void *after,
                                    struct json_writer *w);
/* Takes those of the list away that are still there as they were put. */
MUST_USE enum err merge_further_take(struct ctx *cx, struct db *db, int64_t kept,
                                     const struct json *list, int64_t *stayed);

/* What people call the record that this JSON is; NULL: nothing. */
const char *merge_label(const struct model *m, const struct json *record);
MUST_USE enum err merge_note(struct ctx *cx, struct db *db, const struct model *m, int64_t record,
                             const char *action, int64_t merge, const char *label);
enum change_kind merge_change(enum merge_of of);

#endif
