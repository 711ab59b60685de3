/* tags.h -- the tags that a site has given to its records.
 *
 * The tags of a record stand in it as a JSON list. Where the field table says FILTER, each is a row of record_tags too, written
 * with the record, so that lists can ask for a tag and forms can offer those that there are.
 *
 * Ownership: the ctx's arena.
 */
#ifndef PRACA_MODEL_TAGS_H
#define PRACA_MODEL_TAGS_H

#include "model/model.h"

enum { TAGS_OFFERED_MAX = 500 };

struct tag_names {
    const char **names;
    size_t n;
};

/* Each tag once, in order, at most TAGS_OFFERED_MAX of them; with q those whose fold has it in them. */
MUST_USE enum err tags_of(struct ctx *cx, struct db *db, const struct model *m, const char *q,
                          struct tag_names *ret);

#endif
