/* code_letters.h -- short codes made of letters that are not taken for one another when read aloud or from paper.
 *
 * Ownership: the ctx's arena. Errors: none; NULL when the arena is full.
 */
#ifndef PRACA_PEOPLE_CODE_LETTERS_H
#define PRACA_PEOPLE_CODE_LETTERS_H

#include "db/db.h"

enum code_case { CODE_LOWER, CODE_UPPER };

const char *code_new(struct ctx *cx, enum code_case how, size_t chars);
/* Made of such letters alone, as many as asked at least. */
bool code_is(const char *text, enum code_case how, size_t chars);

/* Whether the site's day is between the two, both included; either may be NULL. */
MUST_USE enum err site_day_within(struct ctx *cx, struct db *db, const char *from, const char *to,
                                  bool *ret);

#endif
