/* words.h -- the words a record is found by, and those of a question.
 *
 * A model with MODEL_WORDS has a row for each record in search_entries (migrations/0021), kept by a floor above: its words, folded,
 * each once, each with a space before it. A question is cut into words by the same rules; a record answers when each of its
 * words begins one of the record's.
 *
 * Signs part words. In what is joined by "." or "@" (addresses, domains) pieces of less than four letters are left out after the
 * first, since "com" and "br" are everywhere and tell nothing. What is mostly digits is also one word without its
 * signs, so that numbers are found however they are punctuated.
 *
 * Ownership: text lives in the ctx's arena.
 * Threads:   the errand's.
 */
#ifndef PRACA_MODEL_WORDS_H
#define PRACA_MODEL_WORDS_H

#include "model/model.h"

enum {
    WORDS_ASKED_MAX = 8,
    WORD_BYTES_MAX = 60, /* longer ones are cut, in records and questions alike */
    WORD_LONG =
        3, /* bytes from which the index is asked; shorter beginnings match too much to be listed */
};

struct words {
    struct arena *arena;
    struct buf b;
};

struct words words_begin(struct ctx *cx);
void words_text(struct words *w, const char *text); /* NULL adds nothing; so below */
void words_phone(struct words *w, const char *text);
void words_code(struct words *w, const char *text); /* one word without signs */
/* NULL when memory ran out. */
const char *words_end(struct words *w);

struct words_asked {
    const char *all[WORDS_ASKED_MAX];
    size_t n;
};
MUST_USE enum err words_ask(struct ctx *cx, const char *q, struct words_asked *ret);
/* The long words as the engine's index wants them; NULL when none is long. Site and kind are in it. */
const char *words_match(struct ctx *cx, enum db_engine engine, const char *kind,
                        const struct words_asked *a);
/* "% mar%": the pattern for search_entries.words. */
const char *words_like(struct ctx *cx, const char *word);
bool word_is_long(const char *word);
/* Whether a text (as it stands in a field) has a word that begins with this one. */
bool words_hold(struct ctx *cx, const char *text, const char *word);

#endif
